"""What follows from another amount, another duration or a down payment."""

from __future__ import annotations

import pytest

from scoring.offers import Asked, Caps, Terms, lacking
from scoring.settings import Settings
from tests.offers.scorers import CAPS, row

ASKED = Asked.of(row())


def test_what_is_asked_is_read_from_the_feature_row() -> None:
    assert Asked(Terms(2400.0, 0.0, 24, 112.5, 2000.0), 1000.0, pytest.approx(0.12)) == ASKED


@pytest.mark.parametrize(
    ("amount", "months", "down", "annuity", "goods"),
    [
        # amount | months | down payment | annuity | goods price
        (2400.0, 24, 0.0, 112.5, 2000.0),
        (1200.0, 24, 0.0, 56.25, 1000.0),  # half of it buys goods of half the price
        (1200.0, 24, 1200.0, 56.25, 2000.0),  # the client brings the other half
        (1200.0, 24, 600.0, 56.25, 1500.0),
        (4800.0, 24, 0.0, 225.0, 4000.0),
        (2400.0, 12, 0.0, 213.0, 2000.0),  # 2400 * (1 + .12 * 13 / 24) / 12
        (2400.0, 48, 0.0, 62.25, 2000.0),
    ],
)
def test_the_annuity_follows_at_the_implied_rate(
    amount: float, months: int, down: float, annuity: float, goods: float
) -> None:
    assert ASKED.at(amount, months, down) == Terms(amount, down, months, annuity, goods)


@pytest.mark.parametrize(
    ("known", "months", "half"),
    [
        ({"NAME_CONTRACT_TYPE": "Revolving loans"}, None, Terms(1200.0, 0.0, None, 56.25, 1000.0)),
        ({"IMPLIED_DURATION": None}, None, Terms(1200.0, 0.0, None, 56.25, 1000.0)),
        ({"IMPLIED_DURATION": 6.0}, None, Terms(1200.0, 0.0, None, 56.25, 1000.0)),  # less paid back than lent
        ({"AMT_GOODS_PRICE": None}, 24, Terms(1200.0, 0.0, 24, 56.25, None)),
        ({"AMT_GOODS_PRICE": 0.0}, 24, Terms(1200.0, 0.0, 24, 56.25, None)),
        ({"IMPLIED_DURATION": 23.6}, 24, Terms(1200.0, 0.0, 24, 56.25, 1000.0)),
    ],
    ids=["revolving", "no duration", "another duration", "no goods price", "no price", "part of a month"],
)
def test_what_is_not_known_stays_so(known: dict[str, float | str | None], months: int | None, half: Terms) -> None:
    asked = Asked.of(row(**known))
    assert (asked.terms.months, asked.at(1200.0, months)) == (months, half)
    assert asked.at(2400.0, months) == asked.terms
    assert ("AMT_GOODS_PRICE" in half.fields()) == (half.goods_price is not None)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, ()),
        ({"AMT_GOODS_PRICE": None, "IMPLIED_DURATION": None}, ()),
        ({"AMT_ANNUITY": None}, ("AMT_ANNUITY",)),
        ({"AMT_CREDIT": 0.0}, ("AMT_CREDIT",)),
        ({"AMT_INCOME_TOTAL": None, "AMT_CREDIT": None}, ("AMT_INCOME_TOTAL", "AMT_CREDIT")),
    ],
)
def test_what_an_offer_cannot_do_without(known: dict[str, float | str | None], expected: tuple[str, ...]) -> None:
    assert lacking(row(**known)) == expected


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (Terms(2400.0, 0.0, 24, 112.5, 2000.0), 0.0),
        (Terms(1800.0, 0.0, 24, 84.0, 1500.0), 0.25),
        (Terms(1800.0, 600.0, 24, 84.0, 2000.0), 0.25),
        (Terms(1800.0, 0.0, 36, 60.0, 1500.0), 0.75),
        (Terms(3000.0, 0.0, 12, 260.0, 2500.0), 0.75),
    ],
)
def test_the_distance_is_the_sum_of_both_changes(terms: Terms, expected: float) -> None:
    assert ASKED.distance(terms) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("terms", "allowed"),
    [
        (Terms(2400.0, 0.0, 24, 112.5, 2000.0), True),
        (Terms(2400.0, 0.0, 24, 500.0, 2000.0), True),
        (Terms(2400.0, 0.0, 24, 500.01, 2000.0), False),
        (Terms(20001.0, 0.0, 24, 112.5, 2000.0), False),
        (Terms(1200.0, 1200.0, 24, 56.25, 2000.0), True),
        (Terms(1199.0, 1201.0, 24, 56.25, 2000.0), False),
        (Terms(2400.0, 0.0, 5, 112.5, 2000.0), False),
        (Terms(2400.0, 0.0, 61, 112.5, 2000.0), False),
        (Terms(2400.0, 0.0, None, 112.5, None), True),
        (Terms(2400.0, 0.0, 24, 112.5, 2e9), False),
        (Terms(0.0, 0.0, 24, 112.5, None), False),
    ],
)
def test_the_caps_bound_every_term(terms: Terms, allowed: bool) -> None:
    assert CAPS.allow(terms, ASKED) == allowed


def test_the_caps_are_those_of_the_settings() -> None:
    settings = Settings(offer_annuity=0.1, offer_amount=2.0, offer_down_payment=0.3, offer_shortest=4, offer_longest=50)
    assert Caps.of(settings) == Caps(0.1, 2.0, 0.3, 4, 50)
