"""Which score an act answers, and whether it may: who decides has seen it, and who decides otherwise overrides it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from scoring.faults import Refused
from scoring.ledger import Actor, Entry, ScoreShown
from scoring.serving.acts import history_of
from scoring.serving.questions import DECIDES, OF_A_SCORE, SECOND, Act, Decision, Score

if TYPE_CHECKING:
    from scoring.ledger import Ledger  # SQLAlchemy comes with it


def answered(actor: Actor, client: int, act: Act, score: Score, ledger: Ledger) -> int | None:
    """Give the number of the record that an act refers to: for those of a score, the one last shown to the actor.

    `score` is the client's now. A decision that stands is overridden without it; a signature and the outcome
    of a review refer to what they answer, and need the score all the same. Raises Refused where the actor was
    shown none, or another one; where a decision is not what that score proposes, and where an override is;
    UnknownName for a record that is not there.
    """
    if act.kind in SECOND:
        if act.refers is not None:
            ledger.get(act.refers)  # that it is not there is said first
            _seen_by(actor, client, act, score, ledger)
        return act.refers
    if act.kind not in OF_A_SCORE or _of_what_stands(actor, client, act.refers, score, ledger):
        return act.refers
    number, proposed = _seen_by(actor, client, act, score, ledger)
    if act.refers not in (None, number):
        raise Refused(f"{act.kind}: record {act.refers} is not this client's score that you were last shown")
    if act.kind == "decision" and act.outcome != proposed:
        raise Refused(
            f"decision: the score proposes {proposed}; to decide otherwise is an override: give code and text"
        )
    if act.kind == "override" and act.outcome == proposed:
        raise Refused(f"override: the score proposes {proposed} too; what follows it is a decision")
    return number


def _seen_by(actor: Actor, client: int, act: Act, score: Score, ledger: Ledger) -> tuple[int, Decision]:
    """Give the record of the score that the actor was last shown, and what it proposes: the same as the score now."""
    shown = _shown_to(actor, client, ledger)
    if shown is None or shown.personal is None:
        raise Refused(f"{act.kind}: ask for this client's score first; who decides, signs or reviews has seen it")
    proposed: Decision = json.loads(shown.personal["answer"])["decision"]
    if score.decision != proposed:
        raise Refused(f"{act.kind}: this client's score has changed since you were shown it; ask for it again")
    return shown.sequence, proposed


def _of_what_stands(actor: Actor, client: int, refers: int | None, score: Score, ledger: Ledger) -> bool:
    """Say whether an act needs no score: it refers to the decision in force, or to what the ledger will refuse."""
    kind = ScoreShown.kind if refers is None else ledger.get(refers).kind
    if kind not in DECIDES:
        return kind != ScoreShown.kind
    stands = history_of(client, score, ledger, actor).stands
    return stands is not None and stands.number == refers and stands.state != "outdated"


def _shown_to(actor: Actor, client: int, ledger: Ledger) -> Entry | None:
    """Give the record of the score of this client that the actor was last shown; None where none was."""
    shown = None
    for entry in ledger.of_client(client):
        asked = entry.personal and entry.personal.get("question", {}).get("ask")
        if entry.kind == ScoreShown.kind and entry.actor == actor and asked == "score":
            shown = entry
    return shown
