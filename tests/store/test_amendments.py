"""Amendments that cannot be written say why; what was there stays."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from scoring.faults import Damaged, Unavailable
from scoring.store import amendments
from scoring.store.amendments import Amendments, connected


def held(path: Path) -> object:
    """Another process writes, and does not end."""
    other = connected(path)
    other.execute("BEGIN IMMEDIATE")
    return other


def folder(path: Path) -> object:
    path.mkdir()
    return None


def text(path: Path) -> object:
    path.write_text("no amendments, but a text that is longer than the header of a database's file " * 3)
    return None


FAULTS: list[tuple[Callable[[Path], object], type[Exception], str]] = [
    (held, Unavailable, "another amendment is being written"),
    (folder, Unavailable, "amendments cannot be read or written: .*store.sqlite: unable to open"),
    (text, Damaged, "store.sqlite: is no file of amendments"),
]


@pytest.mark.parametrize(("spoil", "fault", "said"), FAULTS, ids=["busy", "a folder", "a text"])
def test_what_cannot_be_written_says_why(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Path], object],
    fault: type[Exception],
    said: str,
) -> None:
    path = tmp_path / "store.sqlite"
    kept = spoil(path)
    monkeypatch.setattr(amendments, "WAIT", 0.1)
    with pytest.raises(fault, match=said), closing(Amendments(path)) as made, made.writing():
        pass
    del kept


READ: list[tuple[Callable[[Path], object], type[Exception], str]] = [
    (folder, Unavailable, "amendments cannot be read or written: .*store.sqlite: unable to open"),
    (text, Damaged, "store.sqlite: is no file of amendments"),
]


@pytest.mark.parametrize(("spoil", "fault", "said"), READ, ids=["a folder", "a text"])
@pytest.mark.parametrize("ask", [Amendments.latest, Amendments.added, Amendments.times])
def test_what_cannot_be_read_says_why(
    tmp_path: Path,
    spoil: Callable[[Path], object],
    fault: type[Exception],
    said: str,
    ask: Callable[[Amendments], object],
) -> None:
    path = tmp_path / "store.sqlite"
    spoil(path)
    with pytest.raises(fault, match=said), closing(Amendments(path)) as made:
        ask(made)


def test_a_full_disk_is_said_and_leaves_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        """Let the file grow by nothing, and write what is longer."""
        connection = connected(tmp_path / "other.sqlite")
        connection.execute("PRAGMA max_page_count = 1")
        connection.execute("INSERT INTO amendments VALUES (1, 1, '', 0, ?, '')", ["x" * 99_999])

    monkeypatch.setattr(amendments, "_insert", full)
    with closing(Amendments(tmp_path / "store.sqlite")) as made:
        with pytest.raises(Unavailable, match=r"store\.sqlite: database or disk is full"), made.writing() as add:
            add(1, "2026", None, None)  # type: ignore[arg-type]
        assert (dict(made.latest()), made.times()) == ({}, ())
