"""Bundles made of one that was trained: another name, other predictions out of fold, a new seal."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from scoring import model
from scoring.pipeline import Layout, bundle_folder


def challenger(layout: Layout, name: str, outcomes: Mapping[str, object] | None = None, **changed: object) -> str:
    """Copy the oldest bundle under a name, with those predictions (or none) and those fields of its manifest."""
    folder = layout.models / name
    shutil.copytree(bundle_folder(layout, min(path.name for path in layout.models.iterdir())), folder)
    record = json.loads((folder / model.MANIFEST).read_text("utf-8")) | {"id": name, **changed}
    record.pop("seal")
    record["files"].pop(model.OUTCOMES, None)
    if outcomes is not None:
        pq.write_table(pa.table(dict(outcomes)), folder / model.OUTCOMES)
        record["files"][model.OUTCOMES] = hashlib.sha256((folder / model.OUTCOMES).read_bytes()).hexdigest()
    record["seal"] = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
    (folder / model.MANIFEST).write_text(json.dumps(record), encoding="utf-8")
    return name


def spoil(path: Path) -> None:
    """Change the last byte of a file, in a new file: others may be linked to the old one."""
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
