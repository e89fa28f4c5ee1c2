"""Strict JSON: what its readers disagree about is refused, not guessed."""

from __future__ import annotations

import json
import math
from typing import Any

from fastapi.exceptions import HTTPException

EXACT = 2**53
"""Whole numbers up to this are exact as JSON numbers everywhere."""


def strict_json(body: bytes) -> Any:
    """Read a body as JSON, or raise HTTPException with every fault.

    400: not UTF-8, not JSON, nested too deep. 422: the same name twice in an object, NaN and
    infinities, numbers beyond what a float or 2**53 holds, halves of surrogate pairs.
    """
    reader = _Reader()
    try:
        tree = reader.read(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise HTTPException(400, ["The body is not UTF-8 text: encode it as UTF-8."]) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise HTTPException(400, [f"The body is not JSON at {where}: mend it there."]) from None
    except RecursionError:
        raise HTTPException(400, ["The body is nested too deep: an application has four levels."]) from None
    if b"\\u" in body and not _encodes(tree):
        reader.note("A text holds half of a surrogate pair: send whole characters.")
    if reader.faults:
        raise HTTPException(422, list(reader.faults))
    return tree


class _Reader:
    """Reads JSON and notes, each once, the faults that the standard reader lets pass."""

    def __init__(self) -> None:
        self.faults: dict[str, None] = {}  # a set that keeps its order

    def read(self, text: str) -> Any:
        return json.loads(
            text,
            parse_constant=self._constant,
            parse_float=self._float,
            parse_int=self._int,
            object_pairs_hook=self._object,
        )

    def note(self, fault: str) -> None:
        self.faults[fault] = None

    def _constant(self, name: str) -> None:
        self.note(f"{name} is not a JSON number: send null for a value that is not known.")

    def _float(self, digits: str) -> float:
        number = float(digits)
        if not math.isfinite(number):
            self.note("A number is too large for a float: send a finite one.")
        return number

    def _int(self, digits: str) -> int:
        # The length comes first: int() refuses digits by the thousand.
        number = int(digits) if len(digits) <= 17 else EXACT + 1
        if abs(number) > EXACT:
            self.note("A whole number is beyond 2**53: it cannot be kept exactly.")
        return number

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            self.note("An object holds the same name twice: keep one.")
        return members


def _encodes(tree: Any) -> bool:
    try:
        json.dumps(tree, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
