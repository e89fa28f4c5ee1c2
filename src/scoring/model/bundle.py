"""The bundle: a trained model's folder, all of it listed and hashed in one JSON manifest."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.aside import folder_aside
from scoring.faults import Damaged
from scoring.features import FEATURE, Feature

if TYPE_CHECKING:
    from catboost import CatBoostClassifier

MANIFEST = "manifest.json"
MODEL = "model.cbm"
DURATIONS = "durations.parquet"
VERSIONED = ("catboost", "duckdb", "numpy", "pandas", "pyarrow", "scikit-learn")


@dataclass(frozen=True)
class Manifest:
    """What a bundle is and everything needed to reproduce it, or to refuse a mismatch.

    `features` are (name, kind) in the model's order, and of these `dropped` the ones it was told to
    ignore, fewer defaults than they need being there; `categories` are those seen in training;
    `fingerprint` stands for the data, `code` for the sources that made the features.
    """

    id: str
    created: str
    features: tuple[tuple[str, str], ...]
    categories: Mapping[str, tuple[str, ...]]
    dropped: tuple[str, ...]
    threshold: float
    cost_ratio: float
    metrics: Mapping[str, Any]
    parameters: Mapping[str, Any]
    fingerprint: str
    code: str
    synthetic: bool
    versions: Mapping[str, str]
    files: Mapping[str, str]


@dataclass(frozen=True)
class Bundle:
    """A verified manifest, its features as declared, and the loaded model."""

    manifest: Manifest
    features: tuple[Feature, ...]
    model: CatBoostClassifier


def sha256(content: bytes) -> str:
    """Hash a file's content."""
    return hashlib.sha256(content).hexdigest()


def versions() -> dict[str, str]:
    """Give the versions that a model depends on."""
    return {"python": sys.version.split()[0]} | {name: importlib.metadata.version(name) for name in VERSIONED}


def save(model: CatBoostClassifier, durations: Path, models: Path, **facts: Any) -> Manifest:
    """Write a bundle into a new folder of `models`, named by date and hash; give its manifest.

    `durations` is the learnt table that the features were computed with. `facts` are the
    manifest's fields but id, created, versions and files.
    """
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        model.save_model(str(Path(folder, MODEL)))
        contents = {MODEL: Path(folder, MODEL).read_bytes(), DURATIONS: durations.read_bytes()}
    name = f"{now:%Y%m%d-%H%M%S}-{sha256(contents[MODEL])[:8]}"
    manifest = Manifest(
        id=name,
        created=now.isoformat(timespec="seconds"),
        versions=versions(),
        files={file: sha256(content) for file, content in contents.items()},
        **facts,
    )
    with folder_aside(models / name) as aside:
        for file, content in contents.items():
            (aside / file).write_bytes(content)
        record = asdict(manifest)
        record["seal"] = _seal(record)
        (aside / MANIFEST).write_text(json.dumps(record, indent=1, ensure_ascii=False), encoding="utf-8")
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """Read a bundle's manifest; raises Damaged when there is none that can be read, or it was edited."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if content.pop("seal") != _seal(content):
            raise Damaged(f"{folder / MANIFEST}: was changed after training; run: scoring build")
        content["features"] = tuple((name, kind) for name, kind in content["features"])
        content["dropped"] = tuple(content["dropped"])
        content["categories"] = {name: tuple(known) for name, known in content["categories"].items()}
        return Manifest(**content)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Damaged(f"{folder}: no readable {MANIFEST}; run: scoring build") from error


def _seal(content: Mapping[str, Any]) -> str:
    """Hash a manifest's content: a threshold that was edited must not pass for the one that was found."""
    return sha256(json.dumps(content, sort_keys=True).encode())


def load(folder: Path) -> Bundle:
    """Load a bundle, each file hashed before it is parsed: a damaged .cbm loads with other scores.

    Raises Damaged for a missing or changed file, and for features this version does not declare.
    """
    manifest = read_manifest(folder)
    contents = {name: _verified(folder / name, expected) for name, expected in manifest.files.items()}
    unknown = [name for name, kind in manifest.features if name not in FEATURE or FEATURE[name].kind != kind]
    if unknown:
        raise Damaged(
            f"{folder}: made for features this version does not declare: {', '.join(unknown)}; run: scoring build"
        )
    from catboost import CatBoostClassifier

    model = CatBoostClassifier().load_model(blob=contents[MODEL])
    return Bundle(manifest, tuple(FEATURE[name] for name, _ in manifest.features), model)


def _verified(path: Path, expected: str) -> bytes:
    if not path.is_file():
        raise Damaged(f"{path}: missing; publish again")
    content = path.read_bytes()
    if sha256(content) != expected:
        raise Damaged(f"{path}: its SHA-256 is not the manifest's; the file was changed: publish again")
    return content
