"""Steps are done once: again only when the raw files, or the code that reads them, are others."""

from __future__ import annotations

import shutil
from dataclasses import asdict, replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from scoring import model
from scoring.faults import Refused
from scoring.pipeline import Run, steps
from scoring.pipeline.labelled import Labelled
from tests.pipeline.conftest import Workshop
from tests.stores import TINY


def files(folder: Path) -> dict[str, int]:
    """When each file was last written."""
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_what_is_done_is_not_done_again(workshop: Workshop) -> None:
    before = files(workshop.data)
    run = workshop.run()
    assert run.stage() == workshop.original.stage()
    assert pq.read_table(run.features()).equals(pq.read_table(workshop.original.features()))
    assert workshop.said == ["staged tables are up to date", "features are up to date"]
    assert files(workshop.data) == before


def test_where_the_raw_files_lie_is_nothing(workshop: Workshop, tmp_path: Path) -> None:
    archive = shutil.make_archive(str(tmp_path / "home-credit"), "zip", TINY)
    shutil.move(workshop.raw, tmp_path / "elsewhere")
    workshop.run((tmp_path / "elsewhere",)).stage()
    assert workshop.said == ["staged tables are up to date"]
    assert workshop.run((Path(archive),)).stage().labelled == 129


def test_another_raw_file_is_done_from_the_start(workshop: Workshop) -> None:
    before = files(workshop.data / "work")
    workshop.edit("application_train", "Cash loans", "Revolving loans")
    run = workshop.run()
    run.stage()
    rows = pq.read_table(run.features())
    assert "up to date" not in " ".join(workshop.said)
    assert not set(files(workshop.data / "work").items()) & set(before.items())
    contracts = [
        table.column("NAME_CONTRACT_TYPE").to_pylist() for table in (rows, pq.read_table(workshop.original.features()))
    ]
    assert sum(now != then for now, then in zip(*contracts, strict=True)) == 1


def test_other_code_is_done_from_the_start(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps.model, "code_fingerprint", lambda: "other")
    run = workshop.run()
    run.stage()
    run.features()
    assert "up to date" not in " ".join(workshop.said)


@pytest.mark.parametrize("lost", ["features.parquet", "features.json", "durations.parquet"])
def test_lost_features_are_computed_again(workshop: Workshop, lost: str) -> None:
    (workshop.data / "work" / lost).unlink()
    with pytest.raises(Refused, match="run: scoring features"):
        Labelled.of(workshop.run().settings)
    assert pq.read_metadata(workshop.run().features()).num_rows == 150
    assert Labelled.of(workshop.run().settings).rows().num_rows == 129


def test_features_of_other_tables_are_not_trained_on(workshop: Workshop) -> None:
    workshop.edit("application_train", "Cash loans", "Revolving loans")
    workshop.run().stage()
    with pytest.raises(Refused, match="features are missing or not of the staged tables; run: scoring features"):
        workshop.run().train()


def test_an_interrupted_computing_leaves_no_features_to_train_on(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.edit("application_train", "Cash loans", "Revolving loans")
    run = workshop.run()
    run.stage()

    def fails(*given: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(steps, "write_features", fails)
        with pytest.raises(MemoryError):
            run.features()
    with pytest.raises(Refused, match="run: scoring features"):
        Labelled.of(run.settings)
    assert pq.read_metadata(run.features()).num_rows == 150


@pytest.mark.parametrize("step", ["features", "train", "publish"])
def test_before_anything_is_staged_a_step_says_what_to_run(workshop: Workshop, step: str) -> None:
    shutil.rmtree(workshop.data / "work")
    with pytest.raises(Refused, match=r"nothing is staged in .+; run: scoring stage"):
        getattr(workshop.run(), step)()


def test_every_parameter_of_training_is_a_setting(tiny_run: Run) -> None:
    given = replace(tiny_run.settings, depth=3, l2=7.0, threads=1)
    assert asdict(steps.parameters(given)).items() <= asdict(given).items()


def test_the_code_s_fingerprint_stands_still() -> None:
    assert model.code_fingerprint() == model.code_fingerprint()
    assert len(model.code_fingerprint()) == 64
