"""Finding the raw files in what a person gave: archives, folders and single files."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from scoring.faults import Refused, refuse_if
from scoring.tables import TABLES

SUFFIXES = (".csv", ".csv.gz", ".parquet")
FILES = tuple(file for table in TABLES for file in table.files)
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


def find(raws: Sequence[Path]) -> tuple[Source, ...]:
    """List the raw files of every table in archives (.zip), folders and files given.

    Raises Refused for a path that does not exist or holds no raw file, and for a broken archive.
    """
    faults, sources = [], []
    for raw in raws:
        try:
            found = list(_inside(raw))
        except (OSError, zipfile.BadZipFile) as error:
            faults.append(
                f"{raw}: cannot be read ({_why(raw, error)}); give the Kaggle archive or a folder of its files"
            )
            continue
        if not found:
            faults.append(
                f"{raw}: holds none of the raw files; they are named {', '.join(FILES)} with {', '.join(SUFFIXES)}"
            )
        sources += found
    refuse_if(faults)
    return tuple(sorted(sources, key=lambda source: (FILES.index(source.file), source.shown)))


def _why(raw: Path, error: Exception) -> str:
    if not raw.exists():
        return "there is no such file or folder"
    return "not a whole zip archive" if isinstance(error, zipfile.BadZipFile) else type(error).__name__


def _inside(raw: Path) -> Iterable[Source]:
    if raw.is_dir():
        for path in sorted(raw.iterdir()):
            if (file := _file(path.name)) is not None and path.is_file():
                yield Source(file, path)
    elif raw.suffix.lower() == ".zip":
        with zipfile.ZipFile(raw) as archive:
            for name in archive.namelist():
                if (file := _file(Path(name).name)) is not None:
                    yield Source(file, raw, name)
    elif not raw.exists():
        raise FileNotFoundError(raw)
    elif (file := _file(raw.name)) is not None:
        yield Source(file, raw)


def _file(name: str) -> str | None:
    """Give the declared file that a name stands for, or None."""
    return next((file for file in FILES for suffix in SUFFIXES if name == file + suffix), None)


def fingerprint(sources: Sequence[Source]) -> str:
    """SHA-256 over the names and contents of all sources (an archive counts as a whole)."""
    digest = hashlib.sha256()
    for path in sorted({source.path for source in sources}):
        with path.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    for source in sources:
        digest.update(f"{source.file}\0".encode())
    return digest.hexdigest()
