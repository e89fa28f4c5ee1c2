"""Answers from a published store and its bundle, in this process."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from scoring import model, reasons, store
from scoring.engine import DuckDB
from scoring.faults import Refused, UnknownName
from scoring.features import FEATURE, Feature
from scoring.features.application import RAW
from scoring.groups import GROUPS, Distribution, distribution
from scoring.serving.case import Cases
from scoring.serving.questions import (
    About,
    Application,
    Band,
    Client,
    Comparison,
    Contribution,
    Decision,
    Explanation,
    Field,
    Matches,
    Prediction,
    Questions,
    Score,
    Value,
    Variable,
)


class Local(Questions):
    """Implements every question over one store. Safe to share between threads."""

    def __init__(self, folder: Path, minimum: int, bands: int, memory: int = 1000, threads: int = 1) -> None:
        """Open a store after verifying every file; `minimum` clients make a group that is shown.

        One engine thread per question adds sums in one order, so that the same question has the
        same answer to the last digit; questions asked at once still run side by side. Raises
        Damaged when a file is not the one that was published.
        """
        self._manifest = store.verify(folder)
        self._bundle = model.load(folder / store.BUNDLE)
        model.check_code(self._bundle.manifest)
        names = [feature.name for feature in self._bundle.features]
        self._clients = store.Clients(folder / store.CLIENTS, names)
        self._position = {name: position for position, name in enumerate(names)}
        self._engine = DuckDB(memory, threads, [folder])
        self._engine.view("columns", folder / store.COLUMNS)
        self._cases = Cases(self._engine, folder / store.STAGED, folder / store.BUNDLE / model.DURATIONS)
        self._minimum, self._bands = minimum, bands

    @classmethod
    def open(cls, data: Path, minimum: int = 30, bands: int = 20) -> Local:
        """Open the current store of a data folder. Raises Refused when nothing is published."""
        return cls(store.current(data / "store"), minimum, bands)

    def close(self) -> None:
        """Free the engine and the clients file."""
        self._cases.close()
        self._engine.close()
        self._clients.close()

    @property
    def fingerprint(self) -> str:
        """What stands for all that the store was built from."""
        return self._manifest.key

    def about(self) -> About:
        """Say which store and model answer."""
        manifest, bundle = self._manifest, self._bundle.manifest
        return About(
            store=manifest.id,
            model=bundle.id,
            created=manifest.created,
            clients=manifest.clients,
            features=len(bundle.features),
            threshold=bundle.threshold,
            cost_ratio=bundle.cost_ratio,
            auc=float(bundle.metrics["auc"]),
            synthetic=bundle.synthetic,
        )

    def find(self, text: str, limit: int = 20) -> Matches:
        """Find clients by part of their id; spaces do not count, anything but digits is refused."""
        digits = "".join(text.split())
        if digits and not (digits.isascii() and digits.isdigit()):
            raise Refused("a client's id is made of digits; type some of them")
        if len(digits) > store.ID_DIGITS:
            return Matches(0, ())
        total, ids = self._clients.find(digits, limit)
        return Matches(total, tuple(ids))

    def client(self, client: int) -> Client:
        """Give the application columns that are features; what is kept for audit is not shown."""
        values = self._row(client).values
        fields = (Field(f.name, values[self._position[f.name]], f.unit) for f in RAW if f.name in self._position)
        return Client(client, tuple(fields))

    def score(self, client: int) -> Score:
        """Give the published score."""
        row = self._row(client)
        return self._score(row.probability, row.low, row.high, row.granted, row.review)

    def explanation(self, client: int) -> Explanation:
        """Give the published contributions."""
        row = self._row(client)
        return self._explanation(self._manifest.base, row.raw, row.values, row.contributions)

    def variables(self) -> tuple[Variable, ...]:
        """List the bundle's features."""
        return tuple(_variable(feature) for feature in self._bundle.features)

    def groups(self) -> tuple[str, ...]:
        """List the declared groups."""
        return tuple(group.name for group in GROUPS)

    def compare(self, client: int, variable: str, group: str) -> Comparison:
        """Scan the published columns of the group."""
        chosen = next((declared for declared in GROUPS if declared.name == group), None)
        if chosen is None:
            raise UnknownName(f"there is no such group; allowed: {', '.join(self.groups())}")
        if variable not in self._position:
            raise UnknownName("there is no such variable; /v1/variables lists those there are")
        values = dict(zip(self._position, self._row(client).values, strict=True))
        feature, (where, bound) = FEATURE[variable], chosen.where(values)
        with self._engine.session() as session:
            found = distribution(session, "columns", feature, where, bound, values[variable], self._bands)
        return self._comparison(feature, group, values[variable], found)

    def predict(self, application: Application) -> Prediction:
        """Score one application through the features and the model of the batch."""
        table = self._cases.rows(application)
        explained = reasons.contributions(self._bundle, table)
        found = model.scores(self._bundle, table)
        probability, low, high = (float(ends[0]) for ends in (found.probability, found.low, found.high))
        score = self._score(probability, low, high, not found.refused[0], bool(found.review[0]))
        values = tuple(table.column(feature.name)[0].as_py() for feature in self._bundle.features)
        why = self._explanation(explained.base, float(found.raw[0]), values, explained.values[0])
        return Prediction(score, why)

    def _row(self, client: int) -> store.ClientRow:
        row = self._clients.get(client)
        if row is None:
            raise UnknownName("there is no client with this id in the store")
        return row

    def _score(self, probability: float, low: float, high: float, granted: bool, review: bool) -> Score:
        decision: Decision = "granted" if granted else "refused"
        manifest = self._bundle.manifest
        return Score(probability, low, high, manifest.threshold, decision, review, manifest.id)

    def _explanation(self, base: float, raw: float, values: tuple[Value, ...], shap: np.ndarray) -> Explanation:
        features = self._bundle.features
        order = np.argsort(-np.abs(shap), kind="stable")
        items = (Contribution(features[i].name, values[i], features[i].unit, float(shap[i])) for i in order)
        return Explanation(base, raw, tuple(items))

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
