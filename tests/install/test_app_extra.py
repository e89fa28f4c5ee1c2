"""The page's packages alone, in an empty environment, serve a published store."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from advisor import launch
from scoring.pipeline import Run
from tests.browser.session import Visit

ROOT = Path(__file__).parents[2]
AUTHORS = ("jupyterlab", "papermill", "shap", "nbval", "pyspark")
pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds `.[app]` at the locked versions, and nothing else."""
    folder = tmp_path_factory.mktemp("install") / "env"
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", "--python", sys.executable, str(folder)], check=True)
    python = folder / "bin" / "python"
    install = [*uv, "pip", "install", "--quiet", "--python", str(python)]
    subprocess.run([*install, "--constraint", "requirements.lock", f"{ROOT}[app]"], cwd=ROOT, check=True)
    return folder


def test_authors_packages_stay_out(environment: Path) -> None:
    (site,) = environment.glob("lib/python*/site-packages")
    assert not [name for name in AUTHORS if (site / name).exists()]


def test_the_page_is_served(environment: Path, tiny_run: Run, chromium: Browser, tmp_path: Path) -> None:
    client = 100004
    port = launch.free_port(19066)
    process = subprocess.Popen(
        [environment / "bin" / "scoring", "app", "--port", str(port)],
        cwd=tmp_path,  # not the checkout: nothing of it may be needed
        env=os.environ | {"SCORING_DATA": str(tiny_run.settings.data)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert any("http://localhost:" in line for line in process.stdout)
        with Visit(chromium, f"http://localhost:{port}") as visit:
            visit.choose(client)
    finally:
        process.terminate()
        assert process.wait(60) == 0
