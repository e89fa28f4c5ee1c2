"""Strict JSON: what its readers disagree about is refused, not guessed."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from fastapi.exceptions import HTTPException

EXACT = 2**53
"""Whole numbers up to this are exact as JSON numbers everywhere."""

TWICE = "holds the same name twice: keep one."
HALF = "holds half of a surrogate pair: send whole characters."
NO_NUMBER = "is {name}, which is no number of JSON: send null for a value that is not known."
TOO_LARGE = "is too large for a float: send a finite number."
INEXACT = "is a whole number beyond 2**53: it cannot be kept exactly."


MOST = 99
"""Faults that are said with their place; of the rest it is said how many there are."""

Path = tuple["Path | None", int | str]
"""A place: the one that it is in, and which of its members."""


class Fault(NamedTuple):
    """What is wrong at a place, given as pydantic gives places."""

    loc: tuple[int | str, ...]
    what: str


class Loose(Exception):
    """A body is JSON, and may be read in two ways: the first faults of what it says, how many `more`, what was read."""

    def __init__(self, faults: Sequence[Fault], more: int, tree: Any) -> None:
        super().__init__(len(faults) + more)
        self.faults, self.more, self.tree = faults, more, tree


def strict_json(body: bytes) -> Any:
    """Read a body as JSON.

    Raises HTTPException 400 for what is not UTF-8, not JSON, or nested too deep; Loose, with every fault, for
    the same name twice in an object, NaN and infinities, numbers beyond what a float or 2**53 holds, and
    halves of surrogate pairs.
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
    if reader.loose or (b"\\u" in body and not _is_whole(json.dumps(tree, ensure_ascii=False))):
        found = _faults(tree)
        faults = [Fault(_loc(place), what) for place, what in islice(found, MOST)]
        raise Loose(faults, sum(1 for _ in found), tree)
    return tree


class _Wrong(NamedTuple):
    """Stands in the tree for a number that is none. There is one of each kind: a body may hold a million."""

    what: str


NO_NUMBERS = {name: _Wrong(NO_NUMBER.format(name=name)) for name in ("NaN", "Infinity", "-Infinity")}
OVERFLOWN, UNKEPT = _Wrong(TOO_LARGE), _Wrong(INEXACT)


class _Twice(dict[str, Any]):
    """An object that held the same name twice."""


class _Reader:
    """Reads JSON, and marks in the tree what the standard reader lets pass."""

    loose = False

    def read(self, text: str) -> Any:
        return json.loads(
            text,
            parse_constant=lambda name: self._wrong(NO_NUMBERS[name]),
            parse_float=self._float,
            parse_int=self._int,
            object_pairs_hook=self._object,
        )

    def _wrong(self, wrong: _Wrong) -> _Wrong:
        self.loose = True
        return wrong

    def _float(self, digits: str) -> float | _Wrong:
        number = float(digits)
        return number if math.isfinite(number) else self._wrong(OVERFLOWN)

    def _int(self, digits: str) -> int | _Wrong:
        # The length comes first: int() refuses digits by the thousand.
        number = int(digits) if len(digits) <= 17 else EXACT + 1
        return number if abs(number) <= EXACT else self._wrong(UNKEPT)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        self.loose = True
        return _Twice(members)


def _faults(tree: Any) -> Iterator[tuple[Path, str]]:
    """Give what is marked in a tree and every text that is not whole, in their order."""
    left: list[Iterator[tuple[Path, Any]]] = [iter([((None, "body"), tree)])]
    while left:  # no calls: a tree may be as deep as they go
        for place, found in left[-1]:
            yield from _at(place, found)
            if isinstance(found, list | dict):
                left.append(_members(place, found))
                break
        else:
            left.pop()


def _at(place: Path, found: Any) -> Iterator[tuple[Path, str]]:
    """Give what is wrong at a place itself, and with the names that it holds."""
    if isinstance(found, _Wrong):
        yield place, found.what
    elif isinstance(found, str) and not _is_whole(found):
        yield place, HALF
    elif isinstance(found, dict):
        if isinstance(found, _Twice):
            yield place, TWICE
        yield from (((place, name), HALF) for name in found if not _is_whole(name))


def _members(place: Path, found: list[Any] | dict[str, Any]) -> Iterator[tuple[Path, Any]]:
    named = found.items() if isinstance(found, dict) else enumerate(found)
    return (((place, name), one) for name, one in named)


def _loc(place: Path | None) -> tuple[int | str, ...]:
    parts: list[int | str] = []
    while place is not None:
        place, part = place
        parts.append(part)
    return tuple(reversed(parts))


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
