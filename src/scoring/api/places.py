"""Where in a body a fault is, said without what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from scoring.api import row, shapes
from scoring.words import words

MEMBERS = frozenset(
    name
    for shape in (*vars(shapes).values(), *vars(row).values())
    if isinstance(shape, type) and issubclass(shape, BaseModel)
    for name in shape.model_fields
)
"""What bodies are made of, beside names of columns and features."""


class Places:
    """Says where in a body a fault is. Only declared names are repeated: any other might be a value gone astray."""

    def __init__(self, sent: Any) -> None:
        self._sent = sent
        self._numbers: dict[int, dict[str, int]] = {}
        self._declared = words("en").names() | MEMBERS

    def said(self, loc: Sequence[int | str]) -> str:
        """Say a place as a path; an unknown member by its number among those beside it."""
        source, *parts = loc
        if source != "body":  # a parameter: its name is declared
            return ".".join(map(str, loc))
        where, inside = "body", self._sent
        for part in parts:
            where += f"[{part}]" if isinstance(part, int) else f".{self._name(part, inside)}"
            inside = _inside(inside, part)
        return where

    def _name(self, part: str, inside: Any) -> str:
        if part in self._declared:
            return part
        if not isinstance(inside, dict):
            return "(an unknown field)"
        numbers = self._numbers.get(id(inside))
        if numbers is None:
            numbers = self._numbers[id(inside)] = {name: number for number, name in enumerate(inside, start=1)}
        return f"(an unknown field, number {numbers[part]})" if part in numbers else "(an unknown field)"


def _inside(sent: Any, part: int | str) -> Any:
    """Give the member of an object or a list; None where there is none."""
    try:
        return sent[part]
    except (LookupError, TypeError):
        return None
