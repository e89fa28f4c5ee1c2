"""A bundle served by MLflow answers as the one scoring path does."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring import model
from scoring.faults import Damaged
from scoring.model.served import Served, _load_pyfunc
from scoring.pipeline import Run, bundle_folder, registry

WAIT = 90.0
"""Seconds MLflow may take to start on a busy machine."""
needs_mlflow = pytest.mark.skipif(not registry.installed(), reason="MLflow is not installed")


@pytest.fixture(scope="module")
def folder(tiny_run: Run) -> Path:
    return bundle_folder(tiny_run.layout, None)


@pytest.fixture(scope="module")
def rows(tiny_run: Run) -> pa.Table:
    """Some clients, one of them without history."""
    return pq.read_table(tiny_run.layout.features).slice(50, 12)


@pytest.fixture(scope="module")
def served(folder: Path) -> Served:
    return _load_pyfunc(str(folder))


def test_it_answers_as_the_batch_does(served: Served, rows: pa.Table) -> None:
    found, answer = model.scores(served.bundle, rows), served.predict(rows.to_pandas())
    assert answer["probability"].tolist() == found.probability.tolist()
    assert answer["low"].tolist() == found.low.tolist()
    assert answer["high"].tolist() == found.high.tolist()
    assert answer["review"].tolist() == found.review.tolist()
    assert (answer["decision"] == "refused").tolist() == found.refused.tolist()


@pytest.mark.parametrize(
    ("given", "same"),
    [
        ({"EXT_SOURCE_2": [0.1]}, {"EXT_SOURCE_2": [0.1], "SHOE_SIZE": [44]}),
        ({"EXT_SOURCE_2": [0.1]}, {"EXT_SOURCE_2": [0.1], "EXT_SOURCE_1": [np.nan], "OCCUPATION_TYPE": [None]}),
        ({"DAYS_BIRTH": [-9000]}, {"DAYS_BIRTH": [-9000.0]}),
    ],
)
def test_what_is_not_given_is_not_known(
    served: Served, given: dict[str, list[object]], same: dict[str, object]
) -> None:
    first, second = served.predict(pd.DataFrame(given)), served.predict(pd.DataFrame(same))
    assert first.equals(second)
    assert 0 < first["probability"].iloc[0] < 1


def test_a_changed_bundle_is_not_served(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "bundle")
    content = (copy / "model.cbm").read_bytes()
    (copy / "model.cbm").write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(Damaged):
        _load_pyfunc(str(copy))


@pytest.fixture
def address(folder: Path, tmp_path: Path) -> Iterator[str]:
    """Where `mlflow models serve` listens; stopped afterwards with what it started."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    scripts = Path(sys.executable).parent
    quiet = {"MLFLOW_DISABLE_TELEMETRY": "true", "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    command = ["mlflow", "models", "serve", "-m", str(folder), "--env-manager", "local", "-h", "127.0.0.1"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [scripts / command[0], *command[1:], "-p", str(port)],
            env=os.environ | quiet,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _await(f"http://127.0.0.1:{port}/ping", process, tmp_path / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, 15)
        process.wait(20)


def _await(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.3)
    pytest.fail(f"MLflow does not answer: {log.read_text()[-2000:]}")


@needs_mlflow
def test_mlflow_serves_it(address: str, served: Served, rows: pa.Table) -> None:
    records = [{name: v for name, v in row.items() if v is not None} for row in rows.to_pylist()]
    answer = httpx.post(f"{address}/invocations", json={"dataframe_records": records}, timeout=60)
    assert answer.status_code == 200, answer.text
    said = pd.DataFrame(answer.json()["predictions"])
    expected = served.predict(rows.to_pandas())
    assert said["probability"].to_numpy() == pytest.approx(expected["probability"].to_numpy(), abs=1e-12)
    assert said["decision"].tolist() == expected["decision"].tolist()
