"""What the charts of the past show, in years from the application."""

from __future__ import annotations

import pytest

from advisor.charts.past import AHEAD, Months, cards, instalments, lanes, named, year_ticks
from scoring.serving.questions import CardMonth, CreditElsewhere, InstalmentMonth, PreviousApplication, Timeline
from scoring.words.formats import DAYS_IN_YEAR, formats

YEAR = DAYS_IN_YEAR


def credit(status: str | None, opened: float | None, planned: float | None, ended: float | None) -> CreditElsewhere:
    return CreditElsewhere("Car loan", status, opened, planned, ended, None, None, None, None, None)


def request(status: str, decided: float | None, last_due: float | None, ended: float | None) -> PreviousApplication:
    return PreviousApplication("Cash loans", status, decided, None, None, None, None, None, last_due, ended)


def past(*rows: CreditElsewhere | PreviousApplication) -> Timeline:
    elsewhere = tuple(row for row in rows if isinstance(row, CreditElsewhere))
    return Timeline(elsewhere, tuple(row for row in rows if isinstance(row, PreviousApplication)), (), (), ())


LANE: list[tuple[str, CreditElsewhere | PreviousApplication, tuple[float, float, str] | None]] = [
    ("closed", credit("Closed", -3 * YEAR, -YEAR, -2 * YEAR), (-3, -2, "closed")),
    ("closed, nobody knows when", credit("Closed", -3 * YEAR, None, None), (-3, 0, "closed")),
    ("running", credit("Active", -YEAR, YEAR, None), (-1, 1, "running")),
    ("running for decades", credit("Active", -YEAR, 30 * YEAR, None), (-1, AHEAD, "running")),
    ("running without an end", credit("Active", -YEAR, None, None), (-1, 0, "running")),
    ("over before it began", credit("Closed", -YEAR, None, -2 * YEAR), (-1, -1, "closed")),
    ("nobody knows since when", credit("Active", None, None, None), None),
    ("granted here and ended", request("Approved", -2 * YEAR, -YEAR, -YEAR), (-2, -1, "closed")),
    ("granted here and running", request("Approved", -2 * YEAR, YEAR, None), (-2, 1, "running")),
    ("refused here", request("Refused", -2 * YEAR, None, None), (-2, -2, "refused")),
    ("dropped here", request("Canceled", -2 * YEAR, None, None), (-2, -2, "refused")),
]


@pytest.mark.parametrize(("what", "row", "lane"), LANE, ids=[row[0] for row in LANE])
def test_a_credit_is_a_lane(
    what: str, row: CreditElsewhere | PreviousApplication, lane: tuple[float, float, str] | None
) -> None:
    drawn = [(found.start, found.end, found.state) for found in lanes(past(row))]
    assert drawn == ([] if lane is None else [lane])


def test_no_history_has_no_lanes() -> None:
    assert lanes(past()) == ()


def test_lanes_go_from_the_oldest_on() -> None:
    drawn = lanes(past(*(credit("Closed", -year * YEAR, None, -0.5 * YEAR) for year in range(1, 40))))
    assert [lane.start for lane in drawn] == [pytest.approx(-year) for year in range(39, 0, -1)]


NAMED: list[tuple[CreditElsewhere | PreviousApplication, str]] = [
    (
        CreditElsewhere("Car loan", "Active", -3 * YEAR, None, None, 50000.0, None, None, None, None),
        "Crédit automobile · 50\u202f000 · En cours · il y a 3 ans",
    ),
    (credit("Closed", -3 * YEAR, None, None), "Crédit automobile · Clos · il y a 3 ans"),
    (credit(None, -3 * YEAR, None, None), "Crédit automobile · il y a 3 ans"),
    (
        PreviousApplication("Cash loans", "Refused", -2 * YEAR, 900.0, 0.0, None, None, None, None, None),
        "Prêt personnel · 900 · Refus · il y a 2 ans",
    ),
    (
        PreviousApplication("Cash loans", "Approved", -2 * YEAR, 900.0, 800.0, None, None, None, None, None),
        "Prêt personnel · 800 · Accord · il y a 2 ans",
    ),
]


@pytest.mark.parametrize(("row", "said"), NAMED)
def test_a_lane_says_which_credit_it_is(row: CreditElsewhere | PreviousApplication, said: str) -> None:
    assert named(lanes(past(row))[0], formats("fr")).replace("\xa0", " ") == said


def test_months_are_marked_where_something_was_late() -> None:
    due = (InstalmentMonth(-12, 1, 100.0, 100.0, 0, 0.0), InstalmentMonth(-6, 1, None, None, 1, None))
    assert instalments(due) == Months((-1.0, -0.5), (100.0, 0.0), (-0.5,), ())
    owed = (CardMonth(-12, -5.0, 1000.0, None, None, 3.0), CardMonth(-6, None, None, None, None, None))
    assert cards(owed) == Months((-1.0, -0.5), (0.0, 0.0), (-1.0,), (1000.0, 0.0))


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (-7.6, 2.0, ["-6", "-4", "-2", "0", "2"]),
        (-3.0, 0.0, ["-3", "-2,5", "-2", "-1,5", "-1", "-0,5", "0"]),
        (-0.1, 0.0, ["-0,1", "0"]),
    ],
)
def test_ticks_are_round_years(low: float, high: float, ticks: list[str]) -> None:
    told = list(year_ticks(low, high, formats("fr")).values())
    assert [tick.replace("−", "-").rstrip("0").rstrip(",") if "," in tick else tick for tick in told] == ticks
