"""Documents made from what is known of a client; that one was made is recorded, where anything is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from scoring.faults import Refused
from scoring.letters.document import Document
from scoring.letters.noting import noted
from scoring.letters.offering import nearest
from scoring.letters.writing import Held, Said, own_file, reasons_letter
from scoring.serving.questions import DECIDES, Act, Application, Decision, History, Questions
from scoring.words import Language
from scoring.words.formats import formats


def standing(history: History) -> Decision | None:
    """Give the decision that stands, None where nobody decided."""
    return next((line.outcome for line in reversed(history.lines) if line.kind in DECIDES), None)


def letter(
    questions: Questions, client: int, language: Language, day: date, decision: Decision | None = None
) -> Document:
    """Write the letter that tells a client the decision a person took, the one on record unless it is given.

    One that refuses what the score refuses says which terms nearest to those asked could be granted, or that
    none could. Raises Refused where nobody decided.
    """
    told = decision or standing(questions.history(client))
    if told is None:
        raise Refused("no decision is recorded for this client; record one, or give decision: granted or refused")
    score, said = questions.score(client), _said(questions, client, language)
    if told == score.decision == "refused":
        said = replace(said, offers=(nearest(questions.offers(Application(client)), formats(language)),))
    document = reasons_letter(questions.client(client), score, told, said, language, day)
    _record(questions, client, "letter")
    return document


def file(questions: Questions, client: int, language: Language, day: date) -> Document:
    """Write all that is held of a client, with what was recorded."""
    form = formats(language)
    lines = [noted(line, form) for line in questions.history(client).lines]
    said = _said(questions, client, language)
    held = Held(questions.client(client), questions.timeline(client), questions.features(client))
    document = own_file(held, questions.score(client), said, lines, language, day)
    _record(questions, client, "file")
    return document


def _said(questions: Questions, client: int, language: Language) -> Said:
    reasons = questions.reasons(client)
    against, favour = (tuple(one.said[language] for one in side) for side in (reasons.against, reasons.favour))
    return Said(against, favour)


def _record(questions: Questions, client: int, what: str) -> None:
    if questions.history(client).kept:
        questions.record(client, Act("view", what=what))
