"""What the ledger tells of all clients: how often scores were overridden, and what waits for a person."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping

from scoring.ledger import (
    Correction,
    CorrectionDeclined,
    CorrectionRequest,
    CostPolicySigned,
    Entry,
    Ledger,
    Override,
    ReviewOutcome,
    ReviewRequest,
    Signature,
)
from scoring.serving.acts import OF_A_SCORE
from scoring.serving.questions import DECIDES, CodeCount, CostPolicy, Matter, Oversight, Waiting

ENDS: Mapping[str, tuple[str, ...]] = {
    ReviewRequest.kind: (ReviewOutcome.kind,),
    CorrectionRequest.kind: (Correction.kind, CorrectionDeclined.kind),
}
"""What answers each kind of request, after which it no longer waits."""
MATTERS: Mapping[str, Matter] = {ReviewRequest.kind: "review", CorrectionRequest.kind: "correction"}
KINDS = (*DECIDES, Signature.kind, *ENDS, Correction.kind, CorrectionDeclined.kind, CostPolicySigned.kind)


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
    closed = {(entry.refers, entry.kind) for entry in entries.values()}
    for number, entry in entries.items():
        ended = any((number, kind) in closed for kind in ENDS.get(entry.kind, ()))
        if entry.kind in ENDS and not ended and entry.personal is not None:
            yield _waiting(entry, MATTERS[entry.kind], entry.personal)


def _signatures(ledger: Ledger, entries: Mapping[int, Entry], begun: Mapping[int, int]) -> Iterator[Waiting]:
    """Give what stands of a client, is not signed, and answers a score that asked for a second look."""
    agreed = {entry.refers for entry in entries.values() if entry.kind == Signature.kind and entry.facts["agrees"]}
    stands = {entry.personal["client"]: entry for entry in entries.values() if entry.kind in DECIDES and entry.personal}
    unsigned = [one for one in stands.values() if one.kind in OF_A_SCORE and one.sequence not in agreed]
    answered = {one.sequence: entries[begun[one.sequence]].refers for one in unsigned}
    shown = ledger.numbered(sorted({number for number in answered.values() if number is not None}))
    doubtful = {one.sequence for one in shown if one.personal and json.loads(one.personal["answer"]).get("review")}
    for entry in unsigned:
        if answered[entry.sequence] in doubtful and entry.personal:
            yield _waiting(entry, "signature", entry.personal)


def _waiting(entry: Entry, matter: Matter, personal: Mapping[str, int]) -> Waiting:
    return Waiting(entry.sequence, entry.at.isoformat(), matter, personal["client"], entry.actor.name)
