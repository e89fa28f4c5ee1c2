"""Retention: what is personal goes by one rule, from records first and then from amendments that they rested on.

An amendment that was in force at the time before which is erased stays: it is the client's file as
it is answered of, and what is shown since rests on it. It goes once another is in force for as
long, or once the store that it amends is gone.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime

from scoring import store
from scoring.keeping.contents import STORES
from scoring.ledger import Actor, Ledger
from scoring.ledger.rule import over_before
from scoring.settings import Settings


@dataclass(frozen=True)
class Erasure:
    """From how many records and amendments what is personal was erased."""

    records: int
    amendments: int


def erase(settings: Settings, actor: Actor, before: datetime | None = None) -> Erasure:
    """Erase what is personal and older than a time, by default than the rule keeps it.

    Every file of amendments is checked first, and kept from other writers until its turn. Raises
    Refused for a time that the rule does not let go yet, and where nothing is kept; Damaged and
    Unavailable for a file of amendments, before anything is erased.
    """
    time = over_before(settings.ledger_months, before)
    files = sorted((settings.data / store.AMENDED).glob("*.sqlite"))
    with ExitStack() as checked:
        erases = [checked.enter_context(store.erasing(file)) for file in files]
        # Where nothing is recorded, amendments may still be over their time.
        ledger = Ledger.find(settings) if files else Ledger.existing(settings)
        records = 0
        if ledger is not None:
            with closing(ledger):
                records = ledger.erase(actor, time)
        text, stores = time.isoformat(timespec="microseconds"), settings.data / STORES
        served = [(stores / file.stem).is_dir() for file in files]
        return Erasure(records, sum(erase(text, is_served) for erase, is_served in zip(erases, served, strict=True)))
