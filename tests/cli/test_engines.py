"""The engine is named by an option or a setting, and answers as the other does; without it, one sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.faults import Refused
from scoring.pipeline import Run
from scoring.tables import CLIENT
from tests.cli.conftest import REFUSAL, Scoring
from tests.stores import TINY


def assert_alike(one: pa.Table, other: pa.Table) -> None:
    """Texts are the same; numbers to the last digits, which the order of adding makes."""
    assert one.schema.names == other.schema.names
    assert one.schema.types == other.schema.types
    for name in one.column_names:
        a, b = one.column(name).to_pandas(), other.column(name).to_pandas()
        if one.schema.field(name).type == pa.float64():
            np.testing.assert_allclose(b, a, rtol=1e-7, atol=1e-12, err_msg=name)
        else:
            assert a.equals(b), name


@pytest.mark.parametrize("verb", ["features", "build"])
def test_the_engine_named_is_the_one_that_computes(
    scoring: Scoring, empty: Path, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    asked: list[Run] = []

    def stopped(run: Run, *more: object) -> None:
        asked.append(run)
        raise Refused("far enough")

    monkeypatch.setattr("scoring.pipeline.Run.features", stopped)
    monkeypatch.setattr("scoring.pipeline.build", stopped)
    monkeypatch.setenv("SCORING_ENGINE", "spark")
    scoring(verb, "--spark-master", "local[3]", *(("--raw", TINY) if verb == "build" else ()))
    scoring(verb, "--engine", "duckdb", *(("--raw", TINY) if verb == "build" else ()))
    named = [(run.settings.engine, run.settings.spark_master) for run in asked]
    assert named == [("spark", "local[3]"), ("duckdb", "local[*]")]
    assert not empty.exists()


@pytest.mark.usefixtures("spark")
def test_scores_and_reasons_by_spark_are_those_by_duckdb(
    scoring: Scoring, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged, there = tiny / "work" / "staged", f"file://{tmp_path}/scores"
    asked = ("score", "--reasons", "2")
    said = scoring(*asked, "--staged", staged, "--out", tmp_path / "scores.parquet")
    assert (said.code, said.err) == (0, "")
    monkeypatch.setenv("SCORING_ENGINE", "spark")
    monkeypatch.setenv("SCORING_SPARK_MASTER", "local[2]")
    said = scoring(*asked, "--staged", f"file://{staged}", "--out", there)
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith(f"150 clients scored into {there}\n")
    found = pa.concat_tables(pq.read_table(part) for part in sorted((tmp_path / "scores").glob("part-*.parquet")))
    assert found.column_names[-2:] == ["lowering_2", "lowering_2_by"]
    assert_alike(pq.read_table(tmp_path / "scores.parquet"), found)
    assert found.column(CLIENT).to_pylist() == sorted(found.column(CLIENT).to_pylist())


@pytest.mark.parametrize(
    "arguments",
    [("features",), ("score", "--raw", TINY), ("score", "--staged", TINY), ("build", "--raw", TINY)],
    ids=lambda arguments: " ".join(map(str, arguments[:2])),
)
@pytest.mark.parametrize("by", ["option", "setting"])
def test_without_java_one_sentence_says_it(
    scoring: Scoring, empty: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str | Path, ...], by: str
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    if by == "setting":
        monkeypatch.setenv("SCORING_ENGINE", "spark")
    said = scoring(*arguments, *(() if by == "setting" else ("--engine", "spark")))
    assert said.code == REFUSAL
    assert said.err.splitlines() == [
        "scoring: engine spark: needs Java 17 or 21, and there is none on the PATH and no JAVA_HOME; "
        "install it, or use the engine duckdb"
    ]
    assert not empty.exists()


@pytest.mark.usefixtures("empty")
def test_raw_files_or_staged_tables_are_scored_not_both(scoring: Scoring) -> None:
    for arguments in ((), ("--raw", TINY, "--staged", TINY)):
        said = scoring("score", *arguments)
        assert said.code == REFUSAL
        assert "name the raw files to score" in said.err
