"""Every field and feature is read in exactly one section."""

from __future__ import annotations

from collections import Counter

import pytest

from scoring.features import AUDIT_ONLY, BLOCKS, FEATURE, FEATURES
from scoring.features.application import RAW
from scoring.serving.sections import COLUMNS, ESSENTIAL, HISTORIES, SECTIONS, section
from scoring.words import LANGUAGES, Language, words


def test_every_column_that_is_shown_is_in_one_section() -> None:
    told = Counter(name for names in COLUMNS.values() for name in names)
    assert set(told) == {feature.name for feature in RAW}
    assert set(told.values()) == {1}
    assert not set(AUDIT_ONLY) & set(told)


def test_every_history_has_a_section() -> None:
    assert set(HISTORIES) == {block.table for block in BLOCKS}


@pytest.mark.parametrize(
    ("feature", "read_in"),
    [
        ("AMT_CREDIT", "request"),
        ("DAYS_BIRTH", "family"),
        ("LIVINGAREA_AVG", "building"),
        ("EXT_SOURCE_MEAN", "external"),
        ("CREDIT_TO_ANNUITY", "request"),
        ("CREDIT_TO_INCOME", "ratios"),  # the request against the work
        ("BUREAU_DEBT_TO_INCOME", "ratios"),  # a history against the work
        ("BUREAU_COUNT", "elsewhere"),
        ("DOCUMENTS_GIVEN", "documents"),
    ],
)
def test_a_feature_is_read_where_all_it_is_made_of_is(feature: str, read_in: str) -> None:
    assert section(FEATURE[feature]) == read_in


def test_no_section_is_empty() -> None:
    assert {section(feature) for feature in FEATURES} == set(SECTIONS)


def test_the_essential_fields_are_shown() -> None:
    assert set(ESSENTIAL) <= {feature.name for feature in RAW}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_has_words(language: Language) -> None:
    assert set(words(language).entries["section"]) == set(SECTIONS)
