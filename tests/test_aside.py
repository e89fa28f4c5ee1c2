"""Writes go aside: a reader, a failure or a kill sees the old or the new, never half of one."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from scoring.aside import FULL, file_aside, folder_aside, restore, scratch, temporary
from scoring.faults import NoRoom, Refused

Writing = Callable[[Path], AbstractContextManager[Path]]


class Cut(Exception):
    """The failure of a writer half-way."""


def tree(folder: Path) -> dict[str, str]:
    """Every file under a folder with its text, hidden ones included."""
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


# A file ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [{}, {"scores": "old"}], ids=["new", "replaced"])
def test_a_file_written_to_its_end_stands_alone(tmp_path: Path, before: dict[str, str]) -> None:
    write(tmp_path, **before)
    with file_aside(tmp_path / "scores") as aside:
        aside.write_text("new")
        assert tree(tmp_path).get("scores") == before.get("scores")
    assert tree(tmp_path) == {"scores": "new"}


def test_the_folder_of_a_file_is_made(tmp_path: Path) -> None:
    with file_aside(tmp_path / "a" / "b" / "scores") as aside:
        aside.write_text("new")
    assert tree(tmp_path) == {"a/b/scores": "new"}


@pytest.mark.parametrize("before", [{}, {"scores": "old"}], ids=["new", "replaced"])
def test_a_writer_that_fails_half_way_leaves_what_was(tmp_path: Path, before: dict[str, str]) -> None:
    write(tmp_path, **before)
    with pytest.raises(Cut), file_aside(tmp_path / "scores") as aside:
        aside.write_text("ne")
        raise Cut
    assert tree(tmp_path) == before


def test_a_writer_that_writes_nothing_is_an_error_and_leaves_what_was(tmp_path: Path) -> None:
    write(tmp_path, scores="old")
    with pytest.raises(FileNotFoundError), file_aside(tmp_path / "scores"):
        pass
    assert tree(tmp_path) == {"scores": "old"}


def test_the_next_writer_clears_what_a_killed_one_left(tmp_path: Path) -> None:
    write(tmp_path, **{"scores": "old", ".scores.aside": "ne"})
    with file_aside(tmp_path / "scores") as aside:
        aside.write_text("new")
    assert tree(tmp_path) == {"scores": "new"}


def test_readers_of_a_file_that_is_replaced_see_the_old_or_the_new(tmp_path: Path) -> None:
    texts = {letter * 200_000 for letter in "ab"}
    final, seen, stop = tmp_path / "scores", set[str](), threading.Event()
    final.write_text(min(texts))

    def read() -> None:
        while not stop.is_set():
            seen.add(final.read_text())

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for text in sorted(texts) * 20:
        with file_aside(final) as aside:
            aside.write_text(text)
    stop.set()
    for reader in readers:
        reader.join()
    assert seen <= texts
    assert seen


# A folder ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [{}, {"store__a": "old a", "store__b": "old b"}], ids=["new", "replaced"])
def test_a_folder_filled_to_its_end_replaces_the_old_as_a_whole(tmp_path: Path, before: dict[str, str]) -> None:
    write(tmp_path, **before)
    with folder_aside(tmp_path / "store") as aside:
        write(aside, b="new b", c__d="new d")
    assert tree(tmp_path) == {"store/b": "new b", "store/c/d": "new d"}


@pytest.mark.parametrize("before", [{}, {"store__a": "old a"}], ids=["new", "replaced"])
def test_a_folder_that_fails_half_way_leaves_what_was(tmp_path: Path, before: dict[str, str]) -> None:
    write(tmp_path, **before)
    found = tree(tmp_path)
    with pytest.raises(Cut), folder_aside(tmp_path / "store") as aside:
        write(aside, a="ne")
        raise Cut
    assert tree(tmp_path) == found
    assert [path.name for path in tmp_path.iterdir()] == ["store"] * bool(before)


def test_the_old_folder_comes_back_at_once_when_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, store__a="old a")
    rename = Path.rename

    def refuse_the_new(path: Path, target: Path) -> Path:
        if path.name.endswith(".aside"):
            raise Cut
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse_the_new)
    with pytest.raises(Cut), folder_aside(tmp_path / "store") as aside:
        write(aside, a="new a")
    assert tree(tmp_path) == {"store/a": "old a"}
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


KILLED = {
    "while the new one is filled": ({"store__a": "old", ".store.aside__a": "ne"}, "old"),
    "after the old one is set aside": ({".store.before__a": "old", ".store.aside__a": "new"}, "old"),
    "after the new one took its place": ({".store.before__a": "old", "store__a": "new"}, "new"),
    "while the old one is removed": ({".store.before__left": "old", "store__a": "new"}, "new"),
}


@pytest.mark.parametrize(("left", "stands"), KILLED.values(), ids=KILLED)
def test_after_a_kill_the_old_or_the_new_folder_stands(tmp_path: Path, left: dict[str, str], stands: str) -> None:
    write(tmp_path, **left)
    restore(tmp_path / "store")
    assert {name: text for name, text in tree(tmp_path).items() if ".aside" not in name} == {"store/a": stands}


@pytest.mark.parametrize(("left", "stands"), KILLED.values(), ids=KILLED)
def test_the_next_writer_finds_what_stands_and_clears_the_rest(
    tmp_path: Path, left: dict[str, str], stands: str
) -> None:
    write(tmp_path, **left)
    with folder_aside(tmp_path / "store") as aside:
        assert list(aside.iterdir()) == []
        assert tree(tmp_path / "store") == {"a": stands}
        write(aside, a="newer")
    assert tree(tmp_path) == {"store/a": "newer"}


def test_at_no_step_is_there_half_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = {"a": "old", "b": "old"}, {"a": "new", "b": "new"}
    final, seen = tmp_path / "store", []
    rename = Path.rename

    def watched(path: Path, target: Path) -> Path:
        seen.append(tree(final))
        moved = rename(path, target)
        seen.append(tree(final))
        return moved

    write(final, **old)
    monkeypatch.setattr(Path, "rename", watched)
    with folder_aside(final) as aside:
        write(aside, **new)
    assert seen == [old, {}, {}, new]


def test_two_writers_of_one_folder_are_kept_apart(tmp_path: Path) -> None:
    final = tmp_path / "staged"
    with folder_aside(final) as first:
        (first / "one").write_text("first")
        with pytest.raises(Refused, match="another process is writing"), folder_aside(final):
            pass
    assert [path.name for path in final.iterdir()] == ["one"]
    assert [path.name for path in tmp_path.iterdir()] == ["staged"]


# A full disk --------------------------------------------------------------------------------------


@pytest.mark.parametrize("writing", [file_aside, folder_aside, scratch])
@pytest.mark.parametrize("number", FULL)
def test_a_full_disk_is_said_with_what_could_not_be_written(tmp_path: Path, writing: Writing, number: int) -> None:
    said = f"{tmp_path / 'store'}: cannot be written: {os.strerror(number)}; make space, then try again"
    with pytest.raises(NoRoom, match=re.escape(said)), writing(tmp_path / "store"):
        raise OSError(number, os.strerror(number))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("writing", [file_aside, folder_aside, scratch])
def test_another_failure_of_the_system_is_left_as_it_is(tmp_path: Path, writing: Writing) -> None:
    with pytest.raises(PermissionError), writing(tmp_path / "store"):
        raise PermissionError(errno.EACCES, "Permission denied")


# A folder for files on their way ------------------------------------------------------------------


def test_files_on_their_way_are_gone_afterwards_also_those_of_a_killed_run(tmp_path: Path) -> None:
    write(tmp_path, **{".raw.zip.files__left": "by a killed run"})
    with scratch(tmp_path / "raw.zip") as folder:
        assert tree(folder) == {}
        write(folder, bureau="1")
    assert tree(tmp_path) == {}


def test_two_writers_of_one_archive_are_kept_apart(tmp_path: Path) -> None:
    with scratch(tmp_path / "raw.zip") as folder:
        write(folder, bureau="1")
        with pytest.raises(Refused, match="another process is writing"), scratch(tmp_path / "raw.zip"):
            pass
        assert tree(folder) == {"bureau": "1"}


# A folder of one process's own -----------------------------------------------------------------------

LEFT = "import sys, os, pathlib; from scoring.aside import own_folder; own_folder(pathlib.Path(sys.argv[1]), 'work-')"


def test_a_folder_of_its_own_is_readable_by_its_owner_alone_and_goes(tmp_path: Path) -> None:
    with temporary(tmp_path, "work-") as folder, temporary(tmp_path, "work-") as other:
        write(folder, bureau="1")
        assert (folder.stat().st_mode & 0o777, tree(other)) == (0o700, {})
        assert sorted(tmp_path.iterdir()) == sorted([folder, other])
    assert tree(tmp_path) == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="without locks nobody knows whose process is gone")
def test_what_a_process_that_is_gone_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    with temporary(tmp_path, "work-") as living:
        subprocess.run([sys.executable, "-c", f"{LEFT}; os._exit(9)", tmp_path], check=False)
        write(tmp_path, other__a="of others")
        assert len(list(tmp_path.iterdir())) == 3
        with temporary(tmp_path, "work-") as folder:
            assert sorted(tmp_path.iterdir()) == sorted([living, folder, tmp_path / "other"])
