"""The features of the invented clients computed once more, straightforwardly, by pandas.

A module's test says which rows its subsets are and what its measures give of rows; every pair that
the module declares is then compared with what the engine computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from scoring.features import Block
from scoring.tables import CLIENT

CLOSE = 1e-9

Rows = Callable[[pd.DataFrame], pd.DataFrame]
Condition = Callable[[pd.DataFrame], pd.Series]
Statistic = Callable[[pd.DataFrame], pd.Series]


def everything(rows: pd.DataFrame) -> pd.Series:
    """The subset of all rows."""
    return pd.Series(True, index=rows.index)


def equals(column: str, *values: object) -> Condition:
    """Rows with one of the values."""
    return lambda rows: rows[column].isin(values)


def since(column: str, first: float) -> Condition:
    """Rows whose day, or month, is not before one."""
    return lambda rows: rows[column] >= first


def most_recent(number: int) -> Condition:
    """A client's last rows, by their number in RECENCY."""
    return lambda rows: rows["RECENCY"] <= number


def both(one: Condition, other: Condition) -> Condition:
    """Rows in two subsets."""
    return lambda rows: one(rows) & other(rows)


def number_of(condition: Condition = everything) -> Statistic:
    """Number of rows that meet a condition."""
    return lambda rows: condition(rows).astype(float).groupby(rows[CLIENT]).sum()


def share_of(condition: Condition) -> Statistic:
    """Share of the rows that meet a condition."""
    return lambda rows: condition(rows).astype(float).groupby(rows[CLIENT]).mean()


def over_known(statistic: str, column: str) -> Statistic:
    """A statistic of pandas (mean, max, min, std) over the known values of a column."""
    return lambda rows: rows.groupby(CLIENT)[column].agg(statistic)


def sum_of(column: str) -> Statistic:
    """Sum of the known values; not known without any."""
    return lambda rows: rows.groupby(CLIENT)[column].sum(min_count=1)


def sums_divided(numerator: str, denominator: str) -> Statistic:
    """Sum over sum; not known where the divisor is 0."""

    def divide(rows: pd.DataFrame) -> pd.Series:
        return sum_of(numerator)(rows) / sum_of(denominator)(rows).replace(0.0, np.nan)

    return divide


def recency(rows: pd.DataFrame, *order: str) -> pd.Series:
    """Number a client's rows from 1, by columns that all decrease; unknown values come last."""
    ordered = rows.sort_values(list(order), ascending=False, na_position="last", kind="stable")
    return ordered.groupby(CLIENT).cumcount().add(1).reindex(rows.index)


@dataclass(frozen=True)
class Tiny:
    """The staged tables of the invented clients, and their features, one row per client."""

    staged: Path
    features: pd.DataFrame

    def table(self, name: str) -> pd.DataFrame:
        """Give a staged table's rows of known clients."""
        rows = pq.read_table(self.staged / f"{name}.parquet").to_pandas()
        return rows[rows[CLIENT].notna()].reset_index(drop=True)


@dataclass(frozen=True)
class Reference:
    """What a block's pairs of subset and measure should be: PREFIX_SUBSET_MEASURE."""

    block: Block
    prefix: str
    prepared: Rows
    subsets: Mapping[str, Condition]
    measures: Mapping[str, Statistic]

    def pairs(self) -> dict[str, tuple[Condition, Statistic]]:
        """Name the block's features that are pairs."""
        known = {
            "_".join(filter(None, (self.prefix, subset, measure))): (condition, statistic)
            for subset, condition in self.subsets.items()
            for measure, statistic in self.measures.items()
        }
        return {feature.name: known[feature.name] for feature in self.block.features if feature.name in known}

    def differing(self, tiny: Tiny) -> list[str]:
        """Name the pairs that the engine computed otherwise."""
        rows, pairs = self.prepared(tiny.table(self.block.table)), self.pairs()
        absent = {feature.name: feature.absent for feature in self.block.features}
        found = []
        for name, (condition, statistic) in pairs.items():
            expected = statistic(rows[condition(rows)]).reindex(tiny.features.index)
            if absent[name] is not None:
                expected = expected.fillna(absent[name])
            if not np.allclose(tiny.features[name].astype(float), expected, CLOSE, CLOSE, equal_nan=True):
                found.append(name)
        return found

    def untested(self, drawn: Iterable[Mapping[str, object]]) -> list[str]:
        """Name the block's features that are neither a pair nor in a drawing's expected values."""
        tested = {*self.pairs(), *(name for expected in drawn for name in expected)}
        return [feature.name for feature in self.block.features if feature.name not in tested]

    def never_told(self, tiny: Tiny, drawn: Iterable[Mapping[str, object]]) -> list[str]:
        """Name the pairs that say nothing: not drawn, and the same for every invented client."""
        named = {name for expected in drawn for name in expected}
        alike = [name for name in self.pairs() if tiny.features[name].nunique(dropna=False) == 1]
        return [name for name in alike if name not in named]
