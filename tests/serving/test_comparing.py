"""Published tiny clients among others, counted again with pandas; one of them (NEW) has no history."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd
import pyarrow.parquet as pq
import pytest

from scoring import store
from scoring.api import make
from scoring.faults import Refused, UnknownName
from scoring.features import FEATURES
from scoring.groups import CRITERIA
from scoring.pipeline import Run
from scoring.serving.http import Api
from scoring.serving.local import Local
from scoring.serving.questions import Axis, Comparison, Criterion, Questions
from tests.api.live import live

FIRST, NEW, NOBODY = 100001, 100058, 999999
MINIMUM, NEAREST = 10, 40
SOME = [feature.name for feature in FEATURES[::9]] + ["EXT_SOURCE_MEAN", "BUREAU_COUNT"]


@pytest.fixture(scope="module")
def questions(tiny_run: Run) -> Iterator[Local]:
    made = Local.open(tiny_run.settings.data, minimum=MINIMUM, neighbours=NEAREST)
    yield made
    made.close()


@pytest.fixture(scope="module")
def columns(tiny_run: Run) -> pd.DataFrame:
    """The published columns, by client."""
    folder = store.current(tiny_run.layout.stores)
    return pq.read_table(folder / store.COLUMNS).to_pandas().set_index("SK_ID_CURR")


def known(value: object) -> object:
    """A value as answers have it: None where pandas has a NaN."""
    return None if pd.isna(value) else value


def members(questions: Local, columns: pd.DataFrame, client: int, group: str) -> pd.DataFrame:
    if group == "nearest":
        return columns.loc[[one.id for one in questions.neighbours(client, NEAREST)]]
    outcome = columns["DEFAULTED"]
    return {
        "all": columns,
        "granted": columns[columns["GRANTED"]],
        "refused": columns[~columns["GRANTED"]],
        "repaid": columns[outcome.eq(False)],
        "defaulted": columns[outcome.eq(True)],
    }[group]


def test_groups_begin_with_everyone(questions: Local) -> None:
    assert questions.groups() == ("all", "similar", "nearest", "granted", "refused", "repaid", "defaulted")


def test_criteria_are_those_declared_and_sex_is_none(questions: Local) -> None:
    assert questions.criteria() == tuple(Criterion(one.name, one.variable, one.default) for one in CRITERIA)
    variables = {variable.name for variable in questions.variables()}
    assert {criterion.variable for criterion in questions.criteria()} <= variables
    assert "CODE_GENDER" not in variables


@pytest.mark.parametrize("client", [FIRST, NEW])
@pytest.mark.parametrize("variable", SOME)
def test_compare_counts_the_group(questions: Local, columns: pd.DataFrame, variable: str, client: int) -> None:
    for group in ("all", "nearest", "granted", "refused", "repaid", "defaulted"):
        inside = members(questions, columns, client, group)
        values, own = inside[variable].dropna(), known(columns.at[client, variable])
        answer = questions.compare(client, variable, group)
        assert (answer.group, answer.variable.name, answer.value) == (group, variable, own)
        values = values if len(values) >= MINIMUM else values.head(0)  # too few known values are withheld
        assert answer.withheld == (not len(values))
        assert (answer.size, answer.known, answer.minimum) == (len(inside), len(values), MINIMUM)
        assert sum(band.count for band in answer.bands) == len(values)
        assert_placed(answer, values, own)


def assert_placed(answer: Comparison, values: pd.Series, own: object) -> None:
    """The place is as near to the exact one as it says."""
    if own is None or not len(values):
        assert (answer.below, answer.precision, answer.gap) == (None, None, None)
    elif answer.variable.kind == "number":
        assert answer.precision is not None
        assert answer.below == pytest.approx((values < own).mean(), abs=answer.precision + 1e-12)
        assert answer.median is not None
        assert answer.gap == own - answer.median  # type: ignore[operator]
    else:
        assert (answer.below, answer.precision, answer.median) == ((values == own).mean(), 0.0, None)


@pytest.mark.parametrize("group", ["all", "granted", "nearest"])
def test_default_rates_are_of_labelled_clients(questions: Local, columns: pd.DataFrame, group: str) -> None:
    answer = questions.compare(FIRST, "NAME_INCOME_TYPE", group)
    inside = members(questions, columns, FIRST, group)
    assert answer.default_rate == inside["DEFAULTED"].dropna().mean()
    for band in answer.bands:
        labelled = inside[inside["NAME_INCOME_TYPE"] == band.category]["DEFAULTED"].dropna()
        assert band.default_rate == (labelled.mean() if len(labelled) >= MINIMUM else None)


@pytest.mark.parametrize("group", ["repaid", "defaulted"])
def test_a_group_of_one_outcome_has_no_default_rate(questions: Local, group: str) -> None:
    answer = questions.compare(FIRST, "AMT_CREDIT", group)
    assert {answer.default_rate, *(band.default_rate for band in answer.bands)} == {None}


@pytest.mark.parametrize("over", [0, 1])
def test_a_group_under_the_minimum_is_withheld(tiny_run: Run, questions: Local, over: int) -> None:
    size = questions.compare(FIRST, "AMT_CREDIT", "refused").size
    stricter = Local.open(tiny_run.settings.data, minimum=size + over)
    answer = stricter.compare(FIRST, "AMT_CREDIT", "refused")
    pair = stricter.pair(FIRST, "AMT_CREDIT", "AMT_ANNUITY", "refused")
    stricter.close()
    assert (answer.size, answer.minimum, answer.withheld) == (size, size + over, bool(over))
    told = (answer.bands, answer.below, answer.precision, answer.median, answer.gap, answer.known)
    assert (told == ((), None, None, None, None, 0)) if over else None not in told
    assert (pair.size, pair.minimum, pair.withheld, pair.known) == (size, size + over, bool(over), 0 if over else size)
    assert bool(pair.across.bands) is bool(pair.up.bands) is not bool(over)


def test_a_tiny_group_is_withheld(questions: Local) -> None:
    everything = tuple(criterion.name for criterion in questions.criteria())
    answer = questions.compare(FIRST, "AMT_CREDIT", "granted", everything)
    assert (answer.size < MINIMUM, answer.withheld, answer.criteria) == (True, True, everything)
    assert (answer.bands, answer.default_rate) == ((), None)
    pair = questions.pair(FIRST, "AMT_CREDIT", "AMT_ANNUITY", "granted", everything)
    assert (pair.size, pair.withheld, pair.cells) == (answer.size, True, ())


def test_a_group_without_any_value_has_no_bands(tiny_run: Run) -> None:
    lenient = Local.open(tiny_run.settings.data, minimum=1)
    answer = lenient.compare(NEW, "CARD_PAID_TO_MINIMUM", "similar", ("age", "income", "contract", "region"))
    lenient.close()
    assert answer.size > 0
    assert (answer.known, answer.value, answer.below, answer.median, answer.bands) == (0, None, None, None, ())


@pytest.mark.parametrize("variable", ["AMT_CREDIT", "EXT_SOURCE_MEAN", "DAYS_BIRTH"])
def test_clients_at_the_extremes(questions: Local, columns: pd.DataFrame, variable: str) -> None:
    lowest, highest = (int(end) for end in (columns[variable].idxmin(), columns[variable].idxmax()))
    low, high = (questions.compare(client, variable, "all") for client in (lowest, highest))
    assert low.below == 0.0
    assert high.below is not None
    assert 0.95 < high.below <= 1.0
    assert low.bands == high.bands


@pytest.mark.parametrize("across", ["AMT_CREDIT", "EXT_SOURCE_MEAN", "CNT_CHILDREN"])
@pytest.mark.parametrize("up", ["NAME_INCOME_TYPE", "AMT_ANNUITY"])
@pytest.mark.parametrize("group", ["all", "granted", "nearest"])
def test_pair_counts_the_cells(questions: Local, columns: pd.DataFrame, across: str, up: str, group: str) -> None:
    inside = members(questions, columns, FIRST, group)
    both = inside[inside[[across, up]].notna().all(axis=1)]
    answer = questions.pair(FIRST, across, up, group)
    assert (answer.group, answer.size, answer.known, answer.minimum) == (group, len(inside), len(both), MINIMUM)
    assert (answer.across.variable.name, answer.up.variable.name) == (across, up)
    assert answer.across.value == columns.at[FIRST, across]
    assert answer.cells
    for cell in answer.cells:
        held = both[within(both[across], answer.across, cell.across) & within(both[up], answer.up, cell.up)]
        labelled = held["DEFAULTED"].dropna()
        assert cell.count == len(held) >= MINIMUM
        assert cell.default_rate == (labelled.mean() if len(labelled) >= MINIMUM else None)


def within(values: pd.Series, axis: Axis, place: int) -> pd.Series:
    """Mark the values that lie in a band of an axis; the first and the last hold the tails."""
    band = axis.bands[place]
    if band.category is not None:
        return values == band.category
    if band.low == band.high:
        return values == band.low
    return ((values >= band.low) | (place == 0)) & ((values < band.high) | (place == len(axis.bands) - 1))


def test_neighbours_are_told_with_what_came_of_them(questions: Local, columns: pd.DataFrame) -> None:
    found = questions.neighbours(NEW, 149)
    assert sorted([NEW, *(one.id for one in found)]) == columns.index.tolist()
    assert all(0 <= one.distance <= 1 for one in found)
    assert list(found) == sorted(found, key=lambda one: (one.distance, one.id))
    for one in found:
        row, outcome = columns.loc[one.id], {"defaulted": True, "repaid": False, None: None}[one.outcome]
        assert (one.probability, one.decision == "granted") == (row["PROBABILITY"], row["GRANTED"])
        assert outcome == known(row["DEFAULTED"])
    assert questions.neighbours(NEW) == found[:10]


@pytest.mark.parametrize("count", [0, -1, 1001])
def test_no_number_of_neighbours_but_an_allowed_one(questions: Local, count: int) -> None:
    with pytest.raises(Refused, match="must be from 1 to 1000"):
        questions.neighbours(FIRST, count)


def test_several_variables_are_compared_as_each_one_is(questions: Local) -> None:
    found = questions.compare_each(NEW, ("BUREAU_DEBT_TOTAL", "AMT_CREDIT"), "granted", ("region",))
    assert found == tuple(
        questions.compare(NEW, name, "granted", ("region",)) for name in ("BUREAU_DEBT_TOTAL", "AMT_CREDIT")
    )


@pytest.mark.parametrize("count", [0, 21])
def test_no_number_of_variables_but_an_allowed_one(questions: Local, count: int) -> None:
    with pytest.raises(Refused, match="must be from 1 to 20"):
        questions.compare_each(FIRST, ["AMT_CREDIT"] * count, "all")


GROUPS = "no such group; allowed: all, similar, nearest, granted, refused, repaid, defaulted"
CRITERION = "no such criterion; allowed: age, income, contract, region, education, work, family"
NOT_THERE: dict[str, tuple[Callable[[Questions], object], str]] = {
    "variable": (lambda asked: asked.compare(FIRST, "SHOE_SIZE", "all"), "no such variable"),
    "sex": (lambda asked: asked.compare(FIRST, "CODE_GENDER", "all"), "no such variable"),
    "decision": (lambda asked: asked.compare(FIRST, "GRANTED", "all"), "no such variable"),
    "outcome": (lambda asked: asked.compare(FIRST, "DEFAULTED", "all"), "no such variable"),
    "group": (lambda asked: asked.compare(FIRST, "AMT_CREDIT", "rich"), GROUPS),
    "criterion": (lambda asked: asked.compare(FIRST, "AMT_CREDIT", "all", ("age", "shoes")), CRITERION),
    "criterion sex": (lambda asked: asked.compare(FIRST, "AMT_CREDIT", "similar", ("sex",)), CRITERION),
    "one of several": (lambda asked: asked.compare_each(FIRST, ("AMT_CREDIT", "TARGET"), "all"), "no such variable"),
    "pair, client": (lambda asked: asked.pair(NOBODY, "AMT_CREDIT", "AMT_ANNUITY", "all"), "no client with this id"),
    "pair, across": (lambda asked: asked.pair(FIRST, "TARGET", "AMT_ANNUITY", "all"), "no such variable"),
    "pair, up": (lambda asked: asked.pair(FIRST, "AMT_CREDIT", "CODE_GENDER", "all"), "no such variable"),
    "pair, group": (lambda asked: asked.pair(FIRST, "AMT_CREDIT", "AMT_ANNUITY", "rich"), GROUPS),
    "pair, criterion": (lambda asked: asked.pair(FIRST, "AMT_CREDIT", "AMT_ANNUITY", "all", ("sex",)), CRITERION),
    "neighbours": (lambda asked: asked.neighbours(NOBODY), "no client with this id"),
}


@pytest.mark.parametrize("what", NOT_THERE)
def test_what_is_not_there_is_named(questions: Local, what: str) -> None:
    ask, said = NOT_THERE[what]
    with pytest.raises(UnknownName, match=said) as raised:
        ask(questions)
    assert str(NOBODY) not in str(raised.value)


ASKED: list[Callable[[Questions], object]] = [
    lambda asked: [asked.compare(client, name, "all") for client in (FIRST, NEW) for name in SOME[::4]],
    lambda asked: [asked.compare(client, "AMT_CREDIT", group) for client in (FIRST, NEW) for group in asked.groups()],
    lambda asked: asked.compare(NEW, "EXT_SOURCE_MEAN", "granted", ("region", "contract")),
    lambda asked: [asked.pair(NEW, "EXT_SOURCE_MEAN", "NAME_INCOME_TYPE", group) for group in asked.groups()],
    lambda asked: asked.pair(FIRST, "BUREAU_COUNT", "AMT_CREDIT", "nearest", ("family",)),
    lambda asked: asked.neighbours(NEW, 25),
    lambda asked: asked.criteria(),
]


def test_the_same_question_has_the_same_answer_near_and_far(questions: Local, tiny_run: Run) -> None:
    again = Local.open(tiny_run.settings.data, minimum=MINIMUM, neighbours=NEAREST)
    with live(make(questions)) as url:
        api = Api(url)
        for ask in ASKED:
            assert ask(questions) == ask(again) == ask(api)
        api.close()
    again.close()
