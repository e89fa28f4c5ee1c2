"""A trained model explained on some clients: what a data scientist looks at before trusting it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from scoring import model, reasons, store
from scoring.faults import Refused, UnknownName
from scoring.pipeline.bundling import bundle_folder
from scoring.pipeline.layout import Layout
from scoring.pipeline.notebooks import Watch, execute
from scoring.pipeline.prepared import report_for
from scoring.settings import Settings

NOTEBOOK = "03_explain_model.ipynb"
STRONGEST = 30
"""Pairs of features whose interaction is told."""


@dataclass(frozen=True)
class Explained:
    """A bundle and the feature rows it is explained on, n clients drawn at random."""

    bundle: model.Bundle
    rows: pa.Table

    @cached_property
    def contributions(self) -> reasons.Contributions:
        """Exact SHAP values of the n clients, in log-odds."""
        return reasons.contributions(self.bundle, self.rows)

    @cached_property
    def influence(self) -> dict[str, float]:
        """Mean absolute contribution (log-odds) of each feature that has any, the largest first."""
        sizes = np.abs(self.contributions.values).mean(axis=0)
        order = np.argsort(-sizes, kind="stable")
        return {self.names[i]: float(sizes[i]) for i in order if sizes[i] > 0}

    @cached_property
    def families(self) -> dict[str, float]:
        """Mean absolute sum of the contributions (log-odds) of each family that has any, the largest first."""
        place = reasons.places(self.names)
        sizes = np.abs(reasons.summed(self.contributions.values, place)).mean(axis=0)
        order = np.argsort(-sizes, kind="stable")
        return {reasons.FAMILIES[i].name: float(sizes[i]) for i in order if sizes[i] > 0}

    @cached_property
    def stability(self) -> reasons.Stability:
        """How far the folds' models give the n clients the same reasons as the deployed one.

        Raises Refused when none of them is granted: reasons are relative to those who are.
        """
        granted = ~model.scores(self.bundle, self.rows).refused
        if not granted.any():
            raise Refused("none of the clients drawn is granted; draw more")
        return reasons.stability(self.bundle, self.rows, granted)

    def family(self, name: str) -> dict[str, float]:
        """Give the influence of one family's features, the largest first."""
        return {one: size for one, size in self.influence.items() if reasons.family_of(one) == name}

    @cached_property
    def pairs(self) -> tuple[reasons.Pair, ...]:
        """Pairs of features that interact most, the strongest first."""
        return reasons.interacting(self.bundle, STRONGEST)

    @property
    def names(self) -> tuple[str, ...]:
        """The features, in the model's order."""
        return tuple(feature.name for feature in self.bundle.features)

    def contribution(self, name: str) -> np.ndarray:
        """Give one feature's contributions, shape (n,). Raises UnknownName."""
        return np.asarray(self.contributions.values[:, self._place(name)])

    def values(self, name: str) -> np.ndarray:
        """Give one feature's values, shape (n,): numbers with NaN, or texts with None. Raises UnknownName."""
        self._place(name)
        return np.asarray(self.rows.column(name).to_numpy(zero_copy_only=False))

    def is_number(self, name: str) -> bool:
        """Say whether a feature is a number. Raises UnknownName."""
        return self.bundle.features[self._place(name)].kind == "number"

    def partner(self, name: str) -> str | None:
        """Name the number that a feature interacts with most; None when it is in no strong pair."""
        for pair in self.pairs:
            if name in (pair.first, pair.second):
                other = pair.second if pair.first == name else pair.first
                if self.is_number(other):
                    return other
        return None

    def interaction(self, pair: reasons.Pair) -> np.ndarray:
        """Give what a pair adds beyond each alone (log-odds), shape (n,)."""
        return reasons.interaction(self.bundle, self.rows, pair)

    def _place(self, name: str) -> int:
        if name not in self.names:
            raise UnknownName(f"the model has no feature {name!r}; scoring dictionary lists those there are")
        return self.names.index(name)


def execute_explanation(settings: Settings, name: str | None, clients: int, watch: Watch) -> Path:
    """Execute the notebook that explains a bundle, the newest unless named, into data/runs/<id>/; give the copy.

    Raises Refused as `explain` does.
    """
    run = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-explain"
    layout = Layout.of(settings)
    model_id = bundle_folder(layout, name).name
    parameters = {"data": str(settings.data.resolve()), "model": model_id, "clients": clients, "run_id": run}
    return execute(NOTEBOOK, layout.runs / run, parameters, watch)


def published_checks(settings: Settings) -> list[tuple[bool, int, int]]:
    """Count by decision (granted or not) the published clients, and those whose decision rests on their reasons.

    Nothing where nothing is published.
    """
    stores = Layout.of(settings).stores
    if not (stores / store.POINTER).exists():
        return []
    folder = store.current(stores)
    manifest = model.read_manifest(folder / store.BUNDLE)
    with closing(store.Clients(folder / store.CLIENTS, [name for name, _ in manifest.features])) as clients:
        return clients.checks(manifest.threshold)


def explain(settings: Settings, name: str | None = None, clients: int = 2000) -> Explained:
    """Explain a bundle, the newest unless named, on so many clients of the computed features.

    The clients are drawn by the setting `seed`. Raises Refused when there is no such bundle, no features, or
    it was made for others, and for fewer than one client.
    """
    if clients < 1:
        raise Refused(f"{clients} clients were asked for; give 1 or more")
    layout = Layout.of(settings)
    bundle = model.load(bundle_folder(layout, name))
    report_for(layout, bundle.manifest)
    rows = pq.read_table(layout.features)
    drawn = np.random.default_rng(settings.seed).permutation(rows.num_rows)[:clients]
    return Explained(bundle, rows.take(np.sort(drawn)))
