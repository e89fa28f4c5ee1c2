"""Every feature can be said aloud to the client, with its value filled in, in every language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from string import Formatter

import pytest

from scoring.features import FEATURES
from scoring.words import LANGUAGES, Language, words

LONGEST_CLAUSE = 110
"""Characters of a clause, {value} counted as it stands."""

FLAGS = {feature.name for feature in FEATURES if feature.unit == "flag"}
NOT_SAID: dict[Language, str] = {
    "fr": r"score (?:est )?trop bas|SHAP|[A-Z]_[A-Z]",
    "en": r"score (?:is )?too low|SHAP|[A-Z]_[A-Z]",
}

every_language = pytest.mark.parametrize("language", LANGUAGES)


def told(language: Language) -> Iterator[tuple[str, dict[str, str]]]:
    """Every entry that has a label: computed features, and the columns of every table."""
    entries = words(language).entries
    yield from entries["feature"].items()
    for table, columns in entries["column"].items():
        yield from ((name if table == "application" else f"{table}.{name}", entry) for name, entry in columns.items())


def clauses(language: Language) -> list[str]:
    return [entry[key] for _, entry in told(language) for key in ("say", "say_not") if key in entry]


def fields(text: str) -> list[str]:
    return [field for _, field, _, _ in Formatter().parse(text) if field is not None]


@every_language
def test_every_feature_is_said_and_nothing_else_is(language: Language) -> None:
    assert {name for name, entry in told(language) if "say" in entry} == {feature.name for feature in FEATURES}


@every_language
def test_a_flag_has_two_forms_and_anything_else_one_value(language: Language) -> None:
    assert {name for name, entry in told(language) if "say_not" in entry} == FLAGS
    assert [
        name
        for name, entry in told(language)
        if "say" in entry and fields(entry["say"]) != ([] if name in FLAGS else ["value"])
    ] == []
    assert [name for name, entry in told(language) if fields(entry.get("say_not", ""))] == []


@every_language
def test_clauses_differ(language: Language) -> None:
    assert [clause for clause, times in Counter(clauses(language)).items() if times > 1] == []


@every_language
def test_a_clause_is_short_starts_like_a_sentence_and_does_not_end_like_one(language: Language) -> None:
    assert [clause for clause in clauses(language) if len(clause) > LONGEST_CLAUSE] == []
    assert [clause for clause in clauses(language) if not clause[0].isupper() or clause[-1] in " .;:!?"] == []


@every_language
def test_a_clause_speaks_plainly(language: Language) -> None:
    assert [clause for clause in clauses(language) if re.search(NOT_SAID[language], clause, re.IGNORECASE)] == []
