"""Pruning: stores, their amendments and bundles go that nothing needs; those of recorded scores are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from scoring import store
from scoring.aside import clear
from scoring.keeping.contents import BUNDLES, STORES
from scoring.ledger import Ledger
from scoring.ledger.rule import over_before
from scoring.settings import Settings


@dataclass(frozen=True)
class Pruning:
    """What can go, and its bytes, as far as nothing that stays shares them; and why the rest stays.

    Folders of stores and bundles, and files of amendments.
    """

    removed: tuple[Path, ...]
    kept: tuple[tuple[Path, str], ...]
    size: int


def plan_pruning(settings: Settings) -> Pruning:
    """Say what can go: neither published, nor next in a rollback, nor needed to replay a recorded score.

    Raises Refused where nothing is published, and Unavailable where the ledger does not answer.
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
    amended = sorted((settings.data / store.AMENDED).glob("*.sqlite"))
    kept |= dict(_amended_reasons(settings, amended, kept))
    removed = tuple(path for path in (*published, *bundles, *amended) if path not in kept)
    stays = _files(kept)
    size = sum(size for file, size in _files(removed).items() if file not in stays)
    return Pruning(removed, tuple(kept.items()), size)


def prune(pruning: Pruning) -> None:
    """Remove what can go. A folder is renamed first: half of one is never taken for a store.

    Raises Damaged and Unavailable for a file of amendments, before anything is removed.
    """
    with ExitStack() as checked:
        files = [path for path in pruning.removed if not path.is_dir()]
        for erase in [checked.enter_context(store.erasing(file)) for file in files]:
            erase(store.ALWAYS, False)  # what is personal is overwritten first
    for path in pruning.removed:
        if path.is_dir():
            aside = path.with_name(f".{path.name}.aside")
            path.rename(aside)
            clear(aside)
        else:
            path.unlink()


def _needed(settings: Settings) -> tuple[Collection[str], Collection[str]]:
    """Name the stores and models that recorded scores need."""
    ledger = Ledger.find(settings)
    if ledger is None:
        return (), ()
    with closing(ledger):
        return ledger.needed()


def _amended_reasons(settings: Settings, files: Iterable[Path], kept: Collection[Path]) -> Iterator[tuple[Path, str]]:
    """Say why files of amendments stay: with their store, or as long as the rule keeps what is personal."""
    over = over_before(settings.ledger_months).isoformat(timespec="microseconds")
    for file in files:
        if settings.data / STORES / file.stem in kept:
            yield file, f"of store {file.stem}"
            continue
        with closing(store.Amendments(file)) as amendments:
            if any(at >= over for _, at in amendments.times()):
                yield file, f"amended within {settings.ledger_months} months"


def _kept(paths: Iterable[Path], reasons: Mapping[Path, str], recorded: Collection[str]) -> dict[Path, str]:
    """Give what to keep, each with its reason."""
    why = {path: reasons.get(path) or ("recorded" if path.name in recorded else "") for path in paths}
    return {path: reason for path, reason in why.items() if reason}


def _files(paths: Iterable[Path]) -> dict[tuple[int, int], int]:
    """Give the size of each file that is named or lies below a folder, once where several link to it."""
    found = (one.stat() for path in paths for one in (path, *path.rglob("*")) if one.is_file())
    return {(one.st_dev, one.st_ino): one.st_size for one in found}
