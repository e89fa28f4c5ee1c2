"""Who only reads what is published waits for nothing that trains."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.golden.make import BUNDLE

TOLD = "import sys, pathlib; from scoring import model; model.{call}(pathlib.Path({bundle!r})); print(*sys.modules)"


@pytest.mark.parametrize(
    ("call", "brings", "spares"),
    [
        ("read_manifest", {"scoring.model.manifest"}, {"catboost", "sklearn", "scipy", "betacal"}),
        ("load", {"catboost"}, {"sklearn", "scipy.stats", "betacal", "markdown_it"}),
    ],
)
def test_a_bundle_is_opened_without_what_trains(call: str, brings: set[str], spares: set[str]) -> None:
    code = TOLD.format(call=call, bundle=str(BUNDLE))
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert brings <= loaded
    assert not spares & loaded
