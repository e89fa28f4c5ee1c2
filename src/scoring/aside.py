"""Writes go aside, then are renamed: a reader sees the old or the new, never half of one."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from scoring.faults import NoRoom, Refused

try:
    import fcntl
except ImportError:  # Windows has no such locks: two writers are not kept apart there
    fcntl = None  # type: ignore[assignment]

LOCK = ".lock"
"""The file whose lock those who write into a folder wait for."""
FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
"""What the system answers when there is no room."""


@contextmanager
def room(place: Path) -> Iterator[None]:
    """Raise NoRoom, which names the place, where the system has no room for what is written there."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise NoRoom(f"{place}: cannot be written: {os.strerror(error.errno)}; make space, then try again") from error


@contextmanager
def file_aside(final: Path) -> Iterator[Path]:
    """Give a path to write; on success it becomes `final`, on failure it is removed.

    Raises NoRoom when the disk is full.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    aside = final.with_name(f".{final.name}.aside")
    try:
        with room(final):
            yield aside
            _flush(aside)
            aside.replace(final)
            _flush(final.parent)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def folder_aside(final: Path) -> Iterator[Path]:
    """Give an empty folder to fill; on success it replaces `final`, on failure it is removed.

    A folder cannot be replaced in one step: the old one is kept beside until the new one stands.
    It is put back at once if that fails, and at the next start if a kill came between.
    Raises NoRoom when the disk is full.
    """
    aside, before = (final.with_name(f".{final.name}.{what}") for what in ("aside", "before"))
    restore(final)
    with room(final), _claimed(aside):
        try:
            yield aside
            for path in aside.rglob("*"):
                _flush(path)
            if final.exists():
                final.rename(before)
            aside.rename(final)
            _flush(final.parent)
        finally:
            restore(final)


@contextmanager
def scratch(final: Path) -> Iterator[Path]:
    """Give an empty folder beside `final`, removed afterwards; what a killed process left goes first.

    Raises NoRoom when the disk is full.
    """
    with room(final), _claimed(final.with_name(f".{final.name}.files")) as folder:
        yield folder


@contextmanager
def temporary(parent: Path, prefix: str) -> Iterator[Path]:
    """Give a folder as `own_folder` makes it, removed afterwards. Raises NoRoom when the disk is full."""
    with room(parent):
        folder, remove = own_folder(parent, prefix)
        try:
            yield folder
        finally:
            remove()


def own_folder(parent: Path, prefix: str) -> tuple[Path, Callable[[], None]]:
    """Make a new folder that its owner alone may read, its name beginning with the prefix; give what removes it.

    Those of the same prefix whose process is gone, however it ended, are removed first.
    """
    if fcntl is not None:
        for left in parent.glob(f"{prefix}*"):
            with suppress(Refused, OSError):  # its process lives, or it is another person's
                clear(left)
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent)).resolve()
        with suppress(Refused, FileNotFoundError):  # another process took it for left before it was claimed
            claim = _claim(folder)
            if folder.is_dir():
                return folder, partial(_remove, folder, claim)


def _remove(folder: Path, claim: int | None) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if claim is not None:
        os.close(claim)


@contextmanager
def _claimed(folder: Path) -> Iterator[Path]:
    """Give a new empty folder that no other process writes, removed afterwards unless it was renamed."""
    clear(folder)
    folder.mkdir(parents=True)
    claim = _claim(folder)
    try:
        yield folder
    finally:
        _remove(folder, claim)


def clear(aside: Path) -> None:
    """Remove what a killed process left aside; refuse where one that lives is still writing."""
    if not aside.is_dir():
        return
    _remove(aside, _claim(aside))


def _claim(aside: Path) -> int | None:
    """Lock a folder that is being written: the lock ends with the process, however it ends."""
    if fcntl is None:
        return None
    descriptor = os.open(aside, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise Refused(f"another process is writing {aside.parent}; wait until it ends, then try again") from None
    return descriptor


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one of those who write into this folder do so at a time; the others wait."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def restore(final: Path) -> None:
    """Put back the folder that a replacement had set aside, unless the new one stands."""
    before = final.with_name(f".{final.name}.before")
    if before.exists():
        if final.exists():
            shutil.rmtree(before)
        else:
            before.rename(final)


def _flush(path: Path) -> None:
    """Force a file or folder to disk, so that the rename never comes before the content."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
