"""A picture in pixels: all of the drawing, its text with it, within bounds; or a failure that is said."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from scoring.faults import Refused
from scoring.letters import comparison_chart, picture, png
from scoring.letters.drawing import draw
from scoring.serving.questions import Band
from scoring.words import LANGUAGES
from tests.letters.test_chart import CREDIT, KIND, NUMBERS, comparison

BUTTONS = set("⇄✕")
"""Signs of the page alone."""


def svg(body: str, size: int = 40) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" font-family="serif">{body}</svg>'


def ink(text: str, weight: int = 400) -> int:
    """How many pixels a text marks."""
    said = svg(
        f'<text x="5" y="25" font-size="16" font-family="system-ui, sans-serif" font-weight="{weight}">{text}</text>'
    )
    drawn = Image.open(BytesIO(draw(said, 2.0, picture.FAMILY, list(map(str, picture.FONTS)))))
    return sum(drawn.getchannel("A").histogram()[1:])


@pytest.mark.parametrize("sign", "éèàçÀœ€≥≤−’«·…%")
def test_a_sign_is_drawn(sign: str) -> None:
    assert ink(sign) > 0
    assert ink(sign, 600) != ink(sign)


@pytest.mark.parametrize("font", picture.FONTS, ids=lambda font: font.name)
def test_every_letter_of_the_words_is_in_the_font(font: Path) -> None:
    folder = Path(picture.__file__).parents[1] / "words"
    said = {letter for language in LANGUAGES for letter in (folder / f"{language}.toml").read_text(encoding="utf-8")}
    known = {chr(code) for code in TTFont(font).getBestCmap()}
    assert sorted(said - known - BUTTONS - {"\n"}) == []
    assert set("\u202f\u00a0\u2212≥≤") <= known


def test_all_of_the_drawing_is_there() -> None:
    drawn = Image.open(BytesIO(png(comparison_chart(comparison(CREDIT, 3e5, NUMBERS), "fr"))))
    assert drawn.size == (1520, 2 * (72 + 24 * 3 + 40))
    shades = drawn.convert("RGB").getcolors(1 << 16) or []
    assert {"#c3cad3", "#1b1f24", "#59636e"} <= {f"#{red:02x}{green:02x}{blue:02x}" for _, (red, green, blue) in shades}


def test_the_longest_list_is_drawn_within_bounds() -> None:
    many = tuple(Band(None, None, f"kind {i} " + "m" * 40, 100 - i, None) for i in range(60))
    assert Image.open(BytesIO(png(comparison_chart(comparison(KIND, None, many), "fr")))).size[1] < 2300


def test_the_same_drawing_is_the_same_picture() -> None:
    drawing = comparison_chart(comparison(CREDIT, None, NUMBERS), "fr")
    assert png(drawing) == png(drawing)


@pytest.mark.parametrize("drawing", ["", "no drawing", svg("", 0), svg("", 16_000), svg("", 10**9)])
def test_what_cannot_be_drawn_is_no_picture(drawing: str) -> None:
    with pytest.raises(RuntimeError, match="could not be drawn"):
        png(drawing)


def test_what_takes_too_long_is_given_up() -> None:
    with pytest.raises(TimeoutError, match=r"0\.001 s"):
        png(svg(""), seconds=0.001)


def test_without_the_library_the_other_form_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(Refused, match=r"pip install.*ask for svg"):
        png(svg(""))


def test_without_its_font_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "FONTS", (*picture.FONTS, Path("gone.ttf")))
    with pytest.raises(Refused, match="font"):
        png(svg(""))
