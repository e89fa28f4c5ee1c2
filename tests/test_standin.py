"""A library is loaded without what it imports; who asks for that later has the true one."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from scoring.standin import standing_in

TRUE = """
class Frame: pass
class Series: pass
"""
LIBRARY = """
import frames
one_is_a_frame = isinstance(1, frames.Frame)
knows_its_version = hasattr(frames, "__version__")
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the true module lies, and the library."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "frames.py").write_text(TRUE, encoding="utf-8")
    (tmp_path / "library.py").write_text(LIBRARY, encoding="utf-8")
    yield tmp_path
    for name in ("frames", "library"):
        sys.modules.pop(name, None)


@pytest.fixture
def library(folder: Path) -> ModuleType:
    with standing_in("frames", "Frame"):
        return importlib.import_module("library")


def test_a_library_is_loaded_without_what_it_imports(library: ModuleType) -> None:
    assert "frames" not in sys.modules
    assert (library.one_is_a_frame, library.knows_its_version) == (False, False)
    assert not isinstance(library, library.frames.Frame)
    assert "frames" not in sys.modules


def test_frames_are_told_by_who_loads_them_later(library: ModuleType) -> None:
    true = importlib.import_module("frames")
    assert true is not library.frames
    assert isinstance(true.Frame(), library.frames.Frame)
    assert not isinstance(true.Series(), library.frames.Frame)


def test_the_first_use_of_anything_else_loads_it(library: ModuleType) -> None:
    series = library.frames.Series
    assert series is sys.modules["frames"].Series
    with pytest.raises(AttributeError, match="module 'frames' has no attribute 'Index'"):
        library.frames.Index  # noqa: B018


@pytest.mark.parametrize(
    ("asking", "error", "said"),
    [
        (
            "import frames; frames.Series",
            AttributeError,
            r"^what stands in for frames has no Series: name it, too, where scoring\.standin is used$",
        ),
        ("from frames import Series", ImportError, r"cannot import name 'Series' from 'frames' \(.*standin\.py\)"),
        ("import frames.series", ImportError, "'frames' is not a package"),
    ],
)
def test_a_library_that_comes_to_ask_for_more_says_so(
    folder: Path, asking: str, error: type[Exception], said: str
) -> None:
    (folder / "library.py").write_text(asking, encoding="utf-8")
    with pytest.raises(error, match=said), standing_in("frames", "Frame"):
        importlib.import_module("library")
    assert "frames" not in sys.modules


def test_what_is_loaded_already_stays(folder: Path) -> None:
    true = importlib.import_module("frames")
    with standing_in("frames", "Frame"):
        assert importlib.import_module("library").frames is true
    assert sys.modules["frames"] is true
