"""Offers among terms that a rule grants: nothing is assumed of how scores move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from scoring.offers import Asked, Found, find
from scoring.offers.variants import Variant, said
from tests.offers.scorers import CAPS, Fields, by, row

ASKED = Asked.of(row())
ENDLESS = Asked.of(row(NAME_CONTRACT_TYPE="Revolving loans"))


def amount(fields: Fields) -> float:
    return float(fields["AMT_CREDIT"])


ISLANDS = ((600.0, 700.0), (1300.0, 1400.0), (4000.0, 4300.0))
RULES: dict[str, Callable[[Fields], float]] = {
    "everything": lambda fields: 0.1,
    "nothing": lambda fields: 0.9,
    "small amounts": lambda fields: 0.1 if amount(fields) <= 1500.0 else 0.9,
    "large amounts": lambda fields: 0.1 if amount(fields) >= 3000.0 else 0.9,
    "small annuities": lambda fields: 0.1 if float(fields["AMT_ANNUITY"]) <= 70.0 else 0.9,
    "islands": lambda fields: 0.1 if any(low <= amount(fields) <= high for low, high in ISLANDS) else 0.9,
    "dear goods": lambda fields: 0.1 if amount(fields) < 2200 <= 1.1 * float(fields["AMT_GOODS_PRICE"]) else 0.9,
    "little or much": lambda fields: 0.9 if 1500 < amount(fields) < 2300 else 0.1,
}  # fmt: skip


def brief(found: Variant | None) -> tuple[float, float, int | None] | None:
    return None if found is None else (found.terms.amount, found.terms.down_payment, found.terms.months)


def briefly(found: Found) -> dict[str, tuple[float, float, int | None] | None]:
    return {name: brief(variant) for name, variant in vars(found).items() if name != "asked"}


@pytest.mark.parametrize(
    ("rule", "nearest", "largest", "at_duration", "shortest"),
    [
        # rule | amount, down payment, months of each offer
        ("everything", (2400.0, 0.0, 24), (7200.0, 0.0, 24), (7200.0, 0.0, 24), (2400.0, 0.0, 6)),
        ("nothing", None, None, None, None),
        ("small amounts", (1500.0, 0.0, 24), (1500.0, 0.0, 24), (1500.0, 0.0, 24), None),
        ("large amounts", None, None, None, None),  # who is refused is offered no more than was asked
        ("islands", (1400.0, 0.0, 24), (1400.0, 0.0, 24), (1400.0, 0.0, 24), None),
        ("little or much", (2400.0, 0.0, 24), (7200.0, 0.0, 24), (7200.0, 0.0, 24), (2400.0, 0.0, 6)),
        ("dear goods", (2190.0, 210.0, 24), None, None, None),
    ],
)
def test_the_best_of_each_kind_is_found(
    rule: str,
    nearest: tuple[float, float, int] | None,
    largest: tuple[float, float, int] | None,
    at_duration: tuple[float, float, int] | None,
    shortest: tuple[float, float, int] | None,
) -> None:
    found = find(ASKED, CAPS, by(RULES[rule]))
    assert briefly(found) == {
        "nearest": nearest,
        "largest": largest,
        "largest_at_duration": at_duration,
        "shortest": shortest,
    }


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("asked", [ASKED, ENDLESS], ids=["24 months", "endless"])
def test_every_offer_is_granted_within_the_caps_and_the_same_again(rule: str, asked: Asked) -> None:
    found = find(asked, CAPS, by(RULES[rule]))
    for variant in (found.nearest, found.largest, found.largest_at_duration, found.shortest):
        if variant is not None:
            assert RULES[rule](variant.terms.fields()) == variant.probability < 0.5
            assert CAPS.allow(variant.terms, asked)
            again = asked.at(variant.terms.amount, variant.terms.months, variant.terms.down_payment)
            assert again == variant.terms
    assert find(asked, CAPS, by(RULES[rule])) == found
    assert found.asked.terms == asked.terms


def test_a_loan_without_end_changes_its_amount_alone() -> None:
    found = find(ENDLESS, CAPS, by(RULES["small annuities"]))
    assert briefly(found) == {
        "nearest": (1480.0, 0.0, None),
        "largest": (1480.0, 0.0, None),
        "largest_at_duration": (1480.0, 0.0, None),
        "shortest": None,
    }


def test_a_longer_loan_has_the_smaller_annuity_that_is_granted() -> None:
    found = find(ASKED, CAPS, by(RULES["small annuities"]))
    assert brief(found.shortest) == (2400.0, 0.0, 42)
    assert found.nearest is not None
    assert ASKED.distance(found.nearest.terms) <= ASKED.distance(ASKED.at(1480.0, 24)) < 0.75


@pytest.mark.parametrize(
    ("caps", "expected"),
    [
        # a cap | largest amount without a change of duration
        ({"amount": 2.0}, (2000.0, 0.0, 24)),
        ({"annuity": 0.1}, (2130.0, 0.0, 24)),
        ({"longest": 20}, None),
        ({"annuity": 0.0}, None),
    ],
)
def test_no_offer_goes_beyond_a_cap(caps: dict[str, float], expected: tuple[float, float, int] | None) -> None:
    found = find(ASKED, replace(CAPS, **caps), by(RULES["everything"]))
    assert brief(found.largest_at_duration) == expected
    assert brief(found.asked) == (2400.0, 0.0, 24)


def test_an_uncertain_decision_is_told_from_a_sure_one() -> None:
    found = find(ASKED, CAPS, by(lambda fields: 0.45, reach=0.1))
    assert (found.asked.state(True), found.asked.state(False)) == ("review", "outside")
    assert [find(ASKED, CAPS, by(RULES[rule])).asked.state(True) for rule in ("everything", "nothing")] == [
        "granted",
        "refused",
    ]


@pytest.mark.parametrize(
    ("amount", "expected"), [(406_597.5, 406_000.0), (1999.99, 1990.0), (999.0, 999.0), (12.345, 12.35), (0.02, 0.02)]
)
def test_amounts_have_three_digits(amount: float, expected: float) -> None:
    assert said(amount) == pytest.approx(expected, abs=0.006)
