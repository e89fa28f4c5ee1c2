"""The bundle: what is saved is what is loaded, and nothing else is ever loaded."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from catboost import CatBoostClassifier

from scoring.faults import Damaged
from scoring.model import DURATIONS, MANIFEST, OUTCOMES, Bundle, Training, load, log_odds, outcomes, read_manifest, save
from scoring.pipeline import Run, bundle_folder, steps
from scoring.pipeline.labelled import Labelled
from scoring.tables import CLIENT

MODEL = "model.cbm"
LEARNT = "durations.parquet"
SCORING = [LEARNT, MODEL, "calibration.json", "fold_1.cbm", "fold_2.cbm", "fold_3.cbm"]
BESIDE = ["MLmodel", "card.html", "card.md", "outcomes.parquet"]


@pytest.fixture
def folder(tiny_run: Run, tmp_path: Path) -> Path:
    """A copy of a trained bundle, to be damaged."""
    return shutil.copytree(bundle_folder(tiny_run.layout, None), tmp_path / "bundle")


@pytest.fixture
def bundle(folder: Path) -> Bundle:
    return load(folder)


@pytest.fixture(scope="module")
def training(tiny_run: Run) -> Training:
    return steps.train(tiny_run.settings, progress=lambda text: None)


@pytest.fixture(scope="module")
def clients(tiny_run: Run) -> np.ndarray:
    """Ids of the labelled clients."""
    return Labelled.of(tiny_run.settings).clients


@pytest.fixture
def never_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail the test when the model's file is parsed."""

    def parsed(*given: object, **named: object) -> None:
        pytest.fail("a damaged file was parsed")

    monkeypatch.setattr(CatBoostClassifier, "load_model", parsed)


def facts(bundle: Bundle, **changed: object) -> dict[str, Any]:
    """What `save` is told of a bundle."""
    known = vars(bundle.manifest)
    given_by_save = ("id", "created", "blend", "versions", "files")
    return {name: value for name, value in known.items() if name not in given_by_save} | changed


def test_a_saved_bundle_is_loaded_as_it_was(
    training: Training, clients: np.ndarray, bundle: Bundle, folder: Path, tiny_run: Run, tmp_path: Path
) -> None:
    told = facts(bundle, threshold=0.1 + 0.2)
    manifest = save(training, clients, folder / DURATIONS, tmp_path / "models", **told)
    again = load(tmp_path / "models" / manifest.id)
    rows = pq.read_table(tiny_run.layout.features)
    assert asdict(again.manifest) == asdict(manifest)
    assert again.manifest.threshold == 0.1 + 0.2
    assert again.features == bundle.features
    assert log_odds(again, rows).tobytes() == log_odds(bundle, rows).tobytes()
    learnt = tmp_path / "models" / manifest.id / DURATIONS
    assert learnt.read_bytes() == tiny_run.layout.durations.read_bytes()


def test_a_bundle_is_a_native_model_the_learnt_durations_and_its_manifest(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted([*SCORING, *BESIDE, MANIFEST])
    assert (folder / MODEL).read_bytes()[:4] == b"CBM1"
    assert sorted(read_manifest(folder).files) == sorted([*SCORING, *BESIDE])
    assert (LEARNT, BESIDE[3]) == (DURATIONS, OUTCOMES)


def test_outcomes_are_the_out_of_fold_predictions_by_client(
    folder: Path, training: Training, clients: np.ndarray
) -> None:
    table = outcomes(folder)
    assert table.column(CLIENT).to_pylist() == clients[training.rows].tolist()
    assert table.column("TARGET").to_numpy().tolist() == training.target.tolist()
    assert table.column("probability").to_numpy().tobytes() == training.probability.tobytes()
    assert table.column("fold").to_pylist() == training.fold.tolist()


@pytest.mark.parametrize("file", BESIDE)
def test_what_is_not_for_scoring_is_not_needed_to_score_but_verified_when_read(folder: Path, file: str) -> None:
    (folder / file).write_bytes((folder / file).read_bytes() + b" ")
    assert load(folder).manifest == read_manifest(folder)
    if file == OUTCOMES:
        with pytest.raises(Damaged, match=r"outcomes\.parquet: its SHA-256"):
            outcomes(folder)


def test_the_card_is_of_this_model(folder: Path) -> None:
    manifest, written = read_manifest(folder), (folder / "card.md").read_text(encoding="utf-8")
    assert f"# Model card {manifest.id}" in written
    assert f"{manifest.threshold:.4f}" in written
    assert "the folds weigh them" in written
    assert "share of clients whose interval holds the threshold" in written


def flipped(at: float) -> Callable[[bytes], bytes]:
    """Flip one bit at a share of the file."""

    def change(content: bytes) -> bytes:
        position = int(at * (len(content) - 1))
        return content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :]

    return change


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "first bit": flipped(0.0),
    "a bit of the trees": flipped(0.5),
    "last bit": flipped(1.0),
    "cut by one byte": lambda content: content[:-1],
    "cut to half": lambda content: content[: len(content) // 2],
    "empty": lambda content: b"",
    "a block of zeros": lambda content: content[:4096] + bytes(4096) + content[8192:],
    "one byte more": lambda content: content + b"\0",
}


