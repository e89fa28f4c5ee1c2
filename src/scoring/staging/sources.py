"""A raw file, wherever it lies: on the disk, packed alone or in an archive."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from scoring.faults import Refused

DAMAGED = (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, NotImplementedError, RuntimeError)
"""What unpacking raises: damage, a packing method that is not known, a password."""


@dataclass(frozen=True)
class Source:
    """One raw file: a file on disk, or a member of an archive."""

    file: str
    path: Path
    member: str | None = None

    @property
    def shown(self) -> str:
        """How messages name it."""
        return str(self.path) if self.member is None else f"{self.path}:{self.member}"

    def unpacked(self, folder: Path) -> Path:
        """Give the file on disk, unpacked into the folder if it is packed.

        Unpacking verifies checksums; DuckDB's own reader of .gz does not. Raises Refused for a
        packed file that is damaged, OSError where the folder has no room.
        """
        name = self.path.name if self.member is None else Path(self.member).name
        if self.member is None and not name.endswith(".gz"):
            return self.path
        target = folder / name.removesuffix(".gz")
        try:
            with self._packed() as packed, target.open("wb") as out:
                shutil.copyfileobj(packed, out, 1 << 20)
        except DAMAGED as error:
            raise Refused(f"{self.shown}: cannot be unpacked ({error or 'it is cut'}); fetch it again") from error
        return target

    @contextmanager
    def _packed(self) -> Iterator[IO[bytes]]:
        with ExitStack() as opened:
            if self.member is None:
                content: IO[bytes] = opened.enter_context(self.path.open("rb"))
            else:
                content = opened.enter_context(opened.enter_context(zipfile.ZipFile(self.path)).open(self.member))
            if (self.member or self.path.name).endswith(".gz"):
                content = cast(IO[bytes], opened.enter_context(gzip.GzipFile(fileobj=content)))
            yield content


def fingerprint(sources: Sequence[Source]) -> str:
    """SHA-256 over the names and contents of all sources (an archive counts as a whole)."""
    digest = hashlib.sha256()
    for path in sorted({source.path for source in sources}):
        with path.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    for source in sources:
        digest.update(f"{source.file}\0".encode())
    return digest.hexdigest()
