"""A control that offers options in the page's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ipywidgets import Combobox, Dropdown, RadioButtons


class Choice:
    """Keeps a control and the state in step; `choose` hears what a person chose, and only that."""

    def __init__(self, control: Combobox | Dropdown | RadioButtons, choose: Callable[[str], None]) -> None:
        self.control = control
        self._choose = choose
        self._showing = False
        control.observe(self._hear, "value")

    def show(self, options: Sequence[str | tuple[str, str]], value: str) -> None:
        """Offer these options with this one chosen."""
        self._showing = True  # new options choose a value of their own
        try:
            if self.control.options != tuple(options):
                self.control.options = tuple(options)
            self.control.value = value
        finally:
            self._showing = False

    def _hear(self, change: dict[str, str]) -> None:
        if not self._showing:
            self._choose(change["new"])
