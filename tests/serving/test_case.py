"""One application as a feature row: the client's own, with changes, or a new one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.engine import DuckDB, Session
from scoring.faults import Refused, UnknownName
from scoring.features import BLOCKS, FEATURE, FEATURES
from scoring.pipeline import Run
from scoring.serving import file
from scoring.serving.case import Cases
from scoring.serving.file import staged_rows
from scoring.serving.questions import Application
from scoring.tables import APPLICATION, CLIENT, HISTORIES, TARGET, Table

WITH_HISTORY, NEW = 100001, 100058
Row = dict[str, float | str | None]


@pytest.fixture(scope="module")
def cases(tiny_run: Run, batch: dict[int, Row]) -> Iterator[Cases]:
    def published(client: int) -> Row:
        if client not in batch:
            raise UnknownName("there is no client with this id in the store")
        return batch[client]

    with DuckDB(500, 2, [tiny_run.layout.staged.parent]) as engine:
        yield Cases(engine, tiny_run.layout.staged, tiny_run.layout.durations, published)


@pytest.fixture
def computations(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The clients whose histories were computed, in order."""
    computed: list[int] = []
    compute = file.feature_rows

    def counted(session: Session) -> pa.Table:
        found = compute(session)
        computed.extend(found.column(CLIENT).to_pylist())
        return found

    monkeypatch.setattr(file, "feature_rows", counted)
    return computed


@pytest.fixture(scope="module")
def batch(tiny_run: Run) -> dict[int, Row]:
    """Every client's feature row, as the batch computed it."""
    return {row.pop(CLIENT): row for row in pq.read_table(tiny_run.layout.features).to_pylist()}


def row_of(cases: Cases, client: int | None = None, **given: Any) -> Row:
    (row,) = cases.rows(Application(client, **given)).to_pylist()
    return dict(row)


def staged(cases: Cases, client: int, table: Table) -> list[Row]:
    with cases._engine.session() as session:
        return [
            {name: row[name] for name in table.names if name != CLIENT} for row in staged_rows(session, table, client)
        ]


def raw_rows_of(cases: Cases, client: int) -> dict[str, list[Row]]:
    """A client's histories, as they are sent with an application."""
    return {table.name: staged(cases, client, table) for table in HISTORIES}


def changed(before: Row, after: Row) -> set[str]:
    """Features whose value is another."""
    assert before.keys() == after.keys()
    return {name for name in before if not same(before[name], after[name])}


def same(before: float | str | None, after: float | str | None) -> bool:
    """Whether two values are one. Sums may end in other digits: the engine adds in any order."""
    if isinstance(before, float) and isinstance(after, float):
        return math.isclose(before, after, rel_tol=1e-9)
    return before == after


@pytest.mark.parametrize("client", [WITH_HISTORY, NEW, 100150])
def test_a_client_as_they_are_has_the_row_of_the_batch(cases: Cases, batch: dict[int, Row], client: int) -> None:
    assert row_of(cases, client) == batch[client]


@pytest.mark.parametrize("client", [WITH_HISTORY, NEW, 100150])
def test_a_client_s_file_computed_again_has_the_row_of_the_batch(
    cases: Cases, batch: dict[int, Row], client: int, computations: list[int]
) -> None:
    own = raw_rows_of(cases, client)
    assert changed(batch[client], row_of(cases, client, histories=own)) == set()
    assert computations == [client]


CHANGES: list[tuple[Row, dict[str, float | str | None]]] = [
    # fields given, some of the features that follow
    ({"AMT_CREDIT": 1000.0, "AMT_ANNUITY": 50.0}, {"AMT_CREDIT": 1000.0, "CREDIT_TO_ANNUITY": 20.0}),
    ({"OBS_30_CNT_SOCIAL_CIRCLE": 0.0}, {"SOCIAL_DEFAULT_SHARE": None}),
    ({"AMT_ANNUITY": None}, {"AMT_ANNUITY": None, "CREDIT_TO_ANNUITY": None, "ANNUITY_TO_INCOME": None}),
    ({"DAYS_EMPLOYED": 365243.0}, {"DAYS_EMPLOYED": None, "NOT_EMPLOYED": 1.0}),
    ({"ORGANIZATION_TYPE": "XNA"}, {"ORGANIZATION_TYPE": None}),
    ({"OCCUPATION_TYPE": "Acrobats"}, {"OCCUPATION_TYPE": "Acrobats"}),
    ({"EXT_SOURCE_1": None, "EXT_SOURCE_2": None, "EXT_SOURCE_3": None}, {"EXT_SOURCE_MEAN": None}),
    ({"EXT_SOURCE_1": 0.2, "EXT_SOURCE_2": None, "EXT_SOURCE_3": 0.4}, {"EXT_SOURCE_KNOWN": 2.0}),
    ({"CODE_GENDER": "F"}, {}),
    ({"CODE_GENDER": "M"}, {}),
]


