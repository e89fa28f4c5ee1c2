"""What the ledger tells of all clients: how often scores were overridden, and what waits for a person."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from scoring.ledger import CostPolicySigned, Entry, Override
from scoring.serving.acts import waiting
from scoring.serving.questions import (
    DECIDES,
    MATTERS,
    OF_A_SCORE,
    CodeCount,
    CostPolicy,
    Matter,
    Oversight,
    Waiting,
)

if TYPE_CHECKING:
    from scoring.ledger import Ledger  # SQLAlchemy comes with it

REQUESTS: tuple[Matter, ...] = ("review", "correction")
"""Matters that wait wherever they are open; a signature does near the threshold alone."""
KINDS = {*DECIDES, CostPolicySigned.kind, *(kind for turn in MATTERS.values() for kinds in turn for kind in kinds)}


def oversight_of(ledger: Ledger) -> Oversight:
    """Read what was decided of all clients, erased or not, and what of the rest is still open."""
    entries = {entry.sequence: entry for entry in ledger.of_kinds(*KINDS)}
    policies = [entry for entry in entries.values() if entry.kind == CostPolicySigned.kind]
    overrides = [entry for entry in entries.values() if entry.kind == Override.kind]
    begun = _beginnings(entries)
    codes = Counter(entry.facts["code"] for entry in overrides)
    return Oversight(
        kept=True,
        decided=len({begun[entry.sequence] for entry in entries.values() if entry.kind in OF_A_SCORE}),
        overridden=len({begun[entry.sequence] for entry in overrides}),
        to_granted=sum(entry.facts["outcome"] == "granted" for entry in overrides),
        codes=tuple(CodeCount(*one) for one in codes.most_common()),
        waiting=tuple(sorted((*_requests(entries), *_signatures(ledger, entries, begun)), key=lambda one: one.number)),
        policy=signed(policies[-1]) if policies else None,
    )


def signed(entry: Entry) -> CostPolicy:
    """Give a signed policy as faces read it."""
    return CostPolicy(entry.sequence, entry.at.isoformat(), entry.actor.name, entry.actor.role, **entry.facts)


def _beginnings(entries: Mapping[int, Entry]) -> dict[int, int]:
    """Give for each record the first one about the same score: what refers to a record goes where that one goes."""
    begun: dict[int, int] = {}
    for number, entry in entries.items():
        begun[number] = begun.get(entry.refers or 0, number)
    return begun


def _requests(entries: Mapping[int, Entry]) -> Iterator[Waiting]:
    for matter in REQUESTS:
        for number in waiting(matter, entries.values()):
            entry = entries[number]
            if entry.personal is not None:
                yield _waiting(entry, matter, entry.personal)


def _signatures(ledger: Ledger, entries: Mapping[int, Entry], begun: Mapping[int, int]) -> Iterator[Waiting]:
    """Give what stands of a client, is not signed, and answers a score that asked for a second look."""
    open_ones = {*waiting("signature", entries.values())}
    stands = {entry.personal["client"]: entry for entry in entries.values() if entry.kind in DECIDES and entry.personal}
    unsigned = [one for one in stands.values() if one.sequence in open_ones]
    answered = {one.sequence: entries[begun[one.sequence]].refers for one in unsigned}
    shown = ledger.numbered(sorted({number for number in answered.values() if number is not None}))
    doubtful = {one.sequence for one in shown if one.personal and json.loads(one.personal["answer"]).get("review")}
    for entry in unsigned:
        if answered[entry.sequence] in doubtful and entry.personal:
            yield _waiting(entry, "signature", entry.personal)


def _waiting(entry: Entry, matter: Matter, personal: Mapping[str, int]) -> Waiting:
    return Waiting(entry.sequence, entry.at.isoformat(), matter, personal["client"], entry.actor.name)
