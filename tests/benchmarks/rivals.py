"""Other ways to serve a model, each in an environment of its own, made by uv: MLflow's server, and Flask.

`flask_service.py` is written as services of this kind mostly are: LightGBM saved by joblib, a frame made of each
request. It answers a probability; MLflow answers all that a score is of our own bundle.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
UV = shutil.which("uv") or str(ROOT / ".venv" / "bin" / "uv")
SERVICE = Path(__file__).with_name("flask_service.txt")


@dataclass(frozen=True)
class Rival:
    """A command that serves on a port, where it says that it is alive, and what it is asked."""

    command: list[str]
    alive: str
    path: str
    body: bytes


def environment(folder: Path, *packages: str) -> Path:
    """Make an environment with these packages; give its folder of programs. Raises CalledProcessError."""
    for command in ([UV, "venv", "-q", str(folder)], [UV, "pip", "install", "-q", "-p", str(folder), *packages]):
        subprocess.run(command, check=True, capture_output=True, timeout=900)
    return folder / "bin"


def mlflow(folder: Path, bundle: Path, port: int, body: bytes) -> Rival:
    """Serve a bundle by `mlflow models serve`."""
    # The whole of MLflow wants an older pandas than a bundle does; its scoring server does not.
    programs = environment(folder / "mlflow", "mlflow-skinny>=3.4", "fastapi", "uvicorn", "flask", str(ROOT))
    serve = ["models", "serve", "-m", str(bundle), "-p", str(port), "--env-manager", "local", "--workers", "1"]
    return Rival([str(programs / "mlflow"), *serve], "/ping", "/invocations", body)


def flask(folder: Path, columns: Path, port: int, body: bytes) -> Rival:
    """Train LightGBM on the published columns, and serve it by Flask and gunicorn, one worker."""
    programs = environment(
        folder / "flask", "flask", "gunicorn", "joblib", "lightgbm", "scikit-learn", "pandas", "pyarrow"
    )
    service = folder / "service.py"
    service.write_text(SERVICE.read_text(encoding="utf-8"), encoding="utf-8")
    subprocess.run([str(programs / "python"), str(service), str(columns)], cwd=folder, check=True, capture_output=True)
    serve = ["-w", "1", "-b", f"127.0.0.1:{port}", "--chdir", str(folder), "service:app"]
    return Rival([str(programs / "gunicorn"), *serve], "/health", "/predict", body)
