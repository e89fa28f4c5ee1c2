"""The bundle: a trained model's folder, all of it listed and hashed in one JSON manifest."""

from __future__ import annotations

import importlib.metadata
import json
import sys
import tempfile
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from catboost import CatBoostClassifier

from scoring.aside import folder_aside, temporary
from scoring.faults import Damaged
from scoring.features import FEATURE, Feature
from scoring.model.calibration import Calibration
from scoring.model.flavour import FLAVOUR, flavour
from scoring.model.manifest import Manifest, read_manifest, sha256, write_manifest
from scoring.model.saving import save_model
from scoring.tables import CLIENT, TARGET

if TYPE_CHECKING:
    from scoring.model.training import Training

MODEL = "model.cbm"
MEMBER = "fold_{}.cbm"
CALIBRATION = "calibration.json"
DURATIONS = "durations.parquet"
CARD, CARD_PAGE = "card.md", "card.html"
OUTCOMES = "outcomes.parquet"
"""Out-of-fold predictions by client: what models are compared by. Not needed to score."""
VERSIONED = ("catboost", "duckdb", "numpy", "pandas", "pyarrow", "scikit-learn")


@dataclass(frozen=True)
class Bundle:
    """A verified manifest, its features as declared, the loaded model, and what goes with it.

    `members` are the folds' models: how much they differ tells how uncertain a score is.
    """

    manifest: Manifest
    features: tuple[Feature, ...]
    model: CatBoostClassifier
    members: tuple[CatBoostClassifier, ...]
    calibration: Calibration


def versions() -> dict[str, str]:
    """Give the versions that a model depends on."""
    return {"python": sys.version.split()[0]} | {name: importlib.metadata.version(name) for name in VERSIONED}


def save(training: Training, clients: np.ndarray, durations: Path, models: Path, **facts: Any) -> Manifest:
    """Write a bundle into a new folder of `models`, named by date and hash; give its manifest.

    `clients` are the ids of the labelled clients, in the training's order; `durations` is the
    learnt table that the features were computed with. `facts` are the manifest's fields but id,
    created, blend, versions and files. Raises NoRoom when a disk is full.
    """
    now = datetime.now(UTC)
    contents = _contents(training, clients, durations)
    name = f"{now:%Y%m%d-%H%M%S}-{sha256(contents[MODEL])[:8]}"
    manifest = Manifest(
        id=name,
        created=now.isoformat(timespec="seconds"),
        blend=asdict(training.blend),
        versions=versions(),
        files={file: sha256(content) for file, content in contents.items()},
        **facts,
    )
    written = _cards(manifest, training) | {FLAVOUR: flavour(manifest.created, manifest.features).encode()}
    manifest = replace(manifest, files={**manifest.files, **{file: sha256(text) for file, text in written.items()}})
    with folder_aside(models / name) as aside:
        for file, content in (contents | written).items():
            (aside / file).write_bytes(content)
        write_manifest(aside, manifest)
    return manifest


def _contents(training: Training, clients: np.ndarray, durations: Path) -> dict[str, bytes]:
    """Give the content of each file of a bundle but the manifest."""
    models = {MODEL: training.model}
    models |= {MEMBER.format(number): member for number, member in enumerate(training.members, start=1)}
    outcomes = {
        CLIENT: clients[training.rows],
        TARGET: training.target,
        "fold": training.fold.astype(np.int32),
        "probability": training.probability,
    }
    with temporary(Path(tempfile.gettempdir()), "scoring-model-") as folder:
        for file, model in models.items():
            save_model(model, Path(folder, file))
        pq.write_table(pa.table(outcomes), Path(folder, OUTCOMES))
        contents = {file: Path(folder, file).read_bytes() for file in (*models, OUTCOMES)}
    calibration = json.dumps(training.calibration.record()).encode()
    return contents | {CALIBRATION: calibration, DURATIONS: durations.read_bytes()}


def _cards(manifest: Manifest, training: Training) -> dict[str, bytes]:
    """Write the model card, once to be read in an editor and once in a browser."""
    from scoring.model.card import card_html, model_card  # seconds that scoring need not wait for

    uncertainty = {
        "models that each left a part of the clients out": len(training.members),
        "confidence of the interval around a probability": f"{training.parameters.confidence:.0%}",
        "share of clients whose interval holds the threshold: a human should look": f"{training.review:.1%}",
    }
    facts = asdict(manifest) | {"calibration": training.calibration.record(), "uncertainty": uncertainty}
    text = model_card(facts)
    return {CARD: text.encode(), CARD_PAGE: card_html(text).encode()}


def load(folder: Path) -> Bundle:
    """Load a bundle, each file hashed before it is parsed: a damaged .cbm loads with other scores.

    Raises Damaged for a missing or changed file, and for features this version does not declare.
    """
    manifest = read_manifest(folder)
    contents = {name: _verified(folder / name, manifest.files[name]) for name in scoring_files(manifest)}
    unknown = [name for name, kind in manifest.features if name not in FEATURE or FEATURE[name].kind != kind]
    if unknown:
        raise Damaged(
            f"{folder}: made for features this version does not declare: {', '.join(unknown)}; run: scoring build"
        )
    model, *members = (
        CatBoostClassifier().load_model(blob=content) for name, content in contents.items() if name.endswith(".cbm")
    )
    calibration = Calibration.of(json.loads(contents[CALIBRATION]))
    features = tuple(FEATURE[name] for name, _ in manifest.features)
    return Bundle(manifest, features, model, tuple(members), calibration)


def scoring_files(manifest: Manifest) -> tuple[str, ...]:
    """Name the files that scoring needs: not the outcomes, by which models are compared, the cards and MLflow's."""
    return tuple(name for name in manifest.files if name not in (OUTCOMES, CARD, CARD_PAGE, FLAVOUR))


def read_card(folder: Path) -> str:
    """Read a bundle's model card, in Markdown. Raises Damaged."""
    return _verified(folder / CARD, read_manifest(folder).files[CARD]).decode()


def outcomes(folder: Path) -> pa.Table:
    """Read a bundle's out-of-fold predictions: SK_ID_CURR, TARGET, fold, probability. Raises Damaged."""
    content = _verified(folder / OUTCOMES, read_manifest(folder).files[OUTCOMES])
    return pq.read_table(pa.BufferReader(content))


def _verified(path: Path, expected: str) -> bytes:
    if not path.is_file():
        raise Damaged(f"{path}: missing; publish again")
    content = path.read_bytes()
    if sha256(content) != expected:
        raise Damaged(f"{path}: its SHA-256 is not the manifest's; the file was changed: publish again")
    return content
