"""Backup: a copy of what cannot be made again, taken while services write, aside and then renamed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scoring import store
from scoring.aside import folder_aside
from scoring.faults import Damaged, Refused
from scoring.keeping.contents import ACCESS, BUNDLES, FORMAT, STORES, Contents, copy_key, hashes
from scoring.keeping.linked import Linked
from scoring.ledger import Keys, Places
from scoring.ledger import copies as ledgers
from scoring.settings import Settings
from scoring.snapshot import snapshot

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Backup:
    """What was copied: records (None: there is no ledger), stores, bundles, files of amendments, bytes.

    `gone` are the stores that records name and that are no longer there; `key` is the ledger's,
    which is not in the copy.
    """

    records: int | None
    stores: tuple[str, ...]
    bundles: tuple[str, ...]
    amended: int
    size: int
    gone: tuple[str, ...]
    key: Path


def back_up(settings: Settings, out: Path, key: Path | None = None, progress: Progress = print) -> Backup:
    """Copy the ledger, the amendments, the API keys' hashes, the current store and what records need into `out`.

    The ledger's key is copied to the file `key`, if one is given, and never into the copy. Raises
    Refused where `out` or `key` is there already, and Damaged for what is not as it was written.
    """
    _refuse_places(settings, out, key)
    places = Places.of(settings)
    with folder_aside(out) as folder:
        folder.chmod(0o700)  # files of persons
        progress("copying and verifying the ledger")
        copied = ledgers.take(settings, folder)
        _copy_access(settings.keys_file, folder / ACCESS)
        amended = _copy_amended(settings.data / store.AMENDED, folder / store.AMENDED)
        needed = (frozenset[str](), frozenset[str]()) if copied is None else (copied.stores, copied.models)
        stores, bundles, gone = _copy_published(settings, folder, *needed, progress)
        progress("making the hash of each file")
        contents = Contents(FORMAT, _now(), None if copied is None else copied.head.count, hashes(folder))
        _check_stores(folder, stores, contents)
        if copied is not None:
            contents = contents.sealed(Keys.read(places.key))
        contents.write(folder)
        size = _size(folder)
    if key is not None and copied is not None:
        copy_key(places.key, key)
    return Backup(contents.records, stores, bundles, amended, size, gone, places.key)


def _refuse_places(settings: Settings, out: Path, key: Path | None) -> None:
    if settings.data.resolve() in (out.resolve(), *out.resolve().parents):
        raise Refused(f"{out}: lies in the data folder; a copy belongs elsewhere, best on another disk")
    if out.exists():
        raise Refused(f"{out}: is there already, and no copy is written over; name a folder that is not there yet")
    if key is not None and key.exists():
        raise Refused(f"{key}: is there already, and no key is written over; name a file that is not there yet")
    if key is not None and out.resolve() in key.resolve().parents:
        raise Refused(f"{key}: lies in the copy; who has both can write the records anew; name a file elsewhere")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _copy_access(source: Path, target: Path) -> None:
    if source.is_file():
        target.parent.mkdir()
        shutil.copy(source, target)  # with its mode: its owner's alone


def _copy_amended(source: Path, target: Path) -> int:
    """Copy each file of amendments as it was at one moment; give their number."""
    files = sorted(source.glob("*.sqlite"))
    for file in files:
        try:
            snapshot(file, target / file.name)
        except sqlite3.Error as error:
            raise Damaged(f"{file}: cannot be copied: {error}") from error
    return len(files)


def _copy_published(
    settings: Settings, folder: Path, stores: Iterable[str], bundles: Iterable[str], progress: Progress
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Copy the current store, and the stores and bundles of records; give their ids, and of stores that are gone.

    A store has a bundle of its own: one that is not among the models may be the registry's.
    """
    wanted = {STORES: set(stores), BUNDLES: set(bundles)}
    pointer = settings.data / STORES / store.POINTER
    if pointer.is_file():
        current = store.current(settings.data / STORES)
        wanted[STORES].add(current.name)
        wanted[BUNDLES].add(store.read_store_manifest(current).model)
        (folder / STORES).mkdir()
        store.point(folder / STORES, current.name)
    linked, there = Linked(), {STORES: list[str](), BUNDLES: list[str]()}
    for room, names in wanted.items():
        for name in sorted(one for one in names if (settings.data / room / one).is_dir()):
            progress(f"copying {room}/{name}")
            linked.copy_folder(settings.data / room / name, folder / room / name)
            there[room].append(name)
    gone = sorted(wanted[STORES] - set(there[STORES]))
    return tuple(there[STORES]), tuple(there[BUNDLES]), tuple(gone)


def _check_stores(folder: Path, stores: Iterable[str], contents: Contents) -> None:
    """Compare what was copied of each store with what was published."""
    for name in stores:
        published = store.read_store_manifest(folder / STORES / name).files
        copied = {file: contents.files.get(f"{STORES}/{name}/{file}") for file in published}
        wrong = [file for file, expected in published.items() if copied[file] != expected]
        if wrong:
            raise Damaged(f"store {name}: missing or changed: {', '.join(wrong)}; no copy was made")


def _size(folder: Path) -> int:
    found = {(one.st_dev, one.st_ino): one.st_size for one in (path.stat() for path in folder.rglob("*"))}
    return sum(found.values())
