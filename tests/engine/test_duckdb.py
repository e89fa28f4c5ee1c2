"""DuckDB runs SQL in the folders it is given, and touches nothing else."""

from __future__ import annotations

import gc
import re
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.engine import DuckDB, EngineError, Session, identifier, literal
from scoring.engine.duckdb import Bounds
from scoring.faults import NoRoom


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder the engine may touch, with one file in it; `outside` lies beside it."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.csv").write_text("A\n1\n")
    allowed = tmp_path / "allowed"
    allowed.mkdir()
    (allowed / "plain.csv").write_text("A\n1\n")
    return allowed


@pytest.fixture
def engine(folder: Path) -> Iterator[DuckDB]:
    with DuckDB(memory=300, threads=2, folders=[folder]) as opened:
        yield opened


# Names and texts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "quoted"),
    [("plain", "'plain'"), ("l'an", "'l''an'"), (Path("a'b/c"), "'a''b/c'"), ("'; DROP", "'''; DROP'")],
)
def test_a_literal_is_quoted(given: str | Path, quoted: str) -> None:
    assert literal(given) == quoted


def test_any_name_and_any_text_survive_quoting(engine: DuckDB) -> None:
    name, value = 'a "b" c', "l'an \\ 2026; --"
    found = engine.table(f"SELECT {literal(value)} AS {identifier(name)}")
    assert found.to_pylist() == [{name: value}]


# The lock ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "forbidden",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('{allowed}/../outside/secret.csv')",
        "SELECT * FROM read_csv('{allowed}/../outside/*.csv')",
        "SELECT * FROM glob('/etc/*')",
        "COPY (SELECT 1) TO '{outside}/written.csv'",
        "COPY (SELECT 1) TO '{allowed}/../outside/written.parquet' (FORMAT parquet)",
        "EXPORT DATABASE '{outside}/dump'",
        "ATTACH '{outside}/other.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM read_csv('http://127.0.0.1:9/a.csv')",
        "SET lock_configuration = false",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "SET memory_limit = '100GB'",
        "RESET memory_limit",
    ],
)
def test_what_is_outside_is_refused(engine: DuckDB, folder: Path, forbidden: str) -> None:
    outside = folder.parent / "outside"
    with pytest.raises(EngineError, match=r"Permission Error|has been disabled|has been locked|is disabled"):
        engine.run(forbidden.format(allowed=folder, outside=outside))
    assert [path.name for path in outside.iterdir()] == ["secret.csv"]


def test_the_folder_given_is_read_and_written(engine: DuckDB, folder: Path) -> None:
    assert engine.rows(f"FROM read_csv({literal(folder / 'plain.csv')})") == [(1,)]
    engine.write_parquet("SELECT 2 AS A", folder / "sub" / "written.parquet")
    assert pq.read_table(folder / "sub" / "written.parquet").to_pylist() == [{"A": 2}]


def test_a_session_is_as_locked_as_its_engine(engine: DuckDB) -> None:
    with engine.session() as session, pytest.raises(EngineError):
        session.rows("SELECT * FROM read_text('/etc/passwd')")


def spill(engine: DuckDB) -> Path:
    [(folder,)] = engine.rows("SELECT current_setting('temp_directory')")
    return Path(folder)


def test_what_does_not_fit_in_memory_is_spilled_and_goes_when_the_engine_closes() -> None:
    with DuckDB(memory=200, threads=1) as engine:
        engine.run("CREATE TEMP TABLE large AS SELECT i, hash(i) AS h FROM range(25_000_000) t(i)")
        assert any(path.stat().st_size > 0 for path in spill(engine).iterdir())
        folder = spill(engine)
    assert not folder.exists()


def test_what_was_spilled_goes_with_an_engine_that_nobody_closed() -> None:
    engine = DuckDB(memory=300)
    folder = spill(engine)
    assert folder.is_dir()
    del engine
    gc.collect()
    assert not folder.exists()


# Room --------------------------------------------------------------------------------------------

DISK = re.escape(f"{tempfile.gettempdir()}: cannot be written: No space left on device; make space, then try again")
MEMORY = (
    "^the engine needs more memory than SCORING_MEMORY=60 MB; set it higher, or SCORING_THREADS lower, then try again$"
)


def test_too_little_memory_is_said_with_the_setting() -> None:
    with DuckDB(memory=60, threads=1) as engine, engine.session() as session:
        for ask in (session.run, session.rows, session.table, lambda sql: list(session.batches(sql, 1))):
            with pytest.raises(NoRoom, match=MEMORY):
                ask("SELECT list(i) FROM range(9_000_000) t(i)")
        with pytest.raises(NoRoom, match=MEMORY):
            session.materialise("large", "SELECT list(i) FROM range(9_000_000) t(i)")


