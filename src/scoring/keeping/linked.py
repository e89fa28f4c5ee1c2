"""Folders copied so that one file under several names stays one: stores share their staged tables."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path


class Linked:
    """Copies folders; what was copied before is linked, where the file system has links."""

    def __init__(self) -> None:
        self._copied: dict[tuple[int, int], Path] = {}

    def copy_folder(self, source: Path, target: Path, final: Path | None = None) -> None:
        """Copy every file below a folder into another, which is to be called `final` if that is given."""
        target.mkdir(parents=True, exist_ok=True)
        for path in sorted(source.rglob("*")):
            inside = path.relative_to(source)
            if path.is_dir():
                (target / inside).mkdir(exist_ok=True)
            else:
                self._copy(path, target / inside, (final or target) / inside)

    def _copy(self, source: Path, target: Path, final: Path) -> None:
        state = source.stat()
        known = self._copied.setdefault((state.st_dev, state.st_ino), final)
        if known != final:
            with contextlib.suppress(OSError):  # a file system without links
                os.link(known, target)
                return
        shutil.copy(source, target)
