"""Every notebook runs cell by cell as it is, and its checked outputs are those stored (nbval)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scoring.pipeline import Run
from tests.stores import QUICK, TINY

ROOT = Path(__file__).parents[2]


def test_notebooks_reproduce_their_outputs(tiny_run: Run, tmp_path: Path) -> None:
    data = shutil.copytree(tiny_run.settings.data, tmp_path / "data")
    variables = {f"SCORING_{name.upper()}": str(value) for name, value in QUICK.items()}
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval-lax", "-p", "no:cacheprovider", "notebooks", "app/advisor.ipynb"],
        cwd=ROOT,
        env=os.environ | variables | {"SCORING_RAW": str(TINY), "SCORING_DATA": str(data)},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout[-5000:]
    assert " passed" in result.stdout
    assert "failed" not in result.stdout