FAILED: list[tuple[duckdb.Error, type[Exception], str]] = [
    # what the engine raises, what is raised instead, its words
    (duckdb.OutOfMemoryException("failed to allocate data of size 16.0 MiB (54.0 MiB/57.2 MiB used)"), NoRoom, MEMORY),
    (duckdb.OutOfMemoryException("failed to offload data block of size 256.0 KiB"), NoRoom, DISK),
    (duckdb.IOException('Could not write file "{spill}/0.tmp": No space left on device'), NoRoom, DISK),
    (duckdb.IOException('Could not write file "{spill}/0.tmp": Input/output error'), OSError, "Input/output error"),
    (duckdb.IOException('Could not read file "/raw/bureau.csv"'), EngineError, "bureau.csv"),
    (duckdb.ParserException("syntax error"), EngineError, "syntax error"),
]


@pytest.mark.parametrize(("raised", "kind", "said"), FAILED, ids=[str(failed[0])[:40] for failed in FAILED])
def test_a_full_disk_is_told_from_other_failures(raised: duckdb.Error, kind: type[Exception], said: str) -> None:
    bounds = Bounds(60, Path(tempfile.gettempdir(), "scoring-spill-1"))
    with pytest.raises(kind, match=said), bounds.said():
        raise type(raised)(str(raised).format(spill=bounds.spill))


def test_memory_and_threads_are_those_given(engine: DuckDB) -> None:
    [(memory, threads)] = engine.rows("SELECT current_setting('memory_limit'), current_setting('threads')")
    assert (memory, threads) == ("286.1 MiB", 2)


@pytest.mark.parametrize(("apart", "each", "at_once"), [(False, 3, 1), (True, 1, 3)])
def test_threads_work_on_one_statement_together_or_on_one_each(apart: bool, each: int, at_once: int) -> None:
    with DuckDB(300, 3, apart=apart) as engine:
        assert engine.rows("SELECT current_setting('threads')") == [(each,)]
        assert engine.at_once == at_once


# Relations ---------------------------------------------------------------------------------------


def test_a_view_is_seen_by_every_session_and_what_a_session_holds_by_it_alone(engine: DuckDB, folder: Path) -> None:
    pq.write_table(pa.table({"A": [1, 2]}), folder / "a.parquet")
    pq.write_table(pa.table({"A": [3]}), folder / "b.parquet")
    engine.view("shared", folder / "a.parquet", folder / "b.parquet")
    with engine.session() as one, engine.session() as other:
        one.hold("own", pa.table({"A": [10]}))
        one.materialise("sum", "SELECT SUM(A) AS total FROM shared")
        assert one.rows("SELECT A, total FROM own, sum") == [(10, 6)]
        assert other.rows("SELECT COUNT(*) FROM shared") == [(3,)]
        for name in ("own", "sum"):
            with pytest.raises(EngineError, match=name):
                other.rows(f"FROM {identifier(name)}")


def test_what_a_session_held_vanishes_with_it(engine: DuckDB) -> None:
    with engine.session() as session:
        session.hold("own", pa.table({"A": [10]}))
    with engine.session() as later, pytest.raises(EngineError, match="own"):
        later.rows("FROM own")


def test_a_relation_may_be_named_again(engine: DuckDB) -> None:
    for value in (1, 2):
        engine.hold("own", pa.table({"A": [value]}))
        engine.materialise("twice", "SELECT A * 2 AS A FROM own WHERE A > ?", [0])
    assert engine.rows("FROM twice") == [(4,)]


def test_two_threads_hold_relations_of_the_same_name_without_meeting(engine: DuckDB) -> None:
    found: dict[int, set[int]] = {0: set(), 1: set()}
    together = threading.Barrier(2, timeout=20)

    def work(number: int, session: Session) -> None:
        for turn in range(20):
            value = 1000 * number + turn
            session.hold("held", pa.table({"A": [value]}))
            together.wait()
            session.materialise("double", "SELECT 2 * A AS A FROM held")
            together.wait()
            found[number] |= {row[0] - 2 * value for row in session.rows("FROM double")}

    with engine.session() as one, engine.session() as other:
        threads = [threading.Thread(target=work, args=pair) for pair in enumerate((one, other))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {0: {0}, 1: {0}}


def test_rows_and_tables_say_the_same(engine: DuckDB) -> None:
    query, values = "SELECT * FROM (VALUES (1, 'a'), (2, NULL)) AS t(n, s) WHERE n >= ? ORDER BY n", [1]
    assert engine.rows(query, values) == [(1, "a"), (2, None)]
    assert engine.table(query, values).to_pylist() == [{"n": 1, "s": "a"}, {"n": 2, "s": None}]


def test_a_query_that_fails_leaves_the_file_that_was(engine: DuckDB, folder: Path) -> None:
    final = folder / "kept.parquet"
    engine.write_parquet("SELECT 1 AS A", final)
    before = final.read_bytes()
    with pytest.raises(EngineError):
        engine.write_parquet("SELECT CAST(A AS INTEGER) FROM (VALUES ('1'), ('x')) AS t(A)", final)
    assert final.read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["kept.parquet", "plain.csv"]
