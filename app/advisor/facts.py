"""What is said of a client beside the score: who they are and what they ask for."""

from __future__ import annotations

from scoring.letters.markup import Markup, tag
from scoring.serving.questions import Field
from scoring.words.formats import Formats


def facts(fields: list[Field], formats: Formats) -> Markup:
    """Write fields as a list of names and values."""
    words = formats.words
    lines = (
        tag("div", tag("dt", words.label(one.name)), tag("dd", formats.value(one.name, one.value, one.unit)))
        for one in fields
    )
    return tag("dl", *lines)
