"""Measures of the risk: the weights under which invented clients default as is published of the real ones.

A logistic regression knows the outcomes only through their products with the terms. Those products
are set here from rates and correlations published of all clients. Of the sample no outcome has a part
in them: it says how clients are, not who of them defaults.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scoring.synthetic.calibrate import published, published_histories
from scoring.synthetic.draws import Floats, logistic
from scoring.synthetic.terms import LIMITS, band, quantity_of, unknown

FORM, HISTORIES = 1e-6, 1e-2
"""How much what is published of the form and of the histories is doubted, as a pull of each weight to 0.

The form's rates are met. What a history's sum tells beside all the others hangs on how these go
together, which the invented clients know less well than the forms.
"""

STEPS = 40
"""Newton's steps at most; some ten are enough."""


def fitted(terms: Mapping[str, Floats]) -> dict[str, float]:
    """Give the weight of each term of which something is published, over invented clients' `terms`."""
    told = {name: moment for name in terms if (moment := _moment(name, terms)) is not None}
    names, (moments, doubt) = list(told), np.array(list(told.values())).T
    weights = _solved(np.column_stack([terms[name] for name in names]), moments, doubt)
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True) if abs(weight) > 5e-4}


def _moment(name: str, terms: Mapping[str, Floats]) -> tuple[float, float] | None:
    """Give the mean product of a term and the outcome, and how much it is doubted; None where nothing is published."""
    value, base = terms[name], published.BASE_RATE
    quantity = quantity_of(name)
    if name == "1":
        return base, 0.0
    if (rate := _rate(name)) is not None:
        return float(value.mean()) * rate, FORM
    if name in published.CORRELATIONS:
        return _tied(value, base, published.CORRELATIONS[name]), FORM
    if quantity in published.BANDS:
        return _above(name, quantity, terms), FORM
    if name in published_histories.HAVING or name in published_histories.CORRELATIONS:
        return _of_history(name, value), HISTORIES
    return None


def _rate(name: str) -> float | None:
    column, _, text = name.partition("=")
    rate = published.RATES.get(column, {}).get(text) or published.TERM_RATES.get(name)
    return None if rate is None else rate / 100


def _tied(value: Floats, base: float, correlation: float) -> float:
    """Give the mean product of values and an outcome of this rate, correlated so."""
    return float(value.mean()) * base + correlation * float(value.std()) * float(np.sqrt(base * (1 - base)))


def _above(name: str, quantity: str, terms: Mapping[str, Floats]) -> float:
    """Give the mean product with the outcome of being above a limit, from the rates of all bands.

    These are levelled, so that all of whom the quantity is known default as often as they should.
    """
    limits, rates = LIMITS[quantity], np.array(published.BANDS[quantity]) / 100
    missing = terms.get(unknown(quantity), np.zeros(1)).mean()
    above = np.array([1 - missing, *(terms[band(quantity, limit)].mean() for limit in limits), 0.0])
    parts = -np.diff(above) * rates
    due = published.BASE_RATE - missing * (_rate(unknown(quantity)) or published.BASE_RATE)
    place = [band(quantity, limit) for limit in limits].index(name) + 1
    return float(parts[place:].sum() / parts.sum() * due)


def _of_history(name: str, value: Floats) -> float:
    """Give the mean product of a history's sum and the outcome; it is 0 of who does not have the history."""
    rate = published_histories.HAVING[name.split(" ")[0]] / 100
    correlation = published_histories.CORRELATIONS.get(name)
    if correlation is None:  # who has the history at all: above the mean of all
        has = value > 0
        others = (published.BASE_RATE - has.mean() * rate) / (1 - has.mean())
        return float(value[has].sum() * rate + value[~has].sum() * others) / len(value)
    return _tied(value[value != 0], rate, correlation) * float((value != 0).mean())


def _solved(x: Floats, moments: Floats, doubt: Floats) -> Floats:
    """Find the weights whose expected products are the moments; doubt pulls them to 0."""
    weights = np.zeros(len(moments))
    weights[0] = np.log(published.BASE_RATE / (1 - published.BASE_RATE))
    for _ in range(STEPS):
        chances = logistic(x @ weights)
        slope = moments - x.T @ chances / len(x) - doubt * weights
        curve = (x * (chances * (1 - chances))[:, None]).T @ x / len(x) + np.diag(doubt)
        step = np.linalg.solve(curve, slope)
        weights += step * min(1.0, 2.0 / np.abs(step).max())
        if np.abs(step).max() < 1e-6:
            return weights
    raise ArithmeticError("no weights give the published figures: two terms may tell the same")
