"""Replaying: a score that was shown is asked for again, of the store that its record names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from scoring import model, store
from scoring.faults import Damaged, Refused
from scoring.ledger import Entry, ScoreShown, canonical
from scoring.offers import Caps
from scoring.serving.local import Local
from scoring.serving.recorded import HASHED, hash_of
from scoring.serving.recording import ask
from scoring.settings import Settings

Verdict = Literal["identical", "differs", "erased", "gone", "another version"]
ON_ITS_WAY = timedelta(minutes=1)
"""How long an answer may take from when it is made to when it is recorded: a flush, or a database that waits."""
SHORT = 12
"""Digits of the hash of the sources by which a version is named: those of a checkout by `model.code_fingerprint`."""
NAMED = 10
"""Places of an answer that are named, of those where it differs."""


@dataclass(frozen=True)
class Replay:
    """What came of it, and in one sentence."""

    verdict: Verdict
    said: str


def replay(entry: Entry, stores: Path) -> Replay:
    """Ask the store that a record names the same question, and compare the answer with the one recorded.

    A store of another version of the program is asked too, and both versions are named. Raises
    Refused for a record of another kind, and Damaged for a store of this version that is not whole.
    """
    if entry.kind != ScoreShown.kind:
        raise Refused(f"record {entry.sequence} is a {entry.kind}; only a {ScoreShown.kind} can be replayed")
    if entry.personal is None:
        return Replay("erased", f"record {entry.sequence}: its payload was erased by rule; what it held is gone")
    name = str(entry.facts["store"])
    if not name or Path(name).name != name or not (stores / name).is_dir():
        return Replay("gone", f"record {entry.sequence}: store {name} is no longer in {stores}")
    other = _other_version(stores / name)
    try:
        places = _places(entry, entry.personal, stores / name)
    except (Damaged, LookupError, TypeError, ValueError) as error:  # Refused is a ValueError
        if not other:
            raise
        said = f"store {name} cannot be shown again{other} ({type(error).__name__})"
        return Replay("another version", f"record {entry.sequence}: {said}")
    if places:
        more = f" and {len(places) - NAMED} more" if len(places) > NAMED else ""
        return Replay("differs", f"record {entry.sequence}: differs in {', '.join(places[:NAMED])}{more}{other}")
    return Replay("identical", f"record {entry.sequence}: identical to what was shown, by store {name}{other}")


def _other_version(folder: Path) -> str:
    """Name the version that made a store and this one, where they are others; the empty text where they are not."""
    made, here = model.read_manifest(folder / store.BUNDLE), model.code_fingerprint()
    if made.code == here:
        return ""
    return f"; made by version {made.code[:SHORT]} of this program on {made.created[:10]}, shown by {here[:SHORT]}"


def _places(entry: Entry, personal: Mapping[str, Any], folder: Path) -> list[str]:
    """Name the places where a store's answer is another than the one recorded, whenever it may have been made."""
    kept = str(personal["answer"])
    hashed = kept.startswith(HASHED)
    before = ({"answer": kept} if hashed else json.loads(kept)) | {"of": dict(entry.facts)}
    told: list[list[str]] = []
    for until in _moments(folder, entry.at, personal["client"]):
        again, facts = _asked_again(folder, personal["question"], until)
        if hashed:
            again = {"answer": hash_of(canonical(again))}
        told.append(list(_differences(before, again | {"of": facts}, "")))
        if not told[-1]:
            return []
    return told[0]


def _moments(folder: Path, recorded: datetime, client: int | None) -> Iterator[str]:
    """Give when an answer may have been made: as late as its record, or before what was amended on its way there."""
    at = recorded.astimezone(UTC)
    yield _text(at)
    if client is None:
        return
    with closing(store.Amendments(store.amended(folder), _text(at))) as amendments:
        for amendment in reversed(amendments.of_client(client)):
            if amendment.before is None or amendment.at < _text(at - ON_ITS_WAY):
                return
            yield _text(datetime.fromisoformat(amendment.at) - timedelta(microseconds=1))


def _text(time: datetime) -> str:
    return time.isoformat(timespec="microseconds")


def _asked_again(folder: Path, question: dict[str, Any], until: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give a store's answer, as clients were amended then, and what it says of itself: the facts of a record."""
    # The smallest group, the neighbours and the caps play no part: scores are of one client.
    questions = Local(folder, minimum=1, bands=2, neighbours=1, caps=Caps.of(Settings()), until=until)
    try:
        about = questions.about()
        facts = {"store": about.store, "model": about.model, "data": questions.fingerprint}
        answer: dict[str, Any] = json.loads(canonical(ask(questions, question)))
        return answer, facts | {"threshold": about.threshold}
    finally:
        questions.close()


def _differences(before: Any, after: Any, place: str) -> Iterator[str]:
    """Name the places where two values as of JSON differ; the values are personal and not told."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before.keys() | after.keys():
            inside = f"{place}.{name}" if place else name
            yield from _differences(before.get(name, ...), after.get(name, ...), inside)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for position, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _differences(one, other, f"{place}[{position}]")
    elif before != after:
        yield place
