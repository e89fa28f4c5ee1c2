"""The groups a client can be compared with, and what makes two clients alike: an entry each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.faults import UnknownName
from scoring.features import FEATURE
from scoring.features.arrow import column

GRANTED, DEFAULTED = "GRANTED", "DEFAULTED"
"""Columns of the published decision, and of the outcome where it is known, beside the features."""

DAYS_PER_BAND = 10 * 365.25
INCOME_EDGES = (112_500.0, 157_500.0, 225_000.0)
"""Incomes that cut applicants into about equal bands."""


@dataclass(frozen=True)
class Criterion:
    """What two clients have in common: the same level of one variable; unknown is like unknown.

    `edges` cut a number into levels [edge, next edge). `kinds` are the categories of each level;
    one that is in none counts as unknown. By `default` ones, clients are alike unless others are asked for.
    """

    name: str
    variable: str
    edges: tuple[float, ...] = ()
    kinds: tuple[tuple[str, ...], ...] = ()
    default: bool = False

    @property
    def levels(self) -> int:
        """How many levels there are, with 0, which is unknown."""
        return 1 + (len(self.kinds) or len(self.edges) + 1)

    def of(self, column: pa.ChunkedArray) -> np.ndarray:
        """Give the level, from 0, of each of n values: shape (n,), uint8."""
        if self.kinds:
            known = [category for kind in self.kinds for category in kind]
            level = [0, *(number for number, kind in enumerate(self.kinds, 1) for _ in kind)]
            found = pc.fill_null(pc.index_in(column, value_set=pa.array(known, column.type)), -1).to_numpy()
            return np.asarray(np.array(level, dtype=np.uint8)[found + 1])
        values = np.asarray(column.to_numpy(), dtype=np.float64)
        within = np.searchsorted(np.array(self.edges), values, side="right") + 1
        return np.where(np.isnan(values), 0, within).astype(np.uint8)


def _decades(*years: int) -> tuple[float, ...]:
    """Give birthdays as edges: days are whole, so that who turns 30 that day is 30."""
    return tuple(0.5 - year / 10 * DAYS_PER_BAND for year in reversed(years))


CRITERIA: tuple[Criterion, ...] = (
    Criterion("age", "DAYS_BIRTH", edges=_decades(30, 40, 50, 60), default=True),
    Criterion("income", "AMT_INCOME_TOTAL", edges=INCOME_EDGES, default=True),
    Criterion("contract", "NAME_CONTRACT_TYPE", kinds=(("Cash loans",), ("Revolving loans",)), default=True),
    Criterion("region", "REGION_RATING_CLIENT", edges=(2.0, 3.0)),
    Criterion(
        "education",
        "NAME_EDUCATION_TYPE",
        kinds=(
            ("Lower secondary", "Secondary / secondary special"),
            ("Incomplete higher", "Higher education", "Academic degree"),
        ),
    ),
    Criterion(
        "work",
        "NAME_INCOME_TYPE",
        kinds=(("Working",), ("Commercial associate", "Businessman"), ("State servant",), ("Pensioner",)),
    ),
    Criterion(
        "family",
        "NAME_FAMILY_STATUS",
        kinds=(("Married", "Civil marriage"), ("Single / not married", "Separated", "Widow")),
    ),
)
"""Levels are few, because every combination that occurs is a cell of the bins. Sex is none of them: an
advisor has no use for it, and a lender may not lend by it."""


def levels(values: Mapping[str, float | str | None]) -> tuple[int, ...]:
    """Give the level of every criterion, in declared order, of one client's values by variable."""
    given = (column(FEATURE[one.variable], [values[one.variable]]) for one in CRITERIA)
    return tuple(int(one.of(pa.chunked_array([value]))[0]) for one, value in zip(CRITERIA, given, strict=True))


@dataclass(frozen=True)
class Group:
    """Clients of one decision, of one outcome, or of any (None); `alike` by the criteria, or `nearest` by the model."""

    name: str
    granted: bool | None = None
    defaulted: bool | None = None
    alike: bool = False
    nearest: bool = False

    def criteria(self, names: Sequence[str] = ()) -> tuple[Criterion, ...]:
        """Give the criteria by which its clients are like this one: those named, in declared order, or the default.

        Only a group that is `alike` has a default; the others are refined by those named.
        Raises UnknownName for one that is not declared.
        """
        if set(names) - CRITERION.keys():
            raise UnknownName(f"there is no such criterion; allowed: {', '.join(CRITERION)}")
        return tuple(
            criterion
            for criterion in CRITERIA
            if criterion.name in names or (self.alike and criterion.default and not names)
        )


CRITERION = {criterion.name: criterion for criterion in CRITERIA}
GROUPS: tuple[Group, ...] = (
    Group("all"),
    Group("similar", alike=True),
    Group("nearest", nearest=True),
    Group("granted", granted=True),
    Group("refused", granted=False),
    Group("repaid", defaulted=False),
    Group("defaulted", defaulted=True),
)
"""The first is the default."""


def group_of(name: str) -> Group:
    """Find a declared group; raises UnknownName, which lists them."""
    found = next((group for group in GROUPS if group.name == name), None)
    if found is None:
        raise UnknownName(f"there is no such group; allowed: {', '.join(group.name for group in GROUPS)}")
    return found
