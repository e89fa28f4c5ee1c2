"""Measures of the risk: the weights under which invented clients default as published and as seen.

A logistic regression knows the outcomes only through their products with the terms. Those products
are set here: from published rates and correlations where there are any, else from the sample,
which is trusted the less the fewer clients it has.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scoring.synthetic.calibrate import published
from scoring.synthetic.draws import Floats, logistic

SURE = 1e-5
TRUST = {"band": 0.33, "record": 0.18, "term": 0.16}
"""Standard deviation expected of a weight, by kind of term.

Wider ones would let the sample's chances pass for signal. These bring the areas under the curve
to the published ladder (form .757, with ratios .768, with all histories .785), as measured by
`python -m tests.benchmarks.synthetic_ladder` on invented clients.
"""

RECORDS = ("bureau", "reports", "previous", "months", "instalments", "card")


def fitted(
    terms: Mapping[str, Floats],
    sample: Mapping[str, Floats],
    target: Floats,
    seen: Mapping[str, int],
) -> dict[str, float]:
    """Give the weight of each term, over invented clients' `terms`.

    `sample` holds the same terms of real labelled clients and `target` their outcomes; `seen`
    says how many of them know a term.
    """
    names = list(terms)
    x = np.column_stack([terms[name] for name in names])
    moments, doubt = np.zeros(len(names)), np.zeros(len(names))
    for place, name in enumerate(names):
        moments[place], doubt[place] = _moment(name, terms, sample, target, seen)
    fixed = np.array([published.FIXED.get(name, np.nan) for name in names])
    weights = _solved(x, moments, doubt, fixed)
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True) if abs(weight) > 5e-4}


def kind_of(name: str) -> str:
    """Tell whether a term is a band, a record or another."""
    if name.split(" ")[0] in RECORDS:
        return "record"
    return "band" if ">" in name else "term"


def _moment(
    name: str,
    terms: Mapping[str, Floats],
    sample: Mapping[str, Floats],
    target: Floats,
    seen: Mapping[str, int],
) -> tuple[float, float]:
    """Give the mean product of a term and the outcome, and how much it is doubted."""
    value, base = terms[name], published.BASE_RATE
    column, _, text = name.partition("=")
    if name == "1":
        return base, 0.0
    rate = published.RATES.get(column, {}).get(text) or published.TERM_RATES.get(name)
    if rate is not None:
        return float(value.mean()) * rate / 100, SURE
    if name in published.CORRELATIONS:
        known = np.ones(len(value), bool)
        if f"{name} unknown" in terms:
            known = terms[f"{name} unknown"] == 0
        spread = float(value[known].std() * np.sqrt(base * (1 - base)))
        product = float(value[known].mean()) * base + published.CORRELATIONS[name] * spread
        return product * float(known.mean()), SURE
    real = sample[name]
    apart = float(real[target == 1].mean() - real[target == 0].mean())
    count = seen.get(name, len(target))
    return base * (float(value.mean()) + (1 - base) * apart), 1 / (count * TRUST[kind_of(name)] ** 2)


def _solved(x: Floats, moments: Floats, doubt: Floats, fixed: Floats) -> Floats:
    """Find the weights, but those fixed, whose expected products are the moments; doubt pulls to 0."""
    weights = np.nan_to_num(fixed)
    free = np.isnan(fixed)
    weights[0] = np.log(published.BASE_RATE / (1 - published.BASE_RATE))
    for _ in range(40):
        chances = logistic(x @ weights)
        slope = moments - x.T @ chances / len(x) - doubt * weights
        curve = (x * (chances * (1 - chances))[:, None]).T @ x / len(x) + np.diag(doubt + 1e-7)
        step = np.zeros(len(weights))
        step[free] = np.linalg.solve(curve[np.ix_(free, free)], slope[free])
        weights += step * min(1.0, 2.0 / np.abs(step).max())
        if np.abs(step).max() < 1e-6:
            break
    return weights
