"""The page in a real Chromium: how soon it is there, how fast it changes, what a session holds. Nothing is asserted.

BENCH_CLIENTS lists how many invented clients there are ("500,5000"), BENCH_SESSIONS how many sessions at once
("1,5,20"; the first two beside explainerdashboard), BENCH_SWITCHES how often another client is chosen (40).
BENCH_EXPLAINER=1 puts the same model and clients into explainerdashboard too, installed in an environment of its own;
without it, or where it cannot be installed, that part is left out and says so. BENCH_OUT names the page whose section
is written again: docs/page.md.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page

from advisor import launch
from advisor.state import PANELS
from scoring.features import FEATURE
from scoring.pipeline import Run
from scoring.serving.local import Local
from tests.benchmarks.section import rewrite
from tests.benchmarks.visits import Way, late, memory, opened, switched
from tests.browser.served import Served
from tests.stores import built

CLIENTS = [int(one) for one in os.environ.get("BENCH_CLIENTS", "500,5000").split(",")]
SESSIONS = [int(one) for one in os.environ.get("BENCH_SESSIONS", "1,5,20").split(",")]
SWITCHES = int(os.environ.get("BENCH_SWITCHES", "40"))
SCRIPT = Path(__file__).with_name("explainer_page.py")
EXPLAINED = "explainerdashboard==0.5.8"
OPENINGS = 5
OURS = Way(".adv-finder input", ".adv-finder input", "Enter", "title", 200)
THEIRS = Way(".js-plotly-plot", "[id^=random-index-clas-button]", "", "Updating...", 400)
COLD = "launch.voila_settings = cold"
UNHEATED = """
from advisor.voila_settings import voila_settings
def cold(*given):
    settings = voila_settings(*given)
    settings["VoilaConfiguration"]["preheat_kernel"] = False
    return settings
"""
pytestmark = [pytest.mark.slow, pytest.mark.browser]
lines: list[str] = []


def tell(*cells: object) -> None:
    """Print one line of the table, and keep it for the page."""
    lines.append("| " + " | ".join(map(str, cells)) + " |")
    print(lines[-1], flush=True)


def head(title: str, *cells: str) -> None:
    lines.extend(["", f"### {title}", ""])
    print(f"\n{title}")
    tell(*cells)
    tell(*["---"] * len(cells))


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Run]:
    """A published data folder of each number of invented clients."""
    made = {}
    for clients in CLIENTS:
        work = tmp_path_factory.mktemp(f"of-{clients}")
        raw = work / "raw"
        synth = [sys.executable, "-m", "scoring.cli", "synth", "--clients", str(clients), "--seed", "7"]
        subprocess.run([*synth, "--out", str(raw)], check=True, stdout=subprocess.DEVNULL)
        made[clients] = built(raw, work / "data")
    return made


@pytest.fixture(scope="module")
def machine() -> Iterator[None]:
    """Say on what was measured; at the end write the page's section, if asked to."""
    load = os.getloadavg()[0]
    said = (
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, loopback, load average {load:.1f} before the run"
        + (" (quiet machine)" if load < 1.5 else "")
    )
    print(f"\n{said}")
    yield
    if out := os.environ.get("BENCH_OUT"):
        rewrite(Path(out), "page", "\n".join([f"Measured {said}.", *lines]), "The advisor's page: speed and memory")


def close(pages: list[tuple[Page, float]]) -> None:
    for page, _ in pages:
        page.context.close()


def finding(page: Page, ids: tuple[int, ...], turn: int) -> None:
    """Type a client's number, so that Enter chooses it."""
    client = ids[turn % len(ids)]
    page.locator(".adv-finder input").fill(str(client))
    page.locator(f".pad-finder-option[data-id='{client}']").wait_for()


def drawn(page: Page, ids: tuple[int, ...], turn: int = 0, times: int = 1) -> list[float]:
    """Choose one client after the other and wait for all of each; give the milliseconds."""
    return switched(page, OURS, times, lambda more: finding(page, ids, turn + more))


def charted(page: Page) -> None:
    """Compare a client by the first line of their profile that is a number: it is drawn as a chart."""
    lines = page.locator(".adv-profile [data-value]")
    lines.first.wait_for()
    names = lines.evaluate_all("lines => lines.map(line => line.dataset.value)")
    page.locator(f".adv-profile [data-value={next(name for name in names if FEATURE[name].kind == 'number')}]").click()
    page.locator(".adv-compare .bqplot").first.wait_for(state="attached")


def chosen(run: Run) -> tuple[int, ...]:
    """Some clients of a published folder, all different."""
    local = Local.open(run.settings.data)
    try:
        return local.find("", 20).ids
    finally:
        local.close()


def test_how_soon_it_is_there(runs: dict[int, Run], chromium: Browser, machine: None) -> None:
    head("To the first widget, seconds", "kernel", f"middle of {OPENINGS}", "slowest")
    data = runs[CLIENTS[0]].settings.data
    for name, before in (("waits, executed before", ""), ("started for the visit", UNHEATED + COLD)):
        taken = []
        with Served(data, before) as served:
            for _ in range(OPENINGS):
                served.rested()
                pages = opened(chromium, served.address, OURS)
                taken.append(pages[0][1])
                close(pages)
        tell(name, f"{statistics.median(taken):.2f}", f"{max(taken):.2f}")


