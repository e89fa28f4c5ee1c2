"""Everything a person reads has words, in every language, and the words keep their promises."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest

from scoring.features import BLOCKS, FEATURES
from scoring.groups import CRITERIA, GROUPS
from scoring.settings import OWNER, ROLES
from scoring.tables import APPLICATION, TABLES, Table
from scoring.words import LANGUAGES, Language, words

LONGEST_LABEL = 60
"""Characters that a label may take beside a bar or above a value."""

RAW = set(APPLICATION.names)
UNITS = {column.unit for table in TABLES for column in table.columns} | {known.unit for known in FEATURES}

SEX: dict[Language, str] = {
    "fr": "sexe|hommes?|femmes?|masculin|féminin|monsieur|madame|mme",
    "en": "sex|gender|males?|females?|m[ae]n|wom[ae]n|he|she|his|hers?|him|mrs?|businessman|widow|widower",
}
MAY_NAME_SEX = (("value", "CODE_GENDER"), ("column", "application", "CODE_GENDER"))

WITHOUT_HISTORY: dict[Language, dict[float | None, str]] = {
    "fr": {0.0: "zéro", None: "non connu"},
    "en": {0.0: "zero", None: "not known"},
}

every_language = pytest.mark.parametrize("language", LANGUAGES)
every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def texts(entries: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text of a language with the keys that lead to it."""
    for key, entry in entries.items():
        if isinstance(entry, dict):
            yield from texts(entry, (*path, key))
        else:
            yield (*path, key), entry


def spoken(language: Language) -> dict[tuple[str, ...], str]:
    return dict(texts(words(language).entries))


def repeated(labels: Iterator[str]) -> list[str]:
    return [label for label, times in Counter(labels).items() if times > 1]


@every_language
@every_table
def test_every_column_has_words_and_no_words_are_left_over(language: Language, table: Table) -> None:
    assert set(words(language).entries["column"][table.name]) == set(table.names)


@every_language
def test_every_feature_has_words_and_no_words_are_left_over(language: Language) -> None:
    computed = {feature.name for feature in FEATURES} - RAW
    assert set(words(language).entries["feature"]) == computed


@every_language
def test_every_unit_has_words_and_no_words_are_left_over(language: Language) -> None:
    assert set(words(language).entries["unit"]) == UNITS


@every_language
def test_every_group_has_words(language: Language) -> None:
    assert {group.name for group in GROUPS} <= set(words(language).entries["group"])


@every_language
def test_every_criterion_has_words_and_no_words_are_left_over(language: Language) -> None:
    assert set(words(language).entries["criterion"]) == {criterion.name for criterion in CRITERIA}


@every_language
def test_only_units_may_be_empty(language: Language) -> None:
    empty = [path for path, text in spoken(language).items() if not text.strip() and path[0] != "unit"]
    assert empty == []


def test_no_french_line_breaks_before_a_sign() -> None:
    assert [text for text in spoken("fr").values() if re.search(r" [:;?!%»]|« |[«»](?=\w)|\w»", text)] == []


@every_language
def test_apostrophes_quotes_and_dots_are_those_of_print(language: Language) -> None:
    assert [text for text in spoken(language).values() if re.search(r"\w'\w|\"|\.\.\.", text)] == []


def test_the_languages_say_the_same_things() -> None:
    french, english = spoken("fr"), spoken("en")
    assert sorted(french.keys() - english.keys()) == []
    assert sorted(english.keys() - french.keys()) == []


def test_the_languages_fill_in_the_same_fields() -> None:
    french, english = spoken("fr"), spoken("en")
    different = [path for path in french if fields(french[path]) != fields(english[path])]
    assert different == []


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


@every_language
@every_table
def test_labels_differ_within_a_table(language: Language, table: Table) -> None:
    column = words(language).entries["column"][table.name]
    assert repeated(column[name]["label"] for name in table.names) == []


@every_language
def test_labels_differ_over_all_features(language: Language) -> None:
    said = words(language)
    assert repeated(said.label(feature.name) for feature in FEATURES) == []


@every_language
def test_labels_are_short_and_name_no_column(language: Language) -> None:
    labels = {path: text for path, text in spoken(language).items() if path[-1] == "label"}
    assert [text for text in labels.values() if len(text) > LONGEST_LABEL] == []
    assert [text for text in labels.values() if "_" in text or not text[0].isupper()] == []


@every_language
def test_help_is_made_of_sentences(language: Language) -> None:
    helps = {path: text for path, text in spoken(language).items() if path[-1] == "help"}
    assert [text for text in helps.values() if not text.endswith(".") or "_" in text] == []


@every_language
def test_help_says_what_a_client_without_history_gets(language: Language) -> None:
    said = words(language)
    silent = [
        feature.name
        for block in BLOCKS
        for feature in block.features
        if WITHOUT_HISTORY[language][feature.absent] not in said.help(feature.name).lower()
    ]
    assert silent == []


@every_language
def test_no_text_names_the_sex_of_a_client(language: Language) -> None:
    named = re.compile(rf"\b(?:{SEX[language]})\b", re.IGNORECASE)
    texts_that_do = [
        path
        for path, text in spoken(language).items()
        if named.search(text) and not any(path[: len(allowed)] == allowed for allowed in MAY_NAME_SEX)
    ]
    assert texts_that_do == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_has_words_and_no_words_are_left_over(language: Language) -> None:
    assert set(words(language).entries["role"]) == {*ROLES, OWNER}
    assert words(language).roles("advisor, manager") == ", ".join(map(words(language).roles, ("advisor", "manager")))


@pytest.mark.parametrize(
    ("language", "label", "value", "unknown", "unit"),
    [
        ("fr", "Montant du crédit demandé", "Prêt personnel", "Barter loans", "jours"),
        ("en", "Amount of the credit asked for", "Cash loan", "Barter loans", "days"),
    ],
)
def test_lookup(language: Language, label: str, value: str, unknown: str, unit: str) -> None:
    said = words(language)
    assert said.label("AMT_CREDIT") == label
    assert said.label("AMT_CREDIT", "previous_application") != label
    assert said.value("NAME_CONTRACT_TYPE", "Cash loans") == value
    assert said.value("NAME_CONTRACT_TYPE", unknown) == unknown
    assert said.unit("duration") == unit
    with pytest.raises(KeyError, match="NO_SUCH_FEATURE"):
        said.help("NO_SUCH_FEATURE")