@pytest.mark.parametrize("client", [WITH_HISTORY, NEW])
@pytest.mark.parametrize(("fields", "expected"), CHANGES, ids=[" ".join(fields) for fields, _ in CHANGES])
def test_given_fields_replace_the_client_s_own(
    cases: Cases, batch: dict[int, Row], client: int, fields: Row, expected: Row
) -> None:
    row = row_of(cases, client, fields=fields)
    assert {name: row[name] for name in expected} == expected
    depending = {feature.name for feature in FEATURES if any(name in feature.expression for name in fields)}
    banded = {"IMPLIED_DURATION", "IMPLIED_RATE"} if fields.keys() & {"AMT_CREDIT", "AMT_ANNUITY"} else set()
    assert changed(batch[client], row) <= depending | banded


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.table)
def test_a_history_given_empty_is_no_history_of_that_table(cases: Cases, batch: dict[int, Row], block: Any) -> None:
    row, names = row_of(cases, WITH_HISTORY, histories={block.table: []}), {f.name for f in block.features}
    assert {name: row[name] for name in names} == {name: FEATURE[name].absent for name in names}
    through = {name for name, feature in FEATURE.items() if any(own in feature.expression for own in names)}
    months = {f.name for b in BLOCKS if block.table == "bureau" and b.table == "bureau_balance" for f in b.features}
    assert changed(batch[WITH_HISTORY], row) <= names | through | months


BUREAU = [
    {"SK_ID_BUREAU": 1.0, "CREDIT_ACTIVE": "Active", "DAYS_CREDIT": -100.0, "AMT_CREDIT_SUM": 900.0},
    {"SK_ID_BUREAU": 2.0, "CREDIT_ACTIVE": "Closed", "DAYS_CREDIT": -400.0, "AMT_CREDIT_SUM": 100.0},
]
MONTHS = [
    {"SK_ID_BUREAU": 2.0, "MONTHS_BALANCE": -1.0, "STATUS": "1"},
    {"SK_ID_BUREAU": 2.0, "MONTHS_BALANCE": -2.0, "STATUS": "0"},
    {"SK_ID_BUREAU": 3.0, "MONTHS_BALANCE": -1.0, "STATUS": "5"},  # of a credit that is not given
]


@pytest.mark.parametrize("client", [None, WITH_HISTORY, NEW])
def test_given_histories_are_the_client_s(cases: Cases, client: int | None) -> None:
    row = row_of(cases, client, fields={"AMT_CREDIT": 1.0}, histories={"bureau": BUREAU, "bureau_balance": MONTHS})
    expected = {
        "BUREAU_COUNT": 2.0,
        "BUREAU_ACTIVE_COUNT": 1.0,
        "BUREAU_YEAR_COUNT": 1.0,
        "BUREAU_DAYS_LAST": -100.0,
        "BUREAU_CREDIT_TOTAL": 1000.0,
        "BUREAU_MONTH_COUNT": 2.0,
        "BUREAU_MONTH_LATE_SHARE": 0.5,
    }
    assert {name: row[name] for name in expected} == expected


def test_a_new_application_has_what_is_given_and_no_history(cases: Cases) -> None:
    row = row_of(cases, fields={"AMT_CREDIT": 1000.0, "AMT_INCOME_TOTAL": 500.0})
    known = {name: value for name, value in row.items() if value is not None}
    absent = {
        feature.name: feature.absent for block in BLOCKS for feature in block.features if feature.absent is not None
    }
    assert known == absent | {
        "AMT_CREDIT": 1000.0,
        "AMT_INCOME_TOTAL": 500.0,
        "CREDIT_TO_INCOME": 2.0,
        "EXT_SOURCE_KNOWN": 0.0,
        "NOT_EMPLOYED": 1.0,
        "DOCUMENTS_GIVEN": 0.0,
        "ENQUIRIES_MONTH_COUNT": 0.0,
        "HOUSING_KNOWN": 0.0,
    }


def test_a_case_leaves_nothing_for_the_next(cases: Cases, batch: dict[int, Row]) -> None:
    row_of(cases, WITH_HISTORY, fields={"AMT_CREDIT": 1.0}, histories={"bureau": BUREAU})
    assert changed(batch[NEW], row_of(cases, NEW)) == set()
    assert changed(batch[WITH_HISTORY], row_of(cases, WITH_HISTORY)) == set()


def test_the_columns_are_the_features_in_order_with_the_types_of_the_batch(cases: Cases, tiny_run: Run) -> None:
    batch = pq.read_schema(tiny_run.layout.features)
    for found in (cases.rows(Application(WITH_HISTORY)), cases.rows(Application(None, {"AMT_CREDIT": 1.0}))):
        assert found.column_names == [feature.name for feature in FEATURES]
        assert [field.type for field in found.schema] == [batch.field(name).type for name in found.column_names]


