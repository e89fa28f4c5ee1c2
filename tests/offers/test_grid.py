"""The map: amounts by durations, with what was asked among them."""

from __future__ import annotations

import pytest

from scoring.offers import Asked, grid
from tests.offers.scorers import CAPS, Fields, by, row


def cheap(fields: Fields) -> float:
    return 0.1 if float(fields["AMT_ANNUITY"]) <= 112.5 else 0.9


@pytest.mark.parametrize("steps", [2, 3, 20, 40])
def test_every_point_is_scored_once_by_duration_then_by_amount(steps: int) -> None:
    asked = Asked.of(row())
    found = grid(asked, CAPS, by(cheap), steps)
    assert (len(found.amounts), len(found.durations)) == (steps, steps)
    assert sorted(found.amounts) == list(found.amounts)
    points = [(variant.terms.amount, variant.terms.months) for variant in found.variants]
    assert points == [(amount, months) for months in found.durations for amount in found.amounts]
    assert found.variants[points.index((2400.0, 24))].terms == asked.terms
    assert found == grid(asked, CAPS, by(cheap), steps)


def test_a_state_is_the_decision_unless_the_caps_forbid_the_point() -> None:
    asked = Asked.of(row(AMT_INCOME_TOTAL=300.0))
    found = grid(asked, CAPS, by(cheap), 12)
    for variant, state in zip(found.variants, found.states, strict=True):
        expected = "granted" if variant.terms.annuity <= 112.5 else "refused"
        assert state == (expected if variant.terms.annuity <= 150.0 and variant.terms.amount <= 6000.0 else "outside")
    assert set(found.states) == {"granted", "refused", "outside"}


def test_a_loan_without_end_has_one_line() -> None:
    found = grid(Asked.of(row(NAME_CONTRACT_TYPE="Revolving loans")), CAPS, by(cheap), 5)
    assert found.durations == (None,)
    assert len(found.variants) == len(found.amounts) == 5


def test_what_is_asked_is_on_the_map_though_it_is_beyond_the_caps() -> None:
    asked = Asked.of(row(AMT_INCOME_TOTAL=1.0))
    found = grid(asked, CAPS, by(cheap), 5)
    assert max(found.amounts) == 2400.0
    assert set(found.states) == {"outside"}
