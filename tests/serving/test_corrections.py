"""What was corrected is said in words, in every language; the client without history among them."""

from __future__ import annotations

from typing import Any

import pytest

from scoring.serving.corrections import corrections
from scoring.tables import HISTORIES
from scoring.words import LANGUAGES

ROW = {"SK_ID_BUREAU": 1.0, "CREDIT_ACTIVE": "Active"}
SAID: dict[str, tuple[Any, Any, str, str]] = {
    # field: before, after, in French, in English
    "AMT_CREDIT": (320000.0, 250000.0, "Montant du crédit demandé : 320 000 → 250 000.", "320,000 → 250,000."),
    "DAYS_BIRTH": (-12000.0, -12400.0, "Âge : 32 ans → 33 ans.", "Age: 32 years old → 33 years old."),
    "FLAG_OWN_CAR": ("N", "Y", "Possède une voiture : Non → Oui.", "Owns a car: No → Yes."),
    "FLAG_PHONE": (0.0, 1.0, "non → oui.", "no → yes."),
    "NAME_CONTRACT_TYPE": ("Cash loans", "Revolving loans", "Crédit renouvelable.", "Revolving credit."),
    "OCCUPATION_TYPE": (None, "Acrobat", "non renseigné → Acrobat.", "not provided → Acrobat."),
    "EXT_SOURCE_2": (0.5, None, "0,50 → non renseigné.", "0.50 → not provided."),
    "bureau": ([], [ROW], "Crédits ailleurs : 0 ligne → 1 ligne.", "Credits elsewhere: 0 lines → 1 line."),
    "POS_CASH_balance": (None, [], "non renseigné → 0 ligne.", "not provided → 0 lines."),
    "Adresse": ("rue A", "rue B", "Adresse : rue A → rue B.", "Adresse: rue A → rue B."),
    "Étage": (2.0, 3, "Étage : 2 → 3.", "Étage: 2 → 3."),
    "Signé": (False, True, "Signé : non → oui.", "Signé: no → yes."),
}


@pytest.mark.parametrize("name", SAID)
def test_a_correction_is_said(name: str) -> None:
    before, after, french, english = SAID[name]
    (found,) = corrections({name: before}, {name: after})
    assert found.name == name
    assert found.said["fr"].replace("\u202f", " ").replace("\xa0", " ").endswith(french)
    assert found.said["en"].endswith(english)


def test_every_history_has_its_name_in_every_language() -> None:
    found = corrections({}, {table.name: [ROW] for table in HISTORIES})
    assert [sorted(one.said) for one in found] == [sorted(LANGUAGES)] * len(HISTORIES)
    assert not [one for one in found if one.name in one.said["fr"]]
