"""LIME: a straight line fitted around one client, as a second opinion on the exact contributions.

The package `lime` is an optional extra. It takes no missing values: what is not known of a client is
replaced by what is usual among the accepted ones, and the answer says where.
Source: Ribeiro, Singh and Guestrin, "Why should I trust you?" (2016).
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring import model
from scoring.faults import Refused
from scoring.reasons.reference import Reference, Value

PACKAGE = "lime"
SAMPLES = 5_000
"""Invented neighbours the line is fitted to: LIME's own default."""


@dataclass(frozen=True)
class Surrogate:
    """LIME's weights in log-odds by feature, the features imputed, the imputed client's probability, and R²."""

    weights: dict[str, float]
    imputed: tuple[str, ...]
    probability: float
    fit: float


@dataclass(frozen=True)
class _Codec:
    """One feature as LIME takes it: numbers as they are, categories by their place; nothing missing."""

    name: str
    usual: Value
    categories: tuple[str, ...]

    def encode(self, column: pa.ChunkedArray) -> np.ndarray:
        filled = pc.fill_null(column, pa.scalar(self.usual, column.type))
        if self.categories:
            place = {category: code for code, category in enumerate(self.categories)}
            return np.array([place[value] for value in filled.to_pylist()], dtype=float)
        numbers = np.array(filled.to_numpy(), dtype=float)
        numbers[np.isnan(numbers)] = self.usual
        return numbers

    def decode(self, values: np.ndarray) -> pa.Array:
        if self.categories:
            return pa.array(np.array(self.categories, dtype=object)[values.astype(int)], pa.string())
        return pa.array(values)


def check_installed() -> None:
    """Raise Refused unless the optional package is here."""
    if importlib.util.find_spec(PACKAGE) is None:
        raise Refused(
            f"a second opinion needs {PACKAGE}, which is not installed; it comes with the extra lime: "
            "pip install '.[lime]'"
        )


def surrogate(
    bundle: model.Bundle, client: pa.Table, background: pa.Table, reference: Reference, seed: int = 0
) -> Surrogate:
    """Explain one client (one feature row) by LIME on the deployed model's log-odds.

    Neighbours are invented from the `background`, feature rows of other clients. Features that the
    model does not use, or that are known of no accepted client, are left as they are. The same seed
    gives the same weights. Raises Refused when the package is not installed.
    """
    check_installed()
    from lime.lime_tabular import LimeTabularExplainer

    codecs = _codecs(bundle, pa.concat_tables([background, client.select(background.column_names)]), reference)
    matrix, row = (np.column_stack([c.encode(t.column(c.name)) for c in codecs]) for t in (background, client))

    def predict(neighbours: np.ndarray) -> np.ndarray:
        laid = {name: client.column(name).take(np.zeros(len(neighbours), int)) for name in client.column_names}
        laid |= {codec.name: codec.decode(neighbours[:, place]) for place, codec in enumerate(codecs)}
        return model.log_odds(bundle, pa.table(laid))

    explainer = LimeTabularExplainer(
        matrix,
        mode="regression",
        feature_names=[codec.name for codec in codecs],
        categorical_features=[place for place, codec in enumerate(codecs) if codec.categories],
        feature_selection="none",
        random_state=seed,
    )
    found = explainer.explain_instance(row[0], predict, num_features=len(codecs), num_samples=SAMPLES)
    weights = {codecs[place].name: float(weight) for place, weight in found.as_map()[1]}
    probability = bundle.calibration.apply(model.probability(predict(row)))
    return Surrogate(weights, _missing(client, codecs), float(probability[0]), float(found.score))


def _codecs(bundle: model.Bundle, known: pa.Table, reference: Reference) -> list[_Codec]:
    usual = dict(zip(reference.names, reference.usual, strict=True))
    return [
        _Codec(feature.name, usual[feature.name].value, _categories(known, feature.name, usual[feature.name].value))
        for feature in bundle.features
        if feature.name not in bundle.manifest.dropped and usual[feature.name].value is not None
    ]


def _categories(known: pa.Table, name: str, usual: Value) -> tuple[str, ...]:
    if not isinstance(usual, str):
        return ()
    return tuple(sorted({usual, *(value for value in known.column(name).unique().to_pylist() if value is not None)}))


def _missing(client: pa.Table, codecs: list[_Codec]) -> tuple[str, ...]:
    values = ((codec.name, client.column(codec.name)[0].as_py()) for codec in codecs)
    return tuple(name for name, value in values if value is None or value != value)
