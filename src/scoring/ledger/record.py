"""How a kind of act is declared: its fields, each a fact or personal, and what is refused of any of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from scoring.faults import refuse_if

LONGEST = 10_000
"""Characters of a text that a person wrote."""
LONGEST_NAME = 200


def fact(**given: Any) -> Any:
    """Declare a field of the row; `among` lists what is allowed."""
    return _declared(personal=False, **given)


def personal(**given: Any) -> Any:
    """Declare a field of the erasable payload."""
    return _declared(personal=True, **given)


def _declared(personal: bool, among: tuple[str, ...] = (), **given: Any) -> Any:
    return field(metadata={"personal": personal, "among": among}, **given)


@dataclass(frozen=True)
class Actor:
    """Who acts: a person or service, and the role they act in. It stays in the row."""

    name: str
    role: str

    def __post_init__(self) -> None:
        """Refuse a name or role that is empty, long or not printable."""
        refuse_if(
            f"the actor's {what} must be 1 to {LONGEST_NAME} printable characters"
            for what, text in (("name", self.name), ("role", self.role))
            if not (0 < len(text) <= LONGEST_NAME and text.isprintable())
        )


@dataclass(frozen=True)
class Record:
    """What every kind has: the client it is about, None where nobody in particular.

    `refers_to` names the kinds that it may refer to, `must_refer` says that it has to.
    """

    kind: ClassVar[str] = ""
    refers_to: ClassVar[tuple[str, ...]] = ()
    must_refer: ClassVar[bool] = False
    client: int | None = personal()

    def __post_init__(self) -> None:
        """Refuse values that are not allowed, every fault at once; none is echoed."""
        refuse_if(self._faults())

    def _faults(self) -> Iterator[str]:
        if self.client is not None and (isinstance(self.client, bool) or not 0 <= self.client < 2**63):
            yield f"{self.kind}: the client is not an id"
        for one in fields(self):
            value, among = getattr(self, one.name), one.metadata["among"]
            if among and value not in among and not (value is None and one.default is None):
                yield f"{self.kind}: {one.name} is not allowed; give {' or '.join(among)}"
            if one.name == "text" and len(value) > LONGEST:
                yield f"{self.kind}: the text is longer than {LONGEST:,} characters"
            if one.name == "text" and one.default != "" and not value.strip():
                yield f"{self.kind}: the text is empty; say why"
