"""Spark has DuckDB's face: relations, sessions, one file in the query's order; and it says what it lacks."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.engine import Address, DuckDB, Spark
from scoring.engine.parts import join_parts
from scoring.engine.spark import Session, shipped
from scoring.engine.starting import missing
from scoring.faults import Refused

VALUES = """
    SELECT * FROM (VALUES
        (CAST(3 AS BIGINT), CAST(-0.5 AS DOUBLE), 'été'),
        (CAST(1 AS BIGINT), CAST(NULL AS DOUBLE), 'deux mots'),
        (CAST(2 AS BIGINT), CAST(1e300 AS DOUBLE), NULL)
    ) AS t(n, x, s) ORDER BY n
"""
ROWS = [{"n": 1, "x": None, "s": "deux mots"}, {"n": 2, "x": 1e300, "s": None}, {"n": 3, "x": -0.5, "s": "été"}]
TABLE = pa.table({"n": [1, 2, 3], "x": [None, 1e300, -0.5], "s": ["deux mots", None, "été"]})


@pytest.fixture
def session(spark: Spark) -> Iterator[Session]:
    with spark.session() as opened:
        yield opened


def rows(session: Session, sql: str) -> list[dict[str, object]]:
    return [row.asDict() for row in session.spark.sql(sql).collect()]


# What is missing ---------------------------------------------------------------------------------


def test_without_pyspark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pyspark" else found(name))
    with pytest.raises(Refused, match=r"PySpark is not installed; run: pip install '\.\[spark\]'"):
        Spark()


@pytest.mark.parametrize(
    ("home", "said"),
    [
        ("", "there is none on the PATH and no JAVA_HOME; install it, or use the engine duckdb"),
        ("no-such-folder", "JAVA_HOME, no-such-folder, has no bin/java; install it, or use the engine duckdb"),
    ],
)
def test_without_java_it_says_what_to_install(
    home: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", home)
    assert list(missing()) == [f"engine spark: needs Java 17 or 21, and {said}"]


ALONE = """
import os, sys, tempfile
from pathlib import Path
from scoring.engine.spark import Spark
from scoring.faults import Refused

tempfile.tempdir = sys.argv[1]
try:
    Spark("nonsense")
except Refused as refused:
    print(refused)
with Spark("local[1]", memory=600) as engine:
    with engine.session() as session:
        print(engine.spark.sparkContext.master, session.spark.conf.get("spark.sql.shuffle.partitions"))
        session.write_parquet("SELECT CAST(1 AS BIGINT) AS A", Path(sys.argv[1], "one.parquet"))
