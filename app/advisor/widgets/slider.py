"""The slider: one number within the span where it usually lies, set by hand or by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from traitlets import Dict, Float, TraitError, validate

from advisor.widgets.spoken import Spoken, script

HERE = Path(__file__).parent
ENDS = ("least", "most", "step")


class Slider(Spoken):
    """A native range, which the browser makes reachable by keyboard and tells to screen readers.

    `span` is {"least", "most", "step"} with least below most and a step above 0, or TraitError;
    `value` is the number held, which need not be on a step. The browser sets it when the hand lets go,
    or once the keys rest, and not for each pixel. Texts with fields: `value` ("{value} years").
    """

    _esm = script("slider.js")
    _css = HERE / "slider.css"

    TEXTS: ClassVar[tuple[str, ...]] = ("label", "value")

    span = Dict({"least": 0.0, "most": 1.0, "step": 0.01}).tag(sync=True)
    value = Float(0.0).tag(sync=True)

    @validate("span")
    def _goes_up(self, proposal: dict[str, Any]) -> dict[str, float]:
        span: dict[str, float] = proposal["value"]
        if span.keys() != set(ENDS) or not (span["least"] < span["most"] and span["step"] > 0):
            raise TraitError("Slider.span holds least, most above it, and a step above 0.")
        return span
