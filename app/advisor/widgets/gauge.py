"""The gauge: one probability, how far it may be off, the threshold, and the decision in word, sign and colour."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, ClassVar

from traitlets import Dict, TraitError, validate

from advisor.widgets.spoken import Spoken, script

HERE = Path(__file__).parent
NUMBERS = ("probability", "low", "high", "threshold")


class Gauge(Spoken):
    """A half-circle gauge of the probability of default.

    `reading` is {"probability", "low", "high", "threshold": 0..1, "granted", "review": bool}, or {}
    while no client is chosen; anything else raises TraitError. The decision, and whether it is to be
    reviewed, are shown as given, never worked out.
    """

    _esm = script("gauge.js")
    _css = HERE / "gauge.css"

    TEXTS: ClassVar[tuple[str, ...]] = (
        "title",
        "probability",
        "threshold",
        "interval",
        "granted",
        "refused",
        "review",
        "empty",
    )

    reading = Dict().tag(sync=True)

    @validate("reading")
    def _sound(self, proposal: dict[str, Any]) -> dict[str, Any]:
        reading: dict[str, Any] = proposal["value"]
        if not reading:
            return reading
        if reading.keys() != {*NUMBERS, "granted", "review"}:
            raise TraitError(f"Gauge.reading holds {', '.join(NUMBERS)}, granted and review, or nothing.")
        for name in NUMBERS:
            if not (math.isfinite(reading[name]) and 0 <= reading[name] <= 1):
                raise TraitError(f"Gauge.reading: {name} is a number from 0 to 1.")
        return reading
