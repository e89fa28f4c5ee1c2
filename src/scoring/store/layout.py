"""A store's folder, its manifest of hashes, and the pointer to the current one."""

from __future__ import annotations

import hashlib
import json
import mmap
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from scoring.aside import file_aside
from scoring.faults import Damaged, Refused

CLIENTS = "clients.sqlite"
COLUMNS = "columns.parquet"
REFERENCE = "reference.json"
CARD, CARD_PAGE = "card.md", "card.html"
STAGED = "staged"
GROUPS = "groups"
BUNDLE = "bundle"
MANIFEST = "manifest.json"
POINTER = "current"
AMENDED = "amended"
_BEGUN: dict[Path, Future[StoreManifest]] = {}
"""Verifications that were begun ahead, each for the next who wants it."""


@dataclass(frozen=True)
class StoreManifest:
    """What a store holds: `key` stands for all it was built from, `base` is the mean log-odds of
    the contributions, `files` the SHA-256 of each file by its path in the folder."""

    id: str
    created: str
    model: str
    clients: int
    features: int
    base: float
    key: str
    files: Mapping[str, str]


def _sha256(path: Path) -> str:
    """Hash a file where it lies; read in parts, each would wait for the interpreter, which imports meanwhile."""
    with path.open("rb") as file:
        if not path.stat().st_size:  # nothing cannot be mapped
            return hashlib.sha256().hexdigest()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return hashlib.sha256(content).hexdigest()


def seal(folder: Path, **facts: object) -> StoreManifest:
    """Hash every file of a finished store and write its manifest; `facts` are its other fields."""
    files = {str(path.relative_to(folder)): _sha256(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    manifest = StoreManifest(**facts, files=files)  # type: ignore[arg-type]
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    return manifest


def read_store_manifest(folder: Path) -> StoreManifest:
    """Read a store's manifest; raises Damaged when there is none that can be read."""
    try:
        return StoreManifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise Damaged(f"{folder}: no readable {MANIFEST}; run: scoring publish") from error


def begin_verifying(folder: Path) -> None:
    """Verify beside what has to be done first, such as imports: `verify` then waits for what is left of it."""
    if folder not in _BEGUN:
        _BEGUN[folder] = ThreadPoolExecutor(1).submit(_verified, folder)


def verify(folder: Path) -> StoreManifest:
    """Compare every file with the manifest's hash; raises Damaged naming what differs."""
    begun = _BEGUN.pop(folder, None)
    return _verified(folder) if begun is None else begun.result()


def _verified(folder: Path) -> StoreManifest:
    manifest = read_store_manifest(folder)
    wrong = [name for name, expected in manifest.files.items() if not _matches(folder / name, expected)]
    if wrong:
        raise Damaged(f"{folder}: missing or changed: {', '.join(wrong)}; run: scoring publish")
    return manifest


def amended(folder: Path) -> Path:
    """Give the file of a store's amendments, which lies in the data folder beside the stores."""
    return folder.parent.parent / AMENDED / f"{folder.name}.sqlite"


def _matches(path: Path, expected: str) -> bool:
    return path.is_file() and _sha256(path) == expected


def point(stores: Path, store: str) -> None:
    """Make a store the current one."""
    with file_aside(stores / POINTER) as aside:
        aside.write_text(store + "\n", encoding="utf-8")


def current(stores: Path) -> Path:
    """Give the folder of the current store; raises Refused when nothing is published."""
    pointer = stores / POINTER
    if not pointer.exists():
        raise Refused(f"nothing is published in {stores}; run: scoring build (or: make app)")
    name = pointer.read_text(encoding="utf-8", errors="replace").strip()
    folder = stores / name
    if not name or not folder.is_dir():
        raise Refused(f"the current store {folder} is gone; run: scoring publish")
    return folder
