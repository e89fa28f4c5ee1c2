"""Reasons on a whole portfolio: what they are compared with, whether they hold, and how stable they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from scoring import groups, model, reasons, store
from scoring.features import Feature
from scoring.tables import CLIENT

SAMPLE = 1_000
"""Clients on whom the folds' models are asked for reasons too."""
TITLE = "Reasons on the published portfolio"
TEXT = (
    "Reasons are families of features whose contributions differ most from those of accepted clients. The check "
    "replaces what is said (against those refused, in favour of those granted) by what is usual among accepted "
    "clients, scores again and looks whether the decision changes. Stability compares the deployed model's family "
    "contributions with those of the models that each left a part of the clients out."
)


def usual_values(columns: Path, features: tuple[Feature, ...]) -> list[reasons.Usual]:
    """Find what is usual among the accepted clients of published columns, one column in memory at a time."""
    file = pq.ParquetFile(columns)
    granted = file.read([groups.GRANTED]).column(0)
    return [reasons.Usual.of(file.read([feature.name]).column(0).filter(granted), feature) for feature in features]


class Check:
    """Checks the reasons of every client, some at a time, and gathers what the card says of them."""

    def __init__(self, bundle: model.Bundle, reference: reasons.Reference, clients: int) -> None:
        self._bundle, self._reference = bundle, reference
        self._every, self._seen = max(1, -(-clients // SAMPLE)), 0
        self._sample: list[pa.Table] = []
        self._counts = {granted: np.zeros(2, dtype=int) for granted in (False, True)}

    def add(self, table: pa.Table, contributions: np.ndarray) -> np.ndarray:
        """Score n published clients without the reasons that decided, shape (n,)."""
        granted = table.column(groups.GRANTED).to_numpy(zero_copy_only=False)
        neutral = reasons.neutral_probability(self._bundle, table, contributions, granted, self._reference)
        flips = model.refused(neutral, self._bundle.manifest.threshold) == granted
        for decision, counts in self._counts.items():
            chosen = granted == decision
            counts += chosen.sum(), (flips & chosen).sum()
        self._sample.append(table.take(np.arange(-self._seen % self._every, table.num_rows, self._every)))
        self._seen += table.num_rows
        return neutral

    def rows(self) -> list[tuple[str, str]]:
        """Say what was found, for the card."""
        said = [
            (f"{decision} whose decision changes without the reasons {side}", _share(*self._counts[granted]))
            for granted, decision, side in ((False, "refused", "against"), (True, "granted", "in favour"))
        ]
        sample = pa.concat_tables(self._sample)
        granted = sample.column(groups.GRANTED).to_numpy(zero_copy_only=False)
        return said + (_stability(reasons.stability(self._bundle, sample, granted)) if granted.any() else [])


def write_card(
    trained: Path, folder: Path, rows: list[tuple[str, str]], policies: Sequence[Mapping[str, object]]
) -> None:
    """Write the bundle's model card into a store, with what its reasons do there and what policies cost, if known."""
    text = model.with_policies(model.read_card(trained), policies)
    text = model.with_section(text, TITLE, TEXT, rows)
    (folder / store.CARD).write_text(text, encoding="utf-8")
    (folder / store.CARD_PAGE).write_text(model.card_html(text), encoding="utf-8")


def check_clients(writer: store.ClientWriter, batches: Iterator[pa.Table], check: Check) -> None:
    """Write each published client's check beside their score."""
    for table in batches:
        ids = table.column(CLIENT).to_pylist()
        writer.check(ids, check.add(table, writer.contributions(ids)))


def _share(clients: int, flips: int) -> str:
    return f"{flips / clients:.1%} ({flips:,} of {clients:,})" if clients else "there are none"


def _stability(found: reasons.Stability) -> list[tuple[str, str]]:
    asked = f"mean over {found.models} models and {found.clients:,} clients"
    return [
        (f"rank correlation of family contributions, {asked}", f"{found.rank:.3f}"),
        (f"stated reasons that push the same way, {asked}", f"{found.sign:.1%}"),
    ]