@pytest.mark.usefixtures("never_loaded")
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", SCORING)
def test_a_damaged_file_is_refused_before_any_is_parsed(folder: Path, file: str, damage: str) -> None:
    before = (folder / file).read_bytes()
    (folder / file).write_bytes(DAMAGES[damage](before))
    with pytest.raises(Damaged, match=rf"{file}: its SHA-256 is not the manifest's"):
        load(folder)


@pytest.mark.usefixtures("never_loaded")
@pytest.mark.parametrize("file", SCORING)
def test_a_missing_file_is_refused(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(Damaged, match=f"{file}: missing"):
        load(folder)


Content = dict[str, Any]
EDITS: dict[str, Callable[[Content], object]] = {
    "threshold": lambda content: content | {"threshold": 0.5},
    "threshold as text": lambda content: content | {"threshold": "0.5"},
    "order of features": lambda content: content | {"features": content["features"][::-1]},
    "a feature less": lambda content: content | {"features": content["features"][:-1]},
    "a category more": lambda content: (
        content | {"categories": content["categories"] | {"FLAG_OWN_CAR": ["N", "P", "Y"]}}
    ),
    "hash of the model": lambda content: content | {"files": content["files"] | {MODEL: 64 * "0"}},
    "no file listed": lambda content: content | {"files": {}},
    "a file more": lambda content: content | {"files": content["files"] | {"../../other": 64 * "0"}},
    "no categories": lambda content: content | {"categories": None},
    "a field less": lambda content: {name: value for name, value in content.items() if name != "created"},
    "a field more": lambda content: content | {"more": 1},
    "no seal": lambda content: {name: value for name, value in content.items() if name != "seal"},
    "a list": lambda content: [content],
    "a word": lambda content: "manifest",
}


@pytest.mark.usefixtures("never_loaded")
@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_manifest_is_refused(folder: Path, edit: str) -> None:
    content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps(EDITS[edit](content)), encoding="utf-8")
    with pytest.raises(Damaged, match="run: scoring build"):
        load(folder)


@pytest.mark.usefixtures("never_loaded")
@pytest.mark.parametrize(
    "damage", ["cut to half", "empty", "a block of zeros", "one byte more", "first bit", "a bit of the trees"]
)
def test_a_damaged_manifest_is_refused(folder: Path, damage: str) -> None:
    before = (folder / MANIFEST).read_bytes()
    (folder / MANIFEST).write_bytes(DAMAGES[damage](before))
    with pytest.raises(Damaged, match="run: scoring build"):
        load(folder)


def test_a_manifest_written_otherwise_but_the_same_is_accepted(folder: Path, bundle: Bundle) -> None:
    content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps(dict(reversed(content.items()))), encoding="utf-8")
    assert load(folder).manifest == bundle.manifest


@pytest.mark.parametrize("kept", [(), (MODEL,)])
def test_a_folder_that_is_no_bundle_is_refused(folder: Path, tmp_path: Path, kept: tuple[str, ...]) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for name in kept:
        shutil.copy(folder / name, other / name)
    with pytest.raises(Damaged, match=r"no readable manifest\.json"):
        load(other)


@pytest.mark.parametrize("feature", [("SHOE_SIZE", "number"), ("AMT_CREDIT", "category")])
def test_features_that_are_not_declared_are_refused(
    training: Training,
    clients: np.ndarray,
    bundle: Bundle,
    folder: Path,
    tmp_path: Path,
    feature: tuple[str, str],
) -> None:
    told = facts(bundle, features=(*bundle.manifest.features, feature))
    manifest = save(training, clients, folder / DURATIONS, tmp_path, **told)
    with pytest.raises(Damaged, match=f"does not declare: {feature[0]}; run: scoring build"):
        load(tmp_path / manifest.id)


def test_two_bundles_have_two_names(
    training: Training, clients: np.ndarray, bundle: Bundle, folder: Path, tmp_path: Path
) -> None:
    shorter = training.model.copy()
    shorter.shrink(ntree_end=5)
    trained = (training, replace(training, model=shorter))
    names = {save(one, clients, folder / DURATIONS, tmp_path / "models", **facts(bundle)).id for one in trained}
    assert len(names) == 2
    assert names == {path.name for path in (tmp_path / "models").iterdir()}
    assert {load(tmp_path / "models" / name).model.tree_count_ for name in names} == {5, bundle.model.tree_count_}
