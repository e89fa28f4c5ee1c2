"""Every category that data can hold is said in words, and no two of a column in the same words."""

from __future__ import annotations

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZipFile

import pytest

from scoring.features import FEATURE, FEATURES
from scoring.synthetic import write
from scoring.tables import APPLICATION, TABLES, Table
from scoring.words import LANGUAGES, Language, words

every_language = pytest.mark.parametrize("language", LANGUAGES)
every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw") / "invented"
    write(folder, clients=300, seed=0)
    return folder


@every_language
def test_exactly_the_columns_of_categories_have_their_words(language: Language) -> None:
    columns = {column.name for table in TABLES for column in table.columns if column.kind == "text"}
    made = {feature.name for feature in FEATURES if feature.kind == "category"} - columns
    sections = words(language).entries["value"]
    assert {name for name, said in sections.items() if isinstance(said, dict)} == columns
    assert {name for name, said in sections.items() if isinstance(said, str)} == made


@every_language
def test_a_category_taken_from_a_history_has_the_words_of_its_column(language: Language) -> None:
    """Where a feature is a column's value in one row, its words are those of the column that it reads."""
    sections = words(language).entries["value"]
    for name, said in sections.items():
        if isinstance(said, str):
            assert isinstance(sections[said], dict)
            assert re.search(rf"\b{said}\b", FEATURE[name].expression), name
            for value, text in sections[said].items():
                assert words(language).value(name, value) == text


@every_language
def test_categories_of_a_column_differ(language: Language) -> None:
    said_twice = {
        name: [said for said, times in Counter(values.values()).items() if times > 1]
        for name, values in words(language).entries["value"].items()
        if isinstance(values, dict)
    }
    assert {name: said for name, said in said_twice.items() if said} == {}


@every_table
def test_invented_categories_have_words(invented: Path, table: Table) -> None:
    assert speechless(table, ((invented / f"{file}.csv").read_text("utf-8") for file in table.files)) == {}


@pytest.mark.real
@pytest.mark.skipif("HOME_CREDIT_DATA" not in os.environ, reason="HOME_CREDIT_DATA is not set: no real sample")
@every_table
def test_categories_of_the_real_sample_have_words(table: Table) -> None:
    with ZipFile(Path(os.environ["HOME_CREDIT_DATA"]) / "home-credit-sample.zip") as archive:
        assert speechless(table, (archive.read(f"{file}.csv").decode() for file in table.files)) == {}


def speechless(table: Table, files: Iterable[str]) -> dict[str, set[str]]:
    """Categories without words, by column: of those that are neither blank nor a sentinel."""
    columns = [column for column in table.columns if column.kind == "text"]
    found: dict[str, set[str]] = {column.name: set() for column in columns}
    for file in files:
        for line in csv.DictReader(io.StringIO(file)):
            for name, seen in found.items():
                seen.add(line[name])
    said = [words(language).entries["value"] for language in LANGUAGES]
    missing = {
        column.name: {
            category
            for category in found[column.name] - {"", *map(str, column.sentinels)}
            if not all(category in values.get(column.name, {}) for values in said)
        }
        for column in columns
    }
    return {name: categories for name, categories in missing.items() if categories}


@every_language
def test_the_categories_that_a_person_may_enter_are_said_in_words(language: Language) -> None:
    said = words(language).entries["value"]
    for column in APPLICATION.columns:
        assert set(column.categories) <= set(said.get(column.name, ())), column.name
