"""Answers about all clients at once, from the published columns and the outcomes that are known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scoring.engine import identifier
from scoring.faults import Refused, UnknownName
from scoring.features import FEATURE
from scoring.serving.opened import COLUMNS, Opened
from scoring.serving.questions import CategoryShare, Point, Portfolio, Statistics, Variable
from scoring.tables import APPLICATION, CLIENT, TARGET

THRESHOLDS = tuple(hundredth / 100 for hundredth in range(101))
"""Where the curve is drawn, beside the threshold in force."""
MOST_RATIO = 1000.0
"""A default that costs more good clients than this is a slip of the pen."""


@dataclass(frozen=True)
class Outcomes:
    """Every client by rising probability, and what came of them: 1 a default, 0 repaid, NaN not known."""

    probability: np.ndarray
    target: np.ndarray
    review: int


class Overall:
    """Answers for one store."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def statistics(self, variable: str) -> Statistics:
        """Scan one published column."""
        if variable not in self._opened.position:
            raise UnknownName("there is no such variable; /v1/variables lists those there are")
        feature, column = FEATURE[variable], identifier(variable)
        asked = Variable(feature.name, feature.kind, feature.unit)
        with self._opened.engine.session() as session:
            clients, known = session.rows(f"SELECT COUNT(*), COUNT({column}) FROM {COLUMNS}")[0]
            if feature.kind == "category":
                shares = session.rows(
                    f"SELECT {column}, COUNT(*) AS n FROM {COLUMNS} WHERE {column} IS NOT NULL"
                    f" GROUP BY {column} ORDER BY n DESC, {column}"
                )
                categories = tuple(CategoryShare(name, count, count / known) for name, count in shares)
                return Statistics(asked, clients, known, None, None, None, None, None, None, categories)
            figures = session.rows(
                f"SELECT AVG({column}), MIN({column}), quantile_cont({column}, [0.25, 0.5, 0.75]), MAX({column})"
                f" FROM {COLUMNS}"
            )[0]
        mean, lowest, quartiles, highest = figures
        lower, median, upper = quartiles or (None, None, None)
        return Statistics(asked, clients, known, mean, lowest, lower, median, upper, highest, ())

    def portfolio(self, cost_ratio: float | None) -> Portfolio:
        """Weigh the counts at every threshold by the ratio, or by the bundle's own."""
        manifest, found = self._opened.bundle.manifest, self._outcomes
        ratio = manifest.cost_ratio if cost_ratio is None else cost_ratio
        if not 0 < ratio <= MOST_RATIO:
            raise Refused(f"a cost ratio is above 0 and at most {MOST_RATIO:g}")
        points = tuple(_point(found, threshold, ratio) for threshold in THRESHOLDS)
        return Portfolio(
            clients=len(found.probability),
            known=int(np.isfinite(found.target).sum()),
            review=found.review,
            cost_ratio=ratio,
            current=_point(found, manifest.threshold, ratio),
            cheapest=min(points, key=lambda point: point.expected_cost),
            points=points,
        )

    @cached_property
    def _outcomes(self) -> Outcomes:
        application = f"staged_{APPLICATION.name}"
        with self._opened.engine.session() as session:
            table = session.table(
                f"SELECT PROBABILITY, REVIEW, CAST({TARGET} AS DOUBLE) AS {TARGET}"
                f" FROM {COLUMNS} JOIN {application} USING ({CLIENT}) ORDER BY PROBABILITY, {CLIENT}"
            )
        probability = np.asarray(table.column("PROBABILITY").to_numpy())
        target = np.asarray(table.column(TARGET).to_numpy(), dtype=float)
        return Outcomes(probability, target, int(np.count_nonzero(table.column("REVIEW").to_numpy())))


def _point(found: Outcomes, threshold: float, ratio: float) -> Point:
    granted = int(np.searchsorted(found.probability, threshold, side="left"))  # refused from the threshold on
    clients, known = len(found.probability), np.isfinite(found.target)
    expected = ratio * found.probability[:granted].sum() + (1 - found.probability[granted:]).sum()
    defaults = int((found.target[:granted] == 1).sum())
    repaid = int((found.target[granted:] == 0).sum())
    return Point(
        threshold=threshold,
        granted=granted,
        refused=clients - granted,
        expected_cost=float(expected) / clients,
        observed_cost=(ratio * defaults + repaid) / int(known.sum()) if known.any() else None,
        defaults_granted=defaults,
        repaid_refused=repaid,
    )
