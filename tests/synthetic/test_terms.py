"""What default depends on is read off forms: bands, traits, and what is not known."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.synthetic import generation
from scoring.synthetic.draws import Floats, Frame
from scoring.synthetic.measures import measures
from scoring.synthetic.terms import LIMITS, PARTIAL, band, quantities, terms, unknown


@pytest.fixture(scope="module")
def form() -> Frame:
    return generation.clients(np.random.default_rng(4), measures(), np.arange(400))[1]


@pytest.fixture(scope="module")
def found(form: Frame) -> dict[str, Floats]:
    return terms(form, {"bureau": np.arange(400.0)})


CASES = [
    ("DAYS_BIRTH", -365.25 * 30, band("age", 28.15), 1.0),
    ("DAYS_BIRTH", -365.25 * 30, band("age", 31.99), 0.0),
    ("DAYS_EMPLOYED", 365_243.0, unknown("years employed"), 1.0),
    ("DAYS_EMPLOYED", 365_243.0, band("years employed", 1.0), 0.0),
    ("EXT_SOURCE_3", np.nan, unknown("score 3"), 1.0),
    ("EXT_SOURCE_3", np.nan, band("score 3", 0.1538), 0.0),
    ("EXT_SOURCE_3", 0.9, band("score 3", 0.7863), 1.0),
    ("REGION_RATING_CLIENT_W_CITY", 3.0, "rating 3", 1.0),
    ("REGION_RATING_CLIENT_W_CITY", 3.0, "rating 1", 0.0),
    ("AMT_GOODS_PRICE", np.nan, band("credit/goods", 1.079), 0.0),
]


@pytest.mark.parametrize(("column", "value", "name", "holds"), CASES)
def test_a_term_tells_what_a_form_says(form: Frame, column: str, value: float, name: str, holds: float) -> None:
    assert (terms(form | {column: np.full(400, value)}, {})[name] == holds).all()


def test_a_mean_is_of_the_scores_that_are_known(form: Frame) -> None:
    scores = {f"EXT_SOURCE_{source}": np.full(400, value) for source, value in ((1, np.nan), (2, 0.2), (3, 0.6))}
    assert quantities(form | scores)["mean score"] == pytest.approx(0.4)
    none = {name: np.full(400, np.nan) for name in scores}
    assert quantities(form | none)["mean score"] == pytest.approx(0.5)  # as of a middling client


def test_no_two_terms_tell_the_same() -> None:
    form = generation.clients(np.random.default_rng(4), measures(), np.arange(generation.BATCH))[1]
    held = [values.tobytes() for values in terms(form, {}).values() if 0 < values.mean() < 1]
    assert len(held) == len(set(held))


def test_who_is_above_a_limit_is_above_those_below(found: dict[str, Floats]) -> None:
    for name, limits in LIMITS.items():
        held = np.array([found[band(name, limit)] for limit in limits])
        assert (np.diff(held, axis=0) <= 0).all(), name
        assert name not in PARTIAL or not (held[0] * found[unknown(name)]).any(), name


def test_terms_of_the_form_are_flags_and_those_of_histories_are_taken_as_they_are(found: dict[str, Floats]) -> None:
    assert (found.pop("bureau") == np.arange(400)).all()
    assert all(np.isin(values, (0, 1)).all() for values in found.values())
