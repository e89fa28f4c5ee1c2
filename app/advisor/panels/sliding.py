"""The slider beside a number's box: the same number, set by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from advisor import entering
from advisor.state import State
from advisor.usual import span
from advisor.widgets import Slider
from scoring.serving.questions import Changeable, Value


class Sliding:
    """Keeps a slider in step with what a field holds; `slide` hears what a person set, as it is entered."""

    def __init__(self, field: Changeable, state: State, slide: Callable[[float], None]) -> None:
        self.field, self.state, self._slide = field, state, slide
        self._showing = False
        self.slider = Slider()
        self.slider.observe(self._hear, "value")

    def show(self, own: Value, held: Value) -> None:
        """Show the number held, as it is scored, within its usual span; no slider where either is not known."""
        number = self._entered(held)
        found = None if number is None else span(self.field, self._entered(own), number)
        self.slider.layout.display = "none" if found is None else ""
        if found is None or number is None:
            return
        self._showing = True
        try:
            with self.slider.hold_sync():
                self.slider.texts = self._texts()
                self.slider.locale = self.state.formats.tag
                self.slider.span = asdict(found)
                self.slider.value = number
        finally:
            self._showing = False

    def _texts(self) -> dict[str, str]:
        text, unit = self.state.words.text, entering.unit(self.field, self.state.formats)
        value = text("page.whatif_slide_value", value="{value}", unit=unit) if unit else "{value}"
        return {"label": text("page.whatif_slide", label=self.state.words.label(self.field.name)), "value": value}

    def _entered(self, value: Value) -> float | None:
        return entering.shown(value, self.field) if isinstance(value, int | float) else None

    def _hear(self, change: dict[str, float]) -> None:
        if not self._showing:
            self._slide(change["new"])
