"""All clients at once, against pandas on the published columns."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pyarrow.parquet as pq
import pytest

from scoring import store
from scoring.faults import Refused, UnknownName
from scoring.pipeline import Run
from scoring.serving.local import Local


@pytest.fixture(scope="module")
def questions(tiny_run: Run) -> Iterator[Local]:
    made = Local.open(tiny_run.settings.data)
    yield made
    made.close()


@pytest.fixture(scope="module")
def columns(tiny_run: Run) -> pd.DataFrame:
    """The published columns, with what came of each client where it is known."""
    folder = store.current(tiny_run.layout.stores)
    application = pq.read_table(folder / store.STAGED / "application.parquet", columns=["SK_ID_CURR", "TARGET"])
    return pq.read_table(folder / store.COLUMNS).to_pandas().merge(application.to_pandas(), on="SK_ID_CURR")


@pytest.mark.parametrize("variable", ["AMT_CREDIT", "EXT_SOURCE_1", "OWN_CAR_AGE", "BUREAU_COUNT", "FLAG_EMAIL"])
def test_statistics_of_a_number(questions: Local, columns: pd.DataFrame, variable: str) -> None:
    found, values = questions.statistics(variable), columns[variable]
    assert (found.variable.name, found.clients, found.known) == (variable, len(values), values.count())
    figures = [found.mean, found.lowest, found.lower_quartile, found.median, found.upper_quartile, found.highest]
    lower, median, upper = values.quantile([0.25, 0.5, 0.75])
    assert figures == pytest.approx([values.mean(), values.min(), lower, median, upper, values.max()])
    assert found.categories == ()


@pytest.mark.parametrize("variable", ["NAME_INCOME_TYPE", "OCCUPATION_TYPE"])
def test_statistics_of_a_category(questions: Local, columns: pd.DataFrame, variable: str) -> None:
    found, counts = questions.statistics(variable), columns[variable].value_counts()
    assert found.known == counts.sum()
    assert {one.category: one.count for one in found.categories} == counts.to_dict()
    assert sum(one.share for one in found.categories) == pytest.approx(1)
    assert [one.count for one in found.categories] == sorted(counts, reverse=True)
    assert (found.mean, found.median) == (None, None)


@pytest.mark.parametrize("variable", ["SHOE_SIZE", "CODE_GENDER", "TARGET", "GRANTED"])
def test_what_is_no_variable_has_no_statistics(questions: Local, variable: str) -> None:
    with pytest.raises(UnknownName, match="no such variable"):
        questions.statistics(variable)


@pytest.mark.parametrize("ratio", [None, 1.0, 25.0])
def test_the_portfolio_counts_every_threshold(questions: Local, columns: pd.DataFrame, ratio: float | None) -> None:
    found, about = questions.portfolio(ratio), questions.about()
    cost = about.cost_ratio if ratio is None else ratio
    assert (found.clients, found.known, found.cost_ratio) == (len(columns), columns["TARGET"].count(), cost)
    assert found.review == columns["REVIEW"].sum()
    assert found.current.threshold == about.threshold
    assert found.current.granted == columns["GRANTED"].sum()
    for point in (*found.points, found.current):
        refused, probability, target = (
            columns["PROBABILITY"] >= point.threshold,
            columns["PROBABILITY"],
            columns["TARGET"],
        )
        assert (point.granted, point.refused) == ((~refused).sum(), refused.sum())
        expected = cost * probability[~refused].sum() + (1 - probability[refused]).sum()
        assert point.expected_cost == pytest.approx(expected / len(columns))
        assert point.defaults_granted == (target[~refused] == 1).sum()
        assert point.repaid_refused == (target[refused] == 0).sum()
        observed = cost * point.defaults_granted + point.repaid_refused
        assert point.observed_cost == pytest.approx(observed / target.count())
    assert found.cheapest.expected_cost == min(point.expected_cost for point in found.points)


def test_a_dearer_default_asks_for_a_lower_threshold(questions: Local) -> None:
    cheapest = [questions.portfolio(ratio).cheapest.threshold for ratio in (1.0, 5.0, 25.0, 100.0)]
    assert cheapest == sorted(cheapest, reverse=True)
    assert cheapest[0] > cheapest[-1]


@pytest.mark.parametrize("ratio", [0.0, -1.0, 1001.0, float("nan"), float("inf")])
def test_a_cost_ratio_has_its_range(questions: Local, ratio: float) -> None:
    with pytest.raises(Refused, match="above 0 and at most 1000"):
        questions.portfolio(ratio)
