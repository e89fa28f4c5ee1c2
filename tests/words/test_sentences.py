"""A reason as one sentence, from plain values; and what the check says."""

from __future__ import annotations

import pytest

from scoring.words import LANGUAGES, sentences
from scoring.words.formats import Value

SAID: list[tuple[str, Value, str, Value, float | None, str, str]] = [
    # feature, value, unit, usual, share; said in French and in English
    (
        "POS_YEAR_DPD_MEAN", 12.0, "duration", 0.0, None,
        "Sur les 12 derniers mois, vos prêts chez nous ont eu 12 jours de retard en moyenne ; "
        "chez les clients acceptés : 0 jour",
        "Over the last 12 months, your loans with us were 12 days late on average; among granted clients: 0 days",
    ),
    (
        "OCCUPATION_TYPE", "Drivers", "category", "Laborers", 0.3,
        "Votre profession : Conduite de véhicules ; chez les clients acceptés, le plus souvent : Travail ouvrier",
        "Your occupation: Driving; among granted clients, most often: Manual work",
    ),
    (
        "OCCUPATION_TYPE", None, "category", "Laborers", 0.3,
        "Profession : non renseigné ; chez les clients acceptés, le plus souvent : Travail ouvrier",
        "Occupation: not provided; among granted clients, most often: Manual work",
    ),
    (
        "OCCUPATION_TYPE", "Laborers", "category", "Laborers", 0.3,
        "Votre profession : Travail ouvrier ; c’est le cas de 30,0 % des clients acceptés",
        "Your occupation: Manual work; this is the case for 30.0% of granted clients",
    ),
    (
        "FLAG_DOCUMENT_3", 1.0, "flag", 1.0, 0.71,
        "Vous avez fourni le document 3 ; c’est le cas de 71,0 % des clients acceptés",
        "You gave document 3; this is the case for 71.0% of granted clients",
    ),
    (
        "FLAG_DOCUMENT_3", 0.0, "flag", 1.0, 0.71,
        "Vous n’avez pas fourni le document 3 ; c’est le cas de 29,0 % des clients acceptés",
        "You did not give document 3; this is the case for 29.0% of granted clients",
    ),
    ("FLAG_DOCUMENT_3", 0.0, "flag", None, None, "Vous n’avez pas fourni le document 3", "You did not give document 3"),
    (
        "POS_DPD_MAX", None, "duration", 0.0, None,
        "Plus long retard sur nos prêts : non renseigné ; chez les clients acceptés : 0 jour",
        "Longest delay on our loans: not provided; among granted clients: 0 days",
    ),
    (
        "POS_DPD_MAX", None, "duration", None, None,
        "Plus long retard sur nos prêts : non renseigné",
        "Longest delay on our loans: not provided",
    ),
    ("CNT_CHILDREN", 3.0, "count", None, None, "Le nombre de vos enfants est de 3", "The number of your children is 3"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "unit", "usual", "share", "french", "english"), SAID)
def test_a_reason_is_said(
    name: str, value: Value, unit: str, usual: Value, share: float | None, french: str, english: str
) -> None:
    said = sentences.in_every_language(name, value, unit, usual, share)
    plain = {language: text.replace("\u00a0", " ").replace("\u202f", " ") for language, text in said.items()}
    assert plain == {"fr": french, "en": english}


def test_every_outcome_of_a_check_has_its_own_words() -> None:
    cases: list[tuple[sentences.Decision, bool, bool]] = [
        (decision, stated, flips and stated)
        for decision in ("granted", "refused")
        for stated, flips in ((True, True), (True, False), (False, False))
    ]
    for language in LANGUAGES:
        assert len({sentences.check(*case)[language] for case in cases}) == len(cases)


def test_a_flip_is_told_from_the_decision_that_was_made() -> None:
    assert sentences.check("refused", True, True)["en"].endswith("would be granted.")
    assert sentences.check("granted", True, True)["en"].endswith("would be refused.")
    assert "still be refused" in sentences.check("refused", True, False)["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_in_the_language(language: str) -> None:
    named = sentences.family("repayment_lateness") | {
        f"label {one}": text for one, text in sentences.label("DAYS_BIRTH").items()
    }
    assert (named[language], named[f"label {language}"]) == {
        "fr": ("Retards de paiement chez nous", "Âge"),
        "en": ("Late payments with us", "Age"),
    }[language]
