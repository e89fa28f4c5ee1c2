"""What is said of a client's score, in whole sentences: the page, the API and letters say the same."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from scoring.words import LANGUAGES, Language
from scoring.words.formats import Formats, Value, formats

Decision = Literal["granted", "refused"]
FLAG = "flag"
KEPT = 20_000
"""Sentences that are kept: many clients share a usual value, and some their own."""


def in_every_language(name: str, value: Value, unit: str, usual: Value, share: float | None) -> dict[str, str]:
    """Say one reason in every language, as `reason` does."""
    return {language: reason(language, name, value, unit, usual, share) for language in LANGUAGES}


@lru_cache(KEPT)
def reason(language: Language, name: str, value: Value, unit: str, usual: Value, share: float | None) -> str:
    """Say a feature's value to the client, and what is usual among accepted clients.

    `usual` is their median or most frequent category, None where it is known of nobody; `share` is
    that of the clients for whom a flag holds, or who have that category.
    """
    told = formats(language)
    if isinstance(value, float) and unit == FLAG:
        return _flag(told, name, bool(value), share)
    kind = "_category" if isinstance(usual, str) else ""
    shown = {} if usual is None else {"usual": told.value(name, usual, unit)}
    if value is None:
        label = told.words.label(name)
        return told.words.text(f"reason.unknown{kind}" if shown else "reason.unknown_alone", label=label, **shown)
    said = told.words.said(name, told.value(name, value, unit))
    if value == usual and isinstance(value, str) and share is not None:
        return told.words.text("reason.usual_flag", said=said, share=told.share(share))
    return told.words.text(f"reason.usual{kind}", said=said, **shown) if shown else said


def check(decision: Decision, stated: bool, flips: bool) -> dict[str, str]:
    """Say in every language whether the decision would change without the reasons that were stated."""
    outcome = ("flips" if flips else "holds") if stated else "none"
    return {one: formats(one).words.text(f"reason.check_{decision}_{outcome}") for one in LANGUAGES}


def family(name: str) -> dict[str, str]:
    """Name a family of features in every language."""
    return {language: formats(language).words.text(f"family.{name}") for language in LANGUAGES}


def label(feature: str) -> dict[str, str]:
    """Name a feature in every language."""
    return {language: formats(language).words.label(feature) for language in LANGUAGES}


def meaning(feature: str) -> dict[str, str]:
    """Explain a feature in every language."""
    return {language: formats(language).words.help(feature) for language in LANGUAGES}


def _flag(told: Formats, name: str, holds: bool, share: float | None) -> str:
    said = told.words.said(name, holds)
    if share is None:
        return said
    return told.words.text("reason.usual_flag", said=said, share=told.share(share if holds else 1.0 - share))
