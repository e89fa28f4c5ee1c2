"""Markdown of facts: sections and tables that leave out what is not known."""

from __future__ import annotations

from collections.abc import Iterable


def section(title: str, *paragraphs: str) -> str:
    """Put a title over what there is to say; nothing when that is nothing."""
    there = [paragraph for paragraph in paragraphs if paragraph]
    return "\n\n".join([f"## {title}", *there]) if there else ""


def table(head: tuple[str, ...], rows: Iterable[tuple[str | None, ...]]) -> str:
    """Draw a table of the rows whose cells are all known; nothing when there are none."""
    known = [row for row in rows if None not in row]
    return "\n".join(_line(row) for row in (head, tuple("---" for _ in head), *known)) if known else ""


def _line(cells: Iterable[str | None]) -> str:
    return "| " + " | ".join(str(cell).replace("|", r"\|") for cell in cells) + " |"
