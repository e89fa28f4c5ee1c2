"""What granted clients usually have, by column, read from the published columns."""

from __future__ import annotations

from functools import lru_cache

from scoring.engine import DuckDB, identifier
from scoring.features.expressions import divided
from scoring.tables import APPLICATION

PERCENTILES = (0.1, 0.5, 0.9)
MOST_CATEGORIES = 3


class Usual:
    """Asks the published relation, each column once; what fewer than `minimum` clients have is not told.

    `granted` is the relation's column of the published decision. Shared between threads.
    """

    def __init__(self, engine: DuckDB, relation: str, granted: str, minimum: int) -> None:
        self._engine, self._relation, self._granted, self._minimum = engine, relation, granted, minimum
        self.of = lru_cache(maxsize=None)(self._of)
        self.share = lru_cache(maxsize=None)(self._share)

    def _of(self, column: str) -> tuple[float | str, ...]:
        """Give the percentiles of a number, smallest first, or the most frequent flags or categories."""
        declared = APPLICATION[column]
        if declared.kind == "text" or declared.allowed:
            return self._frequent(column)
        return self._percentiles(identifier(column))

    def _share(self, column: str, whole: str) -> tuple[float | str, ...]:
        """Give the percentiles of a column as a share of another."""
        return self._percentiles(divided(identifier(column), identifier(whole)))

    def _percentiles(self, expression: str) -> tuple[float | str, ...]:
        ends = ", ".join(map(str, PERCENTILES))
        with self._engine.session() as session:
            known, values = session.rows(
                f"SELECT COUNT({expression}), quantile_disc({expression}, [{ends}])"
                f" FROM {self._relation} WHERE {self._granted}"
            )[0]
        return tuple(dict.fromkeys(map(float, values))) if known >= self._minimum else ()

    def _frequent(self, column: str) -> tuple[float | str, ...]:
        name = identifier(column)
        with self._engine.session() as session:
            rows = session.rows(
                f"SELECT {name} FROM {self._relation} WHERE {self._granted} AND {name} IS NOT NULL GROUP BY {name}"
                f" HAVING COUNT(*) >= {self._minimum} ORDER BY COUNT(*) DESC, {name} LIMIT {MOST_CATEGORIES}"
            )
        return tuple(row[0] for row in rows)
