"""How a record is written: canonical JSON, and the payload with what finds it."""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring.faults import Refused

LARGE = 1024
"""Bytes above which a payload is compressed: an explanation of 300 features takes a fifth."""
QUICK = 1
"""The level of compression: the best is a tenth smaller and takes three times as long."""
SALT = 16
"""Bytes of salt: a hash alone would tell a client's id by trying them all."""


def canonical(value: Any) -> str:
    """Write a value as JSON in the one way that equal values share; dataclasses as objects of their fields.

    Raises Refused for what JSON does not have: a number that is not finite, a lone surrogate.
    """
    try:
        text = json.dumps(
            value, default=_fields, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
        )
        text.encode()
    except (ValueError, TypeError) as error:  # UnicodeEncodeError is a ValueError
        raise Refused("the record cannot be written as JSON: a number is not finite, or a text not whole") from error
    return text


def _fields(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    try:
        return vars(value)
    except TypeError:
        raise TypeError(f"{type(value).__name__} is not JSON") from None


@dataclass(frozen=True)
class Payload:
    """The erasable part of a record: salt (hex), who it is about (a keyed pseudonym), and the body."""

    salt: str
    pseudonym: str | None
    body: bytes

    @classmethod
    def of(cls, personal: Mapping[str, Any], pseudonym: str | None) -> Payload:
        """Write the personal part of a record, with a salt of its own."""
        body = canonical(personal).encode()
        return cls(secrets.token_hex(SALT), pseudonym, zlib.compress(body, QUICK) if len(body) > LARGE else body)

    def read(self) -> dict[str, Any]:
        """Give what was written."""
        body = bytes(self.body)
        content: dict[str, Any] = json.loads(body if body.startswith(b"{") else zlib.decompress(body))
        return content
