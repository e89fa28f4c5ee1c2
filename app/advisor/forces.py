"""Contributions as the force plot takes them: the largest by themselves, the rest in one."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import Any

from advisor.spoken import speak
from advisor.state import State
from advisor.widgets import ForcePlot
from scoring.serving.questions import Contribution, Explanation
from scoring.words.formats import Formats

DRAWN = 12
"""Contributions with a segment of their own; the rest is one segment."""
OF_THE_BASE = ("title", "base")
"""Texts of the plot that say whom it starts from."""


def told(plot: ForcePlot, state: State, **own: str) -> None:
    """Hand a plot its texts, as they are of the base chosen; `own` replaces some by other texts of the page."""
    speak(plot, "force", state)
    keys = {name: f"force_{name}_accepted" for name in OF_THE_BASE} if state.base == "accepted" else {}
    plot.texts = {**plot.texts, **{name: state.words.text(f"page.{key}") for name, key in {**keys, **own}.items()}}


def drawn(explanation: Explanation, formats: Formats) -> dict[str, Any]:
    """Give what ForcePlot.explanation takes, in the language."""
    moving = (part for part in explanation.contributions if part.contribution)
    return {
        "base": explanation.base,
        "raw": explanation.raw,
        "base_probability": explanation.base_probability,
        "probability": explanation.probability,
        "items": _items(sorted(moving, key=lambda part: -abs(part.contribution)), formats),
    }


def _items(ordered: Sequence[Contribution], formats: Formats) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = [
        {
            "label": formats.words.label(part.feature),
            "value": formats.value(part.feature, part.value, part.unit),
            "contribution": part.contribution,
        }
        for part in ordered[:DRAWN]
    ]
    if rest := ordered[DRAWN:]:
        label = formats.counted("page.force_rest", len(rest))
        items.append({"label": label, "value": "", "contribution": fsum(part.contribution for part in rest)})
    return items
