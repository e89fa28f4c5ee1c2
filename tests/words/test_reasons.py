"""What is said aloud to a client: clauses with real values of every unit, and what completes them."""

from __future__ import annotations

import pytest

from scoring.features import FEATURES
from scoring.serving.questions import Value
from scoring.words import Language, words
from scoring.words.formats import formats

FILLED: list[tuple[str, Value, str, str]] = [
    # feature, value, said in French, said in English
    ("AMT_CREDIT", 406597.5, "Vous demandez un crédit de 406 598", "You ask for a credit of 406,598"),
    ("OCCUPATION_TYPE", "Drivers", "Votre profession : Conduite de véhicules", "Your occupation: Driving"),
    ("CNT_CHILDREN", 0.0, "Le nombre de vos enfants est de 0", "The number of your children is 0"),
    ("DAYS_BIRTH", -12500.0, "Vous avez 34 ans", "You are 34 years old"),
    (
        "BUREAU_DAYS_LAST",
        -1100.0,
        "Votre dernier crédit ailleurs a été souscrit il y a 3 ans",
        "Your latest credit elsewhere was taken out 3 years ago",
    ),
    (
        "BUREAU_ENDDATE_MAX",
        700.0,
        "La dernière fin prévue parmi vos crédits ailleurs se situe dans 23 mois",
        "The furthest planned end among your credits elsewhere is in 23 months",
    ),
    (
        "DAYS_LAST_PHONE_CHANGE",
        0.0,
        "Votre téléphone a changé pour la dernière fois le jour de la demande",
        "Your phone last changed on the day of the application",
    ),
    (
        "POS_YEAR_DPD_MEAN",
        12.0,
        "Sur les 12 derniers mois, vos prêts chez nous ont eu 12 jours de retard en moyenne",
        "Over the last 12 months, your loans with us were 12 days late on average",
    ),
    (
        "INSTALMENT_YEAR_DAYS_LATE_MEAN",
        12.0,
        "Votre retard sur vos échéances des 12 derniers mois chez nous, en moyenne : 12 jours",
        "Your delay on your instalments of the last 12 months with us, on average: 12 days",
    ),
    (
        "INSTALMENT_YEAR_DAYS_LATE_MEAN",
        -3.0,
        "Votre retard sur vos échéances des 12 derniers mois chez nous, en moyenne : 3 jours d’avance",
        "Your delay on your instalments of the last 12 months with us, on average: 3 days early",
    ),
    (
        "IMPLIED_DURATION",
        24.0,
        "La durée estimée du crédit demandé est de 24 mois",
        "The estimated term of the credit asked for is 24 months",
    ),
    (
        "POS_LAST_LATE",
        -3.0,
        "Vos prêts chez nous ont été en retard pour la dernière fois il y a 3 mois",
        "Your loans with us were last late 3 months ago",
    ),
    ("OWN_CAR_AGE", 1.0, "Votre voiture a 1 an", "Your car is 1 year old"),
    (
        "HOUR_APPR_PROCESS_START",
        14.0,
        "Vous avez fait votre demande vers 14 h",
        "You applied at about 14:00",
    ),
    (
        "INSTALMENT_LATE_SHARE",
        0.1743,
        "Vous avez payé en retard 17,4 % de vos échéances chez nous",
        "You paid late 17.4% of your instalments with us",
    ),
    (
        "CREDIT_TO_INCOME",
        2.257,
        "Le crédit demandé représente 2,26 fois vos revenus",
        "The credit asked for is 2.26 times your income",
    ),
    (
        "REGION_RATING_CLIENT",
        2.0,
        "Votre région est notée 2 sur 3, où 1 désigne les défauts les plus rares",
        "Your region is rated 2 out of 3, where 1 means the fewest defaults",
    ),
    ("EXT_SOURCE_2", 0.52, "Votre score externe 2 est de 0,52 sur 1", "Your external score 2 is 0.52 out of 1"),
    ("FLAG_DOCUMENT_3", 1.0, "Vous avez fourni le document 3", "You gave document 3"),
    ("FLAG_DOCUMENT_3", 0.0, "Vous n’avez pas fourni le document 3", "You did not give document 3"),
]
UNIT = {feature.name: feature.unit for feature in FEATURES}


def said(language: Language, name: str, value: Value) -> str:
    shown = bool(value) if UNIT[name] == "flag" else formats(language).value(name, value, UNIT[name])
    return plain(words(language).said(name, shown))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("name", "value", "french", "english"), FILLED)
def test_a_value_reads_well_in_its_clause(name: str, value: Value, french: str, english: str) -> None:
    assert said("fr", name, value) == french
    assert said("en", name, value) == english


def test_every_unit_is_read_in_a_clause() -> None:
    assert {UNIT[name] for name, *_ in FILLED} == set(UNIT.values())


@pytest.mark.parametrize(("name", "value"), [("FLAG_DOCUMENT_3", "oui"), ("CNT_CHILDREN", True)])
def test_a_flag_is_said_by_true_or_false_and_nothing_else_is(name: str, value: str | bool) -> None:
    with pytest.raises(TypeError, match=name):
        words("fr").said(name, value)


@pytest.mark.parametrize(
    ("language", "text", "values", "expected"),
    [
        # A number, a category and a flag of a client; then a client without history, a client without occupation.
        (
            "fr",
            "usual",
            {"said": "Vous avez 34 ans", "usual": "43 ans"},
            "Vous avez 34 ans ; chez les clients acceptés : 43 ans",
        ),
        (
            "en",
            "usual",
            {"said": "You are 34 years old", "usual": "43 years old"},
            "You are 34 years old; among granted clients: 43 years old",
        ),
        (
            "fr",
            "usual_category",
            {"said": "Votre profession : Santé", "usual": "Vente"},
            "Votre profession : Santé ; chez les clients acceptés, le plus souvent : Vente",
        ),
        (
            "fr",
            "usual_flag",
            {"said": "Vous avez fourni le document 3", "share": "71 %"},
            "Vous avez fourni le document 3 ; c’est le cas de 71 % des clients acceptés",
        ),
        (
            "fr",
            "unknown",
            {"label": words("fr").label("POS_DPD_MAX"), "usual": "0 jour"},
            "Plus long retard sur nos prêts : non renseigné ; chez les clients acceptés : 0 jour",
        ),
        (
            "en",
            "unknown",
            {"label": words("en").label("POS_DPD_MAX"), "usual": "0 days"},
            "Longest delay on our loans: not provided; among granted clients: 0 days",
        ),
        (
            "fr",
            "unknown_category",
            {"label": "Profession", "usual": "Vente"},
            "Profession : non renseigné ; chez les clients acceptés, le plus souvent : Vente",
        ),
    ],
)
def test_a_reason_is_completed_with_what_is_usual(
    language: Language, text: str, values: dict[str, str], expected: str
) -> None:
    assert plain(words(language).text(f"reason.{text}", **values)) == expected
