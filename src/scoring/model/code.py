"""Which sources made a bundle's features and scores: other sources may answer otherwise."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.faults import Damaged

if TYPE_CHECKING:
    from scoring.model.manifest import Manifest

ROOMS = ("tables", "engine", "staging", "features", "model", "reasons", "store", "groups", "pipeline")
"""The rooms whose sources decide what is published."""


@cache
def code_fingerprint() -> str:
    """SHA-256 over the sources that decide what is published, and the record of the prior, which names its hash."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for room in ROOMS:
        for source in sorted([*(root / room).rglob("*.py"), *(root / room).rglob("prior.json")]):
            digest.update(source.read_bytes())
    return digest.hexdigest()


def check_code(manifest: Manifest) -> None:
    """Raise Damaged for a bundle of other sources: live answers would not be the published ones."""
    if manifest.code != code_fingerprint():
        raise Damaged(f"model {manifest.id} was made by another version of this program; run: scoring build")
