"""Strict JSON keeps what JSON says exactly, and lists all that it refuses."""

from __future__ import annotations

import pytest
from fastapi.exceptions import HTTPException

from scoring.api.strict import MOST, Loose, strict_json


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


LOOSE: list[tuple[bytes, list[tuple[str, str]]]] = [
    # body,                                        where, what is said of it
    (b"NaN",                                       [("", "is NaN, which is no number of JSON")]),
    (b'{"a": 1, "b": -Infinity}',                  [("b", "is -Infinity, which is no number of JSON")]),
    (b'{"a": [1e999, 2.0, -1e999]}',               [("a 0", "is too large for a float"), ("a 2", "is too large")]),
    (b"[9007199254740993]",                        [("0", "is a whole number beyond 2**53")]),
    (b'{"b": {"a": 1, "a": 2}}',                   [("b", "holds the same name twice")]),
    (b'{"a": "\\udead", "\\udfff": 1}',            [("\udfff", "holds half of a"), ("a", "holds half of a")]),
    (b'{"a": NaN, "a": -Infinity, "b": 1e999}',    [("", "holds the same"), ("a", "is -Infinity"), ("b", "is too")]),
    (b'[{"a": [NaN], "b": 1e999}, "\\udead"]',     [("0 a 0", "is NaN"), ("0 b", "is too"), ("1", "holds half")]),
    (b"[" * 400 + b"NaN" + b"]" * 400,             [(" ".join("0" * 400), "is NaN")]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "faults"), LOOSE)
def test_every_fault_is_listed_with_its_place(body: bytes, faults: list[tuple[str, str]]) -> None:
    with pytest.raises(Loose) as caught:
        strict_json(body)
    told = zip(caught.value.faults, faults, strict=True)
    assert [(" ".join(map(str, one.loc[1:])), one.what[: len(what)]) for one, (_, what) in told] == faults
    assert caught.value.more == 0


def test_of_very_many_faults_the_first_are_listed_and_the_rest_counted() -> None:
    deep = b"[" * 300 + b"NaN," * 200_000 + b"1" + b"]" * 300
    with pytest.raises(Loose) as caught:
        strict_json(deep)
    assert (len(caught.value.faults), caught.value.more) == (MOST, 200_000 - MOST)


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
