"""What the documents beside the README name exists: verbs, options, settings, files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from scoring.cli.verbs import app
from scoring.settings import Settings

ROOT = Path(__file__).parents[2]
DOCS = sorted((ROOT / "docs").glob("*.md"))
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]

every_document = pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)


@every_document
def test_the_commands_exist(path: Path) -> None:
    blocks = _blocks(path)
    assert set(re.findall(r"^scoring (\w+)", blocks, re.MULTILINE)) <= set(COMMANDS)
    # A verb begins its line, or follows on one of its own what submits it.
    for verb, options in re.findall(rf"^(?:scoring| +) *({'|'.join(COMMANDS)})\b(.*)$", blocks, re.MULTILINE):
        known = {name for parameter in _parameters(COMMANDS[verb]) for name in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", options)) <= known, verb


@every_document
def test_the_settings_exist(path: Path) -> None:
    known = {setting.variable for setting in Settings().rows()}
    assert set(re.findall(r"SCORING_[A-Z_]+", path.read_text(encoding="utf-8"))) <= known


@every_document
def test_the_files_exist(path: Path) -> None:
    for name in re.findall(r"`((?:tests|src|notebooks)/[\w/.]+)`", path.read_text(encoding="utf-8")):
        assert (ROOT / name).exists(), name


def _parameters(command: Any) -> list[Any]:
    """What a verb takes, and the verbs within it."""
    within = getattr(command, "commands", {}).values()
    return [*command.params, *(parameter for one in within for parameter in one.params)]


def _blocks(path: Path) -> str:
    return "\n".join(re.findall(r"```sh\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL))
