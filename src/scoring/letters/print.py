"""A document as a PDF of A4 pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scoring.faults import Refused
from scoring.letters.document import Block, Document, Heading, Paragraph, Points, Rows

if TYPE_CHECKING:
    from fpdf import FPDF

FONT = "Helvetica"
"""One of the fonts that every reader of PDF has; it knows the letters of French and English."""
LETTERS = "cp1252"
MARGIN, LINE, INDENT = 20.0, 5.2, 5.0
"""Millimetres."""
WIDTHS = (3, 2, 5)
"""Of the columns of a table of three, in proportion."""
SPACES = str.maketrans({"\u202f": "\u00a0", "\u2212": "-"})
"""Narrow spaces and the minus sign, which the font has not."""


def pdf(document: Document, moment: datetime | None = None) -> bytes:
    """Write a document as PDF; the same moment (now, if not given) gives the same bytes.

    Raises Refused when the library that writes PDF is not installed.
    """
    made = _empty(document, moment or datetime.now(UTC))
    made.set_font(FONT, size=10)
    for line in document.head:
        made.multi_cell(0, LINE, _written(line), align="L", new_x="LMARGIN", new_y="NEXT")
    made.ln(LINE)
    made.set_font(FONT, "B", 15)
    made.start_section(_written(document.title))
    made.multi_cell(0, 7.5, _written(document.title), align="L", new_x="LMARGIN", new_y="NEXT")
    made.ln(2)
    for block in document.blocks:
        _write(made, block)
    return bytes(made.output())


def _empty(document: Document, moment: datetime) -> FPDF:
    try:
        from fpdf import FPDF
    except ImportError:
        raise Refused("a PDF needs the package fpdf2; run: pip install '.[api]' (or ask for html)") from None

    class Numbered(FPDF):
        """Has the page's number at its foot."""

        def footer(self) -> None:
            self.set_y(-12)
            self.set_font(FONT, size=8)
            self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="C")

    made = Numbered(format="A4")
    made.core_fonts_encoding = LETTERS
    made.set_margins(MARGIN, MARGIN)
    made.set_auto_page_break(True, MARGIN)
    made.set_title(document.title)
    made.set_lang(document.language)
    made.set_creation_date(moment)
    made.add_page()
    return made


def _write(made: FPDF, block: Block) -> None:
    made.set_font(FONT, size=10)
    match block:
        case Heading(text):
            made.ln(2)
            made.set_font(FONT, "B", 12)
            made.start_section(_written(text), level=1)
            made.multi_cell(0, LINE + 1, _written(text), align="L", new_x="LMARGIN", new_y="NEXT")
            made.ln(1)
        case Paragraph(text):
            made.multi_cell(0, LINE, _written(text), align="L", new_x="LMARGIN", new_y="NEXT")
            made.ln(2)
        case Points(items):
            for item in items:
                made.cell(INDENT, LINE, "\u2022")
                made.multi_cell(0, LINE, _written(item), align="L", new_x="LMARGIN", new_y="NEXT")
                made.ln(1)
            made.ln(1)
        case Rows(header, rows):
            _tabulate(made, header, rows)
            made.ln(2)


def _tabulate(made: FPDF, header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    """Write a table, its header again on each page."""
    from fpdf.enums import VAlign
    from fpdf.fonts import FontFace

    made.set_font(FONT, size=9)
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
            table.row(list(map(_written, cells)))


def _written(text: str) -> str:
    """Give a text in letters that the font has; those of another script become question marks."""
    return text.translate(SPACES).encode(LETTERS, errors="replace").decode(LETTERS)
