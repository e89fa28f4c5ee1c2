"""MLflow's registry of models: where it is, which version is a bundle, and the bundle of a version.

MLflow takes seconds to import: that is done when it is asked for, never by what serves.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from scoring import model
from scoring.aside import folder_aside, scratch
from scoring.faults import Damaged, Refused
from scoring.pipeline.bundling import bundle_folder
from scoring.pipeline.layout import Layout
from scoring.pipeline.steps import Progress
from scoring.settings import Settings, shown

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities.model_registry import ModelVersion

OFF = "off"
CHAMPION = "champion"
"""Alias of the version whose answers are published."""
BUNDLE = "bundle"
"""Tag of a version: the bundle's id. Also the folder of its files among a run's artifacts."""
PACKAGES = ("mlflow", "sqlalchemy")
INSTALL = "pip install '.[tracking]'"
QUIET = {
    "MLFLOW_LOGGING_LEVEL": "WARNING",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "30",
}
"""What is asked of MLflow unless its own variables say otherwise; a server that is gone is not waited for."""


def installed() -> bool:
    """Say whether MLflow, and what its own store needs, can be imported."""
    return all(importlib.util.find_spec(name) is not None for name in PACKAGES)


def address(settings: Settings) -> str:
    """Give where MLflow keeps what it is told: the server of the settings, or the data folder's own file."""
    return settings.tracking or f"sqlite:///{Layout.of(settings).tracking.resolve().as_posix()}"


@contextmanager
def connected(settings: Settings) -> Iterator[MlflowClient]:
    """Give MLflow's client. What MLflow raises meanwhile is Refused, in one sentence.

    Nothing is told to its makers (see "usage tracking" in its documentation).
    """
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    from mlflow import MlflowClient
    from mlflow.exceptions import MlflowException
    from sqlalchemy.exc import SQLAlchemyError

    uri = address(settings)
    try:
        yield MlflowClient(tracking_uri=uri, registry_uri=uri)
    except (MlflowException, SQLAlchemyError) as error:
        reason = shown(str(error).strip().splitlines()[0])
        raise Refused(
            f"MLflow at {shown(uri)} does not answer as it should: {reason}; mend that, or set SCORING_TRACKING=off"
        ) from error


def register(client: MlflowClient, settings: Settings, manifest: model.Manifest, run: str, artifacts: str) -> str:
    """Make the bundle among a run's artifacts a version of the registered model; give its number."""
    name = settings.registered_model
    if not client.search_registered_models(f"name = '{name}'"):
        client.create_registered_model(name)
    tags = {BUNDLE: manifest.id, "fingerprint": manifest.fingerprint}
    return str(client.create_model_version(name, f"{artifacts}/{BUNDLE}", run, tags=tags).version)


def crown(settings: Settings, name: str, progress: Progress = print) -> None:
    """Give the alias champion to the version of a bundle. Where it has none, no other keeps the alias."""
    if not _kept(settings):
        return
    with connected(settings) as client:
        versions = _versions(client, settings, name)
        if versions:
            client.set_registered_model_alias(settings.registered_model, CHAMPION, versions[-1].version)
            return
        progress(f"model {name} is not registered in MLflow: it has no champion now")
        if _champion(client, settings) is not None:
            client.delete_registered_model_alias(settings.registered_model, CHAMPION)


def source(settings: Settings, name: str | None, progress: Progress = print, newest: bool = False) -> Path:
    """Give the folder of the bundle that is asked for, as the setting model_source tells.

    From the folder of models: the one named, or the newest. From the registry: the version of the
    one named or, with no name, the newest version if asked for, else the champion's; it is fetched
    and each of its files verified. Raises Refused where there is none: one is never used for the other.
    """
    if settings.model_source == "folder":
        return bundle_folder(Layout.of(settings), name)
    if not installed():
        raise Refused(f"the setting SCORING_MODEL_SOURCE=registry needs MLflow; run: {INSTALL}")
    if not _kept(settings):
        raise Refused("no model is registered: nothing was tracked (SCORING_TRACKING); run: scoring train")
    with connected(settings) as client:
        version = _chosen(client, settings, name, newest)
        folder = _fetch(settings, version)
    what = f"version {version.version} of {settings.registered_model!r} in MLflow at {shown(address(settings))}"
    progress(f"model {folder.name}: {what}, fetched and verified")
    return folder


def _kept(settings: Settings) -> bool:
    """Say whether there is anything to ask of MLflow."""
    if settings.tracking == OFF or not installed():
        return False
    return bool(settings.tracking) or Layout.of(settings).tracking.exists()


def _versions(client: MlflowClient, settings: Settings, name: str | None) -> list[ModelVersion]:
    """List the registered versions, oldest first; those of one bundle where it is named."""
    wanted = f"name = '{settings.registered_model}'" + ("" if name is None else f" and tag.{BUNDLE} = '{name}'")
    return sorted(client.search_model_versions(wanted), key=lambda version: int(version.version))


def _champion(client: MlflowClient, settings: Settings) -> ModelVersion | None:
    for registered in client.search_registered_models(f"name = '{settings.registered_model}'"):
        if CHAMPION in registered.aliases:
            return client.get_model_version(registered.name, registered.aliases[CHAMPION])
    return None


def _chosen(client: MlflowClient, settings: Settings, name: str | None, newest: bool) -> ModelVersion:
    where = f"of {settings.registered_model!r} in MLflow at {shown(address(settings))}"
    if name is None and not newest:
        found = _champion(client, settings)
        if found is None:
            raise Refused(f"no version {where} is the champion; run: scoring promote MODEL")
        return found
    versions = _versions(client, settings, name)
    if not versions:
        raise Refused(f"there is no version {where}" + ("" if name is None else f" for model {name}"))
    return versions[-1]


def _fetch(settings: Settings, version: ModelVersion) -> Path:
    """Download a version's bundle, verify it, and put it among the models; give its folder."""
    from mlflow.artifacts import download_artifacts

    models, name = Layout.of(settings).models, str(version.tags.get(BUNDLE, ""))
    if not name or Path(name).name != name:
        raise Damaged(f"version {version.version} of {version.name!r} in MLflow names no model")
    with scratch(models / name) as folder:
        try:
            fetched = Path(download_artifacts(version.source, dst_path=str(folder), tracking_uri=address(settings)))
        except OSError as error:
            raise Refused(f"the files of model {name} cannot be fetched from {shown(str(version.source))}") from error
        _verify(fetched, name)
        with folder_aside(models / name) as aside:
            shutil.copytree(fetched, aside, dirs_exist_ok=True)
    return models / name


def _verify(folder: Path, name: str) -> None:
    """Raise Damaged unless a fetched folder is the bundle of that name, whole and unchanged."""
    manifest = model.read_manifest(folder)
    wrong = [
        file
        for file, expected in manifest.files.items()
        if file != model.OUTCOMES  # which is not sent
        if not (folder / file).is_file() or hashlib.sha256((folder / file).read_bytes()).hexdigest() != expected
    ]
    if wrong or manifest.id != name:
        raise Damaged(f"model {name} as fetched from MLflow: missing or changed: {', '.join(wrong) or model.MANIFEST}")
