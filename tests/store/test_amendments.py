"""Amendments that cannot be written say why; what was there stays."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from scoring.faults import Damaged, Refused
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
    (held, Refused, "another amendment is being written"),
    (folder, Refused, "amendments cannot be written: .*store.sqlite: unable to open"),
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
