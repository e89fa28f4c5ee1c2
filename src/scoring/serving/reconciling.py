"""Amendments that no record tells of, as a kill between the two leaves them: found, and recorded as found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from scoring import store
from scoring.aside import locked
from scoring.ledger import Actor, Correction, Entry, Erasure, Ledger
from scoring.serving.versions import named, told

FINDER = Actor("scoring", "operator")
"""By whom such a correction is recorded: who made it, nobody knows any more."""


def reconciled(folder: Path, ledger: Ledger) -> list[Entry]:
    """Record every amendment of a folder that the ledger does not tell of, with its own time; give the records.

    Nobody amends meanwhile. What the ledger told of before its last erasure is not asked for again.
    Raises Damaged for an amendment that is not the one that was written.
    """
    if not folder.is_dir():
        return []
    with locked(folder):
        return ledger.append_all(FINDER, list(_unrecorded(folder, ledger)))


def _unrecorded(folder: Path, ledger: Ledger) -> Iterator[Correction]:
    is_told = _telling(folder, ledger)
    for name, amendment in _amendments(folder):
        if not is_told(name, amendment):
            yield _correction(name, amendment)


def _telling(folder: Path, ledger: Ledger) -> Callable[[str, store.Amendment], bool]:
    """Give what says whether the ledger tells of an amendment, or may have told before it was erased."""
    entries = list(ledger.of_kinds(Correction.kind, Erasure.kind))
    erased = max((entry.facts["before"] for entry in entries if entry.kind == Erasure.kind), default="")
    by_name = {(entry.facts["store"], entry.facts["amended"]) for entry in entries if "amended" in entry.facts}
    by_time = _before_they_were_named(folder, [entry for entry in entries if entry.kind == Correction.kind])

    def is_told(name: str, amendment: store.Amendment) -> bool:
        at = amendment.at
        return at < erased or (name, at) in by_name or (amendment.client, at) in by_time

    return is_told


def _before_they_were_named(folder: Path, corrections: list[Entry]) -> set[tuple[int, str]]:
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
    )
