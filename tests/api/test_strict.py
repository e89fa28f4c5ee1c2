"""Strict JSON keeps what JSON says exactly, and lists all that it refuses."""

from __future__ import annotations

import pytest
from fastapi.exceptions import HTTPException

from scoring.api.strict import strict_json


@pytest.mark.parametrize(
    ("body", "tree"),
    [
        (b"{}", {}),
        (b' {"a": [1, -2.5, 1e3, "1.5", true, false, null]} ', {"a": [1, -2.5, 1000.0, "1.5", True, False, None]}),
        (b"9007199254740992", 2**53),
        (b"-9007199254740992", -(2**53)),
        (b"1e-999", 0.0),
        (b"0.1", 0.1),
        (b'"\\\\ud800"', "\\ud800"),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        ('"é"'.encode(), "é"),
    ],
)  # fmt: skip
def test_json_is_read(body: bytes, tree: object) -> None:
    read = strict_json(body)
    assert read == tree
    assert type(read) is type(tree)


def test_every_fault_is_listed_once() -> None:
    with pytest.raises(HTTPException) as caught:
        strict_json(b'{"a": NaN, "a": -Infinity, "b": [1e999, -1e999, 9007199254740993], "c": "\\udead"}')
    assert caught.value.status_code == 422
    assert [fault.partition(":")[0] for fault in caught.value.detail] == [
        "NaN is not a JSON number",
        "-Infinity is not a JSON number",
        "A number is too large for a float",
        "A whole number is beyond 2**53",
        "An object holds the same name twice",
        "A text holds half of a surrogate pair",
    ]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b'{"a": 1,\n "b" 2}', "The body is not JSON at line 2, column 6: mend it there."),
        (b"[" * 100_000, "The body is nested too deep: an application has four levels."),
        (b'"\xff"', "The body is not UTF-8 text: encode it as UTF-8."),
    ],
)
def test_what_is_not_json_is_said_to_be_so(body: bytes, fault: str) -> None:
    with pytest.raises(HTTPException) as caught:
        strict_json(body)
    assert caught.value.status_code == 400
    assert [*caught.value.detail] == [fault]
