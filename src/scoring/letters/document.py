"""A document for a client: what it says, apart from how it is written down."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.words import Language


@dataclass(frozen=True)
class Heading:
    """The title of what follows."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of one or more sentences."""

    text: str


@dataclass(frozen=True)
class Points:
    """A list of short items."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """A table: as many cells in each row as the header names."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Points | Rows


@dataclass(frozen=True)
class Document:
    """A title, lines that say from whom, when and about whom, and blocks from top to bottom."""

    language: Language
    title: str
    head: tuple[str, ...]
    blocks: tuple[Block, ...]
