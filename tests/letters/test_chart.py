"""A comparison as a picture: well-formed, whole, and silent about small groups."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from scoring.letters import comparison_chart
from scoring.serving.questions import Band, Comparison, Value, Variable
from scoring.words import LANGUAGES, Language

SVG = "{http://www.w3.org/2000/svg}"
CREDIT = Variable("AMT_CREDIT", "number", "money")
KIND = Variable("NAME_CONTRACT_TYPE", "category", "category")
AGE = Variable("DAYS_BIRTH", "number", "days")
AGES = (Band(-24472.0, -23741.25, None, 3, None), Band(-23741.25, -23010.75, None, 7, None))
NUMBERS = (Band(0.0, 1e5, None, 40, 0.1), Band(1e5, 2e5, None, 50, None), Band(2e5, 4e5, None, 10, None))
KINDS = (Band(None, None, "Cash loans", 60, None), Band(None, None, "<b> & co", 40, None))


def comparison(variable: Variable, value: Value, bands: tuple[Band, ...], known: int = 100) -> Comparison:
    return Comparison(variable, "all", (), 120, known, 30, value, None, None, None, None, None, bands)


def drawn(asked: Comparison, language: Language = "en") -> tuple[list[str], list[ElementTree.Element], list[float]]:
    """The texts, the bars, and where the client's line is."""
    root = ElementTree.fromstring(comparison_chart(asked, language))
    texts = [one.text or "" for one in root.iter(f"{SVG}text")]
    bars = [one for one in root.iter(f"{SVG}rect") if one.get("width") != "100%"]
    return texts, bars, [float(one.get("y1") or "nan") for one in root.iter(f"{SVG}line")]


@pytest.mark.parametrize(
    ("value", "band", "within"),
    [(0.0, 0, 0.0), (50_000.0, 0, 0.5), (1e5, 1, 0.0), (3e5, 2, 0.5), (9e9, 2, 1.0), (-5.0, 0, 0.0)],
)
def test_the_line_is_where_the_client_is(value: float, band: int, within: float) -> None:
    _, bars, (line,) = drawn(comparison(CREDIT, value, NUMBERS))
    top = float(bars[band].get("y") or "nan") - 4
    assert line == pytest.approx(top + 24 * within)
    assert [bar.get("fill") for bar in bars].count("#1b1f24") == 1
    assert bars[band].get("fill") == "#1b1f24"


def test_bars_are_as_long_as_there_are_clients() -> None:
    _, bars, _ = drawn(comparison(CREDIT, 5.0, NUMBERS))
    lengths = [float(bar.get("width") or "nan") for bar in bars]
    assert [length / lengths[1] for length in lengths] == pytest.approx([0.8, 1.0, 0.2], abs=1e-3)


def test_a_client_without_a_value_has_no_line() -> None:
    texts, bars, lines = drawn(comparison(CREDIT, None, NUMBERS))
    assert (len(bars), lines) == (3, [])
    assert any("not provided" in text for text in texts)


def test_a_category_is_written_and_never_read_as_markup() -> None:
    texts, bars, lines = drawn(comparison(KIND, "<b> & co", KINDS))
    assert "<b> & co" in texts
    assert (len(bars), len(lines)) == (2, 1)


def test_a_category_that_nobody_has_is_not_marked() -> None:
    assert drawn(comparison(KIND, "other", KINDS))[2] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_small_group_is_said_and_not_drawn(language: Language) -> None:
    texts, bars, lines = drawn(comparison(CREDIT, 5.0, (), known=0), language)
    assert (bars, lines) == ([], [])
    assert any("30" in text for text in texts)


@pytest.mark.parametrize(
    ("categories", "language", "said"),
    [
        (41, "fr", "1 autre catégorie"),
        (41, "en", "1 other category"),
        (60, "fr", "20 autres catégories"),
        (60, "en", "20 other categories"),
    ],
)
def test_a_long_list_of_categories_ends_in_one_bar(categories: int, language: Language, said: str) -> None:
    many = tuple(Band(None, None, f"kind {i}", 100 - i, None) for i in range(categories))
    texts, bars, _ = drawn(comparison(KIND, None, many), language)
    assert len(bars) == 41
    assert said in texts


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ["de 63 ans à 65 ans", "de 65 ans à 67 ans"]),
        ("en", ["63 years old to 65 years old", "65 years old to 67 years old"]),
    ],
)
def test_ages_run_from_the_youngest_as_on_the_page(language: Language, said: list[str]) -> None:
    texts, bars, (line,) = drawn(comparison(AGE, -23741.25 + 182.625, AGES), language)
    assert [text.replace("\xa0", " ") for text in texts if "65" in text] == said
    assert [bar.get("fill") for bar in bars] == ["#1b1f24", "#c3cad3"]
    assert line == pytest.approx(72 + 24 * 0.75)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ["de 1 400 000 à 1 450 000", "de 1 450 000 à 1 500 000", "de 1 500 000 à 1 500 000,5"]),
        ("en", ["1,400,000 to 1,450,000", "1,450,000 to 1,500,000", "1,500,000 to 1,500,000.5"]),
    ],
)
def test_amounts_near_a_million_read_differently(language: Language, said: list[str]) -> None:
    edges = ((1.4e6, 1.45e6), (1.45e6, 1.5e6), (1.5e6, 1_500_000.5))
    texts, _, _ = drawn(comparison(CREDIT, None, tuple(Band(*ends, None, 5, None) for ends in edges)), language)
    assert [text.replace("\u202f", " ") for text in texts if "1" in text][: len(said)] == said
