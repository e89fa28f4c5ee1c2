"""Answers about a client among others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from scoring import groups
from scoring.engine import identifier
from scoring.faults import Refused, UnknownName
from scoring.features import FEATURE, Feature
from scoring.features.arrow import column
from scoring.groups import Criterion as Alike
from scoring.groups import Group, Side
from scoring.serving.opened import COLUMNS, Opened
from scoring.serving.questions import (
    Axis,
    Band,
    Cell,
    Comparison,
    Criterion,
    Neighbour,
    Outcome,
    Pair,
    Range,
    Subject,
    Value,
    Variable,
)
from scoring.serving.questions.comparison import MOST_COMPARED, MOST_NEIGHBOURS
from scoring.serving.subjects import Placed, Subjects

OUTCOMES: dict[int, Outcome | None] = {
    groups.NOT_KNOWN: None,
    groups.REPAID: "repaid",
    groups.DEFAULT: "defaulted",
}


class Comparing:
    """Places clients and applications in the groups of one store.

    `minimum` clients make a group that is shown, in at most `bands`.
    """

    def __init__(self, opened: Opened, minimum: int, bands: int) -> None:
        self._opened, self._published, self._subjects = opened, opened.groups, Subjects(opened)
        self._minimum, self._bands = minimum, bands

    def variables(self) -> tuple[Variable, ...]:
        """List the bundle's features."""
        return tuple(map(_variable, self._opened.features))

    def groups(self) -> tuple[str, ...]:
        """List the declared groups."""
        return tuple(group.name for group in groups.GROUPS)

    def criteria(self) -> tuple[Criterion, ...]:
        """List the declared criteria."""
        return tuple(Criterion(one.name, one.variable, one.default) for one in groups.CRITERIA)

    def compare(self, subject: Subject, variable: str, group: str, criteria: Sequence[str]) -> Comparison:
        """Compare by one variable."""
        return self.compare_each(subject, (variable,), group, criteria)[0]

    def compare_each(
        self, subject: Subject, variables: Sequence[str], group: str, criteria: Sequence[str]
    ) -> tuple[Comparison, ...]:
        """Add up the bins of the group's cells; the nearest are found once, and counted by their values."""
        if not 1 <= len(variables) <= MOST_COMPARED:
            raise Refused(f"the number of variables must be from 1 to {MOST_COMPARED}")
        chosen = groups.group_of(group)
        by, features = chosen.criteria(criteria), [self._feature(variable) for variable in variables]
        placed = self._subjects.placed(subject)
        counts: Callable[[str], np.ndarray]
        if chosen.nearest:
            counts = partial(self._counted, self._published.members(placed.standing, chosen, by), chosen)
        else:
            counts = partial(self._published.counts, placed.standing, chosen, by)
        return tuple(
            self._compared(feature, placed.values[feature.name], chosen, by, counts(feature.name))
            for feature in features
        )

    def _compared(
        self, feature: Feature, value: Value, chosen: Group, by: Sequence[Alike], counts: np.ndarray
    ) -> Comparison:
        found = groups.distribution(counts, self._published.scales[feature.name], value, self._bands, self._minimum)
        return Comparison(
            variable=_variable(feature),
            group=chosen.name,
            criteria=_names(by),
            size=found.size,
            known=found.known,
            minimum=self._minimum,
            value=value,
            below=found.below,
            precision=found.precision,
            median=found.median,
            gap=None if found.median is None or value is None else float(value) - found.median,
            default_rate=found.default_rate,
            bands=tuple(Band(**vars(band)) for band in found.bands),
        )

    def _counted(self, positions: np.ndarray, group: Group, variable: str) -> np.ndarray:
        """Count clients at some positions by their published values."""
        values = self._opened.clients.column(variable, self._published.ids(positions))
        scale = self._published.scales[variable]
        codes = scale.codes(column(FEATURE[variable], values))
        return self._published.counted(positions, variable, codes, group)

    def pair(self, subject: Subject, across: str, up: str, group: str, criteria: Sequence[str]) -> Pair:
        """Scan the two published columns for the group's clients."""
        chosen = groups.group_of(group)
        by = chosen.criteria(criteria)
        names = [self._feature(name).name for name in (across, up)]
        placed = self._subjects.placed(subject)
        members = self._published.members(placed.standing, chosen, by)
        sides = self._sides(names, members, placed)
        outcomes = self._published.outcomes(members, chosen)
        found = groups.density(sides[0], sides[1], outcomes, self._bands, self._minimum)
        return Pair(
            across=_axis(across, placed.values[across], found.across),
            up=_axis(up, placed.values[up], found.up),
            group=group,
            criteria=_names(by),
            size=found.size,
            known=found.known,
            minimum=self._minimum,
            cells=tuple(Cell(**vars(cell)) for cell in found.cells),
        )

    def _sides(self, names: Sequence[str], members: np.ndarray, placed: Placed) -> list[Side]:
        """Read the members' fine bands of both variables; the file is in the order of ids."""
        with self._opened.engine.session() as session:
            table = session.table(f"SELECT {', '.join(map(identifier, dict.fromkeys(names)))} FROM {COLUMNS}")
        scales = [self._published.scales[name] for name in names]
        return [
            Side(scale, scale.codes(table.column(name))[members], placed.values[name])
            for name, scale in zip(names, scales, strict=True)
        ]

    def neighbours(self, subject: Subject, count: int) -> tuple[Neighbour, ...]:
        """List the clients nearest by the weightiest features."""
        if not 1 <= count <= MOST_NEIGHBOURS:
            raise Refused(f"the number of neighbours must be from 1 to {MOST_NEIGHBOURS}")
        positions, distances = self._published.nearest(self._subjects.placed(subject).standing, count)
        ids = self._published.ids(positions)
        decided = self._opened.clients.decisions(ids)
        return tuple(
            Neighbour(one, float(distance), probability, "granted" if granted else "refused", OUTCOMES[outcome])
            for one, distance, (probability, granted), outcome in zip(
                ids, distances, decided, self._published.outcomes(positions).tolist(), strict=True
            )
        )

    def _feature(self, variable: str) -> Feature:
        if variable not in self._opened.position:
            raise UnknownName("there is no such variable; /v1/variables lists those there are")
        return FEATURE[variable]


def _variable(feature: Feature) -> Variable:
    return Variable(feature.name, feature.kind, feature.unit)


def _names(criteria: Sequence[groups.Criterion]) -> tuple[str, ...]:
    return tuple(criterion.name for criterion in criteria)


def _axis(name: str, value: Value, found: groups.Axis | None) -> Axis:
    """Say one side of a pair; without bands where the group is withheld."""
    variable = _variable(FEATURE[name])
    if found is None:
        return Axis(variable, value, None, ())
    ends = zip(found.drawn.lows, found.drawn.highs, found.drawn.categories, strict=True)
    return Axis(variable, value, found.place, tuple(Range(*band) for band in ends))
