"""What a person sees while the work is done: one live line, what is done and for how long.

Rich, which draws it, is loaded when there is something to see: a service says nothing so.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID

WIDTH_WITHOUT_TERMINAL = 200


@cache
def console() -> Console:
    """Give what is printed on."""
    from rich.console import Console

    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=WIDTH_WITHOUT_TERMINAL)


def say(sentence: str) -> None:
    """Print one sentence."""
    from rich.markup import escape

    console().print(escape(sentence), soft_wrap=True)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table."""
    from rich.markup import escape
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False)
    for name in header:
        drawn.add_column(name, overflow="fold")
    for row in rows:
        drawn.add_row(*map(escape, row))
    console().print(drawn)


class Screen:
    """A context manager that shows progress; where there is no terminal, each step is a line."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description:<58}", markup=False),
            BarColumn(24),
            TimeElapsedColumn(),
            console=console(),
            transient=True,
            disable=not console().is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        """Start showing."""
        self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop showing."""
        self._progress.stop()

    def line(self, text: str) -> None:
        """Say what is being done now."""
        if console().is_terminal:
            self._show(description=text)
        else:
            say(text)

    def share(self, text: str, done: float) -> None:
        """Say what is being done, and the share of it that is done."""
        if console().is_terminal:
            self._show(description=text, completed=done, total=1.0)

    def watch(self, cell: int, cells: int, line: str) -> None:
        """Follow a notebook: its cells move the bar, its printed lines say what is done."""
        if line:
            self.line(line)
        elif console().is_terminal:
            self._show(completed=float(cell), total=float(cells))

    def _show(self, **changes: float | str) -> None:
        if self._task is None:
            self._task = self._progress.add_task("", total=None)
        self._progress.update(self._task, **changes)  # type: ignore[arg-type]
