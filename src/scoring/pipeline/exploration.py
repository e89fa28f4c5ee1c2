"""What the data look like, from aggregates computed in the engine: seconds at any size.

Every method gives a small table; no client's values leave the engine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pandas as pd

from scoring.engine import DuckDB, identifier
from scoring.features import FEATURE, FEATURES
from scoring.settings import Settings
from scoring.tables import APPLICATION, CLIENT, HISTORIES, TARGET

PARTS = 10
SMALLEST = 1e-6
"""Share put in the place of an empty part's, whose logarithm does not exist."""


class Exploration:
    """Aggregates over the staged tables and their features. A context manager."""

    def __init__(self, settings: Settings, staged: Path, features: Path) -> None:
        self._engine = DuckDB(settings.memory, settings.threads, [staged.parent])
        for table in (APPLICATION, *HISTORIES):
            self._engine.view(table.name, staged / f"{table.name}.parquet")
        self._engine.view("features", features)
        self._engine.materialise("outcomes", f"SELECT {CLIENT}, {TARGET} FROM application")
        self._engine.materialise("known", f"FROM features JOIN outcomes USING ({CLIENT}) WHERE {TARGET} IS NOT NULL")

    def __enter__(self) -> Self:
        """Open."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Free the engine."""
        self.close()

    def close(self) -> None:
        """Free the engine."""
        self._engine.close()

    def links(self) -> pd.DataFrame:
        """How each history hangs on the applicants: share of clients with rows, labelled and not; rows per client."""
        rows = []
        for table in HISTORIES:
            counts = f"SELECT {CLIENT}, COUNT(*) AS n FROM {identifier(table.name)} GROUP BY {CLIENT}"
            found = self._engine.rows(
                f"SELECT AVG(CASE WHEN {TARGET} IS NOT NULL THEN (n IS NOT NULL)::INT END),"
                f" AVG(CASE WHEN {TARGET} IS NULL THEN (n IS NOT NULL)::INT END), AVG(n), MAX(n)"
                f" FROM outcomes LEFT JOIN ({counts}) AS c USING ({CLIENT})"
            )[0]
            rows.append((table.name, *found))
        columns = ["table", "labelled with rows", "unlabelled with rows", "mean rows", "most rows"]
        return pd.DataFrame(rows, columns=columns).set_index("table")

    def missing_blocks(self) -> pd.DataFrame:
        """Application columns that are unknown together: how many columns share each share of unknown values."""
        names = [name for name in APPLICATION.names if name not in (CLIENT, TARGET)]
        shares = self._engine.rows(
            f"SELECT {', '.join(f'ROUND(1 - COUNT({name}) / COUNT(*), 3)' for name in names)} FROM application"
        )[0]
        table = pd.DataFrame({"column": names, "unknown": shares}).query("unknown > 0")
        blocks = table.groupby("unknown")["column"].agg(["count", "first"])
        return blocks.rename(columns={"count": "columns", "first": "for example"}).sort_index(ascending=False)

    def outliers(self, names: Sequence[str]) -> pd.DataFrame:
        """Smallest, 1st per cent, median, 99th per cent and largest value of features."""
        rows = [
            (name, *self._engine.rows(
                f"SELECT MIN({name}), quantile_cont({name}, 0.01), MEDIAN({name}), quantile_cont({name}, 0.99),"
                f" MAX({name}) FROM features"
            )[0])
            for name in names
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["feature", "least", "1 %", "median", "99 %", "most"]).set_index("feature")

    def rates(self, name: str) -> pd.DataFrame:
        """Clients and default rate by category, or by tenth of a number (and where it is not known)."""
        part, source = identifier(name), "known"
        if FEATURE[name].kind == "number":
            numbered = f"NTILE({PARTS}) OVER (PARTITION BY {name} IS NULL ORDER BY {name}, {CLIENT})"
            source = f"(SELECT *, CASE WHEN {name} IS NOT NULL THEN {numbered} END AS part FROM known)"
            part = "part"
        found = self._engine.rows(
            f"SELECT {part}, COUNT(*), AVG({TARGET}) FROM {source} GROUP BY 1 ORDER BY {part} NULLS LAST"
        )
        table = pd.DataFrame(found, columns=[name, "clients", "default rate"])
        table[name] = [_said(value) for value in table[name]]
        return table.set_index(name)

    def correlations(self, shown: int = 20) -> pd.DataFrame:
        """The numbers that go most with the outcome, by Pearson's correlation over known values."""
        names = [feature.name for feature in FEATURES if feature.kind == "number"]
        values = self._engine.rows(f"SELECT {', '.join(f'CORR({name}, {TARGET})' for name in names)} FROM known")[0]
        table = pd.DataFrame({"feature": names, "correlation": [_finite(value) for value in values]}).dropna()
        order = table["correlation"].abs().sort_values(ascending=False).index
        return table.loc[order].head(shown).set_index("feature")

    def shift(self, shown: int = 20) -> pd.DataFrame:
        """The numbers whose mean differs most between labelled and unlabelled clients, in standard deviations."""
        names = [feature.name for feature in FEATURES if feature.kind == "number"]
        source = f"features JOIN outcomes USING ({CLIENT})"
        labelled, unlabelled = (f"CASE WHEN {TARGET} IS {which} NULL THEN " for which in ("NOT", ""))
        rows = []
        for name in names:
            first, second, spread = self._engine.rows(
                f"SELECT AVG({labelled}{name} END), AVG({unlabelled}{name} END), STDDEV_SAMP({labelled}{name} END)"
                f" FROM {source}"
            )[0]
            if spread and second is not None:
                rows.append((name, first, second, (second - first) / spread))
        table = pd.DataFrame(rows, columns=["feature", "labelled", "unlabelled", "shift"])
        return table.loc[table["shift"].abs().sort_values(ascending=False).index].head(shown).set_index("feature")

    def information_values(self, shown: int = 20) -> pd.DataFrame:
        """The features that alone tell outcomes apart best, by information value over tenths or categories."""
        found = [(feature.name, information_value(self.rates(feature.name))) for feature in FEATURES]
        table = pd.DataFrame(found, columns=["feature", "information value"])
        return table.sort_values("information value", ascending=False).head(shown).set_index("feature")


def information_value(rates: pd.DataFrame) -> float:
    """Sum over parts of (share of repaid - share of defaulted) * log of their quotient."""
    bad = rates["clients"] * rates["default rate"]
    good = rates["clients"] - bad
    if not bad.sum() or not good.sum():
        return 0.0
    shares = [(max(g / good.sum(), SMALLEST), max(b / bad.sum(), SMALLEST)) for g, b in zip(good, bad, strict=True)]
    return float(sum((g - b) * math.log(g / b) for g, b in shares))


def _said(value: object) -> str:
    return "not known" if value is None else str(value)


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
