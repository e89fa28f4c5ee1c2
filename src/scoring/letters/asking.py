"""Documents made from what is known of a client; that one was made is recorded, where anything is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from scoring.faults import Refused
from scoring.letters.document import Document
from scoring.letters.noting import noted
from scoring.letters.offering import nearest
from scoring.letters.page import html
from scoring.letters.writing import Held, Said, own_file, reasons_letter
from scoring.serving.questions import Act, Application, Decision, Finality, History, Questions
from scoring.words import Language
from scoring.words.formats import formats

WITHHELD: Mapping[Finality, str] = {
    "unsigned": "a second person must sign this decision before the client is told of it",
    "declined": "the second person did not sign this decision; decide again, or have another person sign it",
    "outdated": "the client's file or the model has changed since this decision; decide again",
}
"""Why the client is not told of a decision that stands."""


def letter(
    questions: Questions, client: int, language: Language, now: datetime, decision: Decision | None = None
) -> Document:
    """Write the letter that tells a client the decision a person took: the one on record, where anything is recorded.

    `now` is in the lender's time zone. A letter that refuses what the score refuses says which terms
    nearest to those asked could be granted, or that none could. Raises Refused where nobody decided,
    where the decision may not be told yet, and where the one given is not the one on record.
    """
    score = questions.score(client)
    history, said = questions.history(client), _said(questions, client, language)
    told = _told(history, decision)
    if told == score.decision == "refused":
        said = replace(said, offers=(nearest(questions.offers(Application(client)), formats(language)),))
    document = reasons_letter(questions.client(client), score, told, said, language, now.date())
    if history.stands is not None:
        _record(questions, client, Act("view", history.stands.number, what="letter"), document)
    return document


def file(questions: Questions, client: int, language: Language, now: datetime) -> Document:
    """Write all that is held of a client, with what was recorded; times are of the zone that `now` is of."""
    form = formats(language, zone=now.tzinfo or UTC)
    history = questions.history(client)
    lines = [noted(line, form) for line in history.lines]
    said = _said(questions, client, language)
    held = Held(questions.client(client), questions.timeline(client), questions.features(client))
    document = own_file(held, questions.score(client), said, lines, language, now.date())
    if history.kept:
        _record(questions, client, Act("view", what="file"), document)
    return document


def _told(history: History, given: Decision | None) -> Decision:
    """Give the decision to tell; one given counts where nothing is recorded."""
    stands = history.stands
    if not history.kept and given is not None:
        return given
    if stands is None:
        give = "" if history.kept else ", or give decision: granted or refused"
        raise Refused(f"no decision is recorded for this client; record one{give}")
    if stands.state != "final":
        raise Refused(f"record {stands.number}: {WITHHELD[stands.state]}")
    if given not in (None, stands.outcome):
        raise Refused(f"record {stands.number} decides otherwise; the letter tells the decision on record")
    return stands.outcome


def _said(questions: Questions, client: int, language: Language) -> Said:
    reasons = questions.reasons(client)
    against, favour = (tuple(one.said[language] for one in side) for side in (reasons.against, reasons.favour))
    return Said(against, favour)


def _record(questions: Questions, client: int, given: Act, document: Document) -> None:
    """Record what was given, with what tells its text from every other."""
    text = hashlib.sha256(html(document).encode()).hexdigest()
    questions.record(client, replace(given, sha256=text))
