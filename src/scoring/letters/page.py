"""A document as a web page that stands alone: no script, nothing fetched."""

from __future__ import annotations

from scoring.letters.document import Block, Document, Heading, Paragraph, Points, Rows
from scoring.letters.markup import Markup, tag, together

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff; max-width: 42em; margin: 32px auto;
       padding: 0 16px; font-variant-numeric: tabular-nums; }
h1 { font-size: 22px; line-height: 1.25; margin: 24px 0 16px; } h2 { font-size: 17px; margin: 24px 0 8px; }
header p { margin: 0; } p { margin: 0 0 12px; } ul { padding-left: 1.25em; } li { margin-bottom: 8px; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; }
tr { border-bottom: 1px solid #d9dde3; } th { font-weight: 600; } tbody th { overflow-wrap: anywhere; }
.many { overflow-x: auto; } .many table { font-size: 12px; }
.many :is(td, th) { padding-right: 8px; overflow-wrap: normal; }
@media print { body { margin: 0; max-width: none; } h2, tr { break-inside: avoid; break-after: avoid; } }
"""
FEW = 3
"""Columns that fit on a phone."""


def html(document: Document) -> str:
    """Write a document as HTML."""
    head = together(
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", document.title),
        tag("style", Markup(STYLE)),
    )
    lines = tag("header", *(tag("p", line) for line in document.head))
    body = together(lines, tag("main", tag("h1", document.title), *map(_block, document.blocks)))
    return "<!doctype html>\n" + tag("html", tag("head", head), tag("body", body), lang=document.language)


def _block(block: Block) -> Markup:
    match block:
        case Heading(text):
            return tag("h2", text)
        case Paragraph(text):
            return tag("p", text)
        case Points(items):
            return tag("ul", *(tag("li", item) for item in items))
        case Rows(header, rows):
            titles = tag("thead", tag("tr", *(tag("th", title, scope="col") for title in header)))
            table = tag("table", titles, tag("tbody", *map(_row, rows)))
            return table if len(header) <= FEW else tag("div", table, class_="many", tabindex="0", role="group")


def _row(cells: tuple[str, ...]) -> Markup:
    first, *others = cells
    return tag("tr", tag("th", first, scope="row"), *(tag("td", cell) for cell in others))
