"""How a feature is declared: a row in a list, rendered to common-subset SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Feature:
    """One column of the feature row.

    `expression` is common-subset SQL: an aggregate over the rows of its block's source, or, in
    the application block, a scalar over the joined row. `absent` is the value for a client who
    has no row in the source: 0 for counts, None (NULL) for what cannot be known. A filtered count
    is thus 0 both for a client with rows, none of which matches, and for one without rows.
    """

    name: str
    expression: str
    unit: str
    kind: Literal["number", "category"] = "number"
    absent: float | None = None


@dataclass(frozen=True)
class Block:
    """The features that one history table yields: one row per client of `source`.

    `source` is a staged table's name or a sub-query over it, with a SK_ID_CURR column.
    """

    table: str
    source: str
    features: tuple[Feature, ...]

    @property
    def relation(self) -> str:
        """Name of the relation that holds the block's result."""
        return f"features_{self.table}"


def count(name: str, expression: str) -> Feature:
    """Declare a count: 0 for a client without rows."""
    return Feature(name, expression, "count", absent=0.0)


def amount(name: str, expression: str, absent: float | None = None) -> Feature:
    """Declare an amount of money."""
    return Feature(name, expression, "money", absent=absent)


def share(name: str, expression: str) -> Feature:
    """Declare a part of a whole, shown per cent; unknown for a client without rows."""
    return Feature(name, expression, "share")


def ratio(name: str, expression: str) -> Feature:
    """Declare a quotient of two quantities; unknown where the divisor is 0 or unknown."""
    return Feature(name, expression, "ratio")
