"""Which reasons are said: the strongest families on each side, and what of them."""

from __future__ import annotations

import numpy as np
import pyarrow.parquet as pq
import pytest

from scoring import model, store
from scoring.pipeline import Run
from scoring.reasons import FAMILIES, MOST, Reference, Usual, choose, columns_of, relative, stated, summed
from scoring.reasons.choice import NOBODY
from scoring.reasons.reference import Value

NAMES = ("AMT_CREDIT", "AMT_ANNUITY", "DAYS_BIRTH", "NAME_EDUCATION_TYPE", "POS_DPD_MAX", "OWN_CAR_AGE", "CNT_CHILDREN")
USUAL: tuple[Value, ...] = (500.0, 25.0, -15000.0, "Secondary", 0.0, None, 0.0)
MEANS = np.array([0.1, 0.0, 0.0, -0.1, 0.0, 0.0, 0.0])
REFERENCE = Reference(
    NAMES, 9, MEANS, tuple(Usual(value, None) for value in USUAL), np.zeros(7), np.zeros(len(FAMILIES))
)

CASES: dict[str, tuple[list[float], list[Value], list[str], list[str]]] = {
    # contributions, values, against, in favour: each "family: column said"
    "two columns of one family are one reason": (
        [0.4, 0.2, 0.0, -0.1, 0.0, 0.0, 0.0],
        [900.0, 40.0, -9000.0, "Higher", 0.0, None, 0.0],
        ["credit_asked: AMT_CREDIT"],
        [],
    ),
    "columns that pull apart are weighed": (
        [0.4, -0.5, 0.1, -0.1, 0.0, 0.0, 0.0],
        [900.0, 40.0, -9000.0, "Higher", 0.0, None, 0.0],
        ["age: DAYS_BIRTH"],
        ["credit_asked: AMT_ANNUITY"],
    ),
    "the accepted clients' mean is no reason": (
        [0.1, 0.0, 0.0, -0.1, 0.0, 0.0, 0.0],
        [500.0, 25.0, -15000.0, "Secondary", 0.0, None, 0.0],
        [],
        [],
    ),
    "less than their mean speaks against": (
        [0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [500.0, 25.0, -15000.0, "Higher", 0.0, None, 0.0],
        ["education: NAME_EDUCATION_TYPE"],
        [],
    ),
    "strongest first, the faint left out": (
        [0.1, 0.0, 0.9, 0.3, 0.5, -0.01, 0.02],
        [500.0, 25.0, -9000.0, "Lower", 7.0, 3.0, 2.0],
        ["age: DAYS_BIRTH", "repayment_lateness: POS_DPD_MAX", "education: NAME_EDUCATION_TYPE"],
        [],
    ),
    "a column of usual value is said only for want of another": (
        [0.5, 0.2, 0.3, -0.1, 0.0, 0.0, 0.0],
        [500.0, 40.0, -15000.0, "Secondary", 0.0, None, 0.0],
        ["credit_asked: AMT_ANNUITY", "age: DAYS_BIRTH"],
        [],
    ),
    "what is not known can be a reason": (
        [0.1, 0.0, 0.4, -0.1, -0.3, 0.0, 0.0],
        [500.0, 25.0, None, "Secondary", None, None, None],
        ["age: DAYS_BIRTH"],
        ["repayment_lateness: POS_DPD_MAX"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_reasons_are_chosen(case: str) -> None:
    contributions, values, against, favour = CASES[case]
    chosen = choose(np.array(contributions), values, REFERENCE)
    said = {side: [f"{one.family}: {NAMES[one.column]}" for one in found] for side, found in chosen.items()}
    assert said == {"against": against, "favour": favour}


def test_a_reason_holds_all_columns_of_its_family_and_their_sum() -> None:
    (reason,) = choose(np.array([0.4, 0.2, 0.0, -0.1, 0.0, 0.0, 0.0]), [1.0] * 7, REFERENCE)["against"]
    assert reason.columns == (0, 1)
    assert reason.contribution == pytest.approx(0.5)


UNSAYABLE = ("HOUR_APPR_PROCESS_START", "WEEKDAY_APPR_PROCESS_START", "PREVIOUS_HOUR_MEAN", "AMT_CREDIT", "DAYS_BIRTH")
AT_SOME_HOUR: Reference = Reference(
    UNSAYABLE, 9, np.zeros(5), tuple(Usual(None, None) for _ in UNSAYABLE), np.zeros(5), np.zeros(len(FAMILIES))
)


@pytest.mark.parametrize(
    ("contributions", "against", "favour"),
    [
        # hour, weekday, hours before, credit, age        against            in favour
        ([0.9, 0.4, 0.3, 0.2, 0.0], ["credit_asked"], []),
        ([-0.9, -0.4, -0.3, 0.2, -0.1], ["credit_asked"], ["age"]),
        ([0.9, 0.0, 0.0, 0.0, 0.0], [], []),
        ([9.0, 0.0, 0.0, 0.2, 0.0], [], []),  # the credit is faint beside it
    ],
)
def test_the_moment_of_asking_is_never_a_reason(
    contributions: list[float], against: list[str], favour: list[str]
) -> None:
    values: list[Value] = [14.0, "MONDAY", 15.0, 1.0, 1.0]
    chosen = choose(np.array(contributions), values, AT_SOME_HOUR)
    assert {side: [one.family for one in found] for side, found in chosen.items()} == {
        "against": against,
        "favour": favour,
    }


def test_what_is_never_said_is_no_part_of_the_check() -> None:
    said = stated(summed(np.array([[0.9, 0.4, 0.3, 0.2, 0.0]]), AT_SOME_HOUR.place))
    marked = columns_of(said.of(np.array([False])), AT_SOME_HOUR.place)
    assert marked.tolist() == [[False, False, False, True, False]]


def test_what_is_said_in_batch_is_what_is_said_of_one(tiny_run: Run) -> None:
    folder = store.current(tiny_run.layout.stores)
    bundle = model.load(folder / store.BUNDLE)
    reference = Reference.read(folder / store.REFERENCE, bundle.features)
    clients = store.Clients(folder / store.CLIENTS, reference.names)
    rows = [clients.get(client) for client in pq.read_table(folder / store.COLUMNS)["SK_ID_CURR"].to_pylist()]
    known = [row for row in rows if row is not None]
    sums = summed(relative(np.stack([row.contributions for row in known]), reference), reference.place)
    batch = stated(sums)
    for number, row in enumerate(known):
        chosen = choose(row.contributions, row.values, reference)
        for side, found in chosen.items():
            places = [place for place in getattr(batch, side)[number] if place != NOBODY]
            assert [one.family for one in found] == [FAMILIES[place].name for place in places]
            assert len(found) <= MOST
            for one, place in zip(found, places, strict=True):
                assert one.contribution == pytest.approx(sums[number, place], abs=1e-12)
                assert (one.contribution > 0) == (side == "against")
                assert one.column in one.columns


def test_the_columns_of_families_are_marked() -> None:
    families = np.full((2, MOST), NOBODY)
    families[0, 0] = [family.name for family in FAMILIES].index("credit_asked")
    marked = columns_of(families, REFERENCE.place)
    assert marked.tolist() == [[True, True, False, False, False, False, False], [False] * 7]
