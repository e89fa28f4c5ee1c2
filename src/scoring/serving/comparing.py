"""Answers about a client among others."""

from __future__ import annotations

from scoring.faults import UnknownName
from scoring.features import FEATURE, Feature
from scoring.groups import GROUPS, Distribution, distribution
from scoring.serving.opened import COLUMNS, Opened
from scoring.serving.questions import Band, Comparison, Value, Variable


class Comparing:
    """Places clients of one store in its groups; `minimum` clients make a group that is shown."""

    def __init__(self, opened: Opened, minimum: int, bands: int) -> None:
        self._opened, self._minimum, self._bands = opened, minimum, bands

    def variables(self) -> tuple[Variable, ...]:
        """List the bundle's features."""
        return tuple(map(_variable, self._opened.features))

    def groups(self) -> tuple[str, ...]:
        """List the declared groups."""
        return tuple(group.name for group in GROUPS)

    def compare(self, client: int, variable: str, group: str) -> Comparison:
        """Scan the published columns of the group."""
        chosen = next((declared for declared in GROUPS if declared.name == group), None)
        if chosen is None:
            raise UnknownName(f"there is no such group; allowed: {', '.join(self.groups())}")
        if variable not in self._opened.position:
            raise UnknownName("there is no such variable; /v1/variables lists those there are")
        values = self._opened.values(client)
        feature, (where, bound) = FEATURE[variable], chosen.where(values)
        with self._opened.engine.session() as session:
            found = distribution(session, COLUMNS, feature, where, bound, values[variable], self._bands)
        return self._comparison(feature, group, values[variable], found)

    def _comparison(self, feature: Feature, group: str, value: Value, found: Distribution) -> Comparison:
        """Withhold everything but the size of a group that is too small."""
        shown = found.known >= self._minimum
        return Comparison(
            variable=_variable(feature),
            group=group,
            size=found.size,
            known=found.known if shown else 0,
            minimum=self._minimum,
            value=value,
            below=found.below if shown else None,
            median=found.median if shown else None,
            bands=tuple(Band(b.low, b.high, b.category, b.count) for b in found.bands) if shown else (),
        )


def _variable(feature: Feature) -> Variable:
    return Variable(feature.name, feature.kind, feature.unit)
