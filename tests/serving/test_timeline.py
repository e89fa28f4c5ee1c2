"""A client's past: what the staged rows say, month by month; NEW has none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from scoring.engine import DuckDB
from scoring.faults import UnknownName
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.questions import InstalmentMonth, Timeline
from scoring.serving.timeline import INSTALMENTS
from scoring.tables import HISTORIES

NEW, NOBODY = 100058, 999999


@pytest.fixture(scope="module")
def questions(tiny_run: Run) -> Iterator[Local]:
    made = Local.open(tiny_run.settings.data)
    yield made
    made.close()


@pytest.fixture(scope="module")
def staged(tiny_run: Run) -> dict[str, pd.DataFrame]:
    """The staged histories by table."""
    folder = tiny_run.layout.staged
    return {table.name: pq.read_table(folder / f"{table.name}.parquet").to_pandas() for table in HISTORIES}


def test_a_client_without_history_has_an_empty_past(questions: Local) -> None:
    assert questions.timeline(NEW) == Timeline((), (), (), (), ())


def test_nobody_has_no_past(questions: Local) -> None:
    with pytest.raises(UnknownName, match="no client with this id"):
        questions.timeline(NOBODY)


def test_every_row_of_every_client_is_told(questions: Local, staged: dict[str, pd.DataFrame]) -> None:
    for client in questions.find("", 150).ids:
        own = {name: rows[rows["SK_ID_CURR"] == client] for name, rows in staged.items()}
        past = questions.timeline(client)
        assert len(past.elsewhere) == len(own["bureau"])
        assert len(past.previous) == len(own["previous_application"])
        assert sum(month.loans for month in past.loans) == len(own["POS_CASH_balance"])
        assert len(past.cards) == own["credit_card_balance"]["MONTHS_BALANCE"].nunique()
        paid = own["installments_payments"]["AMT_PAYMENT"].sum()
        assert sum(month.paid or 0.0 for month in past.instalments) == pytest.approx(paid)
        for told in (past.instalments, past.cards, past.loans):
            months = [month.month for month in told]  # type: ignore[attr-defined]
            assert months == sorted(set(months))


def test_a_credit_elsewhere_is_told_as_it_was_staged(questions: Local, staged: dict[str, pd.DataFrame]) -> None:
    row = staged["bureau"].dropna(subset=["AMT_CREDIT_SUM_DEBT", "DAYS_CREDIT_ENDDATE"]).iloc[0]
    told = questions.timeline(int(row["SK_ID_CURR"])).elsewhere
    assert (row["CREDIT_TYPE"], row["CREDIT_ACTIVE"], row["DAYS_CREDIT"], row["AMT_CREDIT_SUM_DEBT"]) in [
        (credit.kind, credit.status, credit.opened, credit.debt) for credit in told
    ]


@pytest.fixture
def paid(tmp_path: Path) -> DuckDB:
    """An engine without any instalment yet."""
    engine = DuckDB(200, 1, [tmp_path])
    columns = "SK_ID_CURR, SK_ID_PREV, NUM_INSTALMENT_VERSION, NUM_INSTALMENT_NUMBER"
    days = "DAYS_INSTALMENT, DAYS_ENTRY_PAYMENT, AMT_INSTALMENT, AMT_PAYMENT"
    typed = ", ".join(f"{name} DOUBLE" for name in f"{columns}, {days}".split(", "))
    engine.run(f"CREATE TABLE staged_installments_payments ({typed})")
    return engine


INSTALMENT: list[tuple[str, list[str], InstalmentMonth]] = [
    # what happened,         number, due day, paid day, due, paid
    ("paid on its day", ["1, -40, -40, 100, 100"], InstalmentMonth(-2, 1, 100.0, 100.0, 0, 0.0)),
    ("paid early", ["1, -40, -45, 100, 100"], InstalmentMonth(-2, 1, 100.0, 100.0, 0, 0.0)),
    ("paid late", ["1, -40, -28, 100, 100"], InstalmentMonth(-2, 1, 100.0, 100.0, 1, 12.0)),
    ("never paid", ["1, -40, NULL, 100, NULL"], InstalmentMonth(-2, 1, 100.0, None, 1, None)),
    (
        "paid in two parts, the last one late",
        ["1, -40, -40, 100, 60", "1, -40, -35, 100, 40"],
        InstalmentMonth(-2, 1, 100.0, 100.0, 1, 5.0),
    ),
    (
        "two instalments of a month",
        ["1, -40, -40, 100, 100", "2, -35, -34, 50, 50"],
        InstalmentMonth(-2, 2, 150.0, 150.0, 1, 1.0),
    ),
]


@pytest.mark.parametrize(("happened", "rows", "told"), INSTALMENT, ids=[row[0] for row in INSTALMENT])
def test_a_month_of_instalments(paid: DuckDB, happened: str, rows: list[str], told: InstalmentMonth) -> None:
    for row in rows:
        paid.run(f"INSERT INTO staged_installments_payments VALUES (1, 7, 1, {row})")
    assert [InstalmentMonth(*row) for row in paid.rows(INSTALMENTS, [1])] == [told]
    assert paid.rows(INSTALMENTS, [2]) == []
