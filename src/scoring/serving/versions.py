"""What is told of one version of a client's file: fields of the application, and histories by table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scoring import store
from scoring.features.application import AUDIT_ONLY
from scoring.tables import APPLICATION, CLIENT, HISTORIES, TARGET

HIDDEN = (CLIENT, TARGET, *AUDIT_ONLY)
"""Columns of the application that are kept and not shown."""
Fields = Mapping[str, Any]
Histories = Mapping[str, Sequence[Mapping[str, Any]]]


def told(version: store.Version) -> tuple[Fields, Histories]:
    """Give the fields and the histories of a version."""
    (application,) = version.staged[APPLICATION.name]
    fields = {name: value for name, value in application.items() if name not in HIDDEN}
    return fields, {table.name: version.staged[table.name] for table in HISTORIES}


def named(fields: Fields, histories: Histories, names: Iterable[str]) -> dict[str, Any]:
    """Give fields and whole histories by their names."""
    return {name: histories.get(name, fields.get(name)) for name in names}
