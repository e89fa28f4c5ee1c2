"""The entries of the file of measures: shares, quantiles and normals of real columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from scoring.synthetic.draws import Floats
from scoring.synthetic.measures import EMPTY

Entry = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A part of the file of measures: entries by kind and name; parts add up with `|`."""

    shares: dict[str, Entry] = field(default_factory=dict)
    quantiles: dict[str, Entry] = field(default_factory=dict)
    normals: dict[str, Entry] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)

    def __or__(self, other: Part) -> Part:
        return Part(
            self.shares | other.shares,
            self.quantiles | other.quantiles,
            self.normals | other.normals,
            self.numbers | other.numbers,
        )


GRID = np.concatenate([[0, 0.002, 0.005], np.arange(0.01, 1.0, 0.01), [0.995, 0.998, 1]])
"""Ranks at which a smooth margin is kept."""


def shares(
    data: pd.DataFrame,
    name: str,
    given: Sequence[str],
    levels: Mapping[str, Sequence[str]],
    *,
    order: Sequence[str] | None = None,
    rare: Mapping[str, float] | None = None,
    prior: float = 25.0,
    few: int = 0,
    weights: Floats | None = None,
) -> Entry:
    """Measure how often each text of `name` occurs given other columns.

    Contexts with few rows lean on the context without its last column, with the weight of `prior`
    rows. `rare` adds published shares of texts that a sample of this size does not hold.
    """
    text = data[name].fillna(EMPTY).astype(str)
    weight = np.ones(len(data)) if weights is None else weights
    values = list(order) if order is not None else list(text.value_counts().index)
    values += [value for value in (rare or {}) if value not in values]
    codes = pd.Categorical(text, categories=values).codes
    base = np.bincount(codes[codes >= 0], weight[codes >= 0], len(values))
    base = base / base.sum()
    for value, share in (rare or {}).items():
        base[values.index(value)] = share
    table = (base / base.sum())[None, :]
    context = np.zeros(len(data), np.int64)
    for column in given:
        known = list(levels[column])
        found = pd.Index(known).get_indexer(data[column].fillna(EMPTY).astype(str))
        context = context * len(known) + np.maximum(found, 0)
        counts = np.zeros((len(table) * len(known), len(values)))
        np.add.at(counts, (context, np.maximum(codes, 0)), weight * (codes >= 0))
        parent = np.repeat(table, len(known), axis=0)
        seen = counts.sum(axis=1, keepdims=True)
        table = np.where(seen < few, parent, (counts + prior * parent) / (seen + prior))
    return {
        "values": values,
        "given": list(given),
        "levels": [list(levels[column]) for column in given],
        **_lines(table),
    }


def _lines(table: Floats) -> Entry:
    """Give the lines of shares, equal ones once: `lines` says which line each context has."""
    brief = [tuple(_brief(share) for share in line) for line in table]
    kept = list(dict.fromkeys(brief))
    if len(kept) == len(brief):
        return {"shares": brief}
    return {"shares": kept, "lines": [kept.index(line) for line in brief]}


def _brief(share: float) -> float:
    return float(f"{share:.2g}") if share < 0.01 else round(share, 3)


def levels_of(entry: Entry) -> list[str]:
    """Give the texts of a measured column, the empty cell among them, as levels for others."""
    return list(entry["values"])


def smooth(values: pd.Series | Floats, *, weights: Floats | None = None, digits: int = 4) -> Entry:
    """Measure a margin that is read between its quantiles."""
    ranks, found = _quantiles(np.asarray(values, float), weights, GRID)
    return {"ranks": _round(ranks, 4), "values": _round(found, digits), "snapped": False}


def snapped(values: pd.Series | Floats, *, steps: int = 150, digits: int = 5, weights: Floats | None = None) -> Entry:
    """Measure a margin with favourite values, which are taken as they are."""
    grid = (np.arange(steps) + 0.5) / steps
    found = _stepped(np.asarray(values, float), weights, grid)
    tops = np.append(np.flatnonzero(np.diff(found)), steps - 1)
    return {"ranks": _round((tops + 1) / steps, 5), "values": _round(found[tops], digits), "snapped": True}


def counted(counts: pd.Series | Floats, *, most: int = 0, none: float | None = None) -> Entry:
    """Measure a margin of small counts exactly; a thin tail reaches up to `most`.

    `none` is the published share of clients without any, instead of the sample's.
    """
    found = np.asarray(counts, int)
    share = np.bincount(found) / len(found)
    if none is not None:
        share[1:] *= (1 - none) / (1 - share[0])
        share[0] = none
    steps = np.cumsum(share)
    values = list(range(len(steps)))
    if most > len(steps):
        tail = np.unique(np.geomspace(len(steps), most, 12).astype(int))
        steps = np.concatenate([steps * (1 - 4e-5), 1 - 4e-5 * 0.6 ** np.arange(1, len(tail) + 1)])
        values += [int(value) for value in tail]
    steps[-1] = 1.0
    return {"ranks": _round(steps, 7), "values": values, "snapped": True}


def _quantiles(values: Floats, weights: Floats | None, grid: Floats) -> tuple[Floats, Floats]:
    known = ~np.isnan(values)
    values = values[known]
    if weights is None:
        return grid, np.quantile(values, grid)
    order = np.argsort(values)
    mass = weights[known][order]
    middle = (np.cumsum(mass) - mass / 2) / mass.sum()
    return grid, np.interp(grid, middle, values[order])


def _stepped(values: Floats, weights: Floats | None, grid: Floats) -> Floats:
    """Give quantiles that are values themselves, never between two."""
    known = ~np.isnan(values)
    order = np.argsort(values[known])
    mass = (np.ones(len(values)) if weights is None else weights)[known][order]
    reached = np.searchsorted(np.cumsum(mass) / mass.sum(), grid)
    return np.asarray(values[known][order][reached.clip(None, len(order) - 1)])


def _round(values: Floats, digits: int) -> list[float]:
    """Round to significant digits, so that no exact value of a client is kept."""
    return [float(f"{value:.{digits}g}") for value in values]
