"""Feature rows as they are sent: checked against what the bundle declares, scored as the batch is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from scoring import model
from scoring.faults import refuse_if
from scoring.features.arrow import column
from scoring.serving.explaining import Explaining
from scoring.serving.opened import Opened
from scoring.serving.questions import Record, RowPredicted, RowPrediction, Value

LARGEST = float(np.finfo(np.float32).max)
"""Magnitude beyond which a number is not finite to the model, which computes in single precision."""


TEXT, NUMBERS = frozenset((str,)), frozenset((float, int))


class Rows:
    """Scores feature rows by the model of one store. Safe to share between threads."""

    def __init__(self, opened: Opened, explaining: Explaining) -> None:
        self._opened, self._explaining = opened, explaining
        self._text = {feature.name: feature.kind == "category" for feature in opened.features}
        self._kinds = tuple(tuple(name for name, text in self._text.items() if text is kind) for kind in (True, False))

    def each(self, rows: Sequence[Record]) -> tuple[RowPredicted, ...]:
        """Score all rows at once, or say in its place why one is refused."""
        faults = [() if self._sound(row) else tuple(self._faults(row)) for row in rows]
        sound = [row for row, found in zip(rows, faults, strict=True) if not found]
        scored = self._scored(sound) if sound else iter(())
        return tuple(RowPredicted(None, found) if found else RowPredicted(next(scored)) for found in faults)

    def one(self, row: Record) -> RowPrediction:
        """Score one row. Raises Refused with every fault."""
        refuse_if(self._faults(row))
        return next(self._scored([row]))

    def explained(self, row: Record) -> RowPrediction:
        """Score one row and say why. Raises Refused with every fault."""
        refuse_if(self._faults(row))
        table = pa.table({one.name: column(one, [row.get(one.name)]) for one in self._opened.features})
        (found,) = self._explaining.rows(table)
        said = self._explaining.prediction(found)
        return RowPrediction(said.score, said.explanation, said.reasons, said.unseen)

    def _scored(self, rows: Sequence[Record]) -> Iterator[RowPrediction]:
        """Score n sound rows by the one scoring path."""
        values = [[*map(row.get, self._text)] for row in rows]
        found = model.scores(self._opened.bundle, model.listed(values, self._opened.features))
        columns = (found.probability, found.low, found.high, ~found.refused, found.review)
        for row, scored in zip(rows, zip(*(one.tolist() for one in columns), strict=True), strict=True):
            yield RowPrediction(self._opened.score(*scored), unseen=self._explaining.unseen(row))

    def _sound(self, row: Record) -> bool:
        """Say at once whether there is no fault, of hundreds of values that each take long to be looked at alone."""
        if row.keys() != self._text.keys():
            return False
        given: Iterator[list[Any]] = ([v for name in names if (v := row[name]) is not None] for names in self._kinds)
        texts, numbers = given
        if not (TEXT.issuperset(map(type, texts)) and NUMBERS.issuperset(map(type, numbers))):
            return False
        # Of numbers that are not finite the sum is not, either.
        ends = min(numbers, default=0), max(numbers, default=0)
        return "\0" not in "".join(texts) and math.isfinite(sum(numbers)) and -LARGEST <= ends[0] <= ends[1] <= LARGEST

    def _faults(self, row: Record) -> Iterator[str]:
        """List what keeps a row from the declaration: names not known or left out, types, numbers not finite.

        Also a feature that the model dropped is needed: the folds' models, of the interval, may use it.
        """
        text = self._text
        for place, (name, value) in enumerate(row.items(), start=1):
            if name not in text:  # it is not repeated: it might be a value gone astray
                yield f"features: (an unknown field, number {place}) is no feature; GET /v1/features lists them"
            elif value is not None and (problem := _problem(text[name], value)):
                yield f"features.{name}: {problem}"
        if left_out := [name for name in text if name not in row]:
            yield f"features: left out; give null where not known: {', '.join(left_out)}"


def _problem(text: bool, value: Value) -> str | None:
    if text:
        return None if isinstance(value, str) and "\0" not in value else "must be text without NUL, or null"
    if isinstance(value, int | float) and not isinstance(value, bool) and -LARGEST <= value <= LARGEST:
        return None
    return "must be a finite number, or null"
