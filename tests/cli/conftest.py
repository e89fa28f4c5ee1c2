"""The command line, run in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from scoring.cli import main
from scoring.pipeline import Run

REFUSAL = 2


@dataclass(frozen=True)
class Said:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


Scoring = Callable[..., Said]


def files(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def spoil(step: str, data: Path) -> None:
    """Make the step necessary again: what it made seems to come from other files."""
    stamp = data / "work" / ("staged/report.json" if step == "stage" else "features.json")
    fingerprint = stamp.read_text(encoding="utf-8").partition('"fingerprint": "')[2][:8]
    stamp.write_text(stamp.read_text(encoding="utf-8").replace(fingerprint, "00000000", 1), encoding="utf-8")


@pytest.fixture
def scoring(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Scoring:
    """Run `scoring` with arguments."""

    def run(*arguments: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["scoring", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        return Said(code if isinstance(code, int) else 0, *capsys.readouterr())

    return run


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with nothing in it, named by the environment."""
    monkeypatch.setenv("SCORING_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def tiny(tiny_run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The published tiny clients, named by the environment."""
    monkeypatch.setenv("SCORING_DATA", str(tiny_run.settings.data))
    return tiny_run.settings.data
