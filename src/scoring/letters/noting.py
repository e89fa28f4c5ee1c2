"""What was recorded of a client, in sentences: the page and the client's file say the same."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.letters.writing import Noted
from scoring.serving.questions import Line
from scoring.words.formats import Formats


def noted(line: Line, form: Formats) -> Noted:
    """Say one record: when, by whom, and what."""
    return Noted(when=form.time(line.at), who=line.actor, what=" ".join(_parts(line, form)))


def _parts(line: Line, form: Formats) -> Iterator[str]:
    text = form.words.text
    yield text(f"record.{line.kind}" if line.what is None else f"record.{line.kind}_{line.what}")
    if line.outcome is not None:
        yield text(f"record.{line.outcome}")
    if line.opinion is not None:
        yield text(f"record.opinion_{line.opinion}")
    if line.agrees is not None:
        yield text("record.agrees" if line.agrees else "record.disagrees")
    if line.code is not None:
        yield text(f"record.code_{line.code}") + "."
    if line.refers is not None and line.kind not in ("decision", "statement"):
        yield text("record.refers", number=line.refers)
    if line.text:
        yield text("record.quoted", text=line.text)
    for one in line.corrected or ():
        yield one.said[form.words.language]
    if line.erased:
        yield text("record.erased")
