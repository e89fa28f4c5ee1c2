"""A document as a PDF of A4 pages."""

from __future__ import annotations

import logging
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from scoring.faults import Refused
from scoring.letters.document import Block, Document, Heading, Paragraph, Points, Rows
from scoring.letters.picture import FAMILY, FONTS
from scoring.words import words

if TYPE_CHECKING:
    from fpdf import FPDF

MARGIN, LINE, INDENT = 20.0, 5.2, 5.0
"""Millimetres."""
WIDTHS = (3, 2, 5)
"""Of the columns of a table of three, in proportion."""
UNKNOWN = "?"
"""Stands for a sign that the font has not."""
NEEDED = "a PDF needs the package fpdf2; run: pip install '.[api]' (or ask for html)"


def pdf(document: Document, moment: datetime | None = None) -> bytes:
    """Write a document as PDF; the same moment (now, if not given) gives the same bytes.

    A sign that cannot be written is replaced, and the document says that some were. Raises Refused when
    the library that writes PDF, or the font, is not installed.
    """
    document = _writable(document)
    made = _empty(document, moment or datetime.now(UTC))
    made.set_font(FAMILY, size=10)
    for line in document.head:
        made.multi_cell(0, LINE, line, align="L", new_x="LMARGIN", new_y="NEXT")
    made.ln(LINE)
    made.set_font(FAMILY, "B", 15)
    made.start_section(document.title)
    made.multi_cell(0, 7.5, document.title, align="L", new_x="LMARGIN", new_y="NEXT")
    made.ln(2)
    for block in document.blocks:
        _write(made, block)
    return bytes(made.output())


def _writable(document: Document) -> Document:
    """Put another sign in place of each that the font has not, and say first that there were some."""
    texts = (document.title, *document.head, *(text for block in document.blocks for text in _texts(block)))
    lost = set("".join(map(_composed, texts))) - _known()
    told = (Paragraph(words(document.language).text("letter.unwritten")),) if lost else ()
    head = tuple(map(_written, document.head))
    return replace(
        document, title=_written(document.title), head=head, blocks=(*told, *map(_known_block, document.blocks))
    )


def _texts(block: Block) -> tuple[str, ...]:
    match block:
        case Heading(text) | Paragraph(text):
            return (text,)
        case Points(items):
            return items
        case Rows(header, rows):
            return (*header, *(cell for cells in rows for cell in cells))


def _known_block(block: Block) -> Block:
    match block:
        case Heading(text) | Paragraph(text):
            return type(block)(_written(text))
        case Points(items):
            return Points(tuple(map(_written, items)))
        case Rows(header, rows):
            return Rows(tuple(map(_written, header)), tuple(tuple(map(_written, cells)) for cells in rows))


def _written(text: str) -> str:
    known = _known()
    return "".join(sign if sign in known else UNKNOWN for sign in _composed(text))


def _composed(text: str) -> str:
    """Make one sign of a letter and its accent, as the font has them; ends of lines are all alike."""
    return "\n".join(unicodedata.normalize("NFC", text).expandtabs(1).splitlines())


@cache
def _known() -> frozenset[str]:
    """Give the signs that every weight of the font has, and the end of a line."""
    if missing := [font.name for font in FONTS if not font.is_file()]:
        raise Refused(f"a PDF needs the font {missing[0]}, which this installation lacks: install it again")
    try:
        from fontTools.ttLib import TTFont  # fpdf2 brings it
    except ImportError:
        raise Refused(NEEDED) from None
    # It would log, at INFO, which letters a client's document is made of.
    logging.getLogger("fontTools.subset").setLevel(logging.WARNING)
    signs = (frozenset(map(chr, TTFont(font, lazy=True).getBestCmap())) for font in FONTS)
    return frozenset.intersection(*signs) | {"\n"}


def _empty(document: Document, moment: datetime) -> FPDF:
    try:
        from fpdf import FPDF
    except ImportError:
        raise Refused(NEEDED) from None

    class Numbered(FPDF):
        """Has the page's number at its foot."""

        def footer(self) -> None:
            self.set_y(-12)
            self.set_font(FAMILY, size=8)
            self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="C")

    made = Numbered(format="A4")
    for style, font in zip(("", "B"), FONTS, strict=True):
        made.add_font(FAMILY, style, font)
    made.set_margins(MARGIN, MARGIN)
    made.set_auto_page_break(True, MARGIN)
    made.set_title(document.title)
    made.set_lang(document.language)
    made.set_creation_date(moment)
    made.add_page()
    return made


def _write(made: FPDF, block: Block) -> None:
    made.set_font(FAMILY, size=10)
    match block:
        case Heading(text):
            made.ln(2)
            made.set_font(FAMILY, "B", 12)
            made.start_section(text, level=1)
            made.multi_cell(0, LINE + 1, text, align="L", new_x="LMARGIN", new_y="NEXT")
            made.ln(1)
        case Paragraph(text):
            made.multi_cell(0, LINE, text, align="L", new_x="LMARGIN", new_y="NEXT")
            made.ln(2)
        case Points(items):
            for item in items:
                made.cell(INDENT, LINE, "\u2022")
                made.multi_cell(0, LINE, item, align="L", new_x="LMARGIN", new_y="NEXT")
                made.ln(1)
            made.ln(1)
        case Rows(header, rows):
            _tabulate(made, header, rows)
            made.ln(2)


def _tabulate(made: FPDF, header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    """Write a table, its header again on each page."""
    from fpdf.enums import VAlign
    from fpdf.fonts import FontFace

    made.set_font(FAMILY, size=9)
    made.set_draw_color(200)
    widths = WIDTHS if len(header) == len(WIDTHS) else None
    with made.table(
        line_height=LINE,
        text_align="LEFT",
        v_align=VAlign.T,
        col_widths=widths,
        borders_layout="HORIZONTAL_LINES",
        headings_style=FontFace(emphasis="BOLD"),
        padding=0.8,
    ) as table:
        for cells in (header, *rows):
            table.row(list(cells))
