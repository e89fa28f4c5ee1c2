"""Amendments and the records that tell of them: one that is not as recorded is a fault, one not recorded is recorded.

An amendment stands before it is recorded, so that a kill between the two leaves it without a record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring import store
from scoring.aside import locked
from scoring.faults import Damaged
from scoring.ledger import Actor, Correction, Entry, Erasure
from scoring.serving.questions import Amendment
from scoring.serving.versions import named, told

if TYPE_CHECKING:
    from scoring.ledger import Ledger  # SQLAlchemy comes with it

FINDER = Actor("scoring", "operator")
"""By whom such a correction is recorded: who made it, nobody knows any more."""
MEND = "put back a copy of it (scoring restore)"
LOST = "where there is none: scoring ledger verify --lost"


def reconciled(folder: Path, ledger: Ledger) -> list[Entry]:
    """Record every amendment of a folder that the ledger does not tell of, with its own time; give the records.

    Nobody amends meanwhile. Raises Damaged for an amendment that is not the one that was written, or that
    was recorded, and where the last one that was recorded of a client is gone.
    """
    with locked(folder) if folder.is_dir() else nullcontext():
        entries = list(ledger.of_kinds(Correction.kind, Erasure.kind))
        corrections = [entry for entry in entries if entry.kind == Correction.kind]
        _check_there(folder, corrections)
        return ledger.append_all(FINDER, list(_unrecorded(folder, corrections, _erased_before(entries))))


def hashes(folder: Path, made: Amendment) -> store.Hashes:
    """Give what is to be recorded of an amendment just made in a folder; raises Damaged where it is gone again."""
    path = _file(folder, made.store)
    with closing(store.Amendments(path)) as amended:
        for one in amended.of_client(made.client):
            if one.at == made.at:
                return one.hashes
    raise Damaged(f"{path}: an amendment of {made.at} is not there any more; {MEND}")


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.sqlite"


def lost(folder: Path, ledger: Ledger, actor: Actor) -> list[Entry]:
    """Record that amendments are lost for good, as an actor says, and what their clients' files say again."""
    with locked(folder) if folder.is_dir() else nullcontext():
        return ledger.append_all(actor, [_lost(gone) for gone in _gone(folder, ledger.of_kinds(Correction.kind))])


def _lost(gone: Sequence[Entry]) -> Correction:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for one in gone:
        said = one.personal or {}
        before |= said["after"]
        after = said["before"] | after
    last = gone[-1]
    return Correction((last.personal or {})["client"], before, after, last.facts["store"])


def _check_there(folder: Path, corrections: Iterable[Entry]) -> None:
    """Raise Damaged where a client's last amendment that a record tells of is gone, and not said to be lost."""
    for gone in _gone(folder, corrections):
        path = _file(folder, gone[-1].facts["store"])
        raise Damaged(f"{path}: the amendment of record {gone[-1].sequence} is gone; {MEND} or, {LOST}")


def _gone(folder: Path, corrections: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Give by client the records whose amendment is gone, where the last one is, from beside a store that is there.

    Those before it may be gone: they are erased by rule. The last one never is, as long as its store is there.
    """
    for name, clients in _by_store(corrections).items():
        if not (folder.parent / "store" / name).is_dir():
            continue
        with closing(store.Amendments(_file(folder, name))) as amended:
            times = {client: {one.at for one in amended.of_client(client)} for client in clients}
        for client, entries in clients.items():
            gone = [one for one in entries if one.facts["amended"] not in times[client]]
            if gone and entries[-1] is gone[-1]:
                yield gone


def _by_store(corrections: Iterable[Entry]) -> dict[str, dict[int, list[Entry]]]:
    """Give by store and client the records that can be read and tell of an amendment, without those said to be lost."""
    made: dict[str, dict[int, list[Entry]]] = {}
    for one in corrections:
        if one.personal is not None and (name := one.facts.get("store")):
            of_client = made.setdefault(name, {}).setdefault(one.personal["client"], [])
            if one.facts["amended"] is None:  # what was before was said to be lost
                of_client.clear()
            else:
                of_client.append(one)
    return made


def _unrecorded(folder: Path, corrections: Sequence[Entry], erased: str) -> Iterator[Correction]:
    recorded = {(one.facts["store"], one.facts["amended"]): one for one in corrections if "amended" in one.facts}
    by_time = _before_they_were_named(folder, corrections)
    for name, amendment in _amendments(folder):
        entry = recorded.get((name, amendment.at))
        if entry is not None:
            _check_same(_file(folder, name), amendment, entry)
        elif amendment.at >= erased and (amendment.client, amendment.at) not in by_time:
            yield _correction(name, amendment)


def _check_same(path: Path, amendment: store.Amendment, entry: Entry) -> None:
    """Raise Damaged for an amendment that is not the one that was recorded; early records do not say which it was."""
    found, after = amendment.hashes, entry.facts.get("after_hash")
    before = None if entry.personal is None or amendment.erased else entry.personal.get("before_hash")
    if after not in (None, found.after) or before not in (None, found.before):
        raise Damaged(f"{path}: amendment {amendment.number} is not the one of record {entry.sequence}; {MEND}")


def _erased_before(entries: Sequence[Entry]) -> str:
    """Give the time before which an amendment may have been told of by a record that nobody can read any more.

    Records that name their amendment do so for ever: there is no such time where all of them do.
    """
    erasures = [one.facts["before"] for one in entries if one.kind == Erasure.kind]
    corrections = [one for one in entries if one.kind == Correction.kind]
    if all("amended" in one.facts or one.personal is not None for one in corrections):
        return ""
    return max(erasures, default="")


def _before_they_were_named(folder: Path, corrections: Sequence[Entry]) -> set[tuple[int, str]]:
    """Give client and time of the amendments told of by records which do not name them: the last before each."""
    unnamed = [
        (int(entry.personal["client"]), entry.at)
        for entry in corrections
        if "amended" not in entry.facts and entry.personal is not None
    ]
    times: dict[int, list[str]] = {}
    for _, amendment in _amendments(folder) if unnamed else ():
        times.setdefault(amendment.client, []).append(amendment.at)
    found: set[tuple[int, str]] = set()
    for client, recorded in unnamed:
        before = [at for at in times.get(client, ()) if datetime.fromisoformat(at) <= recorded]
        found |= {(client, max(before))} if before else set()
    return found


def _amendments(folder: Path) -> Iterator[tuple[str, store.Amendment]]:
    """Give every amendment with the name of its store, a client at a time."""
    for path in sorted(folder.glob("*.sqlite")):
        with closing(store.Amendments(path)) as amended:
            for client, _ in amended.times():
                for amendment in amended.of_client(client):
                    yield path.stem, amendment


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
