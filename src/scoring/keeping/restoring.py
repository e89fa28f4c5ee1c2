"""Restoring: a copy is checked whole, then put where the settings say; nothing that is there is written over."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from scoring.aside import file_aside, folder_aside
from scoring.faults import Damaged, refuse_if
from scoring.keeping.contents import ACCESS, BUNDLES, STORES, Contents, copy_key, hashes, sha256
from scoring.keeping.linked import Linked
from scoring.ledger import Keys, Ledger, Places
from scoring.ledger import copies as ledgers
from scoring.settings import Settings
from scoring.store import AMENDED, POINTER

CURRENT = f"{STORES}/{POINTER}"


@dataclass(frozen=True)
class Checked:
    """A copy that is whole: what it says of itself, and its ledger's end where it has one."""

    contents: Contents
    ledger: ledgers.Copied | None


def check(settings: Settings, folder: Path, key: Path | None = None) -> Checked:
    """Check every file of a copy, its seal, and each record of its ledger.

    Raises Refused for what is no copy, or without the ledger's key (`key`, else where the settings
    say); Damaged for a copy that is not whole, or of another key.
    """
    contents = Contents.read(folder)
    contents.check(folder)
    if contents.records is None:
        if ledgers.FILE.as_posix() in contents.files:
            raise Damaged(f"{folder}: holds a ledger, and its manifest does not say so: it was altered")
        return Checked(contents, None)
    keys = Keys.read(key or Places.of(settings).key)
    if contents.sealed(keys).seal != contents.seal:
        raise Damaged(f"{folder}: not sealed with this key: a copy of another ledger, or its manifest was altered")
    return Checked(contents, ledgers.check(folder, keys))


def restore(settings: Settings, folder: Path, key: Path | None = None) -> Checked:
    """Check a copy and put it where the settings say; one that was killed is finished by calling it again.

    Raises as `check` does, and Refused, with every fault at once and before anything is written,
    where other files stand already.
    """
    checked = check(settings, folder, key)
    parts = _parts(settings, checked.contents)
    refuse_if(_obstacles(settings, folder, key, checked, parts))
    linked = Linked()
    for part, target in parts.items():
        if not target.exists():
            _put(folder / part, target, linked)
    if checked.ledger is not None:
        _put_ledger(settings, folder, key)
    return checked


def _parts(settings: Settings, contents: Contents) -> dict[str, Path]:
    """Give where each part of a copy goes, but its ledger; which store is the current one comes last."""
    parts = {}
    for name in sorted(contents.files, key=lambda name: (name == CURRENT, name)):
        if name == ACCESS.as_posix():
            parts[name] = settings.keys_file
        elif name.startswith((f"{STORES}/", f"{BUNDLES}/", f"{AMENDED}/")):
            part = "/".join(name.split("/")[:2])
            parts[part] = settings.data / part
    return parts


def _obstacles(
    settings: Settings, folder: Path, key: Path | None, checked: Checked, parts: Mapping[str, Path]
) -> Iterator[str]:
    """Name what stands where something else would be put."""
    for part, target in parts.items():
        if target.exists() and _bytes(target) != _bytes(folder / part):
            yield f"{target}: is there already, and is not the one of the copy; move it away, or name another place"
    if checked.ledger is not None:
        places = Places.of(settings)
        if key is not None and places.key.exists() and places.key.read_bytes() != key.read_bytes():
            yield f"{places.key}: there is another key; move it away, or name another place"
        elif found := ledgers.obstacle(settings, Keys.read(key or places.key), checked.ledger.head):
            yield found


def _bytes(path: Path) -> dict[str, str]:
    return hashes(path) if path.is_dir() else {"": sha256(path)}


def _put(source: Path, target: Path, linked: Linked) -> None:
    """Put a folder or a file in its place, aside and then renamed."""
    if source.is_dir():
        with folder_aside(target) as aside:
            linked.copy_folder(source, aside, target)
    else:
        with file_aside(target) as aside:
            shutil.copy(source, aside)


def _put_ledger(settings: Settings, folder: Path, key: Path | None) -> None:
    """Put the key and the ledger in their places, and verify what stands there."""
    places = Places.of(settings)
    if key is not None and not places.key.exists():
        copy_key(key, places.key)
    ledgers.put(settings, folder)
    with closing(Ledger.existing(settings)) as ledger:
        ledger.verify()
