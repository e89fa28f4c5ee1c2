"""The manifest of a bundle: what it is, and the SHA-256 of every file; read without what trains or scores."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scoring.faults import Damaged

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """What a bundle is and everything needed to reproduce it, or to refuse a mismatch.

    `features` are (name, kind) in the model's order, and of these `dropped` the ones it does not
    use, each with the reason; `blend` are the weights of what was learnt and of the prior;
    `categories` are those seen in training; `fingerprint` stands for the data, `code` for the
    sources that made the features.
    """

    id: str
    created: str
    features: tuple[tuple[str, str], ...]
    categories: Mapping[str, tuple[str, ...]]
    dropped: Mapping[str, str]
    blend: Mapping[str, float]
    threshold: float
    cost_ratio: float
    metrics: Mapping[str, Any]
    parameters: Mapping[str, Any]
    fingerprint: str
    code: str
    synthetic: bool
    versions: Mapping[str, str]
    files: Mapping[str, str]


def sha256(content: bytes) -> str:
    """Hash a file's content."""
    return hashlib.sha256(content).hexdigest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a bundle's manifest, sealed, into its folder."""
    record = asdict(manifest)
    record["seal"] = _seal(record)
    (folder / MANIFEST).write_text(json.dumps(record, indent=1, ensure_ascii=False), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read a bundle's manifest; raises Damaged when there is none that can be read, or it was edited."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if content.pop("seal") != _seal(content):
            raise Damaged(f"{folder / MANIFEST}: was changed after training; run: scoring build")
        content["features"] = tuple((name, kind) for name, kind in content["features"])
        content["categories"] = {name: tuple(known) for name, known in content["categories"].items()}
        return Manifest(**content)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Damaged(f"{folder}: no readable {MANIFEST}; run: scoring build") from error


def _seal(content: Mapping[str, Any]) -> str:
    """Hash a manifest's content: a threshold that was edited must not pass for the one that was found."""
    return sha256(json.dumps(content, sort_keys=True).encode())
