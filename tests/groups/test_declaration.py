"""What makes clients alike, and the groups that are declared."""

from __future__ import annotations

from math import prod

import pyarrow as pa
import pytest

from scoring.faults import UnknownName
from scoring.features import AUDIT_ONLY, FEATURE
from scoring.groups import CRITERIA, GROUPS, group_of, levels
from scoring.words import words

CRITERION = {criterion.name: criterion for criterion in CRITERIA}
YEAR = 365.25

LEVELS: dict[str, list[tuple[float | str | None, int]]] = {
    "age": [
        (-20 * YEAR, 5), (-29.99 * YEAR, 5), (-10957.0, 5), (-10958.0, 4), (-30.01 * YEAR, 4), (-14610.0, 3),
        (-50 * YEAR, 2), (-60 * YEAR, 1), (-69.99 * YEAR, 1), (None, 0),
    ],
    "income": [
        (0.0, 1), (112_499.99, 1), (112_500.0, 2), (157_500.0, 3), (224_999.0, 3), (225_000.0, 4),
        (1.17e8, 4), (None, 0),
    ],
    "contract": [("Cash loans", 1), ("Revolving loans", 2), ("Barter loans", 0), (None, 0)],
    "region": [(1.0, 1), (2.0, 2), (3.0, 3), (None, 0)],
    "education": [
        ("Lower secondary", 1), ("Secondary / secondary special", 1), ("Incomplete higher", 2), ("Academic degree", 2),
        ("École", 0), (None, 0),
    ],
    "work": [("Working", 1), ("Businessman", 2), ("State servant", 3), ("Pensioner", 4), ("Student", 0), (None, 0)],
    "family": [("Married", 1), ("Civil marriage", 1), ("Widow", 2), ("Unknown", 0), (None, 0)],
}  # fmt: skip


@pytest.mark.parametrize("name", CRITERION)
def test_levels(name: str) -> None:
    values, levels = zip(*LEVELS[name], strict=True)
    kind = pa.string() if FEATURE[CRITERION[name].variable].kind == "category" else pa.float64()
    found = CRITERION[name].of(pa.chunked_array([pa.array(values, kind)]))
    assert tuple(found) == levels
    assert max(levels) + 1 == CRITERION[name].levels


@pytest.mark.parametrize("name", CRITERION)
def test_who_has_nothing_known_is_like_the_others_of_whom_nothing_is(name: str) -> None:
    kind = pa.string() if CRITERION[name].kinds else pa.float64()
    assert CRITERION[name].of(pa.chunked_array([pa.nulls(3, kind)])).tolist() == [0, 0, 0]


@pytest.mark.parametrize("name", [name for name, criterion in CRITERION.items() if criterion.kinds])
def test_kinds_are_categories_that_occur_and_have_words(name: str) -> None:
    said = [category for kind in CRITERION[name].kinds for category in kind]
    assert set(said) <= words("fr").entries["value"][CRITERION[name].variable].keys()
    assert len(set(said)) == len(said)


def test_levels_of_one_client_are_in_the_declared_order() -> None:
    for place in range(3):
        values = {CRITERION[name].variable: LEVELS[name][place][0] for name in CRITERION}
        assert levels(values) == tuple(LEVELS[name][place][1] for name in CRITERION)
    assert levels(dict.fromkeys(values)) == (0,) * len(CRITERIA)


def test_criteria_are_few_enough_to_be_crossed() -> None:
    assert 6 <= len(CRITERIA) <= 8
    assert prod(criterion.levels - 1 for criterion in CRITERIA) <= 2000
    assert not {criterion.variable for criterion in CRITERIA} & set(AUDIT_ONLY)


def test_everyone_comes_first() -> None:
    assert [group.name for group in GROUPS] == [
        "all", "similar", "nearest", "granted", "refused", "repaid", "defaulted",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("group", "asked", "used"),
    [
        ("all", (), []),
        ("granted", (), []),
        ("nearest", (), []),
        ("similar", (), ["age", "income", "contract"]),
        ("similar", ("work",), ["work"]),
        ("granted", ("region", "age", "region"), ["age", "region"]),
        ("nearest", ("age",), ["age"]),
    ],
)
def test_criteria_of_a_group(group: str, asked: tuple[str, ...], used: list[str]) -> None:
    assert [criterion.name for criterion in group_of(group).criteria(asked)] == used


@pytest.mark.parametrize("name", ["sex", "CODE_GENDER", "", "Age"])
def test_what_is_no_criterion_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(UnknownName) as raised:
        group_of("all").criteria(("age", name))
    assert str(raised.value) == (
        "there is no such criterion; allowed: age, income, contract, region, education, work, family"
    )


@pytest.mark.parametrize("name", ["rich", "women", "", "All"])
def test_what_is_no_group_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(UnknownName) as raised:
        group_of(name)
    assert str(raised.value) == (
        "there is no such group; allowed: all, similar, nearest, granted, refused, repaid, defaulted"
    )
