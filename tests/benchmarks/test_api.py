"""How much the API answers on loopback, bare and complete, beside other ways to serve. Nothing is asserted of speed.

Bare records, logs and asks for nothing; complete wants a key, writes each answer into the ledger and each request
into the log. BENCH_SECONDS sets how long each question is asked (3 by default), SCORING_DATA a data folder with a
published store. Processor milliseconds are the service's own, and tell more than the clock where others work too.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from advisor.launch import free_port
from scoring import store
from scoring.api.access.keys import Keys
from scoring.serving.local import Local
from tests.benchmarks import measure, rivals
from tests.benchmarks.load import LOADER, asked, load
from tests.benchmarks.service import process, served

SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
CONNECTIONS, CLIENTS, SLOW = 16, 20, 300
HEAD = "| question | requests/s | median, ms | 99th, ms | processor, ms each |\n|---|---|---|---|---|"
pytestmark = pytest.mark.slow


def line(name: str, pid: int, url: str, requests: list[bytes]) -> None:
    """Load a service with one kind of question, and print a line of the table."""
    before = sum(map(measure.processor, measure.tree(pid)))
    found = load(url, requests, SECONDS, CONNECTIONS)
    each = 1000 * (sum(map(measure.processor, measure.tree(pid))) - before) / max(1, found.requests)
    print(f"| {name} | {found.rate:,.0f} | {found.median:.1f} | {found.late:.1f} | {each:.2f} |", flush=True)


@pytest.fixture(scope="module")
def data(request: pytest.FixtureRequest) -> Path:
    """The folder that SCORING_DATA names, or that of the tiny clients."""
    given = os.environ.get("SCORING_DATA")
    return Path(given) if given else request.getfixturevalue("tiny_run").settings.data


@pytest.fixture(scope="module")
def rows(data: Path) -> Mapping[int, Mapping[str, object]]:
    """Feature rows of some clients."""
    local = Local.open(data)
    found = {client: local._opened.values(client) for client in local.find("", CLIENTS).ids}
    local.close()
    return found


def questions(rows: Mapping[int, Mapping[str, object]], key: str) -> dict[str, list[bytes]]:
    """Requests by what they ask."""
    bodies = {client: json.dumps({"features": row}).encode() for client, row in rows.items()}
    return {
        "alive": [asked("GET", "/health")],
        "stored score": [asked("GET", f"/v1/clients/{client}/score", key=key) for client in rows],
        "stored explanation": [asked("GET", f"/v1/clients/{client}/explanation", key=key) for client in rows],
        "feature row": [asked("POST", "/v1/predict", body, key) for body in bodies.values()],
        "known client, live": [asked("POST", "/v1/predict", b'{"client": %d}' % client, key) for client in rows],
    }


@pytest.mark.parametrize("name", ["bare", "complete"])
def test_how_much_is_answered(data: Path, rows: Mapping[int, Mapping[str, object]], tmp_path: Path, name: str) -> None:
    file, places = tmp_path / "keys.json", {"SCORING_LEDGER_HEAD": str(tmp_path / "head")}
    places |= {"SCORING_LEDGER": f"sqlite:///{tmp_path / 'ledger.db'}", "SCORING_LEDGER_KEY": str(tmp_path / "key")}
    complete = {"SCORING_KEYS": str(file), "SCORING_LOCAL_ROLE": "nobody", "SCORING_RATE": "0", **places}
    bare = {"SCORING_LOG": "faults", "SCORING_RECORD": "0"}
    key = Keys(file).add("load", "manager", 1) if name == "complete" else ""
    with served(data, **(complete if key else bare)) as (url, pid, ready):
        spent = measure.processor(pid)
        print(f"\n{name}: ready after {ready:.2f} s ({spent:.2f} s of processor); by {LOADER},", end=" ")
        print(f"{CONNECTIONS} connections, {SECONDS:g} s each\n\n{HEAD}", flush=True)
        for what, requests in questions(rows, key).items():
            line(what, pid, url, requests)


def test_slow_bodies(data: Path) -> None:
    """Three hundred at once that never end: how soon others are answered, and all of them sent away."""
    said = (
        b"POST /v1/predict HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
    )
    with served(data, SCORING_RECORD="0") as (url, _, _), ExitStack() as opened:
        port, start = httpx.URL(url).port or 0, time.perf_counter()
        slow = [opened.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(SLOW)]
        for one in slow:
            one.sendall(said)
        asking = time.perf_counter()
        assert httpx.get(f"{url}/health").status_code == 200
        health = time.perf_counter() - asking
        answers = [b"".join(iter(lambda one=one: one.recv(4096), b"")) for one in slow]  # type: ignore[misc]
        statuses = Counter(int(answer.split(b" ", 2)[1]) for answer in answers)
        print(f"\n{SLOW} slow bodies: health after {health:.3f} s, all shed after {time.perf_counter() - start:.1f} s:",
              dict(statuses))  # fmt: skip


Made = Callable[[Path, Path, int, bytes], rivals.Rival]


@pytest.mark.parametrize("name", ["MLflow", "Flask"])
def test_others_beside(data: Path, rows: Mapping[int, Mapping[str, object]], tmp_path: Path, name: str) -> None:
    folder, port, row = store.current(data / "store"), free_port(0), next(iter(rows.values()))
    try:
        if name == "MLflow":
            body = json.dumps({"dataframe_split": {"columns": list(row), "data": [list(row.values())]}}).encode()
            rival = rivals.mlflow(tmp_path, data / "models" / store.read_store_manifest(folder).model, port, body)
        else:
            rival = rivals.flask(tmp_path, folder / store.COLUMNS, port, json.dumps({"features": row}).encode())
    except (OSError, subprocess.SubprocessError) as failure:
        pytest.skip(f"{name} could not be installed: {getattr(failure, 'stderr', None) or failure}")
    programs = f"{Path(rival.command[0]).parent}{os.pathsep}{os.environ['PATH']}"  # MLflow asks the shell for uvicorn
    with process(rival.command, f"http://127.0.0.1:{port}{rival.alive}", PATH=programs) as (pid, ready):
        print(f"\n{name}: ready after {ready:.2f} s\n\n{HEAD}", flush=True)
        line("feature row", pid, f"http://127.0.0.1:{port}", [asked("POST", rival.path, rival.body)])
