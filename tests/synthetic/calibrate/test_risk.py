"""The risk is fitted to what is published: rates, bands of rates, correlations, and histories with doubt."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from scoring.synthetic.calibrate import published, published_histories, risk
from scoring.synthetic.draws import Floats, logistic
from scoring.synthetic.generation import BATCH, trial
from scoring.synthetic.measures import measures
from scoring.synthetic.terms import LIMITS, PARTIAL, band, unknown

SIZE = 40_000
BASE = published.BASE_RATE


@pytest.fixture(scope="module")
def few() -> dict[str, Floats]:
    """Five terms of clients of whom a tenth has no score, and as many no card."""
    rng = np.random.default_rng(0)
    male = (rng.random(SIZE) < 0.34).astype(float)
    score = np.where(rng.random(SIZE) < 0.1, np.nan, rng.random(SIZE) * 0.9 - 0.05 * male)
    use = np.where(rng.random(SIZE) < 0.1, 0.0, rng.standard_normal(SIZE))
    above = {band("score 1", limit): (score > limit).astype(float) for limit in LIMITS["score 1"]}
    return {
        "1": np.ones(SIZE),
        "CODE_GENDER=M": male,
        "FLAG_DOCUMENT_3": (rng.random(SIZE) < 0.7).astype(float),
        "card use": use,
        "nothing published": male,
        unknown("score 1"): np.isnan(score).astype(float),
        **above,
    }


@pytest.fixture(scope="module")
def chances(few: dict[str, Floats]) -> Floats:
    weights = risk.fitted(few)
    assert weights.keys() < few.keys()
    assert "nothing published" not in weights
    return logistic(sum((weight * few[name] for name, weight in weights.items()), np.zeros(SIZE)))


def test_published_rates_come_out(few: dict[str, Floats], chances: Floats) -> None:
    assert chances.mean() == pytest.approx(BASE, abs=1e-3)
    assert chances[few["CODE_GENDER=M"] == 1].mean() == pytest.approx(0.1014, abs=1e-3)
    assert chances[few[unknown("score 1")] == 1].mean() == pytest.approx(0.0856, abs=1e-3)


def test_rates_of_bands_come_out_levelled(few: dict[str, Floats], chances: Floats) -> None:
    known = 1 - few[unknown("score 1")]
    above = [known, *(few[band("score 1", limit)] for limit in LIMITS["score 1"]), np.zeros(SIZE)]
    found = [chances[(low - high) == 1].mean() for low, high in pairwise(above)]
    level = np.array(found) / np.array(published.BANDS["score 1"]) * 100
    assert level == pytest.approx(np.full(len(level), level.mean()), rel=0.01)
    assert np.average(found, weights=[(low - high).sum() for low, high in pairwise(above)]) == (
        pytest.approx((BASE - 0.1 * 0.0856) / 0.9, abs=1e-3)
    )


@pytest.mark.parametrize(("name", "least", "most"), [("FLAG_DOCUMENT_3", 0.0440, 0.0446), ("card use", 0.09, 0.122)])
def test_correlations_come_out_but_for_what_is_doubted(
    few: dict[str, Floats], chances: Floats, name: str, least: float, most: float
) -> None:
    holds = few[name] != 0 if name == "card use" else np.ones(SIZE, bool)
    rate = published_histories.HAVING["card"] / 100 if name == "card use" else BASE
    tied = np.cov(few[name][holds], chances[holds])[0, 1] / few[name][holds].std() / (rate * (1 - rate)) ** 0.5
    assert least < tied < most


def test_everything_published_is_of_a_term_and_every_quantity_has_a_rate_a_band() -> None:
    names = set(trial(np.random.default_rng(0), measures(), np.arange(200)))
    told = {f"{column}={value}" for column, rates in published.RATES.items() for value in rates}
    assert all(set(rates) <= set(measures().shares[column].values) for column, rates in published.RATES.items())
    told |= published.TERM_RATES.keys() | published.CORRELATIONS.keys() | published_histories.CORRELATIONS.keys()
    assert told <= names
    assert {unknown(name) for name in PARTIAL} <= published.TERM_RATES.keys()
    assert {name: len(limits) + 1 for name, limits in LIMITS.items()} == {
        name: len(rates) for name, rates in published.BANDS.items()
    }


def test_invented_clients_default_as_published_whatever_else_they_are() -> None:
    found = trial(np.random.default_rng(3), measures(), np.arange(BATCH))
    odds = sum((weight * found[name] for name, weight in measures().risk.items()), np.zeros(len(found["1"])))
    assert logistic(odds).mean() == pytest.approx(BASE, abs=0.006)
