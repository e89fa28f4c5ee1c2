"""A document as HTML that stands alone, and as PDF: the same words, and no markup but ours."""

from __future__ import annotations

import logging
import re
import sys
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from scoring import letters
from scoring.faults import Refused
from scoring.letters.document import Block, Document, Heading, Paragraph, Points, Rows
from scoring.words import Language, words

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


def signs(written: bytes) -> set[str]:
    """Which signs can be copied from a PDF: its fonts' tables name them."""
    tables = re.findall(rb"beginbfchar(.*?)endbfchar", written, re.DOTALL)
    return {chr(int(code, 16)) for table in tables for code in re.findall(rb"<[0-9A-F]+> <([0-9A-F]{4})>", table)}


NOTICE: dict[str, Block] = {
    language: Paragraph(words(language).text("letter.unwritten"))  # type: ignore[arg-type]
    for language in ("fr", "en")
}


@pytest.mark.parametrize(
    "text",
    [
        "l’été à 5\u202f000 € « œuvre » \u2212 12",
        "Łódź, żółć, ő, ș",
        "Прошу пересмотреть решение, їжак",
        "Γειά σου, ωραία",
        "Xin chào, Nguyễn",
        "e\u0301te\u0301, и\u0306",  # accents of their own
    ],
)
def test_what_people_write_in_europe_is_written(text: str) -> None:
    composed = set(unicodedata.normalize("NFC", text)) - {" "}
    for block in (Heading(text), Paragraph(text), Points((text,)), Rows((text, "b"), (("a", text),))):
        assert composed <= signs(letters.pdf(of(block), MOMENT))
    assert letters.pdf(of(Paragraph(text)), MOMENT) == letters.pdf(of(Paragraph(text)), MOMENT)
    assert "?" not in signs(letters.pdf(of(Paragraph(text)), MOMENT))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("lost", ["王", "😀", "\x01", "ש"])
def test_a_sign_that_cannot_be_written_is_replaced_and_said(language: Language, lost: str) -> None:
    document = Document(language, "Title", ("From",), (Paragraph(f"a {lost}"), Rows(("h", lost), ((lost, "b"),))))
    kept = replace(document, blocks=(NOTICE[language], Paragraph("a ?"), Rows(("h", "?"), (("?", "b"),))))
    assert letters.pdf(document, MOMENT) == letters.pdf(kept, MOMENT)


def test_a_question_mark_and_lines_of_their_own_lose_nothing() -> None:
    one, other = "Why?\r\n\tBecause.\n", "Why?\n Because."
    assert letters.pdf(of(Paragraph(one)), MOMENT) == letters.pdf(of(Paragraph(other)), MOMENT)


def test_nothing_of_a_document_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        letters.pdf(of(Paragraph("Łódź 王")))
    assert caplog.messages == []


def test_without_its_font_there_is_no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    letters.print._known.cache_clear()
    monkeypatch.setattr(letters.print, "FONTS", (Path("gone.ttf"),))
    with pytest.raises(Refused, match=r"gone\.ttf"):
        letters.pdf(of())


def test_without_the_library_the_other_form_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fpdf", None)
    with pytest.raises(Refused, match=r"pip install '\.\[api\]' \(or ask for html\)"):
        letters.pdf(of())
