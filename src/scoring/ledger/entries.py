"""Records as they stand in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scoring.faults import Refused
from scoring.ledger.record import Actor, Record
from scoring.ledger.records import KINDS


class Erased(Refused):
    """A record whose payload was erased: what it held cannot be told any more."""


@dataclass(frozen=True)
class Entry:
    """A record as it stands in the ledger; `personal` is None once its payload was erased."""

    sequence: int
    at: datetime
    actor: Actor
    kind: str
    refers: int | None
    facts: Mapping[str, Any]
    personal: Mapping[str, Any] | None

    @property
    def record(self) -> Record:
        """The record that was written. Raises Erased when its payload is gone."""
        if self.personal is None:
            raise Erased(f"record {self.sequence}: its payload was erased")
        values = {**self.facts, **self.personal}
        return KINDS[self.kind](**{name: _frozen(value) for name, value in values.items()})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
