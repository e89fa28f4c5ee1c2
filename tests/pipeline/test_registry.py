"""The registry: the version that is the champion, and the bundle that it gives back, verified."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scoring import model, store
from scoring.faults import Damaged, Refused
from scoring.pipeline import Run, bundle_folder, promote, registry, rollback
from scoring.pipeline.tracking import track
from tests.pipeline.challengers import challenger, spoil
from tests.pipeline.conftest import Workshop


@pytest.fixture
def run(registered: Workshop) -> Run:
    """Models come from the registry here."""
    return registered.run(model_source="registry")


@pytest.fixture
def client(run: Run) -> Iterator[Any]:
    with registry.connected(run.settings) as connected:
        yield connected


def champion(client: Any) -> str:
    return str(client.get_model_version_by_alias("scoring", "champion").tags["bundle"])


def test_the_champion_is_promoted_published_and_gone_back_from(run: Run, client: Any, registered: Workshop) -> None:
    first = bundle_folder(run.layout, None).name
    with pytest.raises(Refused, match=r"no version of 'scoring' in MLflow at .+ is the champion; run: scoring promote"):
        run.publish()
    second = challenger(run.layout, "99990101-000000-second")
    track(run.settings, model.read_manifest(run.layout.models / second))
    shutil.rmtree(run.layout.models)
    now = promote(run.settings, force=True, progress=run.progress).store
    assert (now.model, champion(client)) == (second, second)
    assert f"model {second}: version 2 of 'scoring' in MLflow at" in registered.said[0]
    assert run.publish(first).model == first
    assert run.publish().model == second
    store.point(run.layout.stores, now.id)
    assert rollback(run.settings, run.progress).model == first
    assert champion(client) == first


def test_a_champion_that_is_not_registered_leaves_no_other(run: Run, client: Any, registered: Workshop) -> None:
    registry.crown(run.settings, bundle_folder(run.layout, None).name)
    alone = challenger(run.layout, "99990101-000000-alone")
    with pytest.raises(Refused, match=f"there is no version of 'scoring' in MLflow at .+ for model {alone}"):
        run.publish(alone)
    promote(replace(run.settings, model_source="folder"), alone, force=True, progress=run.progress)
    assert f"model {alone} is not registered in MLflow: it has no champion now" in registered.said
    assert client.get_registered_model("scoring").aliases == {}


def test_files_that_were_changed_are_not_used(run: Run, client: Any) -> None:
    name = bundle_folder(run.layout, None).name
    other = challenger(run.layout, "99990101-000000-other")
    track(run.settings, model.read_manifest(run.layout.models / other))
    (version,) = client.search_model_versions(f"name = 'scoring' and tag.bundle = '{other}'")
    folder = run.layout.artifacts / version.run_id / "artifacts" / "bundle"
    spoil(folder / "model.cbm")
    before = sorted(path.name for path in run.layout.models.iterdir())
    with pytest.raises(Damaged, match=rf"model {other} as fetched from MLflow: missing or changed: model\.cbm"):
        run.publish(other)
    shutil.rmtree(folder)
    with pytest.raises(Refused):
        run.publish(other)
    assert sorted(path.name for path in run.layout.models.iterdir()) == before
    assert run.publish(name).model == name


def test_a_registry_that_is_not_there_is_never_replaced_by_the_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = replace(run.settings, tracking="http://somebody:secret@127.0.0.1:9")
    with pytest.raises(Refused, match=r"MLflow at http://127\.0\.0\.1:9 does not answer") as raised:
        registry.source(away, None)
    assert "secret" not in str(raised.value)
    for settings in (replace(run.settings, tracking="off"), replace(run.settings, data=tmp_path / "empty")):
        with pytest.raises(Refused, match="no model is registered: nothing was tracked"):
            registry.source(settings, None)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "mlflow.db").write_text("no database " * 100)
    with pytest.raises(Refused, match="does not answer as it should"):
        registry.source(replace(run.settings, data=tmp_path / "broken"), None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Refused, match=r"needs MLflow; run: pip install '\.\[tracking\]'"):
        registry.source(run.settings, None)


IMPORTS = """
import socket, sys
def refuse(*given, **named):
    raise AssertionError("something is asked of the network")
socket.getaddrinfo = refuse
import scoring.pipeline, scoring.serving.local, scoring.api
assert "mlflow" not in sys.modules
from scoring.pipeline import registry
from scoring.settings import Settings
from pathlib import Path
with registry.connected(Settings(data=Path(sys.argv[1]))) as client:
    client.search_model_versions("name = 'scoring'")
from mlflow.telemetry import get_telemetry_client
assert get_telemetry_client() is None
"""


def test_nothing_is_asked_of_the_network_and_mlflow_is_imported_when_it_is_asked_for(tracked: Run) -> None:
    command = [sys.executable, "-c", IMPORTS, str(tracked.settings.data)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert (ended.returncode, ended.stderr) == (0, "")
