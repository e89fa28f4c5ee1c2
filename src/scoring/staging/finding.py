"""Finding the raw files in what a person gave: archives, folders and single files."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from scoring.faults import Refused, refuse_if
from scoring.staging.sources import Source
from scoring.tables import TABLES

SUFFIXES = (".csv", ".csv.gz", ".parquet")
PACKED = ".csv.zip"
"""How Kaggle delivers a single file: an archive with that file alone, whatever its name in there."""
FILES = tuple(file for table in TABLES for file in table.files)
ARCHIVES = (".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar")


def find(raws: Sequence[Path]) -> tuple[Source, ...]:
    """List the raw files of every table in archives (.zip), folders and files given.

    Archives in a folder count where no raw file lies beside them. Raises Refused for a path that does
    not exist, holds no raw file or one more than once, and for a broken archive.
    """
    faults: list[str] = []
    sources: list[Source] = []
    for raw in raws:
        try:
            found = _inside(raw)
        except Refused as refused:
            faults += refused.faults
            continue
        if not found:
            known = f"they are named {', '.join(FILES)} with {', '.join((*SUFFIXES, PACKED))}"
            faults.append(f"{raw}: holds none of the raw files; {known}{_packed(raw)}")
        faults += _repeated(raw, found)
        sources += found
    refuse_if(faults)
    return tuple(sorted(sources, key=lambda source: (FILES.index(source.file), source.shown)))


def ignored(raws: Sequence[Path]) -> tuple[Path, ...]:
    """List the archives that lie in the folders given and are not read."""
    read = {source.path for source in find(raws)}
    return tuple(path for raw in raws for path in _archives(raw) if path not in read)


def holds_raw(folder: Path) -> bool:
    """Say whether a folder exists and holds raw files or archives, whole or not: they are meant to be read."""
    named = [file + suffix for file in FILES for suffix in SUFFIXES]
    return bool(_archives(folder)) or any((folder / name).is_file() for name in named)


def _inside(raw: Path) -> list[Source]:
    """List what one path holds. Raises Refused where it cannot be read."""
    try:
        if raw.is_dir():
            files = [path for path in sorted(raw.iterdir()) if path.is_file()]
            alone = [source for path in files for source in _alone(path)]
            return alone or [source for path in files if _is_zip(path) for source in _members(path)]
        if not raw.exists():
            raise FileNotFoundError(raw)
        return list(_alone(raw)) or (_members(raw) if _is_zip(raw) else [])
    except OSError as error:
        raise _unreadable(
            raw, "there is no such file or folder" if not raw.exists() else type(error).__name__
        ) from error


def _alone(path: Path) -> Iterable[Source]:
    """Give the raw file that a file stands for by its name, if it does."""
    for file in FILES:
        if path.name in [file + suffix for suffix in SUFFIXES]:
            yield Source(file, path)
        elif path.name == file + PACKED:
            yield Source(file, path, _only(path))


def _only(path: Path) -> str:
    """Name the only CSV of an archive."""
    names = [name for name in _names(path) if name.endswith(".csv") and not Path(name).name.startswith(".")]
    if len(names) != 1:
        raise Refused(f"{path}: holds {len(names)} CSV files, by its name it should hold one; fetch it again")
    return names[0]


def _members(archive: Path) -> list[Source]:
    named = {file + suffix: file for file in FILES for suffix in SUFFIXES}
    return [Source(named[Path(name).name], archive, name) for name in _names(archive) if Path(name).name in named]


def _names(archive: Path) -> list[str]:
    try:
        with zipfile.ZipFile(archive) as opened:
            return opened.namelist()
    except zipfile.BadZipFile as error:
        raise _unreadable(archive, "not a whole zip archive") from error


def _unreadable(raw: Path, why: str) -> Refused:
    return Refused(f"{raw}: cannot be read ({why}); give the Kaggle archive or a folder of its files")


def _is_zip(path: Path) -> bool:
    return path.suffix.lower() == ".zip"


def _archives(raw: Path) -> list[Path]:
    if not raw.is_dir():
        return []
    return [path for path in sorted(raw.iterdir()) if path.is_file() and path.suffix.lower() in ARCHIVES]


def _packed(raw: Path) -> str:
    """Name the archives in a folder that hold none either, or are of a kind that is not read."""
    names = ", ".join(path.name for path in _archives(raw))
    return f"; nor does any zip in it, and no other archive is read ({names})" if names else ""


def _repeated(raw: Path, found: Sequence[Source]) -> Iterable[str]:
    """Say which files a path holds more than once: of a table without a key every row would count twice."""
    for file in dict.fromkeys(source.file for source in found):
        names = [source.shown for source in found if source.file == file]
        if len(names) > 1:
            yield f"{raw}: holds {file} more than once ({', '.join(names)}); keep one of them"
