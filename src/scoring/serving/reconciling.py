"""Amendments and the records that tell of them: one that is not as recorded is a fault, one not recorded is recorded.

An amendment stands before it is recorded, so that a kill between the two leaves it without a record.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring import store
from scoring.aside import locked
from scoring.faults import Damaged
from scoring.ledger import Actor, Correction, Entry, Erasure
from scoring.serving.versions import named, told

if TYPE_CHECKING:
    from scoring.ledger import Ledger  # SQLAlchemy comes with it

FINDER = Actor("scoring", "operator")
"""By whom such a correction is recorded: who made it, nobody knows any more."""
MEND = "put back a copy of it (scoring restore)"
LOST = "where there is none: scoring ledger verify --lost"
Made = Mapping[str, Mapping[int, Sequence[Entry]]]
"""Records that tell of an amendment, by store and client."""


@dataclass(frozen=True)
class Found:
    """What is kept of an amendment once it is read: it holds all of a client's file, twice, and many are read.

    `wrong` says how it is not the one that was recorded; `lacking` is the record that it would have, where
    none names it and none that nobody can read any more may tell of it.
    """

    store: str
    client: int
    at: str
    wrong: str | None = None
    lacking: Correction | None = None


def reconciled(folder: Path, ledger: Ledger) -> list[Entry]:
    """Record every amendment of a folder that the ledger does not tell of, with its own time; give the records.

    Nobody amends meanwhile. Raises Damaged for an amendment that is not the one that was written, or that
    was recorded, and where the last one that was recorded of a client is gone.
    """
    with locked(folder) if folder.is_dir() else nullcontext():
        entries = list(ledger.of_kinds(Correction.kind, Erasure.kind))
        corrections = [entry for entry in entries if entry.kind == Correction.kind]
        found = list(_found(folder, corrections, _erased_before(entries)))
        _check_there(folder, _by_store(folder, corrections), found)
        _check_same(found)
        return ledger.append_all(FINDER, _unrecorded(corrections, found))


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.sqlite"


def lost(folder: Path, ledger: Ledger, actor: Actor) -> list[Entry]:
    """Record that amendments are lost for good, as an actor says, and what their clients' files say again."""
    with locked(folder) if folder.is_dir() else nullcontext():
        made = _by_store(folder, ledger.of_kinds(Correction.kind))
        read = ((name, one) for name, clients in made.items() for one in _read(_file(folder, name), clients))
        there = {(name, one.client, one.at) for name, one in read}
        return ledger.append_all(actor, [_lost(gone) for gone in _gone(made, there)])


def _lost(gone: Sequence[Entry]) -> Correction:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for one in gone:
        said = one.personal or {}
        before |= said["after"]
        after = said["before"] | after
    last = gone[-1]
    return Correction((last.personal or {})["client"], before, after, last.facts["store"])


def _check_there(folder: Path, made: Made, found: Iterable[Found]) -> None:
    """Raise Damaged where a client's last amendment that a record tells of is gone, and not said to be lost."""
    for gone in _gone(made, {(one.store, one.client, one.at) for one in found}):
        path = _file(folder, gone[-1].facts["store"])
        raise Damaged(f"{path}: the amendment of record {gone[-1].sequence} is gone; {MEND} or, {LOST}")


def _gone(made: Made, there: Container[tuple[str, int, str]]) -> Iterator[list[Entry]]:
    """Give by client the records whose amendment, told by store, client and time, is gone, where the last one is.

    Those before it may be gone: they are erased by rule. The last one never is, as long as its store is there.
    """
    for name, clients in made.items():
        for client, entries in clients.items():
            gone = [one for one in entries if (name, client, one.facts["amended"]) not in there]
            if gone and entries[-1] is gone[-1]:
                yield gone


def _by_store(folder: Path, corrections: Iterable[Entry]) -> Made:
    """Give the records that can be read and tell of an amendment, not said to be lost, beside a store that is there."""
    made: dict[str, dict[int, list[Entry]]] = {}
    for one in corrections:
        if one.personal is not None and (name := one.facts.get("store")):
            of_client = made.setdefault(name, {}).setdefault(one.personal["client"], [])
            if one.facts["amended"] is None:  # what was before was said to be lost
                of_client.clear()
            else:
                of_client.append(one)
    return {name: clients for name, clients in made.items() if (folder.parent / "store" / name).is_dir()}


