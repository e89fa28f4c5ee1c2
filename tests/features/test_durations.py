"""The learnt durations: from approved cash loans of a like shape, never from an outcome."""

from __future__ import annotations

import pytest

from scoring.engine import Session
from scoring.features.durations import LEAST_LOANS, durations_sql
from tests.features.computing import computed
from tests.features.subset import columns
from tests.features.test_sql import FORBIDDEN

Loan = tuple[str, str, object, object, object]
ALIKE: list[Loan] = [("Approved", "Cash loans", 1000, 100, 12)] * LEAST_LOANS
"""Loans in band 20: twice 1000 over 100."""


def learnt(session: Session, loans: list[Loan]) -> list[tuple[object, ...]]:
    heading = (
        "SK_ID_CURR | SK_ID_PREV | NAME_CONTRACT_STATUS | NAME_CONTRACT_TYPE | AMT_CREDIT | AMT_ANNUITY | CNT_PAYMENT"
    )
    lines = (" | ".join(map(str, (1, number, *loan))) for number, loan in enumerate(loans, start=11))
    computed(session, previous_application="\n".join((heading, *lines)))
    return session.rows(f"{durations_sql()} ORDER BY BAND")


OTHERS: dict[str, list[Loan]] = {
    "too few": ALIKE[1:],
    "refused": [*ALIKE[1:], ("Refused", "Cash loans", 1000, 100, 99)],
    "of another kind": [*ALIKE[1:], ("Approved", "Consumer loans", 1000, 100, 99)],
    "no number of payments": [*ALIKE[1:], ("Approved", "Cash loans", 1000, 100, "")],
    "a card's number": [*ALIKE[1:], ("Approved", "Cash loans", 1000, 100, 0)],
    "no payment": [("Approved", "Cash loans", 1000, "", 12)] * LEAST_LOANS,
    "a payment of nothing": [("Approved", "Cash loans", 1000, 0, 12)] * LEAST_LOANS,
    "a payment of next to nothing": [("Approved", "Cash loans", 1000, 1e-30, 12)] * LEAST_LOANS,
    "no amount": [("Approved", "Cash loans", "", 100, 12)] * LEAST_LOANS,
    "of two bands": [*ALIKE[1:], ("Approved", "Cash loans", 1050, 100, 12)],
    "none": [],
}


@pytest.mark.parametrize("what", OTHERS)
def test_what_tells_no_duration(session: Session, what: str) -> None:
    assert learnt(session, OTHERS[what]) == []


def test_a_band_is_half_a_payment_wide_and_tells_its_mean(session: Session) -> None:
    longer: Loan = ("Approved", "Cash loans", 1049.9, 100, 24)
    next_band: list[Loan] = [("Approved", "Cash loans", 1050, 100, 36)] * LEAST_LOANS
    found = learnt(session, [*ALIKE, longer, *next_band])
    assert found == [(20, (12 * LEAST_LOANS + 24) / (LEAST_LOANS + 1)), (21, 36.0)]


def test_no_outcome_is_read() -> None:
    assert columns(durations_sql()) & FORBIDDEN == set()
