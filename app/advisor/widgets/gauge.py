"""The gauge: one probability, the threshold, and the decision in word, sign and colour."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, ClassVar

from traitlets import Dict, TraitError, validate

from advisor.widgets.spoken import Spoken

HERE = Path(__file__).parent


class Gauge(Spoken):
    """A half-circle gauge of the probability of default.

    `reading` is {"probability": 0..1, "threshold": 0..1, "granted": bool}, or {} while no client
    is chosen; anything else raises TraitError. The decision is shown as given, never worked out.
    """

    _esm = HERE / "gauge.js"
    _css = HERE / "gauge.css"

    TEXTS: ClassVar[tuple[str, ...]] = ("title", "probability", "threshold", "granted", "refused", "empty")

    reading = Dict().tag(sync=True)

    @validate("reading")
    def _sound(self, proposal: dict[str, Any]) -> dict[str, Any]:
        reading: dict[str, Any] = proposal["value"]
        if not reading:
            return reading
        if reading.keys() != {"probability", "threshold", "granted"}:
            raise TraitError("Gauge.reading holds probability, threshold and granted, or nothing.")
        for name in ("probability", "threshold"):
            if not (math.isfinite(reading[name]) and 0 <= reading[name] <= 1):
                raise TraitError(f"Gauge.reading: {name} is a number from 0 to 1.")
        return reading
