"""What was measured of the real data: shares, quantiles and coefficients, never a client's row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from scoring.synthetic.draws import Coded, Column, Floats, Ints, Random, texts

EMPTY = ""
"""How a table of shares names the empty cell."""


@dataclass(frozen=True)
class Shares:
    """How often each text occurs, given other columns: one line of shares per context."""

    values: tuple[str, ...]
    given: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    steps: Floats

    def draw(self, rng: Random, frame: Mapping[str, Column], size: int) -> Coded:
        """Draw a text per row of the frame, which holds the columns it depends on."""
        return self.pick(rng.random(size), self.context(frame, size))

    def pick(self, ranks: Floats, context: Ints) -> Coded:
        """Give the text at each rank (0 to 1) of its context's shares."""
        # One search for all contexts: context c's steps lie in (c, c + 1].
        ladder = (self.steps + np.arange(len(self.steps))[:, None]).ravel()
        codes = np.searchsorted(ladder, ranks + context, side="right") - context * len(self.values)
        codes = np.minimum(codes, len(self.values) - 1)
        if EMPTY not in self.values:
            return Coded(codes, self.values)
        empty = self.values.index(EMPTY)
        kept = tuple(value for value in self.values if value != EMPTY)
        return Coded(np.where(codes == empty, -1, codes - (codes > empty)), kept)

    def context(self, frame: Mapping[str, Column], size: int) -> Ints:
        """Number the contexts of the rows."""
        context = np.zeros(size, np.int64)
        for name, levels in zip(self.given, self.levels, strict=True):
            column = texts(frame, name)
            codes = np.array([*(_position(levels, value) for value in column.values), _position(levels, EMPTY)])
            context = context * len(levels) + codes[column.codes]
        return context


def _position(levels: Sequence[str], value: str) -> int:
    return levels.index(value) if value in levels else 0


@dataclass(frozen=True)
class Quantiles:
    """A margin as values at ranks; `snapped` values are taken as they are, others lie on the line."""

    ranks: Floats
    values: Floats
    snapped: bool

    def at(self, ranks: Floats) -> Floats:
        """Give the values at the ranks, 0 to 1."""
        if self.snapped:
            place = np.searchsorted(self.ranks, ranks).clip(None, len(self.values) - 1)
            return np.asarray(self.values[place])
        return np.asarray(np.interp(ranks, self.ranks, self.values))


@dataclass(frozen=True)
class Normals:
    """Unit normals per client: linear in what is known of the client, plus correlated noise."""

    names: tuple[str, ...]
    inputs: tuple[str, ...]
    weights: Floats
    noise: Floats

    def draw(self, rng: Random, known: Mapping[str, Floats]) -> dict[str, Floats]:
        """Draw each normal for every client; `known` holds the inputs by name."""
        inputs = np.column_stack([known[name] for name in self.inputs])
        drawn = inputs @ self.weights + rng.standard_normal((len(inputs), len(self.names))) @ self.noise.T
        return {name: drawn[:, place] for place, name in enumerate(self.names)}


@dataclass(frozen=True)
class Measures:
    """Everything that was measured, by kind and name."""

    shares: Mapping[str, Shares]
    quantiles: Mapping[str, Quantiles]
    normals: Mapping[str, Normals]
    numbers: Mapping[str, float]
    scales: Mapping[str, tuple[float, float]]
    risk: Mapping[str, float]


@cache
def measures() -> Measures:
    """Read the measures that are committed beside this module."""
    return parsed(json.loads(files(__package__).joinpath("measures.json").read_text("utf-8")))


def parsed(content: Mapping[str, Any]) -> Measures:
    """Give the measures in the content of the file."""
    return Measures(
        shares={name: _shares(entry) for name, entry in content["shares"].items()},
        quantiles={
            name: Quantiles(np.array(entry["ranks"], float), np.array(entry["values"], float), entry["snapped"])
            for name, entry in content["quantiles"].items()
        },
        normals={
            name: Normals(
                tuple(entry["names"]),
                tuple(entry["inputs"]),
                np.array(entry["weights"], float).reshape(len(entry["inputs"]), -1),
                np.array(entry["noise"], float),
            )
            for name, entry in content["normals"].items()
        },
        numbers=content["numbers"],
        scales={name: (mean, scale) for name, (mean, scale) in content["scales"].items()},
        risk=content["risk"],
    )


def _shares(entry: Mapping[str, Any]) -> Shares:
    table = np.array(entry["shares"], float)
    steps = np.cumsum(table[entry["lines"]] if "lines" in entry else table, axis=1)
    return Shares(
        tuple(entry["values"]),
        tuple(entry["given"]),
        tuple(map(tuple, entry["levels"])),
        steps / steps[:, -1:],
    )