def test_a_payment_of_next_to_nothing_is_answered(cases: Cases) -> None:
    row = row_of(cases, WITH_HISTORY, fields={"AMT_CREDIT": 1e9, "AMT_ANNUITY": 0.01})
    assert (row["AMT_ANNUITY"], row["IMPLIED_DURATION"], row["IMPLIED_RATE"]) == (0.01, None, None)


@pytest.mark.parametrize("client", [WITH_HISTORY, NEW])
def test_variants_are_answered_in_order_as_if_asked_alone(cases: Cases, client: int) -> None:
    amounts: list[Row] = [{"AMT_CREDIT": 9000.0 - 10.0 * n, "AMT_ANNUITY": 100.0 + n % 7} for n in range(50)]
    variants = [*amounts, {}, {"AMT_ANNUITY": None}, {"OCCUPATION_TYPE": "Drivers", "EXT_SOURCE_1": 0.2}]
    given = Application(client, {"AMT_INCOME_TOTAL": 5000.0, "AMT_ANNUITY": 77.0})
    found = cases.variants(cases.rows(given), variants).to_pylist()
    assert len(found) == len(variants)
    for fields, row in [*list(zip(variants, found, strict=True))[::7], (variants[-1], found[-1])]:
        assert changed(row_of(cases, client, fields={**given.fields, **fields}), row) == set()


def test_no_variant_is_no_row(cases: Cases) -> None:
    assert cases.variants(cases.rows(Application(WITH_HISTORY)), []).num_rows == 0


# Published features -------------------------------------------------------------------------------


def every_field(cases: Cases, client: int) -> Row:
    """A client's application as it was received."""
    return {name: value for name, value in staged(cases, client, APPLICATION).pop().items() if name != TARGET}


@pytest.mark.parametrize("client", [WITH_HISTORY, NEW])
@pytest.mark.parametrize("fields", [fields for fields, _ in CHANGES], ids=" ".join)
def test_a_field_laid_over_what_is_published_gives_the_row_computed_from_the_whole_file(
    cases: Cases, client: int, fields: Row, computations: list[int]
) -> None:
    laid = row_of(cases, client, fields=fields)
    assert computations == []
    computed = row_of(cases, None, fields=every_field(cases, client) | fields, histories=raw_rows_of(cases, client))
    assert changed(computed, laid) == set()


@pytest.mark.parametrize("histories", [{}, {"bureau": []}], ids=["", "with histories"])
@pytest.mark.parametrize("nobody", [0, 98, 97, 10**30])
def test_for_who_is_nobody_nothing_is_computed(
    cases: Cases, computations: list[int], nobody: int, histories: dict[str, Any]
) -> None:
    with pytest.raises(UnknownName):
        row_of(cases, nobody, histories=histories)
    assert computations == []


def test_threads_asking_of_the_same_and_of_other_clients_get_the_serial_answers(cases: Cases) -> None:
    clients = (WITH_HISTORY, NEW, WITH_HISTORY, 100002, 100003, 100004, WITH_HISTORY, 100005, NEW)
    asked = [(client, 1000.0 * (1 + turn + place)) for turn in range(4) for place, client in enumerate(clients)]

    def answer(client: int, amount: float) -> Row:
        return row_of(cases, client, fields={"AMT_CREDIT": amount, "AMT_ANNUITY": amount / 12.0})

    serial = [answer(*one) for one in asked]
    with ThreadPoolExecutor(9) as threads:
        found = list(threads.map(lambda one: answer(*one), asked))
    assert [changed(one, other) for one, other in zip(serial, found, strict=True)] == [set()] * len(asked)


@pytest.mark.parametrize("client", [0, 99, 10**30])
def test_who_is_not_staged_is_nobody(cases: Cases, client: int) -> None:
    with pytest.raises(UnknownName, match="no client with this id"):
        row_of(cases, client)


def test_nothing_to_score_is_refused(cases: Cases) -> None:
    with pytest.raises(Refused, match="nothing to score"):
        row_of(cases, histories={"bureau": BUREAU})


def test_every_fault_is_said_at_once_without_its_value(cases: Cases) -> None:
    with pytest.raises(Refused) as raised:
        row_of(
            cases,
            WITH_HISTORY,
            fields={"AMT_CREDIT": "987654", "SHOE_SIZE": 44.0, "TARGET": 1.0, "SK_ID_CURR": 5.0},
            histories={"payslips": [], "bureau": [{"SK_ID_BUREAU": 1.0}, {"DAYS_CREDIT": 0.5, "CREDIT_ACTIVE": 3.0}]},
        )
    said = "\n".join(raised.value.faults)
    named = ("AMT_CREDIT", "(an unknown", "TARGET", "SK_ID_CURR")
    wrong = (*named, "histories: ", "bureau[1].CREDIT_ACTIVE", "SK_ID_BUREAU")
    assert [name for name in wrong if name not in said] == []
    assert len(raised.value.faults) == len(wrong)
    assert not any(given in said for given in ("987654", "SHOE_SIZE", "payslips"))
