"""A comparison as one picture that stands alone: SVG, no script, nothing fetched, the same words as on screen."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.letters.bands import labels, ordered, own, within
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import Band, Comparison
from scoring.words import Language
from scoring.words.formats import Formats, formats

WIDTH, LEFT, RIGHT = 760, 240, 160
"""Pixels: of the picture, of the bands' names, of the counts and the client's mark beside them."""
HEAD, ROW, FOOT = 72, 24, 40
INK, MUTED, BAR, MINE = "#1b1f24", "#59636e", "#c3cad3", "#1b1f24"
MOST = 40
"""Bands that are drawn: the rest of a long list of categories is one band."""
LONGEST = 34
"""Letters of a band's name."""


def comparison_chart(comparison: Comparison, language: Language) -> str:
    """Draw a distribution as one bar per band, the client's marked; a group withheld is said, not drawn."""
    form = formats(language)
    bands = _drawn(comparison, form)
    height = HEAD + ROW * max(1, len(bands)) + FOOT
    title = form.words.label(comparison.variable.name)
    body = together(
        tag("title", f"{title} · {form.words.text(f'group.{comparison.group}')}"),
        tag("rect", width="100%", height="100%", fill="#ffffff"),
        _text(24, 32, title, font_size="18", font_weight="600"),
        _text(24, 54, _under(comparison, form), fill=MUTED),
        *_rows(comparison, bands, form),
        _text(24, height - 16, _foot(comparison, form), fill=MUTED),
    )
    box = f"0 0 {WIDTH} {height}"
    style = "system-ui, sans-serif"
    picture = tag("svg", body, xmlns="http://www.w3.org/2000/svg", viewBox=box, width=str(WIDTH), height=str(height),
                  role="img", font_family=style, font_size="13", fill=INK, lang=language)  # fmt: skip
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{picture}\n'


def _drawn(comparison: Comparison, form: Formats) -> Sequence[Band]:
    bands = ordered(comparison)
    if comparison.variable.kind == "number" or len(bands) <= MOST:
        return bands
    first, rest = bands[:MOST], bands[MOST:]
    other = Band(None, None, form.counted("page.compare_others", len(rest)), sum(band.count for band in rest), None)
    return [*first, other]


def _rows(comparison: Comparison, bands: Sequence[Band], form: Formats) -> list[Markup]:
    most = max((band.count for band in bands), default=0)
    mine = own(bands, comparison)
    drawn = _line(comparison, bands, mine, form)  # first, so that no count is struck through
    said = labels(bands, comparison.variable, form)
    for place, band in enumerate(bands):
        top = HEAD + ROW * place
        length = (WIDTH - LEFT - RIGHT) * band.count / max(1, most)
        weight = "600" if place == mine else "400"
        drawn += [
            _text(LEFT - 12, top + 16, _short(said[place]), text_anchor="end", font_weight=weight),
            tag("rect", x=str(LEFT), y=str(top + 4), width=f"{length:.1f}", height=str(ROW - 8),
                fill=MINE if place == mine else BAR),
            _text(LEFT + length + 8, top + 16, form.whole(band.count), fill=MUTED, stroke="#ffffff", stroke_width="6",
                  paint_order="stroke"),
        ]  # fmt: skip
    return drawn


def _line(comparison: Comparison, bands: Sequence[Band], mine: int | None, form: Formats) -> list[Markup]:
    """Draw the client's line where the value lies between its band's ends, and name it."""
    if mine is None:
        return []
    y = HEAD + ROW * (mine + within(bands[mine], comparison))
    end = str(WIDTH - 12)
    line = tag("line", x1=str(LEFT), x2=end, y1=f"{y:.1f}", y2=f"{y:.1f}", stroke=MINE, stroke_width="1.5",
               stroke_dasharray="4 3")  # fmt: skip
    name = form.words.text("page.compare_mine")
    return [line, _text(WIDTH - 12, y - 5, name, text_anchor="end", font_weight="600")]


def _short(said: str) -> str:
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def _under(comparison: Comparison, form: Formats) -> str:
    """Say the client's value and the median; or that the group is withheld."""
    text, variable = form.words.text, comparison.variable
    group = text(f"group.{comparison.group}")
    if comparison.withheld:
        return text("page.compare_withheld", group=group, minimum=form.whole(comparison.minimum))
    own = form.value(variable.name, comparison.value, variable.unit)
    if comparison.median is None:
        return text("page.compare_own", value=own)
    return text(
        "page.compare_own_median", value=own, median=form.value(variable.name, comparison.median, variable.unit)
    )


def _foot(comparison: Comparison, form: Formats) -> str:
    group, known = form.words.text(f"group.{comparison.group}"), form.whole(comparison.known)
    return form.counted("page.compare_size", comparison.size, group=group, known=known)


def _text(x: float, y: float, content: str, **attributes: str) -> Markup:
    return tag("text", content, x=f"{x:g}", y=f"{y:.1f}", **attributes)
