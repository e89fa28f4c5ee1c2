"""Notebooks executed by Papermill, with progress a person can read."""

from __future__ import annotations

import builtins
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from scoring.aside import room
from scoring.faults import NoRoom, Refused

Watch = Callable[[int, int, str], None]
"""Told before each cell (cells done, cells, "") and at each printed line (-1, 0, line)."""

ENGINE = "scoring"


def folder() -> Path:
    """Give the folder of the notebooks: inside an installed package, or the checkout's."""
    installed = Path(__file__).parent / "notebooks"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "notebooks"


def execute(name: str, out: Path, parameters: Mapping[str, Any], watch: Watch) -> Path:
    """Execute a notebook with parameters into the folder `out`; give the executed copy.

    Raises Refused with the faults that a cell refused, and one naming the copy for any
    other failure of a cell; NoRoom where a cell, or the copy, found none.
    """
    papermill = _papermill()
    executed = out / name
    out.mkdir(parents=True, exist_ok=True)
    try:
        with room(executed), tempfile.TemporaryDirectory(prefix="scoring-kernel-") as sockets:
            papermill.execute_notebook(
                str(folder() / name),
                str(executed),
                parameters=dict(parameters),
                engine_name=ENGINE,
                progress_bar=False,
                stdout_file=_Lines(watch),
                watch=watch,
                config=_kernel_settings(Path(sockets)),
            )
    except papermill.PapermillExecutionError as error:
        if error.ename == NoRoom.__name__:
            raise NoRoom(error.evalue) from None
        if error.ename in ("Refused", "UnknownName", "Damaged"):
            raise Refused(error.evalue.splitlines()) from None
        raise Refused(f"{name} failed with {_failure(error)}; open {executed} to see where") from error
    return executed


def _failure(error: Any) -> str:
    """Name what a cell raised, with the system's own words: any other's may hold a client's values."""
    kind = getattr(builtins, error.ename, None)
    system = isinstance(kind, type) and issubclass(kind, OSError)
    return f"{error.ename}: {error.evalue}" if system else str(error.ename)


def _kernel_settings(sockets: Path) -> Any:
    """Give the kernel Unix sockets, in a folder of its own: it listens on no port, and two never share one."""
    from traitlets.config import Config

    return Config({"KernelManager": {"transport": "ipc", "ip": str(sockets / "kernel")}})


class _Lines:
    """A file that passes what a cell prints on to the watcher, line by line."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def write(self, text: str) -> None:
        for line in text.splitlines():
            if line.strip():
                self._watch(-1, 0, line.strip())

    def flush(self) -> None:
        """Nothing is held back."""


def _papermill() -> Any:
    """Import Papermill when notebooks are executed: serving does without it."""
    try:
        import papermill
        from papermill.engines import NBClientEngine, papermill_engines
    except ImportError:
        raise Refused("building needs the notebooks' packages; run: pip install '.[notebooks]'") from None

    class Watched(NBClientEngine):  # type: ignore[misc]
        """Tells a watcher of each cell before it runs."""

        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, watch: Watch, **options: Any) -> Any:
            begin, cells = nb_man.cell_start, len(nb_man.nb.cells)

            def cell_start(cell: Any, cell_index: int | None = None, **more: Any) -> Any:
                watch(cell_index or 0, cells, "")
                return begin(cell, cell_index, **more)

            nb_man.cell_start = cell_start
            return super().execute_managed_notebook(nb_man, kernel_name, **options)

    papermill_engines.register(ENGINE, Watched)
    return papermill
