"""Who is asked about: a client as published, one amended since, or an application that is in no store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain

import numpy as np

from scoring import groups, model
from scoring.engine import identifier
from scoring.groups import Standing
from scoring.serving.opened import COLUMNS, Opened
from scoring.serving.questions import Application, Subject, Value


@dataclass(frozen=True)
class Placed:
    """The values by which somebody is scored, by feature, and where they stand among the published clients."""

    values: Mapping[str, Value]
    standing: Standing


class Subjects:
    """Places whoever is asked about among the clients of one store."""

    def __init__(self, opened: Opened) -> None:
        self._opened, self._published = opened, opened.groups

    def placed(self, subject: Subject) -> Placed:
        """Give the values of a client or of an application, and their standing.

        Raises UnknownName for a client who is not there, Refused for faults of the application.
        """
        if isinstance(subject, Application):
            (values,) = model.values(self._opened.cases.rows(subject), self._opened.features)
            position = None if subject.client is None else self._published.position(subject.client)
            return self._elsewhere(dict(zip(self._opened.position, values, strict=True)), position)
        row, position = self._opened.row(subject), self._published.position(subject)
        values_now = self._opened.named(row)
        if position is None or row.amended is not None:
            return self._elsewhere(values_now, position)
        return Placed(values_now, self._published.standing(position))

    def _elsewhere(self, values: Mapping[str, Value], position: int | None) -> Placed:
        """Place values that are not those published of the client at the position."""
        return Placed(values, Standing(groups.levels(values), partial(self._ranks, values), position))

    def _ranks(self, values: Mapping[str, Value]) -> np.ndarray:
        """Rank values among all published clients' in the features by which clients are near, by one scan of these."""
        names = [self._opened.features[place].name for place in self._published.weighty]
        numbers = {name: value for name in names if isinstance(value := values[name], float)}
        ranks: dict[str, float] = {
            name: self._code(name, value) for name in names if isinstance(value := values[name], str)
        }
        if numbers:
            columns = list(map(identifier, numbers))
            counts = ", ".join(f"COUNT_IF({name} < ?), COUNT_IF({name} = ?), COUNT({name})" for name in columns)
            asked = list(chain.from_iterable((value, value) for value in numbers.values()))
            with self._opened.engine.session() as session:
                (found,) = session.rows(f"SELECT {counts} FROM {COLUMNS}", asked)
            ranks |= zip(numbers, map(groups.rank, found[::3], found[1::3], found[2::3]), strict=True)
        return np.array([ranks.get(name, np.nan) for name in names])

    def _code(self, name: str, category: str) -> float:
        known = self._published.scales[name].categories
        return float(known.index(category)) if category in known else groups.UNHEARD_OF
