"""The README tells the truth: its commands exist, and every verb is in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from scoring.cli.verbs import app
from scoring.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = "\n".join(re.findall(r"```(?:sh|bash|console)?\n(.*?)```", README, re.DOTALL))
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]
VERBS = sorted(COMMANDS)
WITHIN = [(verb, inner) for verb in VERBS for inner in sorted(getattr(COMMANDS[verb], "commands", {}))]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_readme(verb: str) -> None:
    assert re.search(rf"scoring {verb}\b", README)


@pytest.mark.parametrize(("verb", "inner"), WITHIN)
def test_every_verb_within_one_is_in_the_readme(verb: str, inner: str) -> None:
    (row,) = re.findall(rf"^\| `scoring {verb} .*$", README, re.MULTILINE)
    assert re.search(rf"`(scoring {verb} )?{inner}\b", row)


@pytest.mark.parametrize("verb", sorted(set(re.findall(r"^\s*scoring (\w+)", BLOCKS, re.MULTILINE))))
def test_every_verb_of_the_readme_exists(verb: str) -> None:
    assert verb in VERBS


@pytest.mark.parametrize("target", sorted(set(re.findall(r"^make ([\w-]+)", BLOCKS, re.MULTILINE))))
def test_every_target_of_the_readme_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("option", sorted(set(re.findall(r"--[a-z]+", BLOCKS))))
def test_every_option_of_the_readme_exists(option: str) -> None:
    known = {name for command in COMMANDS.values() for p in command.params for name in p.opts}
    assert option in known


@pytest.mark.parametrize("variable", sorted(set(re.findall(r"SCORING_[A-Z_]+", README))))
def test_every_setting_of_the_readme_exists(variable: str) -> None:
    assert variable in {setting.variable for setting in Settings().rows()}


def test_files_that_the_readme_names_exist() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target
