"""What faces ask to be recorded, as the ledger writes it; and its records, as faces read them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, NamedTuple

from scoring.faults import Refused, refuse_if
from scoring.ledger import (
    KINDS,
    OVERRIDES,
    Actor,
    Entry,
    FirstOpinion,
    Record,
    ScoreShown,
    View,
)
from scoring.serving.corrections import corrections
from scoring.serving.questions import (
    ACTS,
    AMENDERS,
    DECIDES,
    GIVEN,
    SIGNERS,
    Act,
    History,
    Line,
    Matter,
    Score,
    StandingDecision,
    unanswered,
)
from scoring.serving.standing import Rule, may_review, may_sign, standing
from scoring.settings import OWNER

if TYPE_CHECKING:
    from scoring.ledger import Ledger  # SQLAlchemy comes with it

RECORDS: dict[str, type[Record]] = {kind: KINDS[kind] for kind in ACTS}
"""The ledger's kind of each act."""


def record_of(client: int, act: Act) -> Record:
    """Give what the ledger is to record. Raises Refused with every member that is missing or not this kind's."""
    refuse_if([] if act.kind in RECORDS else [f"there is no act of that kind; allowed: {', '.join(ACTS)}"])
    kind = RECORDS[act.kind]
    given = {name: value for name, value in vars(act).items() if value is not None and name not in ("kind", "refers")}
    refuse_if(_faults(kind, given))
    if act.what == "letter" and None in (act.refers, act.sha256):
        raise Refused("view: of a letter give refers, the decision that it tells, and sha256, that of its text")
    return kind(client, **given)


def request_of(client: int, names: Collection[str], ledger: Ledger) -> int | None:
    """Give the number of the newest open request to correct fields that are all among these; None where none is."""
    entries = {entry.sequence: entry for entry in ledger.of_client(client)}
    asked = (entries[number] for number in reversed(waiting("correction", entries.values())))
    return next((one.sequence for one in asked if one.personal and one.personal["after"].keys() <= {*names}), None)


class _Mark(NamedTuple):
    number: int
    kind: str
    refers: int | None
    agrees: bool | None


def waiting(matter: Matter, entries: Iterable[Entry]) -> list[int]:
    """Give the numbers of the entries of a matter that none of the entries answers, in their order."""
    marks = (_Mark(one.sequence, one.kind, one.refers, one.facts.get("agrees")) for one in entries)
    return [mark.number for mark in unanswered(matter, marks)]


def history_of(client: int, score: Score, ledger: Ledger, actor: Actor) -> History:
    """Read what was recorded of a client, and what stands by their score.

    What a later record refers to is there after it was erased, too.
    """
    acts: dict[int, Line] = {}
    looks, opinion = 0, None
    shown: dict[str, Rule] = {}
    by: Rule | None = None
    for entry in ledger.of_client(client):
        if entry.kind == FirstOpinion.kind and entry.actor.name == actor.name:
            opinion = opinion or entry.facts["opinion"]
        if entry.kind == ScoreShown.kind:
            shown[entry.actor.name] = Rule(entry.facts["model"], entry.facts["threshold"])
        if entry.kind in DECIDES:
            by = shown.get(entry.actor.name, by)  # who was shown none replaced what was decided by that rule
        if _is_look(entry):
            looks += 1
        else:
            acts[entry.sequence] = line(entry)
    for number in {one.refers for one in acts.values() if one.refers} - acts.keys():
        referred = ledger.get(number)
        if referred.personal is None and not _is_look(referred):
            acts[number] = line(referred)
    lines = tuple(acts[number] for number in sorted(acts))
    stands = standing(lines, score, by)
    return History(True, lines, looks, tuple(OVERRIDES), stands, opinion, **_allowed(actor, lines, stands))


def _allowed(actor: Actor, lines: Sequence[Line], stands: StandingDecision | None) -> dict[str, bool]:
    """Say what an actor may do about a client, by the members of a history."""
    roles = {*actor.role.split(", ")}
    return {
        "may_amend": not roles.isdisjoint({OWNER, *AMENDERS}),
        "may_sign": not roles.isdisjoint({OWNER, *SIGNERS}) and may_sign(stands, actor.name),
        "may_review": may_review(lines, actor.name),
    }


def line(entry: Entry) -> Line:
    """Give a record as faces read it."""
    known = {**entry.facts, **(entry.personal or {})}
    names = ("outcome", "opinion", "code", "agrees", "what", "text", "before", "after", "sha256")
    return Line(
        number=entry.sequence,
        at=entry.at.isoformat(),
        actor=entry.actor.name,
        role=entry.actor.role,
        kind=entry.kind,
        refers=entry.refers,
        **{name: known.get(name) for name in names},
        erased=entry.personal is None,
        corrected=corrections(known.get("before", {}), known.get("after", {})) if "after" in known else (),
    )


def _is_look(entry: Entry) -> bool:
    """Say whether a record tells of something shown on a screen, not of something done."""
    return entry.kind == ScoreShown.kind or (entry.kind == View.kind and entry.facts.get("what") not in GIVEN)


def _faults(kind: type[Record], given: dict[str, object]) -> Iterator[str]:
    members = {one.name for one in fields(Act)}
    known = {one.name: one for one in fields(kind) if one.name in members}
    if stray := ", ".join(given.keys() - known.keys()):
        yield f"{kind.kind}: has no {stray}; it has: {', '.join(known)}"
    needed = [name for name, one in known.items() if one.default is MISSING and one.default_factory is MISSING]
    if missing := ", ".join(name for name in needed if name not in given):
        yield f"{kind.kind}: {missing} must be given"
    if kind is View and given.get("what") not in (None, *GIVEN):
        yield f"view: what is not allowed; give {' or '.join(GIVEN)}"
