"""What is promised of the eight files, whatever the number of clients."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from scoring.faults import Refused
from scoring.synthetic import write


def _prints(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for name, seed in (("first", 7), ("again", 7), ("other", 8)):
        write(tmp_path / name, 300, seed)
    assert _prints(tmp_path / "first") == _prints(tmp_path / "again")
    assert set(_prints(tmp_path / "first").values()).isdisjoint(_prints(tmp_path / "other").values())


def test_too_few_clients_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="at least 10"):
        write(tmp_path / "out", 9, 0)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(Refused, match=r"thesis\.txt"):
        write(tmp_path, 10, 0)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]