print(sorted(os.listdir(sys.argv[1])))
"""


def test_a_process_of_its_own(spark: Spark, tmp_path: Path) -> None:
    """A master there is not is refused in words; a good one starts quietly and leaves nothing behind."""
    command = [sys.executable, "-c", ALONE, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path, timeout=300)
    refused, master, left = done.stdout.splitlines()
    assert refused.startswith("engine spark: Spark does not start with the master 'nonsense'; it needs Java 17 or 21")
    assert master == "local[1] 4"
    assert left == "['one.parquet']"
    assert "log4j" not in done.stderr
    assert "WARN " not in done.stderr


# Relations ---------------------------------------------------------------------------------------


def test_the_relations_of_a_session_are_its_own(spark: Spark, tmp_path: Path) -> None:
    pq.write_table(pa.table({"A": [1, 2]}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"A": [3]}), tmp_path / "b.parquet")
    with spark.session() as one, spark.session() as other:
        one.view("own", tmp_path / "a.parquet", tmp_path / "b.parquet")
        one.materialise("total", "SELECT SUM(A) AS total FROM own")
        assert rows(one, "SELECT total FROM total") == [{"total": 6}]
        for relation in ("own", "total"):
            with pytest.raises(Exception, match=r"TABLE_OR_VIEW_NOT_FOUND"):
                rows(other, f"SELECT * FROM {relation}")


@pytest.mark.parametrize("table", [TABLE, TABLE.slice(0, 0)], ids=["some rows", "none"])
def test_a_table_is_held_as_it_is(session: Session, table: pa.Table) -> None:
    session.hold("held", table)
    assert rows(session, "SELECT * FROM held ORDER BY n") == table.to_pylist()


@pytest.mark.parametrize(
    ("address", "said"),
    [("file:///no/such/folder", r"PATH_NOT_FOUND"), ("nowhere://bucket/folder", r"nowhere")],
)
def test_what_cannot_be_read_is_refused(session: Session, address: str, said: str) -> None:
    with pytest.raises(Refused, match=rf"{address}: Spark cannot read it: .*{said}"):
        session.view("lost", Address(address))


def test_what_was_materialised_is_kept_until_its_session_ends(spark: Spark) -> None:
    kept = spark.spark.sparkContext._jsc.sc().getPersistentRDDs
    before = kept().size()
    with spark.session() as session:
        session.materialise("one", "SELECT 1 AS A")
        assert rows(session, "SELECT A FROM one") == [{"A": 1}]
        assert kept().size() == before + 1
    assert kept().size() == before


def test_a_relation_may_be_named_again(session: Session) -> None:
    for value in (1, 2):
        session.materialise("own", f"SELECT {value} AS A")
    assert rows(session, "SELECT A FROM own") == [{"A": 2}]


def test_names_of_folders_are_no_patterns(session: Session, tmp_path: Path) -> None:
    for name in ("a [b] {c} 100%*", "a b c 100%d"):
        (tmp_path / name).mkdir()
        pq.write_table(pa.table({"A": [name]}), tmp_path / name / "x?.parquet")
    session.view("odd", tmp_path / "a [b] {c} 100%*" / "x?.parquet")
    assert rows(session, "SELECT A FROM odd") == [{"A": "a [b] {c} 100%*"}]


def test_an_engine_opened_while_one_runs_leaves_it_running(spark: Spark) -> None:
    with Spark("local[1]") as other, other.session() as session:
        assert rows(session, "SELECT 1 AS A") == [{"A": 1}]
    with spark.session() as session:
        assert rows(session, "SELECT 1 AS A") == [{"A": 1}]


# Writing -----------------------------------------------------------------------------------------


def test_a_path_is_one_file_as_duckdb_writes_it(session: Session, tmp_path: Path) -> None:
    session.write_parquet(VALUES, tmp_path / "sub" / "spark.parquet")
    with DuckDB(300, folders=[tmp_path]) as duckdb:
        duckdb.write_parquet(VALUES, tmp_path / "duckdb.parquet")
    one, other = (pq.read_table(tmp_path / name) for name in ("sub/spark.parquet", "duckdb.parquet"))
    assert one.to_pylist() == other.to_pylist() == ROWS
    assert one.schema.types == other.schema.types == [pa.int64(), pa.float64(), pa.string()]
    assert one.schema.metadata is None
    assert [path.name for path in (tmp_path / "sub").iterdir()] == ["spark.parquet"]


def test_many_parts_are_one_file_in_order(session: Session, tmp_path: Path) -> None:
    session.spark.conf.set("spark.sql.adaptive.enabled", "false")
    session.spark.range(1000, 0, -1, 5).createOrReplaceTempView("down")
    session.write_parquet("SELECT id FROM down ORDER BY id", tmp_path / "up.parquet")
    assert pq.read_table(tmp_path / "up.parquet").column("id").to_pylist() == list(range(1, 1001))


def test_no_row_is_an_empty_file(session: Session, tmp_path: Path) -> None:
    session.write_parquet("SELECT CAST(1 AS BIGINT) AS A WHERE false", tmp_path / "none.parquet")
    none = pq.read_table(tmp_path / "none.parquet")
    assert (none.num_rows, none.schema) == (0, pa.schema({"A": pa.int64()}))


def test_a_query_that_fails_leaves_the_file_that_was(session: Session, tmp_path: Path) -> None:
    final = tmp_path / "kept.parquet"
    session.write_parquet(VALUES, final)
    before = final.read_bytes()
    with pytest.raises(Exception, match="stop here"):
        session.write_parquet(
            "SELECT n, CASE WHEN n < 3 THEN n ELSE CAST(raise_error('stop here') AS BIGINT) END AS x FROM ("
            + VALUES
            + ")",
            final,
        )
    assert final.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["kept.parquet"]


def test_an_address_is_a_new_folder_that_is_never_overwritten(session: Session, tmp_path: Path) -> None:
    address = Address(f"file://{tmp_path}/") / "out"
    session.write_parquet(VALUES, address)
    session.view("written", address)
    assert rows(session, "SELECT * FROM written ORDER BY n") == ROWS
    with pytest.raises(Refused, match=r"out: exists already; Spark writes into a new folder: name another"):
        session.write_parquet("SELECT 1 AS n", address)
    assert rows(session, "SELECT * FROM written ORDER BY n") == ROWS


# Parts -------------------------------------------------------------------------------------------


def parts(folder: Path, *names: str) -> int:
    folder.mkdir()
    for number, name in enumerate(names):
        pq.write_table(TABLE.slice(number, 1), folder / name)
    return int(TABLE.num_rows)


def test_parts_are_joined_in_the_order_of_their_names(tmp_path: Path) -> None:
    names = ("part-00000-a.parquet", "part-00001-a.c000.parquet", "part-00001-a.c001.parquet")
    join_parts(tmp_path / "whole.parquet", lambda folder: parts(folder, *names))
    assert pq.read_table(tmp_path / "whole.parquet").equals(TABLE)
    assert [path.name for path in tmp_path.iterdir()] == ["whole.parquet"]


@pytest.mark.parametrize(("names", "found"), [((), 0), (("part-0.parquet",), 1)])
def test_parts_that_stayed_on_other_machines_are_missed(names: tuple[str, ...], found: int, tmp_path: Path) -> None:
    (tmp_path / "whole.parquet").write_text("as it was")
    with pytest.raises(Refused, match=rf"whole.parquet: {found} of 3 rows arrived .* name a folder that they do"):
        join_parts(tmp_path / "whole.parquet", lambda folder: parts(folder, *names))
    assert (tmp_path / "whole.parquet").read_text() == "as it was"
    assert len(list(tmp_path.iterdir())) == 1


def test_parts_that_a_kill_left_are_not_joined(tmp_path: Path) -> None:
    parts(tmp_path / ".whole.parquet.aside.parts", "part-9.parquet")
    join_parts(
        tmp_path / "whole.parquet", lambda folder: parts(folder, "part-0.parquet", "part-1.parquet", "part-2.parquet")
    )
    assert pq.read_table(tmp_path / "whole.parquet").equals(TABLE)


# Workers -----------------------------------------------------------------------------------------


def test_a_folder_is_shipped_to_the_workers(spark: Spark, tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    folder.mkdir()
    (folder / "model.cbm").write_bytes(bytes(range(256)))
    name = spark.ship(folder)
    shutil.rmtree(folder)

    def contents(_: object) -> list[tuple[str, bytes, str]]:
        return [(path.name, path.read_bytes(), sys.executable) for path in shipped(name).iterdir()]

    [found] = spark.spark.sparkContext.parallelize([0], 1).flatMap(contents).collect()
    assert found == ("model.cbm", bytes(range(256)), sys.executable)


def test_one_name_shipped_twice_is_two_folders(spark: Spark, tmp_path: Path) -> None:
    (tmp_path / "bundle").mkdir()
    assert spark.ship(tmp_path / "bundle") != spark.ship(tmp_path / "bundle")
