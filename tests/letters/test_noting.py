"""What was recorded of a client, as the page and the client's file tell it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scoring.letters import noted
from scoring.serving.corrections import corrections
from scoring.serving.questions import Line
from scoring.words import Language
from scoring.words.formats import formats

NOTHING: dict[str, Any] = dict.fromkeys(("refers", "outcome", "opinion", "code", "agrees", "what", "text"))
LINE = Line(
    4, "2026-11-24T09:30:00+00:00", "ana", "advisor", "decision", **NOTHING, before=None, after=None, erased=False
)
BEFORE: dict[str, Any] = {"AMT_CREDIT": 320000.0, "bureau": []}
AFTER: dict[str, Any] = {"AMT_CREDIT": 250000.0, "bureau": [{"SK_ID_BUREAU": 1.0}]}
CORRECTED: dict[str, Any] = {
    "kind": "correction",
    "before": BEFORE,
    "after": AFTER,
    "corrected": corrections(BEFORE, AFTER),
}

NOTED: list[tuple[dict[str, Any], str, str]] = [
    # what is recorded, in French, in English
    (
        {"outcome": "granted", "text": "Suit le score"},
        "Décision d’une personne : crédit accordé. « Suit le score »",
        "A person’s decision: credit granted. “Suit le score”",
    ),
    (
        {"kind": "override", "refers": 3, "outcome": "refused", "code": "capacity", "text": "x"},
        "crédit refusé. Le budget ne supporte pas ce crédit. (au sujet du n° 3) « x »",
        "(about no. 3) “x”",
    ),
    ({"kind": "view", "what": "letter"}, "Lettre établie.", "Letter made."),
    (
        CORRECTED,
        "Dossier corrigé. Montant du crédit demandé : 320 000 → 250 000. Crédits ailleurs : 0 ligne → 1 ligne.",
        "320,000 → 250,000. Credits elsewhere: 0 lines → 1 line.",
    ),
    (
        {"kind": "correction", "erased": True},
        "Dossier corrigé. Le détail a été effacé, comme la règle le prévoit.",
        "File corrected.",
    ),
]


@pytest.mark.parametrize(("recorded", "french", "english"), NOTED)
def test_a_record_is_told_in_words(recorded: dict[str, Any], french: str, english: str) -> None:
    said: dict[Language, str] = {"fr": french, "en": english}
    for language, expected in said.items():
        told = noted(replace(LINE, **recorded), formats(language))
        assert expected in told.what.replace("\u202f", " ").replace("\xa0", " ")
        assert (told.when.endswith("2026, 09:30"), told.who) == (True, "ana")
