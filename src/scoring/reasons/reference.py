"""What clients are compared with when reasons are chosen: those whom the model accepts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.faults import Damaged, Refused
from scoring.features import Feature
from scoring.reasons.families import FAMILIES, places, summed

Value = float | str | None


@dataclass(frozen=True)
class Usual:
    """What a feature's value usually is among the accepted clients of whom it is known; None if of nobody.

    It is the (lower) median of numbers, so a value that some client has, and the most frequent
    category. `share` is that of the category, or of the 1s of a flag; None for other numbers.
    """

    value: Value
    share: float | None

    @classmethod
    def of(cls, known: pa.ChunkedArray, feature: Feature) -> Self:
        """Look at the accepted clients' values of one feature."""
        if feature.kind == "category":
            return cls._category(known.drop_null())
        numbers = known.to_numpy()
        numbers = numbers[~np.isnan(numbers)]
        if not len(numbers):
            return cls(None, None)
        middle = (len(numbers) - 1) // 2
        median = float(np.partition(numbers, middle)[middle])
        return cls(median, float(numbers.mean()) if feature.unit == "flag" else None)

    @classmethod
    def _category(cls, known: pa.ChunkedArray) -> Self:
        if not len(known):
            return cls(None, None)
        counts = {found["values"]: found["counts"] for found in pc.value_counts(known).to_pylist()}
        most = min(counts, key=lambda name: (-counts[name], name))
        return cls(str(most), counts[most] / len(known))


@dataclass(frozen=True)
class Reference:
    """The accepted clients: how many, and per feature their mean contribution (log-odds) and usual value.

    `names` are the k features in the bundle's order. `weights` are the mean absolute contributions
    of all clients by feature, `subjects` those of the families' sums, in the order of FAMILIES.
    """

    names: tuple[str, ...]
    clients: int
    means: np.ndarray
    usual: tuple[Usual, ...]
    weights: np.ndarray
    subjects: np.ndarray

    @cached_property
    def place(self) -> np.ndarray:
        """Place of each feature's family in FAMILIES, shape (k,)."""
        return places(self.names)

    def write(self, path: Path) -> None:
        """Write the reference as JSON, numbers to the last digit."""
        rows = zip(self.names, self.means.tolist(), self.weights.tolist(), self.usual, strict=True)
        record = {
            "clients": self.clients,
            "features": {
                name: {"mean": mean, "weight": weight, "usual": usual.value, "share": usual.share}
                for name, mean, weight, usual in rows
            },
            "families": {one.name: weight for one, weight in zip(FAMILIES, self.subjects.tolist(), strict=True)},
        }
        path.write_text(json.dumps(record, indent=1, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, path: Path, features: Sequence[Feature]) -> Self:
        """Read the reference of a bundle's features; raises Damaged when there is none that can be read."""
        names = tuple(feature.name for feature in features)
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            rows = [record["features"][name] for name in names]
            return cls(
                names,
                record["clients"],
                np.array([row["mean"] for row in rows]),
                tuple(Usual(row["usual"], row["share"]) for row in rows),
                np.array([row["weight"] for row in rows]),
                np.array([record["families"].get(one.name, 0.0) for one in FAMILIES]),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Damaged(f"{path}: missing or of another version; run: scoring publish") from error


@dataclass
class Tally:
    """Adds up contributions, some clients at a time, into what a reference says of them."""

    names: tuple[str, ...]
    clients: int = 0
    accepted: int = 0
    _sums: list[np.ndarray] = field(default_factory=list)

    def add(self, values: np.ndarray, granted: np.ndarray) -> None:
        """Add n clients' contributions (n, k), and whether each is granted, (n,)."""
        parts = (values[granted], np.abs(values), np.abs(summed(values, places(self.names))))
        totals = [part.sum(axis=0) for part in parts]
        self._sums = [before + now for before, now in zip(self._sums, totals, strict=True)] if self._sums else totals
        self.clients, self.accepted = self.clients + len(values), self.accepted + int(granted.sum())

    def reference(self, usual: Sequence[Usual]) -> Reference:
        """Make the reference; raises Refused when nobody is accepted: there is nobody to compare with."""
        if not self.accepted:
            raise Refused("the model accepts none of these clients: reasons need accepted ones; train on other data")
        means, weights, subjects = self._sums
        return Reference(
            self.names,
            self.accepted,
            means / self.accepted,
            tuple(usual),
            weights / self.clients,
            subjects / self.clients,
        )
