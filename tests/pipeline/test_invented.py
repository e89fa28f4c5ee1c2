"""Whether a model's clients are invented: told by the sign that stands beside their files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from scoring import synthetic
from scoring.pipeline import Run, steps
from scoring.pipeline.invented import is_invented
from scoring.synthetic.destination import Format
from tests.pipeline.conftest import Workshop


@pytest.mark.parametrize("form", ["csv", "zip", "parquet"])
def test_what_the_program_invented_is_known_wherever_it_lies(tmp_path: Path, form: Format) -> None:
    raw = tmp_path / ("some.zip" if form == "zip" else "some")
    synthetic.write(raw, 120, 1, format=form)
    run = Run.start(raw, data=tmp_path / "data", progress=lambda text: None)
    assert is_invented(run.stage())
    assert steps.prior(run.settings) is None


def test_files_that_are_not_signed_are_not(tiny_run: Run) -> None:
    assert not is_invented(tiny_run.stage())
    assert steps.prior(tiny_run.settings) is not None


def test_one_file_from_elsewhere_makes_them_none(workshop: Workshop) -> None:
    signed = workshop.data / "signed"
    shutil.move(workshop.raw, signed)
    (signed / "invented.json").write_text("{}")
    shutil.rmtree(workshop.data / "work")
    workshop.raw.mkdir()
    assert is_invented(workshop.run((signed,)).stage())
    shutil.move(signed / "bureau.csv", workshop.raw / "bureau.csv")
    assert not is_invented(workshop.run((signed, workshop.raw)).stage())


@pytest.mark.parametrize("changed", [{"prior": 0}, {"monotone": 1}])
def test_the_prior_is_left_out_if_asked_and_where_effects_are_bound(tiny_run: Run, changed: dict[str, int]) -> None:
    run = Run.resume(data=tiny_run.settings.data, **changed)
    assert steps.prior(run.settings) is None


def test_a_relative_path_is_followed(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    (workshop.raw / "invented.json").write_text("{}")
    monkeypatch.chdir(workshop.data.parent)
    shutil.rmtree(workshop.data / "work")
    assert is_invented(workshop.run((Path(os.path.relpath(workshop.raw)),)).stage())
