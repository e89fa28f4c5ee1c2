"""What a copy holds: the manifest of its files, sealed where there is a ledger."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from scoring.aside import file_aside
from scoring.faults import Damaged, Refused
from scoring.ledger import Keys, canonical

MANIFEST = "manifest.json"
FORMAT = "scoring-copy-1"
BUNDLES, STORES = "models", "store"
"""Folders of a copy as they are called in a data folder."""
ACCESS = Path("access", "keys.json")
"""The hashes of the API's keys."""
NAMED = 5
"""Files named in a message, of those in fault."""


@dataclass(frozen=True)
class Contents:
    """When a copy was made, how many records it has (None: no ledger), and the SHA-256 of each of its files.

    `seal` is a MAC by the ledger's key over all the rest; empty where there is no ledger.
    """

    format: str
    made_at: str
    records: int | None
    files: Mapping[str, str]
    seal: str = ""

    def sealed(self, keys: Keys) -> Contents:
        """Give the same, sealed with a key."""
        return replace(self, seal=keys.sign(canonical(replace(self, seal=""))))

    def write(self, folder: Path) -> None:
        """Write the manifest into the folder of the copy."""
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Contents:
        """Read the manifest of a copy. Raises Refused for a folder that is none, or one of another format."""
        try:
            told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            found = cls(**told | {"files": dict(told["files"])})
        except (OSError, ValueError, TypeError, KeyError):
            raise Refused(f"{folder}: not a copy that scoring backup made") from None
        if found.format != FORMAT:
            raise Refused(f"{folder}: a copy of format {found.format}, this is {FORMAT}; use the scoring that made it")
        return found

    def check(self, folder: Path) -> None:
        """Compare every file of a copy with its hash; raises Damaged naming what is missing, changed or strange."""
        found = hashes(folder)
        found.pop(MANIFEST, None)
        told = {
            "missing": self.files.keys() - found.keys(),
            "changed": {name for name in self.files.keys() & found.keys() if self.files[name] != found[name]},
            "not of the copy": found.keys() - self.files.keys(),
        }
        faults = [f"{what}: {_some(sorted(names))}" for what, names in told.items() if names]
        if faults:
            raise Damaged(f"{folder}: the copy is damaged; {'; '.join(faults)}; use another copy")


def hashes(folder: Path) -> dict[str, str]:
    """Give the SHA-256 of each file below a folder by its name there; of what is neither file nor folder, none."""
    below = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    strange = {name for name, path in below.items() if path.is_symlink() or not (path.is_dir() or path.is_file())}
    files = {name: path for name, path in below.items() if name in strange or path.is_file()}
    return {name: "" if name in strange else sha256(path) for name, path in files.items()}


def sha256(file: Path) -> str:
    """Give the SHA-256 of a file, in hex."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def copy_key(source: Path, target: Path) -> None:
    """Copy a key, readable by its owner alone."""
    with file_aside(target) as aside:
        aside.touch(0o600)
        shutil.copyfile(source, aside)


def _some(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{', '.join(names[:NAMED])}{more}"
