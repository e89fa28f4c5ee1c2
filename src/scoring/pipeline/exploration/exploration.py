"""The questions a notebook asks of the prepared data; each answer is a small table.

No client's values leave the engine: what fewer than the smallest group of clients stand behind is
merged with its neighbours or withheld. Shares and rates are parts of 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

import pandas as pd

from scoring.engine import DuckDB
from scoring.features import FEATURES, Feature
from scoring.pipeline.exploration import answers, passes
from scoring.pipeline.exploration.links import link
from scoring.pipeline.exploration.parts import Counts, gathered
from scoring.pipeline.exploration.profile import Profile, profiles
from scoring.settings import Settings
from scoring.tables import APPLICATION, HISTORIES


class Exploration:
    """Aggregates over the staged tables and their features, computed when first asked for.

    A context manager; the engine of one that nobody closes is freed with it. `declared` names the
    features of the Parquet file `features`.
    """

    def __init__(
        self, settings: Settings, staged: Path, features: Path, declared: Sequence[Feature] = FEATURES
    ) -> None:
        self._settings, self._staged, self._features = settings, staged, features
        self._declared = tuple(declared)
        self._least = settings.minimum_group

    def __enter__(self) -> Self:
        """Open."""
        return self

    def __exit__(self, *error: object) -> None:
        """Free the engine."""
        self.close()

    def close(self) -> None:
        """Free the engine; a later question opens it again."""
        engine = self.__dict__.pop("_engine", None)
        if engine is not None:
            engine.close()

    def outcomes(self) -> pd.DataFrame:
        """Applicants, labelled and not, and how many of the labelled defaulted."""
        return answers.outcomes(self._everyone)

    def links(self) -> pd.DataFrame:
        """How each history hangs on the applicants: who has rows, how many, and who of them defaults."""
        found = [link(self._engine, table, self._least) for table in HISTORIES]
        return answers.links(found, self._everyone, self._least)

    def unknown(self) -> pd.DataFrame:
        """Share of the clients for whom each feature is not known, in declared order."""
        return answers.unknown(self._profiles.values(), self._everyone)

    def missing_blocks(self, shown: int = 3) -> pd.DataFrame:
        """Features that are not known for exactly the same clients: the largest blocks, `shown` of each source."""
        return _first(answers.missing_blocks(self._profiles.values(), self._everyone, self._least), shown)

    def outliers(self, shown: int = 3) -> pd.DataFrame:
        """Numbers whose furthest values lie far out, and how many clients are there: `shown` of each source."""
        return _first(answers.outliers(self._profiles.values(), self._least), shown)

    def rates(self, name: str, shown: int = 12) -> pd.DataFrame:
        """Clients and default rate, with its 95 per cent interval, by tenth or category of a feature.

        Categories after the `shown` most frequent are one part. Raises KeyError for a feature there is not.
        """
        profile = self._profiles[name]
        parts = profile.parts if profile.feature.kind == "number" else gathered(profile.parts, shown)
        return answers.rates(name, parts)

    def information_values(self, shown: int = 20) -> pd.DataFrame:
        """The features that alone tell outcomes apart best."""
        return answers.information_values(self._profiles.values(), self._everyone).head(shown)

    def correlations(self, shown: int = 12) -> pd.DataFrame:
        """Pearson's correlations of the numbers with the highest information value, among themselves."""
        ranked = answers.information_values(self._profiles.values(), self._everyone).index
        names = [name for name in ranked if self._profiles[name].feature.kind == "number"][:shown]
        return answers.square(names, passes.correlations(self._engine, names))

    def shift(self, shown: int = 3) -> pd.DataFrame:
        """The features in which unlabelled clients differ most from labelled ones: `shown` of each source."""
        return _first(answers.shift(self._profiles.values(), self._everyone, self._least), shown)

    @cached_property
    def _engine(self) -> DuckDB:
        folders = [self._staged, self._features.parent]
        engine = DuckDB(self._settings.memory, self._settings.threads, folders)
        for table in (APPLICATION, *HISTORIES):
            engine.view(table.name, self._staged / f"{table.name}.parquet")
        engine.view(passes.ROWS, self._features)
        passes.name_outcomes(engine)
        return engine

    @cached_property
    def _everyone(self) -> Counts:
        return passes.everyone(self._engine)

    @cached_property
    def _profiles(self) -> dict[str, Profile]:
        return profiles(self._engine, self._declared, self._everyone, self._least)


def _first(table: pd.DataFrame, shown: int) -> pd.DataFrame:
    """Keep the first lines of each source, in the table's order: like features of one crowd out the others."""
    return table[table.groupby("from").cumcount() < shown]
