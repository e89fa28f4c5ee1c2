"""A published data folder that a test may change."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from scoring.pipeline import Run
from tests.stores import TINY


@dataclass(frozen=True)
class Workshop:
    """A copy of the tiny data folder, with raw files of its own."""

    data: Path
    raw: Path
    original: Run
    said: list[str]

    def run(self, raws: tuple[Path, ...] | None = None, **changed: object) -> Run:
        """A run over this folder, its settings changed as told; what it says is kept in `said`."""
        settings = replace(self.original.settings, data=self.data, **changed)  # type: ignore[arg-type]
        return Run(settings, (self.raw,) if raws is None else raws, self.said.append)

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace the first place of a text in a raw file."""
        path = self.raw / f"{file}.csv"
        content = path.read_text(encoding="utf-8")
        assert old in content
        path.write_text(content.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def workshop(tiny_run: Run, tmp_path: Path) -> Workshop:
    data = shutil.copytree(tiny_run.settings.data, tmp_path / "data")
    return Workshop(data, shutil.copytree(TINY, tmp_path / "given"), tiny_run, [])
