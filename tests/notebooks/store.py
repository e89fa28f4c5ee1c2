"""Stores the outputs of the checked cells again: `python -m tests.notebooks.store`.

Runs each notebook on the tiny invented clients and keeps the outputs of the cells that say
NBVAL_CHECK_OUTPUT, no other, so that no client's data is ever committed.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from tests.stores import QUICK, TINY

ROOT = Path(__file__).parents[2]
CHECKED = "# NBVAL_CHECK_OUTPUT"


def store(path: Path) -> None:
    """Execute one notebook in place."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, resources={"metadata": {"path": path.parent}}).execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata.pop("execution", None)
            if not cell.source.startswith(CHECKED):
                cell.execution_count, cell.outputs = None, []
    nbformat.write(notebook, path)


def main() -> None:
    """Store the outputs of every parameterised notebook."""
    with tempfile.TemporaryDirectory() as data:
        os.environ |= {f"SCORING_{name.upper()}": str(value) for name, value in QUICK.items()}
        os.environ |= {"SCORING_RAW": str(TINY), "SCORING_DATA": data}
        for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
            store(path)


if __name__ == "__main__":
    main()
