"""Texts and answers that the tests of the widgets share."""

from __future__ import annotations

from math import exp
from typing import Any

GAUGE = {
    "title": "Risque de défaut",
    "probability": "risque estimé",
    "threshold": "limite",
    "interval": "probablement entre {low} et {high}",
    "granted": "crédit accordé",
    "refused": "crédit refusé",
    "review": "à revoir",
    "empty": "aucun client choisi",
}
FORCE = {
    "title": "Ce qui fait monter et descendre le risque",
    "raises": "augmente le risque",
    "lowers": "diminue le risque",
    "output": "ce client",
    "base": "client moyen",
    "item": "{label} : {value}",
    "share": "{share} de l’explication",
    "hint": "parcourez les barres",
    "table": "voir le tableau",
    "column_item": "Élément",
    "column_value": "Valeur",
    "column_effect": "Effet",
    "column_share": "Part",
    "empty": "aucun client choisi",
}
FINDER = {
    "label": "Numéro de client",
    "placeholder": "par ex. 1002",
    "searching": "recherche",
    "count": "{n} clients correspondent",
    "count_one": "1 client correspond",
    "more": "les {shown} premiers sont listés",
    "none": "aucun client",
    "not_digits": "des chiffres seulement",
    "error": "la recherche n’a pas abouti",
}

SLIDER = {"label": "Régler le montant", "value": "{value} euros"}

ITEMS = (
    ("Score externe 2", "0,12", 0.90210),
    ("Score externe 3", "0,31", 0.42170),
    ("Ancienneté dans l’emploi", "9 ans", -0.38130),
    ("Score externe 1", "0,58", -0.30190),
    ("Retards de paiement", "12 jours en moyenne", 0.27310),
    ("Durée depuis le dernier changement de téléphone", "3 ans", -0.19370),
    ("112 autres éléments", "", -0.15730),
    ("Âge", "26 ans", 0.05410),
)


def explanation(
    items: tuple[tuple[str, str, float], ...] = ITEMS, base: float = -2.41, scale: float = 1.0
) -> dict[str, Any]:
    """Make an explanation whose contributions add up."""
    told = [{"label": label, "value": value, "contribution": scale * part} for label, value, part in items]
    raw = base + sum(scale * part for _, _, part in items)
    chances = {"base_probability": 1 / (1 + exp(-base)), "probability": 1 / (1 + exp(-raw))}
    return {"base": base, "raw": raw, **chances, "items": told}
