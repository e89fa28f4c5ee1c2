"""A published data folder that a test may change."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from scoring import model
from scoring.figures.style import axes
from scoring.pipeline import Run, bundle_folder, registry
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


@pytest.fixture(scope="session")
def tracked(tiny_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The tiny data folder with its model in MLflow's own store, one plot beside it; tests must not change it."""
    if not registry.installed():
        pytest.skip("MLflow is not installed")
    data = shutil.copytree(tiny_run.settings.data, tmp_path_factory.mktemp("tracked") / "data")
    run = Run(replace(tiny_run.settings, data=data, tracking=""), (TINY,), progress=lambda text: None)
    run.track(model.read_manifest(bundle_folder(run.layout, None)), {"line": axes("a line", "x", "y")[0]})
    return run


@pytest.fixture
def registered(tracked: Run, tmp_path: Path) -> Workshop:
    """A copy of it that a test may change."""
    return Workshop(shutil.copytree(tracked.settings.data, tmp_path / "data"), TINY, tracked, [])
