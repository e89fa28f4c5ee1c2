"""Writes go aside, then are renamed: a reader sees the old or the new, never half of one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def file_aside(final: Path) -> Iterator[Path]:
    """Give a path to write; on success it becomes `final`, on failure it is removed."""
    final.parent.mkdir(parents=True, exist_ok=True)
    aside = final.with_name(f".{final.name}.aside")
    try:
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
    """
    aside, before = (final.with_name(f".{final.name}.{what}") for what in ("aside", "before"))
    restore(final)
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        yield aside
        for path in aside.rglob("*"):
            _flush(path)
        if final.exists():
            final.rename(before)
        aside.rename(final)
        _flush(final.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        restore(final)


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
