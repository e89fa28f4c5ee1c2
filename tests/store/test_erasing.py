"""Amendments that are over are erased; those in force stay, without what was before them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from scoring.faults import Damaged, Unavailable
from scoring.store import Amendments, ClientRow, Version, amendments, erasing
from tests.store.test_amendments import held

FIRST, ADDED = 100001, 777


def version(amount: float) -> Version:
    row = ClientRow(1, 0.1, 0.1, 0.0, 0.2, True, False, (amount,), np.zeros(1), 0.1)
    return Version({"application_train": [{"AMT_CREDIT": amount}]}, row, "model-1", 0.09)


def at(day: int) -> str:
    return f"2026-01-{day:02}T00:00:00.000000+00:00"


STORY = [
    # client, day, what was before, what is
    (FIRST, 1, 10.0, 11.0),
    (FIRST, 5, 11.0, 15.0),
    (ADDED, 3, None, 13.0),
    (ADDED, 7, 13.0, 17.0),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(Amendments(tmp_path / "s.sqlite")) as opened:
        for client, day, before, after in STORY:
            with opened.writing() as add:
                add(client, at(day), None if before is None else version(before), version(after))
    return tmp_path / "s.sqlite"


def erase(path: Path, time: str, served: bool) -> int:
    with erasing(path) as erased:
        return erased(time, served)


def told(path: Path) -> dict[int, list[tuple[float | None, float, bool]]]:
    """Each client's amendments: before, after, and whether the first was erased."""
    with closing(Amendments(path)) as opened:
        return {
            client: [
                (one.before and one.before.row.values[0], one.after.row.values[0], one.erased)  # type: ignore[misc]
                for one in opened.of_client(client)
            ]
            for client in (FIRST, ADDED)
        }


WHOLE = {FIRST: [(10.0, 11.0, False), (11.0, 15.0, False)], ADDED: [(None, 13.0, False), (13.0, 17.0, False)]}
CASES = [
    # what is over before this day, whether the store is served, how many it was erased of, what is left
    (1, True, 0, WHOLE),
    (2, True, 1, {**WHOLE, FIRST: [(None, 11.0, True), (11.0, 15.0, False)]}),
    (5, True, 1, {**WHOLE, FIRST: [(11.0, 15.0, False)]}),
    (6, True, 2, {**WHOLE, FIRST: [(None, 15.0, True)]}),
    (8, True, 4, {FIRST: [(None, 15.0, True)], ADDED: [(None, 17.0, True)]}),
    (6, False, 3, {FIRST: [], ADDED: [(13.0, 17.0, False)]}),
    (8, False, 4, {FIRST: [], ADDED: []}),
]


@pytest.mark.parametrize(("day", "served", "count", "left"), CASES)
def test_what_is_over_goes(path: Path, day: int, served: bool, count: int, left: object) -> None:
    assert erase(path, at(day), served) == count
    assert told(path) == left
    assert erase(path, at(day), served) == 0


def test_who_was_added_stays_known_as_added(path: Path) -> None:
    erase(path, at(8), served=True)
    with closing(Amendments(path)) as opened:
        assert opened.added() == {ADDED}


def test_a_reader_that_is_open_sees_it(path: Path) -> None:
    with closing(Amendments(path)) as opened:
        before = opened.current(FIRST)
        erase(path, at(8), served=True)
        after = opened.current(FIRST)
        assert before is not None
        assert after is not None
        assert (after.number, after.at) == (before.number, before.at)
        assert len(opened.of_client(FIRST)) == 1
        erase(path, at(8), served=False)
        assert opened.current(FIRST) is None


def test_the_bytes_are_gone(path: Path) -> None:
    erase(path, at(8), served=False)
    assert b"AMT_CREDIT" not in path.read_bytes()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM amendments").fetchone() == (0,)


def altered(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE amendments SET content = replace(content, '15.0', '16.0') WHERE number = 2")


def no_text(path: Path) -> None:
    """A text that is no UTF-8: what SQLite says of it repeats it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE amendments SET content = cast(x'414d545f435245444954ff' AS TEXT) WHERE number = 2")


def torn(path: Path) -> None:
    """One page inside the file is not as it was written."""
    content = bytearray(path.read_bytes())
    content[-4096:] = b"\xff" * 4096
    path.write_bytes(content)


DAMAGED: list[tuple[Callable[[Path], object], type[Exception], str]] = [
    (altered, Damaged, "s.sqlite: amendment 2 is not the one that was written"),
    (no_text, Damaged, "s.sqlite: is no file of amendments"),
    (torn, Damaged, "s.sqlite: is "),
    (held, Unavailable, "another amendment is being written"),
]


@pytest.mark.parametrize(("spoil", "fault", "said"), DAMAGED, ids=["altered", "no text", "torn", "busy"])
def test_from_what_is_not_as_it_was_written_nothing_is_erased(
    path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], object], fault: type[Exception], said: str
) -> None:
    kept = spoil(path)
    before = path.read_bytes()
    monkeypatch.setattr(amendments, "WAIT", 0.1)
    with pytest.raises(fault, match=said) as caught:
        erase(path, at(8), served=True)
    assert "AMT_CREDIT" not in str(caught.value)
    assert path.read_bytes() == before
    del kept


def test_while_it_is_erased_from_nobody_else_writes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(amendments, "WAIT", 0.1)
    with erasing(path), closing(Amendments(path)) as opened:
        assert opened.current(FIRST) is not None
        with pytest.raises(Unavailable), opened.writing():
            pass
    assert told(path) == WHOLE
