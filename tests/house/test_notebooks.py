"""Notebooks are thin: they call and show, carry parameters, and store only the outputs that are checked."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
PARAMETERISED = sorted((ROOT / "notebooks").glob("*.ipynb"))
NOTEBOOKS = [*PARAMETERISED, ROOT / "app" / "advisor.ipynb"]
CHECKED = "# NBVAL_CHECK_OUTPUT"
KNOWN_TO_NOTEBOOKS = {"pipeline", "serving", "monitoring", "figures"}
LONGEST_CELL = 10


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_cells_call_and_show(path: Path) -> None:
    for cell in code_cells(path):
        tree = ast.parse(cell.source)
        logic = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.Try)
        assert not [node for node in ast.walk(tree) if isinstance(node, logic)], cell.source
        assert len(cell.source.splitlines()) <= LONGEST_CELL, cell.source


@pytest.mark.parametrize("path", PARAMETERISED, ids=lambda path: path.name)
def test_the_first_code_cell_carries_the_parameters(path: Path) -> None:
    assert code_cells(path)[0].metadata.get("tags") == ["parameters"]


@pytest.mark.parametrize("path", PARAMETERISED, ids=lambda path: path.name)
def test_notebooks_know_the_upper_rooms_only(path: Path) -> None:
    for cell in code_cells(path):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.ImportFrom):
                assert node.module == "scoring"
                assert {alias.name for alias in node.names} <= KNOWN_TO_NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_only_checked_outputs_are_stored(path: Path) -> None:
    for cell in code_cells(path):
        assert bool(cell.outputs) == cell.source.startswith(CHECKED), cell.source


def test_the_page_is_a_door() -> None:
    lines = [line for cell in code_cells(ROOT / "app" / "advisor.ipynb") for line in cell.source.splitlines() if line]
    assert 0 < len(lines) <= 10