def _found(folder: Path, corrections: Iterable[Entry], erased: str) -> Iterator[Found]:
    """Read every amendment of a folder once, and hold it to the record that names it."""
    recorded = {(one.facts["store"], one.facts["amended"]): one for one in corrections if "amended" in one.facts}
    for path in sorted(folder.glob("*.sqlite")):
        for one in _read(path):
            entry = recorded.get((path.stem, one.at))
            wrong = None if entry is None else _difference(path, one, entry)
            lacking = _correction(path.stem, one) if entry is None and one.at >= erased else None
            yield Found(path.stem, one.client, one.at, wrong, lacking)


def _read(path: Path, clients: Iterable[int] | None = None) -> Iterator[store.Amendment]:
    """Give the amendments of a file, a client at a time: of some clients, or of all."""
    with closing(store.Amendments(path)) as amended:
        for client in [one for one, _ in amended.times()] if clients is None else clients:
            yield from amended.of_client(client)


def _difference(path: Path, amendment: store.Amendment, entry: Entry) -> str | None:
    """Say that an amendment is not the one that was recorded; early records do not say which it was."""
    found, after = amendment.hashes, entry.facts.get("after_hash")
    before = None if entry.personal is None or amendment.erased else entry.personal.get("before_hash")
    if after in (None, found.after) and before in (None, found.before):
        return None
    return f"{path}: amendment {amendment.number} is not the one of record {entry.sequence}; {MEND}"


def _check_same(found: Iterable[Found]) -> None:
    """Raise Damaged for an amendment that is not the one that was recorded."""
    for one in found:
        if one.wrong is not None:
            raise Damaged(one.wrong)


def _unrecorded(corrections: Iterable[Entry], found: Sequence[Found]) -> Iterator[Correction]:
    by_time = _before_they_were_named(corrections, found)
    for one in found:
        if one.lacking is not None and (one.client, one.at) not in by_time:
            yield one.lacking


def _erased_before(entries: Sequence[Entry]) -> str:
    """Give the time before which an amendment may have been told of by a record that nobody can read any more.

    Records that name their amendment do so for ever: there is no such time where all of them do.
    """
    erasures = [one.facts["before"] for one in entries if one.kind == Erasure.kind]
    corrections = [one for one in entries if one.kind == Correction.kind]
    if all("amended" in one.facts or one.personal is not None for one in corrections):
        return ""
    return max(erasures, default="")


def _before_they_were_named(corrections: Iterable[Entry], found: Iterable[Found]) -> set[tuple[int, str]]:
    """Give client and time of the amendments told of by records which do not name them: the last before each."""
    unnamed = [
        (int(entry.personal["client"]), entry.at)
        for entry in corrections
        if "amended" not in entry.facts and entry.personal is not None
    ]
    times: dict[int, list[str]] = {}
    for one in found:
        times.setdefault(one.client, []).append(one.at)
    named_by_time: set[tuple[int, str]] = set()
    for client, recorded in unnamed:
        before = [at for at in times.get(client, ()) if datetime.fromisoformat(at) <= recorded]
        named_by_time |= {(client, max(before))} if before else set()
    return named_by_time


def _correction(name: str, amendment: store.Amendment) -> Correction:
    """Say what an amendment changed, all of the file where it changed nothing."""
    after = told(amendment.after)
    before = ({}, {name: [] for name in after[1]}) if amendment.before is None else told(amendment.before)
    names = [*after[0], *after[1]]
    was, now = named(*before, names), named(*after, names)
    changed = [one for one in names if was[one] != now[one]] or names
    return Correction(
        amendment.client,
        {one: was[one] for one in changed},
        {one: now[one] for one in changed},
        name,
        amendment.at,
        amendment.hashes.after,
        amendment.hashes.before,
    )
