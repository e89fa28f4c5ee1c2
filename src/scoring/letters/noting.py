"""What was recorded of a client, in sentences: the page and the client's file say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scoring.letters.writing import Noted
from scoring.serving.questions import Line
from scoring.tables import APPLICATION
from scoring.words.formats import Formats


def noted(line: Line, form: Formats) -> Noted:
    """Say one record: when, by whom, and what."""
    return Noted(when=f"{form.date(line.at)}, {line.at[11:16]} UTC", who=line.actor, what=" ".join(_parts(line, form)))


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
    for name, value in (line.after or {}).items():
        yield corrected(name, (line.before or {}).get(name), value, form)
    if line.erased:
        yield text("record.erased")


def corrected(name: str, before: Any, after: Any, form: Formats) -> str:
    """Say a field, and its values before and after, as they are read; a whole history by its number of rows."""
    known = name in APPLICATION.names
    label = form.words.label(name) if known else form.words.text(f"record.history_{name}")
    values = (_read(name, value, form) for value in (before, after))
    return form.words.text("record.corrected", field=label, before=next(values), after=next(values))


def _read(name: str, value: Any, form: Formats) -> str:
    if isinstance(value, list | tuple):
        return form.counted("record.rows", len(value))
    return form.value(name, value, APPLICATION[name].unit if name in APPLICATION.names else "count")
