"""A document as HTML that stands alone, and as PDF: the same words, and no markup but ours."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from html import unescape

import pytest

from scoring import letters
from scoring.faults import Refused
from scoring.letters.document import Block, Document, Heading, Paragraph, Points, Rows

BLOCKS: dict[str, tuple[Block, str]] = {
    "heading": (Heading("A & B"), "<h2>A &amp; B</h2>"),
    "paragraph": (Paragraph("<script>1</script>"), "<p>&lt;script&gt;1&lt;/script&gt;</p>"),
    "points": (Points(("one", "two")), "<ul><li>one</li><li>two</li></ul>"),
    "no points": (Points(()), "<ul></ul>"),
    "rows": (Rows(("h", "k"), (("a", "b"),)), '<tr><th scope="row">a</th><td>b</td></tr>'),
}
MOMENT = datetime(2026, 11, 24, tzinfo=UTC)


def of(*blocks: Block, title: str = "Title") -> Document:
    return Document("fr", title, ("From", "To"), blocks)


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_is_written_escaped(name: str) -> None:
    block, written = BLOCKS[name]
    assert written in letters.html(of(block))


def test_a_page_stands_alone_and_says_its_language() -> None:
    page = letters.html(of(title="5 < 6"))
    assert page.startswith("<!doctype html>\n<html")
    assert 'lang="fr"' in page
    assert "<title>5 &lt; 6</title>" in page
    assert not re.search(r"<script|src=|href=|url\(|@import", page)
    assert [unescape(line) for line in re.findall(r"<p>(.*?)</p>", page)] == ["From", "To"]


@pytest.mark.parametrize("name", BLOCKS)
def test_a_pdf_is_written_of_every_block(name: str) -> None:
    assert letters.pdf(of(BLOCKS[name][0])).startswith(b"%PDF-")


def test_a_pdf_of_the_same_moment_has_the_same_bytes() -> None:
    document = of(Paragraph("l’été à 5 000 €"), Rows(("a", "b", "c"), (("d", "e", "f"),) * 90))
    assert letters.pdf(document, MOMENT) == letters.pdf(document, MOMENT)
    assert letters.pdf(document, MOMENT) != letters.pdf(of(), MOMENT)


def test_letters_of_another_script_do_not_stop_a_letter() -> None:
    assert letters.pdf(of(Paragraph("Иванов 王 \u2212 12\u202f000"))).startswith(b"%PDF-")


def test_without_the_library_the_other_form_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fpdf", None)
    with pytest.raises(Refused, match=r"pip install '\.\[api\]' \(or ask for html\)"):
        letters.pdf(of())