@pytest.mark.parametrize("panel", ["client", "compare", "history"])
def test_how_fast_it_changes(runs: dict[int, Run], chromium: Browser, machine: None, panel: str) -> None:
    if panel == "client":
        head(f"Another client, {SWITCHES} times: everything drawn again, ms", "clients", "panel", "median", "95th")
    for clients, run in runs.items():
        ids = chosen(run)
        with Served(run.settings.data) as served:
            pages = opened(chromium, f"{served.address}/?client={ids[-1]}&panel={panel}", OURS)
            page = pages[0][0]
            page.locator(".adv-score h2").wait_for()
            drawn(page, ids)
            taken = drawn(page, ids, 1, SWITCHES)
            tell(f"{clients:,}", panel, f"{statistics.median(taken):.0f}", f"{late(taken):.0f}")
            close(pages)


def test_what_sessions_hold(runs: dict[int, Run], chromium: Browser, machine: None) -> None:
    cells = ("clients", "sessions at once", "first widget, slowest, s", "MB a session", "with charts", "all MB")
    head("Sessions opened at once: memory (PSS), each with a client, then with the comparison drawn", *cells)
    for clients, run in runs.items():
        ids = chosen(run)
        for sessions in SESSIONS:
            with Served(run.settings.data) as served:
                served.rested()
                pages = opened(chromium, served.address, OURS, sessions)
                names = [str(page.evaluate("jupyterapp._widgetManager.kernel.id")) for page, _ in pages]
                for turn, (page, _) in enumerate(pages):
                    drawn(page, ids, turn)
                thin = memory([served.kernel(name) for name in names]) / sessions
                for page, _ in pages:
                    page.locator(".adv-tabs .widget-radio-box label").nth(PANELS.index("compare")).click()
                    charted(page)
                    assert page.locator(".adv-alert:visible, .adv-lost").count() == 0
                full = memory([served.kernel(name) for name in names]) / sessions
                everything = memory(served.all(""))
                slowest = max(seconds for _, seconds in pages)
                tell(f"{clients:,}", sessions, f"{slowest:.1f}", f"{thin:.0f}", f"{full:.0f}", f"{everything:.0f}")
                close(pages)


@pytest.fixture(scope="module")
def explainer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds explainerdashboard and what the model needs."""
    if os.environ.get("BENCH_EXPLAINER") != "1":
        pytest.skip("NOT MEASURED: explainerdashboard; set BENCH_EXPLAINER=1 to install it in a folder of its own")
    folder = tmp_path_factory.mktemp("explainer") / "env"
    python, uv = folder / "bin" / "python", [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", "--python", sys.executable, str(folder)], check=True)
    wanted = ["install", "--quiet", "--python", str(python), EXPLAINED, "catboost", "pyarrow"]
    if subprocess.run([*uv, "pip", *wanted], check=False).returncode:
        pytest.skip(f"NOT MEASURED: {EXPLAINED} cannot be installed here")
    return python


@contextmanager
def dashboard(python: Path, run: Run, clients: int) -> Iterator[tuple[str, psutil.Process]]:
    """Serve the same model and clients by explainerdashboard, once it answers."""
    port = launch.free_port(0)
    (bundle,) = (run.settings.data / "models").iterdir()
    features = run.settings.data / "work" / "features.parquet"
    command = [str(python), str(SCRIPT), str(bundle), str(features), str(clients), str(port)]
    process = subprocess.Popen(command, cwd=python.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not launch.Part("dashboard", process, port, "/").ready():  # type: ignore[arg-type]
            assert process.poll() is None, "explainerdashboard ended"
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/", psutil.Process(process.pid)
    finally:
        process.kill()
        process.wait()


def test_beside_explainerdashboard(runs: dict[int, Run], chromium: Browser, machine: None, explainer: Path) -> None:
    clients = CLIENTS[0]
    cells = ("page", "sessions", "service ready, s", "first widget, slowest, s", "median ms", "95th ms", "all MB")
    head(f"Beside explainerdashboard: the same model and {clients:,} clients, one run", *cells)
    run = runs[clients]
    ids = chosen(run)
    for sessions in SESSIONS[:2]:
        start = time.perf_counter()
        with Served(run.settings.data) as served:
            ready = time.perf_counter() - start
            served.rested()
            pages = opened(chromium, served.address, OURS, sessions)
            drawn(pages[0][0], ids)
            taken = drawn(pages[0][0], ids, 1, SWITCHES)
            _compared("this page", sessions, ready, pages, taken, memory(served.all("")))
        start = time.perf_counter()
        with dashboard(explainer, run, clients) as (address, process):
            ready = time.perf_counter() - start
            pages = opened(chromium, address, THEIRS, sessions)
            pages[0][0].wait_for_timeout(3000)
            taken = switched(pages[0][0], THEIRS, max(5, SWITCHES // 4))
            _compared(EXPLAINED, sessions, ready, pages, taken, memory([process, *process.children(recursive=True)]))


def _compared(
    name: str, sessions: int, ready: float, pages: list[tuple[Page, float]], taken: list[float], held: float
) -> None:
    first = max(seconds for _, seconds in pages)
    switches = f"{statistics.median(taken):.0f}", f"{late(taken):.0f}"
    tell(name, sessions, f"{ready:.1f}", f"{first:.1f}", *switches, f"{held:.0f}")
    close(pages)
