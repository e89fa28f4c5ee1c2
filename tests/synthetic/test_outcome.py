"""Default follows from what form and histories show, and from an earlier default of the same person."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scoring.synthetic import generation, outcome
from scoring.synthetic.measures import measures

RATES = [
    ("CODE_GENDER", "M", 0.1014),
    ("NAME_EDUCATION_TYPE", "Higher education", 0.0536),
    ("NAME_INCOME_TYPE", "Pensioner", 0.0539),
    ("REGION_RATING_CLIENT_W_CITY", 3, 0.114),
]


@pytest.mark.parametrize(("column", "value", "rate"), RATES)
def test_groups_default_as_published(tables: dict[str, pd.DataFrame], column: str, value: object, rate: float) -> None:
    group = tables["application_train"].query(f"{column} == @value")
    assert group.TARGET.mean() == pytest.approx(rate, abs=3.5 * (rate * (1 - rate) / len(group)) ** 0.5)


@pytest.mark.parametrize(("source", "correlation"), [(1, -0.155), (2, -0.16), (3, -0.179)])
def test_scores_tell_of_default_as_published(tables: dict[str, pd.DataFrame], source: int, correlation: float) -> None:
    rows = tables["application_train"]
    assert rows[f"EXT_SOURCE_{source}"].corr(rows.TARGET) == pytest.approx(correlation, abs=0.06)


def test_a_person_defaults_again_every_other_time() -> None:
    people, form, sums, _ = generation.clients(np.random.default_rng(1), measures(), np.arange(5_000))
    drawn = np.array([outcome.draw(np.random.default_rng(seed), measures(), people, form, sums) for seed in range(40)])
    again = np.flatnonzero(people.earlier >= 0)
    after = drawn[:, people.earlier[again]] == 1
    assert drawn[:, again][after].mean() == pytest.approx(0.49, abs=0.08)
    assert drawn[:, again][~after].mean() == pytest.approx(0.04, abs=0.015)


def test_every_client_has_finite_odds_with_or_without_history() -> None:
    _, form, sums, _ = generation.clients(np.random.default_rng(2), measures(), np.arange(2_000))
    odds = outcome.odds(measures(), form, sums)
    without = (sums["bureau"] < 0) & (sums["previous"] < 0)
    assert without.any()
    assert np.isfinite(odds).all()
    assert -10 < odds.min() < odds.max() < 4
