"""Answers about one client's past, from their staged rows; the files are sorted by client."""

from __future__ import annotations

from typing import Any, TypeVar

from scoring.engine import Session
from scoring.serving.opened import Opened
from scoring.serving.questions import (
    CardMonth,
    CreditElsewhere,
    InstalmentMonth,
    LoanMonth,
    PreviousApplication,
    Timeline,
)
from scoring.tables import CLIENT

Row = TypeVar("Row")

DAYS_IN_MONTH = "30.4375"

ELSEWHERE = f"""SELECT CREDIT_TYPE, CREDIT_ACTIVE, DAYS_CREDIT, DAYS_CREDIT_ENDDATE, DAYS_ENDDATE_FACT, AMT_CREDIT_SUM,
    AMT_CREDIT_SUM_DEBT, AMT_CREDIT_SUM_OVERDUE, CREDIT_DAY_OVERDUE, CREDIT_CURRENCY
FROM staged_bureau WHERE {CLIENT} = ? ORDER BY DAYS_CREDIT NULLS FIRST, SK_ID_BUREAU"""

PREVIOUS = f"""SELECT NAME_CONTRACT_TYPE, NAME_CONTRACT_STATUS, DAYS_DECISION, AMT_APPLICATION, AMT_CREDIT, AMT_ANNUITY,
    CNT_PAYMENT, DAYS_FIRST_DUE, DAYS_LAST_DUE_1ST_VERSION, DAYS_TERMINATION
FROM staged_previous_application WHERE {CLIENT} = ? ORDER BY DAYS_DECISION NULLS FIRST, SK_ID_PREV"""

# An instalment paid in parts has a row for each: what was due stands in all of them.
INSTALMENTS = f"""WITH instalments AS (
    SELECT DAYS_INSTALMENT AS day, MAX(AMT_INSTALMENT) AS due, SUM(AMT_PAYMENT) AS paid,
        MAX(DAYS_ENTRY_PAYMENT) AS entered
    FROM staged_installments_payments WHERE {CLIENT} = ? AND DAYS_INSTALMENT IS NOT NULL
    GROUP BY SK_ID_PREV, NUM_INSTALMENT_VERSION, NUM_INSTALMENT_NUMBER, DAYS_INSTALMENT)
SELECT CAST(FLOOR(day / {DAYS_IN_MONTH}) AS INTEGER) AS month, COUNT(*), SUM(due), SUM(paid),
    CAST(COUNT(*) FILTER (WHERE entered > day OR entered IS NULL) AS INTEGER),
    MAX(CASE WHEN entered > day THEN entered - day WHEN entered <= day THEN 0e0 END)
FROM instalments GROUP BY month ORDER BY month"""

CARDS = f"""SELECT MONTHS_BALANCE, SUM(AMT_BALANCE), SUM(AMT_CREDIT_LIMIT_ACTUAL), SUM(AMT_DRAWINGS_CURRENT),
    SUM(AMT_PAYMENT_TOTAL_CURRENT), MAX(SK_DPD)
FROM staged_credit_card_balance WHERE {CLIENT} = ? GROUP BY MONTHS_BALANCE ORDER BY MONTHS_BALANCE"""

LOANS = f"""SELECT MONTHS_BALANCE, COUNT(*), SUM(CNT_INSTALMENT_FUTURE), MAX(SK_DPD)
FROM staged_POS_CASH_balance WHERE {CLIENT} = ? GROUP BY MONTHS_BALANCE ORDER BY MONTHS_BALANCE"""


def timeline(opened: Opened, client: int) -> Timeline:
    """Give the client's past; raises UnknownName for one that is not published."""
    opened.row(client)
    with opened.file(client) as session:
        return Timeline(
            elsewhere=_read(session, CreditElsewhere, ELSEWHERE, client),
            previous=_read(session, PreviousApplication, PREVIOUS, client),
            instalments=_read(session, InstalmentMonth, INSTALMENTS, client),
            cards=_read(session, CardMonth, CARDS, client),
            loans=_read(session, LoanMonth, LOANS, client),
        )


def _read(session: Session, kind: type[Row], sql: str, client: int) -> tuple[Row, ...]:
    made: Any = kind
    return tuple(made(*row) for row in session.rows(sql, [client]))
