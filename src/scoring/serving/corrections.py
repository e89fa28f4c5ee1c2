"""What was corrected in a client's file, in words: the page, the API and the client's file say the same."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.serving.questions import Corrected
from scoring.serving.questions.values import Cell
from scoring.tables import APPLICATION, TABLE
from scoring.words import LANGUAGES
from scoring.words.formats import Formats, formats

UNITS = {column.name: column.unit for column in APPLICATION.columns}


def corrections(before: Mapping[str, Cell], after: Mapping[str, Cell]) -> tuple[Corrected, ...]:
    """Say each field and history that was corrected, in every language."""
    return tuple(
        Corrected(
            name, {language: corrected(name, before.get(name), value, formats(language)) for language in LANGUAGES}
        )
        for name, value in after.items()
    )


def corrected(name: str, before: Cell, after: Cell, form: Formats) -> str:
    """Say one field or history before and after, as a person reads them; a history by its number of lines."""
    told = {"field": _label(form, name), "before": _shown(form, name, before), "after": _shown(form, name, after)}
    return form.words.text("record.corrected", **told)


def _label(form: Formats, name: str) -> str:
    """Name a field or a history; who records a correction may name what is no column, which is said as it stands."""
    if name in UNITS:
        return form.words.label(name)
    return form.words.text(f"record.table_{name}") if name in TABLE else name


def _shown(form: Formats, name: str, value: Cell) -> str:
    if isinstance(value, bool):
        return form.flag(value)
    if value is None or isinstance(value, str | int | float):
        return form.value(name, value, UNITS.get(name, ""))
    return form.counted("record.rows", len(value))
