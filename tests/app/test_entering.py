"""Numbers as a person enters them: what is scored, what is refused and what is said to be allowed."""

from __future__ import annotations

import pytest

from advisor import entering
from scoring.serving.questions import Changeable
from scoring.words import Language
from scoring.words.formats import formats
from tests.app.fake_lending import offered_to_change

YEAR = 365.25


def field(name: str) -> Changeable:
    return offered_to_change(name)


@pytest.mark.parametrize(
    ("language", "name", "text", "value"),
    [
        # language | field | typed | scored
        ("fr", "AMT_CREDIT", "300000", 300000.0),
        ("fr", "AMT_CREDIT", "300\u202f000,5", 300000.5),
        ("fr", "AMT_CREDIT", " 300 000 ", 300000.0),
        ("en", "AMT_CREDIT", "300,000.5", 300000.5),
        ("fr", "AMT_CREDIT", "", None),
        ("fr", "DAYS_BIRTH", "18", -18 * YEAR),
        ("fr", "DAYS_BIRTH", "100", -100 * YEAR),
        ("fr", "DAYS_EMPLOYED", "2,5", -2.5 * YEAR),
        ("en", "DAYS_EMPLOYED", "0", 0.0),
        ("fr", "REGION_POPULATION_RELATIVE", "1,88", 0.0188),
        ("en", "EXT_SOURCE_1", "0.5", 0.5),
        ("fr", "CNT_CHILDREN", "3", 3.0),
    ],
)
def test_what_is_typed_is_scored(language: Language, name: str, text: str, value: float | None) -> None:
    assert entering.read(text, field(name), formats(language)) == pytest.approx(value)


@pytest.mark.parametrize(
    ("language", "name", "text", "said"),
    [
        ("fr", "DAYS_BIRTH", "17", "Écrivez un nombre de 18 à 100."),
        ("en", "DAYS_BIRTH", "100.1", "Write a number from 18 to 100."),
        ("fr", "DAYS_EMPLOYED", "-3", "Écrivez un nombre de 0 à 100."),
        ("fr", "EXT_SOURCE_1", "1,01", "Écrivez un nombre de 0 à 1."),
        ("fr", "AMT_CREDIT", "0", "Écrivez un nombre de 0,01 à 1\u202f000\u202f000\u202f000."),
        ("fr", "REGION_POPULATION_RELATIVE", "101", "Écrivez un nombre de 0 à 100."),
        ("fr", "CNT_CHILDREN", "1,5", "Écrivez un nombre entier."),
        ("fr", "AMT_CREDIT", "beaucoup", "Écrivez un nombre en chiffres, par exemple 1200."),
        ("en", "EXT_SOURCE_1", "0,5", "Write a number in digits, for example 1200."),
        ("fr", "AMT_CREDIT", "nan", "Écrivez un nombre en chiffres, par exemple 1200."),
        ("fr", "AMT_CREDIT", "1e999", "Écrivez un nombre en chiffres, par exemple 1200."),
    ],
)
def test_what_cannot_be_scored_is_said_with_what_is_allowed(
    language: Language, name: str, text: str, said: str
) -> None:
    with pytest.raises(entering.Entered) as fault:
        entering.read(text, field(name), formats(language))
    assert str(fault.value) == said


@pytest.mark.parametrize(
    ("language", "name", "value", "text"),
    [
        ("fr", "AMT_CREDIT", 406597.5, "406\u202f597,5"),
        ("en", "AMT_CREDIT", 406597.5, "406,597.5"),
        ("fr", "DAYS_EMPLOYED", -637.0, "1,74"),
        ("fr", "DAYS_EMPLOYED", None, ""),
        ("fr", "REGION_POPULATION_RELATIVE", 0.018801, "1,88"),
        ("en", "EXT_SOURCE_1", 0.083037, "0.083"),
    ],
)
def test_a_value_is_written_as_it_would_be_typed(language: Language, name: str, value: float | None, text: str) -> None:
    assert entering.written(value, field(name), formats(language)) == text


@pytest.mark.parametrize(
    ("name", "said"),
    [("DAYS_BIRTH", "ans"), ("DAYS_EMPLOYED", "années avant la demande"), ("AMT_CREDIT", ""), ("CNT_CHILDREN", "")],
)
def test_the_unit_is_said_as_people_say_it(name: str, said: str) -> None:
    assert entering.unit(field(name), formats("fr")) == said
