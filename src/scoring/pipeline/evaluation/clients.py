"""The clients that models are compared on, and the groups they are told apart by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from scoring.features import FEATURES, Feature, policy
from scoring.pipeline.labelled import Labelled
from scoring.pipeline.layout import Layout
from scoring.pipeline.policies import EVERYONE
from scoring.settings import Settings
from scoring.tables import APPLICATION, CLIENT, HISTORIES

KNOWN, UNKNOWN = "with histories", "without histories"


@dataclass(frozen=True)
class Clients:
    """The n labelled clients: feature rows, outcomes (0/1), folds from 0, and who is in which group (masks)."""

    table: pa.Table
    target: np.ndarray
    fold: np.ndarray
    groups: dict[str, np.ndarray]


def labelled(settings: Settings) -> Clients:
    """Give the labelled clients; groups without a client are left out.

    Raises Refused when features are not computed or not of what is staged.
    """
    found = Labelled.of(settings)
    known = with_history(Layout.of(settings).staged, found.clients)
    groups = {EVERYONE: np.ones(len(known), dtype=bool), KNOWN: known, UNKNOWN: ~known}
    present = {name: held for name, held in groups.items() if held.any()}
    return Clients(found.rows(), found.target, found.fold, present)


def with_history(staged: Path, clients: np.ndarray) -> np.ndarray:
    """Say of n clients whether any history table has a row for them."""
    found = np.zeros(len(clients), dtype=bool)
    for table in HISTORIES:
        ids = pq.read_table(staged / f"{table.name}.parquet", columns=[CLIENT]).column(CLIENT)
        found |= np.isin(clients, pc.unique(pc.drop_null(ids)).to_numpy())
    return found


def without(table: pa.Table, kept: Collection[Feature]) -> pa.Table:
    """Give feature rows where all features but those `kept` are as of a client without any history."""
    for feature in FEATURES:
        if feature not in kept:
            position = table.column_names.index(feature.name)
            absent = pa.scalar(feature.absent, table.schema.field(position).type)
            table = table.set_column(position, feature.name, pa.repeat(absent, table.num_rows))
    return table


def with_sex(staged: Path, table: pa.Table) -> pa.Table:
    """Add to feature rows what never enters a model that is kept: only to measure what that costs."""
    names = [feature.name for feature in policy.SEX]
    applications = pq.read_table(staged / f"{APPLICATION.name}.parquet", columns=[CLIENT, *names])
    rows = applications.take(pc.index_in(table.column(CLIENT), applications.column(CLIENT)))
    for name in names:
        table = table.append_column(name, rows.column(name))
    return table
