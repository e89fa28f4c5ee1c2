"""Pruning: stores and bundles that nothing needs any more are removed, those of recorded scores are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scoring import store
from scoring.aside import clear
from scoring.keeping.contents import BUNDLES, STORES
from scoring.ledger import Ledger
from scoring.settings import Settings


@dataclass(frozen=True)
class Pruning:
    """What can go, and its bytes, as far as nothing that stays shares them; and why the rest stays, by folder."""

    removed: tuple[Path, ...]
    kept: tuple[tuple[Path, str], ...]
    size: int


def plan_pruning(settings: Settings) -> Pruning:
    """Say what can go: neither published, nor next in a rollback, nor needed to replay a recorded score.

    Raises Refused where nothing is published, or the ledger does not answer.
    """
    stores_folder, models_folder = settings.data / STORES, settings.data / BUNDLES
    stores, models = _needed(settings)
    current = store.current(stores_folder)
    published = [path.parent for path in sorted(stores_folder.glob("[!.]*/manifest.json"))]
    before = [folder for folder in published if folder.name < current.name][-1:]
    reasons = {current: "published"} | dict.fromkeys(before, "before it")
    kept = _kept(published, reasons, stores)
    manifests = [store.read_store_manifest(folder) for folder in kept]
    bundles = [path.parent for path in sorted(models_folder.glob("[!.]*/manifest.json"))]
    used = {models_folder / manifest.model: f"of store {manifest.id}" for manifest in manifests}
    newest = dict.fromkeys(bundles[-1:], "the newest")
    kept |= _kept(bundles, newest | used, models)
    removed = tuple(folder for folder in (*published, *bundles) if folder not in kept)
    stays = _files(kept)
    size = sum(size for file, size in _files(removed).items() if file not in stays)
    return Pruning(removed, tuple(kept.items()), size)


def prune(pruning: Pruning) -> None:
    """Remove what can go. A folder is renamed first: half of one is never taken for a store."""
    for folder in pruning.removed:
        aside = folder.with_name(f".{folder.name}.aside")
        folder.rename(aside)
        clear(aside)


def _needed(settings: Settings) -> tuple[Collection[str], Collection[str]]:
    """Name the stores and models that recorded scores need."""
    ledger = Ledger.find(settings)
    if ledger is None:
        return (), ()
    try:
        return ledger.needed()
    finally:
        ledger.close()


def _kept(folders: Iterable[Path], reasons: Mapping[Path, str], recorded: Collection[str]) -> dict[Path, str]:
    """Give the folders to keep, each with its reason."""
    why = {folder: reasons.get(folder) or ("recorded" if folder.name in recorded else "") for folder in folders}
    return {folder: reason for folder, reason in why.items() if reason}


def _files(folders: Iterable[Path]) -> dict[tuple[int, int], int]:
    """Give the size of each file below some folders, once where several link to it."""
    found = (path.stat() for folder in folders for path in folder.rglob("*") if path.is_file())
    return {(one.st_dev, one.st_ino): one.st_size for one in found}
