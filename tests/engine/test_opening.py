"""The engine is the one the settings name; where it cannot run, that is said before anything is done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scoring.engine import DuckDB, Spark, check, opened
from scoring.faults import Refused
from scoring.settings import Settings

SPARK = replace(Settings(), engine="spark", spark_master="local[2]")


@pytest.fixture
def without_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)


def test_duckdb_is_opened_by_default(tmp_path: Path) -> None:
    check(Settings())
    with opened(Settings(), [tmp_path]) as engine:
        assert isinstance(engine, DuckDB)


def test_spark_is_opened_where_it_is_named(spark: Spark, tmp_path: Path) -> None:
    check(SPARK)
    with opened(SPARK, [tmp_path]) as engine:
        assert isinstance(engine, Spark)
        assert engine.spark.sparkContext.master == "local[2]"


@pytest.mark.usefixtures("without_java")
def test_without_java_duckdb_is_opened_and_spark_refused(tmp_path: Path) -> None:
    check(Settings())
    for refused in (lambda: check(SPARK), lambda: opened(SPARK, [tmp_path])):
        with pytest.raises(Refused, match="engine spark: needs Java 17 or 21"):
            refused()
