"""The risk is fitted to published rates where there are any, and leans on the sample elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.synthetic.calibrate import published, risk
from scoring.synthetic.draws import Floats, logistic

SIZE = 40_000


@pytest.fixture(scope="module")
def terms() -> dict[str, Floats]:
    rng = np.random.default_rng(0)
    male = (rng.random(SIZE) < 0.34).astype(float)
    return {
        "1": np.ones(SIZE),
        "CODE_GENDER=M": male,
        "age": rng.standard_normal(SIZE) - 0.3 * male,
        "card use": rng.standard_normal(SIZE),
    }


def chances(terms: dict[str, Floats], weights: dict[str, float]) -> Floats:
    return logistic(sum((weight * terms[name] for name, weight in weights.items()), np.zeros(SIZE)))


def test_published_rates_and_correlations_come_out(terms: dict[str, Floats]) -> None:
    sample = {name: values[:3_000] for name, values in terms.items()}
    weights = risk.fitted(terms, sample, (np.arange(3_000) % 12 == 0).astype(float), {})
    found = chances(terms, weights)
    base = published.BASE_RATE
    assert found.mean() == pytest.approx(base, abs=1e-3)
    assert found[terms["CODE_GENDER=M"] == 1].mean() == pytest.approx(0.1014, abs=1e-3)
    tied = np.cov(terms["age"], found)[0, 1] / terms["age"].std() / (base * (1 - base)) ** 0.5
    assert tied == pytest.approx(published.CORRELATIONS["age"], abs=2e-3)


@pytest.mark.parametrize(("clients", "low", "high"), [(30_000, 0.3, 0.55), (30, -0.1, 0.1)])
def test_a_sample_is_trusted_by_its_size(terms: dict[str, Floats], clients: int, low: float, high: float) -> None:
    rng = np.random.default_rng(1)
    target = (rng.random(SIZE) < logistic(-2.5 + 0.5 * terms["card use"])).astype(float)
    weights = risk.fitted(terms, terms, target, {"card use": clients})
    assert low < weights.get("card use", 0.0) < high


@pytest.mark.parametrize(
    ("term", "kind"), [("card use", "record"), ("bureau", "record"), ("length>8", "band"), ("age", "term")]
)
def test_kinds_of_terms(term: str, kind: str) -> None:
    assert risk.kind_of(term) == kind
