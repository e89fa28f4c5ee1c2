"""The rendered SQL keeps to the subset that DuckDB and Spark compute alike, and reads what it may."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.optimizer.qualify import qualify

from scoring.features import BLOCKS, FEATURES, Block, Feature
from scoring.features.application import FEATURES as OF_APPLICATION
from scoring.features.durations import durations_sql
from scoring.features.rendering import application_sql, block_sql, histories_sql, row_sql
from scoring.staging import staged_columns
from scoring.tables import APPLICATION, TABLE, TARGET
from tests.features.subset import columns, faults, numberings, texts
from tests.stores import TINY

STATEMENTS = {
    **{block.table: block_sql(block) for block in BLOCKS},
    "row": row_sql(FEATURES, BLOCKS),
    "histories": histories_sql(BLOCKS),
    "application": application_sql(OF_APPLICATION),
    "durations": durations_sql(),
}
FORBIDDEN = {TARGET, "CODE_GENDER", "DAYS_CREDIT_UPDATE"}
INSTALMENT = {"SK_ID_PREV", "NUM_INSTALMENT_VERSION", "NUM_INSTALMENT_NUMBER"}
"""What tells one instalment from another, once its parts are added up."""

RARE = {("STATUS", "5")}
"""Categories that the few invented clients happen not to have."""

every_block = pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.table)


# The subset ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_statement_is_in_the_subset(name: str) -> None:
    assert faults(STATEMENTS[name]) == []


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("SELECT a / b FROM t", "division by b: write NULLIF(b, 0e0)"),
        ("SELECT a / NULLIF(b, 1e0) FROM t", "division by NULLIF(b, 1e0): write NULLIF(NULLIF(b, 1e0), 0e0)"),
        ("SELECT AVG(CASE WHEN a > 0 THEN 1.0 END) FROM t", "decimal literal 1.0: write a double, 1.0e0"),
        ("SELECT LOG(a) FROM t", "Log is outside the subset"),
        ("SELECT MODE(a) FROM t", "Mode is outside the subset"),
        ("SELECT KURTOSIS(a) FROM t", "Kurtosis is outside the subset"),
        ("SELECT FIRST(a) FROM t", "First is outside the subset"),
        ("SELECT QUANTILE_CONT(a, 5e-1) FROM t", "PercentileCont is outside the subset"),
        ("SELECT COUNT_IF(a > 0) FROM t", "CountIf is outside the subset"),
        ("SELECT SUM(a) FILTER (WHERE a > 0) FROM t", "Filter is outside the subset"),
        ("SELECT NO_SUCH_FUNCTION(a) FROM t", "NO_SUCH_FUNCTION is outside the subset"),
        ("SELECT a // b FROM t", "cannot be parsed"),
        ("SELECT a % b FROM t", "Mod is outside the subset"),
        ("SELECT a FROM t ORDER BY a LIMIT 1", "Limit is outside the subset"),
        ("SELECT a FROM t QUALIFY SUM(a) OVER () > 1", "Qualify is outside the subset"),
        ("SELECT * EXCLUDE (a) FROM t", "EXCLUDE and REPLACE are not on Spark"),
        ("SELECT a::DOUBLE FROM t", ":: is no cast on Spark 3.5: write CAST"),
        ("SELECT CAST(a AS DECIMAL(9, 2)) FROM t", "type DECIMAL(9, 2): use DOUBLE or BIGINT"),
        ("SELECT CASE WHEN a = 'l\\an' THEN 1e0 END FROM t", "a backslash escapes on Spark only"),
        ("SELECT CASE WHEN a = 'l''an' THEN 1e0 END FROM t", "a doubled quote is lost on Spark 3.5"),
        ("SELECT SUM(a) OVER (PARTITION BY b ORDER BY c) FROM t", "ORDER BY c: say NULLS LAST"),
        (
            "SELECT ROW_NUMBER() OVER (ORDER BY c NULLS LAST) FROM t",
            "ROW_NUMBER: order by a second column, so that ties do not depend on the engine",
        ),
        (
            "SELECT ROW_NUMBER() OVER (PARTITION BY SK_ID_CURR ORDER BY c NULLS LAST) FROM t",
            "ROW_NUMBER: order by a second column, so that ties do not depend on the engine",
        ),
        (
            "SELECT ROW_NUMBER() OVER (PARTITION BY SK_ID_CURR ORDER BY c, d NULLS LAST) FROM t",
            "ORDER BY c: say NULLS LAST",
        ),
        ("SELECT FLOOR(a) FROM t", "FLOOR is a double on one engine, a BIGINT on the other: cast it to BIGINT"),
        ("SELECT CAST(FLOOR(a) AS DOUBLE) FROM t", "FLOOR is a double on one engine"),
        ("SELECT a FROM", "cannot be parsed"),
    ],
)
def test_what_the_subset_leaves_out_is_found(sql: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(sql)), faults(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a / NULLIF(b, 0e0), (a + 1e0) / NULLIF((c - d), 0e0) FROM t",
        "SELECT SUM(a) OVER (PARTITION BY b ORDER BY c NULLS LAST, d DESC NULLS LAST) FROM t",
        "SELECT ROW_NUMBER() OVER (PARTITION BY b ORDER BY c NULLS LAST, d NULLS LAST) FROM t",
        "SELECT *, ROW_NUMBER() OVER (PARTITION BY SK_ID_CURR, b ORDER BY c DESC NULLS LAST) AS r FROM t",
        "SELECT STDDEV_SAMP(a), TRY_CAST(FLOOR(b) AS BIGINT) FROM t GROUP BY c HAVING COUNT(*) >= 5",
        "SELECT t.*, COUNT(DISTINCT a), AVG(CASE WHEN b IN ('x', 'y') THEN 1e0 ELSE 0e0 END) FROM t GROUP BY c",
    ],
)
def test_what_the_subset_holds_is_not_found(sql: str) -> None:
    assert faults(sql) == []


@every_block
def test_rows_are_numbered_by_what_identifies_them(block: Block) -> None:
    """Were two rows alike in all that orders them, the engine would choose which of them is the last."""
    key = set(TABLE[block.table].key) or INSTALMENT
    assert all(key <= told_apart for told_apart in numberings(STATEMENTS[block.table]))


# What is read -------------------------------------------------------------------------------------


def test_no_feature_reads_what_it_must_not() -> None:
    read = {feature.name: columns(feature.expression) & FORBIDDEN for feature in FEATURES}
    assert {name: found for name, found in read.items() if found} == {}
    assert FORBIDDEN.isdisjoint(read)


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_reads_nothing_it_must_not(name: str) -> None:
    assert columns(STATEMENTS[name]) & FORBIDDEN == set()


def ids_read(feature: Feature) -> list[str]:
    """The ids that a feature reads, but for those it counts."""
    found = sqlglot.parse_one(feature.expression, read="duckdb").find_all(exp.Column)
    return [one.name for one in found if one.name.startswith("SK_ID") and one.find_ancestor(exp.Count) is None]


def test_an_id_is_at_most_counted() -> None:
    assert {feature.name: read for feature in FEATURES if (read := ids_read(feature))} == {}
    assert not [feature.name for feature in FEATURES if feature.name.startswith("SK_ID")]


@every_block
def test_a_block_reads_columns_of_its_own_table(block: Block) -> None:
    tree = sqlglot.parse_one(STATEMENTS[block.table], read="duckdb")
    assert {table.name for table in tree.find_all(exp.Table)} == {block.table}
    # Raises OptimizeError for a column that neither the table nor a sub-query gives.
    qualify(tree, dialect="duckdb", schema={block.table: dict(staged_columns(TABLE[block.table]))})


def test_the_row_reads_the_application_and_the_features_of_histories() -> None:
    histories = [feature for block in BLOCKS for feature in block.features]
    known = {*APPLICATION.names, "IMPLIED_DURATION", *(feature.name for feature in histories)}
    for feature in FEATURES:
        if feature not in histories:
            assert columns(feature.expression) <= known, feature.name


def looked_for(block: Block) -> set[tuple[str, str]]:
    """Give the categories that a block looks for, each beside its column."""
    return texts(STATEMENTS[block.table])


@every_block
def test_a_category_that_a_feature_looks_for_exists(block: Block) -> None:
    with (TINY / f"{block.table}.csv").open(encoding="utf-8", newline="") as lines:
        found = {pair for row in csv.DictReader(lines) for pair in row.items()}
    assert looked_for(block) - found <= RARE


@pytest.mark.real
@every_block
def test_a_category_that_a_feature_looks_for_exists_in_the_real_sample(block: Block, sample: Path) -> None:
    with zipfile.ZipFile(sample) as archive, archive.open(f"{block.table}.csv") as packed:
        lines = io.TextIOWrapper(packed, encoding="utf-8", newline="")
        found = {pair for row in csv.DictReader(lines) for pair in row.items()}
    assert looked_for(block) - found == set()
