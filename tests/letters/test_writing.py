"""What clients are given in writing says what was decided, why, and what they may do; nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from scoring import letters
from scoring.letters.document import Document, Heading, Paragraph, Points, Rows
from scoring.serving.questions import Client, Decision, Field, Score, Timeline
from scoring.serving.questions.timeline import (
    CardMonth,
    CreditElsewhere,
    InstalmentMonth,
    LoanMonth,
    PreviousApplication,
)
from scoring.words import LANGUAGES, Language, words

DAY = date(2026, 11, 24)
SCORE = Score(0.174, low=0.15, high=0.2, threshold=0.09, decision="refused", review=False, model="m-1", points=400)
NEAR = Score(0.085, low=0.07, high=0.1, threshold=0.09, decision="granted", review=True, model="m-1", points=400)
CLIENT = Client(
    100002,
    (
        Field("AMT_CREDIT", 406597.5, "money"),
        Field("AMT_ANNUITY", 24700.5, "money"),
        Field("OWN_CAR_AGE", None, "years"),
        Field("NAME_EDUCATION_TYPE", "Higher education", "category"),
    ),
)
NEW = Client(100058, (Field("AMT_CREDIT", 90000.0, "money"), Field("AMT_ANNUITY", None, "money")))
"""A client without history, who did not say what an instalment would be."""
NOTHING = Timeline((), (), (), (), ())
PAST = Timeline(
    elsewhere=(CreditElsewhere("Car loan", "Active", -400.0, 330.0, None, 90000.0, 41000.0, 0.0, 0.0, "currency 1"),),
    previous=(PreviousApplication("Cash loans", "Refused", -700.0, 50000.0, 0.0, None, 12.0, None, None, None),),
    instalments=(InstalmentMonth(-2, 1, 5000.0, 5000.0, 1, 3.0), InstalmentMonth(-1, 1, 5000.0, None, 1, None)),
    cards=(CardMonth(-1, 1200.0, 9000.0, 0.0, 300.0, 0.0),),
    loans=(LoanMonth(-1, 1, 4.0, 0.0),),
)
COMPUTED = (Field("CREDIT_TO_INCOME", 2.0, "ratio"), Field("BUREAU_DEBT_TOTAL", None, "money"))
HELD = letters.Held(CLIENT, PAST, COMPUTED)
SAID = letters.Said(("Vos remboursements ont eu 12 jours de retard", "Score externe : 0,1."), ("Dix ans d’emploi",))
NONE = letters.Said((), ())


def told(document: Document) -> str:
    """All the document says, one block a line."""
    lines = [*document.head, document.title]
    for block in document.blocks:
        match block:
            case Heading(text) | Paragraph(text):
                lines.append(text)
            case Points(items):
                lines += items
            case Rows(header, rows):
                lines += [" | ".join(cells) for cells in (header, *rows)]
    return "\n".join(lines).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("score", "decision", "present", "absent"),
    [
        (SCORE, "refused", ["n’est pas acceptée", "Nous ne pouvons pas"], ["s’est écarté", "cette fourchette :"]),
        (SCORE, "granted", ["est acceptée", "Nous vous accordons", "s’est écarté"], ["cette fourchette :"]),
        (NEAR, "granted", ["est acceptée", "La limite se trouve dans cette fourchette"], ["s’est écarté"]),
        (NEAR, "refused", ["n’est pas acceptée", "dans cette fourchette", "s’est écarté"], []),
    ],
)
def test_the_letter_tells_the_person_s_decision(
    score: Score, decision: Decision, present: list[str], absent: list[str]
) -> None:
    said = told(letters.reasons_letter(CLIENT, score, decision, SAID, "fr", DAY))
    assert [text for text in present if text not in said] == []
    assert [text for text in absent if text in said] == []


def test_the_letter_says_what_was_asked_the_estimate_and_the_reasons() -> None:
    said = told(letters.reasons_letter(CLIENT, SCORE, "refused", SAID, "fr", DAY))
    for text in (
        "Le 24 novembre 2026",
        "Client n° 100 002",
        "Modèle m-1",
        "un crédit de 406 598, à rembourser par échéances de 24 700.",
        "estimé à 17,4 % et se situe probablement entre 15,0 % et 20,0 % ; la limite fixée par le prêteur est de 9,0 %",
        "Vos remboursements ont eu 12 jours de retard.",
        "Score externe : 0,1.",
        "Dix ans d’emploi.",
        "réexamine votre dossier",
    ):
        assert text in said
    assert "Ce qui pourrait être accordé" not in said


def test_what_is_not_known_is_not_said() -> None:
    said = told(letters.reasons_letter(NEW, NEAR, "granted", NONE, "fr", DAY))
    assert "Vous avez demandé un crédit de 90 000." in said
    assert "échéances" not in said
    assert said.count("Rien de notable.") == 2


def test_an_offer_stands_under_its_own_heading() -> None:
    offered = letters.Said((), (), ("Le même crédit sur 36 mois",))
    said = told(letters.reasons_letter(CLIENT, SCORE, "refused", offered, "fr", DAY)).splitlines()
    assert said[said.index("Ce qui pourrait être accordé") + 1] == "Le même crédit sur 36 mois."


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_holds_every_field_with_its_meaning_and_what_was_noted(language: Language) -> None:
    noted = [letters.Noted("24/11/2026", "A. Martin", "accordé"), letters.Noted("25/11/2026", "B. Petit", "revu")]
    document = letters.own_file(HELD, SCORE, SAID, noted, language, DAY)
    fields, *past, computed, records = (block for block in document.blocks if isinstance(block, Rows))
    spoken = words(language)
    assert [row[0] for row in fields.rows] == [spoken.label(field.name) for field in CLIENT.fields]
    assert [row[2] for row in fields.rows] == [spoken.help(field.name) for field in CLIENT.fields]
    assert fields.rows[2][1] == spoken.text("page.not_provided")
    assert records.rows == (("24/11/2026", "A. Martin", "accordé"), ("25/11/2026", "B. Petit", "revu"))
    assert [len(block.rows) for block in past] == [1, 1, 2, 1, 1]
    assert all(len(row) == len(block.header) for block in past for row in block.rows)
    assert [row[0] for row in computed.rows] == [spoken.label("CREDIT_TO_INCOME")]
    assert document.language == language


def test_the_file_tells_the_past_the_latest_first_and_what_is_kept_apart() -> None:
    said = told(letters.own_file(HELD, SCORE, SAID, [], "fr", DAY))
    assert "Crédits ailleurs\nType | État | Ouvert" in said
    assert said.index("–") < said.index("5 000 | 5 000 | 1")
    assert "est conservée à part pour vérifier" in said


def test_without_a_past_the_file_says_so() -> None:
    said = told(letters.own_file(letters.Held(NEW, NOTHING, COMPUTED[1:]), NEAR, NONE, [], "en", DAY))
    assert "We know of no past credit or payment of yours." in said


def test_a_file_in_which_nothing_was_noted_says_so() -> None:
    said = told(letters.own_file(letters.Held(NEW, NOTHING, ()), NEAR, NONE, [], "fr", DAY))
    assert "Rien n’a encore été noté." in said
    assert "Résultat du modèle : crédit accordé." in said
    assert "s’est écarté" not in said
