"""Notebooks executed with parameters: what a cell prints is passed on, what it refuses is a refusal."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from scoring.faults import NoRoom, Refused
from scoring.pipeline import notebooks
from scoring.pipeline.notebooks import execute

PARAMETERS = "word = None"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of notebooks of our own."""
    made = tmp_path / "notebooks"
    made.mkdir()
    monkeypatch.setattr(notebooks, "folder", lambda: made)
    return made


def write(shelf: Path, *cells: str) -> str:
    """Write a notebook whose first cell carries the parameters; give its name."""
    first = new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})  # type: ignore[no-untyped-call]
    book = new_notebook(cells=[first, *map(new_code_cell, cells)])  # type: ignore[no-untyped-call]
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, shelf / "book.ipynb")  # type: ignore[no-untyped-call]
    return "book.ipynb"


def test_a_notebook_runs_with_its_parameters_and_is_followed(shelf: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    name = write(shelf, "print(word)\nprint()\nprint('second line')", "6 * 7")
    executed = execute(name, tmp_path / "runs" / "1", {"word": "été"}, lambda *told: seen.append(told))
    assert executed == tmp_path / "runs" / "1" / name
    outputs = [output for cell in json.loads(executed.read_text("utf-8"))["cells"] for output in cell["outputs"]]
    assert [output.get("text") or output["data"]["text/plain"] for output in outputs] == [
        ["été\n", "\n", "second line\n"],
        ["42"],
    ]
    assert [line for _, _, line in seen if line] == ["été", "second line"]
    cells = [(cell, cells) for cell, cells, line in seen if not line]
    assert cells == [(0, 4), (1, 4), (2, 4), (3, 4)]  # Papermill adds a cell: the parameters given
    assert [cell["outputs"] for cell in json.loads((shelf / name).read_text("utf-8"))["cells"]] == [[], [], []]


@pytest.mark.parametrize(
    ("cell", "faults"),
    [
        (
            "from scoring.faults import Refused\nraise Refused(['line 3: no', 'line 4: nor this'])",
            ("line 3: no", "line 4: nor this"),
        ),
        ("from scoring.faults import UnknownName\nraise UnknownName('nobody')", ("nobody",)),
        ("from scoring.faults import Damaged\nraise Damaged('changed')", ("changed",)),
    ],
    ids=["Refused", "UnknownName", "Damaged"],
)
def test_what_a_cell_refuses_is_refused(shelf: Path, tmp_path: Path, cell: str, faults: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as raised:
        execute(write(shelf, cell), tmp_path / "out", {}, lambda *told: None)
    assert raised.value.faults == faults


def test_what_a_cell_has_no_room_for_is_said_as_it_is(shelf: Path, tmp_path: Path) -> None:
    cell = "from scoring.faults import NoRoom\nraise NoRoom('/data: cannot be written')"
    with pytest.raises(NoRoom, match=r"^/data: cannot be written$"):
        execute(write(shelf, cell), tmp_path / "out", {}, lambda *told: None)


def test_what_the_system_did_not_let_a_cell_do_is_said_in_its_words(shelf: Path, tmp_path: Path) -> None:
    said = (
        r"book\.ipynb failed with PermissionError: \[Errno 13\] Permission denied: '/data'; open .+book\.ipynb to see"
    )
    with pytest.raises(Refused, match=said):
        execute(
            write(shelf, "raise PermissionError(13, 'Permission denied', '/data')"),
            tmp_path / "out",
            {},
            lambda *told: None,
        )


def test_any_other_failure_names_the_executed_copy(shelf: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"book\.ipynb failed with ZeroDivisionError; open .+out/book\.ipynb"):
        execute(write(shelf, "1 / 0"), tmp_path / "out", {}, lambda *told: None)
    assert "ZeroDivisionError" in (tmp_path / "out" / "book.ipynb").read_text("utf-8")


def test_the_notebooks_are_there() -> None:
    assert {"01_prepare_data.ipynb", "02_train_model.ipynb"} <= {path.name for path in notebooks.folder().iterdir()}
