"""Docs say where to ask what other services answer: every route that is named exists, and answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from scoring.features import FEATURE

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
TABLE = TEXT.partition("## What other services")[2].partition("\n## ")[0]
NAMED = sorted(set(re.findall(r"`(GET|POST) (/[^`]+)`", TABLE)))


@pytest.mark.parametrize(("method", "path"), NAMED)
def test_the_route_exists(document: dict[str, Any], method: str, path: str) -> None:
    assert method.lower() in document["paths"][path]


def test_every_row_names_a_route() -> None:
    rows = [line for line in TABLE.splitlines() if line.startswith("| ") and "they answer" not in line]
    assert len(rows) >= 15
    assert all(re.search(r"`(GET|POST) /v1/", row) for row in rows)


def test_the_variables_named_are_features() -> None:
    named = re.findall(r"`([A-Z_0-9]+)`", next(row for row in TABLE.splitlines() if "statistics of age" in row))
    assert len(named) == 6
    assert set(named) <= set(FEATURE)
