"""The texts that the widgets are handed, from the page's words."""

from __future__ import annotations

from advisor.state import State
from advisor.widgets.spoken import Spoken

_FILLED_LATER = {name: f"{{{name}}}" for name in ("n", "shown", "label", "value", "share", "low", "high")}
"""Fields that the browser fills in: they are handed on as they stand."""


def speak(widget: Spoken, section: str, state: State) -> None:
    """Give a widget its texts, `page.<section>_<name>` for each of its TEXTS, and its locale."""
    texts = {name: state.words.text(f"page.{section}_{name}", **_FILLED_LATER) for name in widget.TEXTS}
    with widget.hold_trait_notifications():
        widget.texts = texts
        widget.locale = state.formats.tag
