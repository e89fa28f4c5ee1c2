"""A setting is a field with a default, a reason and the range it accepts."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from scoring.faults import refuse_if

PREFIX = "SCORING_"


def setting(
    default: Any,
    reason: str,
    least: float | None = None,
    most: float | None = None,
    among: Sequence[str] = (),
    secret: bool = False,
) -> Any:
    """Declare one setting; `least` and `most` bound numbers, both inclusive; `among` lists the texts allowed.

    The value of one that is `secret` is never shown.
    """
    bounds = {"least": least, "most": most, "among": tuple(among)}
    return field(default=default, repr=not secret, metadata={"reason": reason, "secret": secret, **bounds})


def shown(text: str) -> str:
    """Give a text without the passwords of its addresses."""
    return re.sub(r"://[^/\s@]*@", "://", text)


@dataclass(frozen=True)
class Row:
    """One setting as documentation shows it."""

    name: str
    variable: str
    value: object
    default: object
    reason: str

    @property
    def shown(self) -> str:
        """The value without the passwords of its addresses."""
        return shown(str(self.value))


@dataclass(frozen=True)
class Table:
    """A frozen dataclass whose fields are settings, read from the environment by name."""

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Take each setting from its variable, or its default where that is not set or empty.

        Raises Refused, with every fault at once, for a value of the wrong type or out of range.
        """
        given, faults = {}, []
        for row in fields(cls):
            if text := environment.get(PREFIX + row.name.upper()):
                try:
                    given[row.name] = _parsed(text, type(row.default))
                except ValueError:
                    kind = {int: "a whole number", float: "a number"}.get(type(row.default), "a path")
                    faults.append(f"setting {PREFIX}{row.name.upper()}: {text!r} is not {kind}")
        refuse_if([*faults, *cls._outside(given)])
        return cls(**given)

    def __post_init__(self) -> None:
        """Refuse values outside their declared range."""
        refuse_if(self._outside({row.name: getattr(self, row.name) for row in fields(self)}))

    @classmethod
    def _outside(cls, values: Mapping[str, Any]) -> Iterable[str]:
        return (
            f"setting {PREFIX}{row.name.upper()}: {values[row.name]} is not allowed; give {_range(row.metadata)}"
            for row in fields(cls)
            if row.name in values and not _within(values[row.name], row.metadata)
        )

    @classmethod
    def unknown(cls, environment: Mapping[str, str]) -> tuple[str, ...]:
        """Name the variables that look like settings and are none: misspelt, they would change nothing unseen."""
        known = {PREFIX + row.name.upper() for row in fields(cls)}
        return tuple(sorted(name for name in environment if name.startswith(PREFIX) and name not in known))

    def _shown(self, row: Field[Any]) -> object:
        value = getattr(self, row.name)
        return "(secret)" if row.metadata["secret"] and value else value

    def rows(self) -> tuple[Row, ...]:
        """List every setting with its value, default and reason."""
        return tuple(
            Row(f.name, PREFIX + f.name.upper(), self._shown(f), f.default, f.metadata["reason"]) for f in fields(self)
        )


def _parsed(text: str, kind: type) -> Any:
    parse: Callable[[str], Any] = {int: int, float: float, str: str}.get(kind, lambda given: Path(given))
    return parse(text)


def _within(value: object, bounds: Mapping[str, Any]) -> bool:
    if not isinstance(value, int | float):
        return not bounds["among"] or value in bounds["among"]
    least, most = bounds["least"], bounds["most"]
    return math.isfinite(value) and (least is None or value >= least) and (most is None or value <= most)


def _range(bounds: Mapping[str, Any]) -> str:
    if bounds["among"]:
        return " or ".join(bounds["among"])
    ends = [f"at least {bounds['least']}"] if bounds["least"] is not None else []
    ends += [f"at most {bounds['most']}"] if bounds["most"] is not None else []
    return " and ".join(["a finite number", *ends])
