"""Answers about what is known of one client: fields as received, and features computed from them."""

from __future__ import annotations

from functools import cache

from scoring.faults import UnknownName
from scoring.features import Feature
from scoring.features.application import RAW
from scoring.features.dictionary import source
from scoring.serving.opened import Opened
from scoring.serving.questions import Client, Field, Value
from scoring.serving.sections import ESSENTIAL, SECTIONS, section


class Fields:
    """Describes clients of one store."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def client(self, client: int) -> Client:
        """Give the application columns that are features; what is kept for audit is not shown."""
        row = self._opened.row(client)
        values = self._opened.named(row)
        fields = tuple(field(f, values[f.name]) for f in RAW if f.name in values)
        return Client(client, fields, row.amended is not None, row.amended)

    def features(self, client: int, section: str | None = None) -> tuple[Field, ...]:
        """Give the computed features of the bundle, of one section or of all."""
        if section is not None and section not in SECTIONS:
            raise UnknownName(f"there is no such section; allowed: {', '.join(SECTIONS)}")
        values = self._opened.values(client)
        made = (field(f, values[f.name]) for f in self._opened.features if f not in _RAW)
        return tuple(one for one in made if section in (None, one.section))


_RAW = frozenset(RAW)


def field(feature: Feature, value: Value) -> Field:
    """Describe a feature's value."""
    return Field(feature.name, value, feature.unit, *_placed(feature))


@cache
def _placed(feature: Feature) -> tuple[str, str, bool]:
    """Give a feature's table, its section, and whether it is shown first: looked up once, told with every client."""
    return source(feature), section(feature), feature.name in ESSENTIAL
