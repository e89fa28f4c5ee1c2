"""The force plot: what raises a client's risk and what lowers it, from base to output."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, ClassVar

from traitlets import Dict, TraitError, validate

from advisor.widgets.spoken import Spoken, script

HERE = Path(__file__).parent

# The strip starts where the items say; a sum that does not close would draw a false picture.
CLOSES = 1e-6


class ForcePlot(Spoken):
    """An interactive strip of contributions, with a table of every item behind it.

    `explanation` is {"base", "raw": log-odds, "base_probability", "probability", "items": [{"label",
    "value": str, "contribution": log-odds}, ...]}, largest first and already cut, the rest summed up
    as one item (its value may be ""); {} while no client is chosen. Base and contributions add up to
    raw, or TraitError. Log-odds place the segments and are never shown; the probabilities are.

    Texts with fields: `item` ("{label} : {value}") and `share` ("{share} of the explanation").
    `raises` and `lowers` end sentences ("Late payments — raises the risk").
    """

    _esm = script("force.js")
    _css = HERE / "force.css"

    TEXTS: ClassVar[tuple[str, ...]] = (
        "title",
        "raises",
        "lowers",
        "output",
        "base",
        "item",
        "share",
        "hint",
        "table",
        "column_item",
        "column_value",
        "column_effect",
        "column_share",
        "empty",
    )

    explanation = Dict().tag(sync=True)

    @validate("explanation")
    def _closes(self, proposal: dict[str, Any]) -> dict[str, Any]:
        explanation: dict[str, Any] = proposal["value"]
        if not explanation:
            return explanation
        total = explanation["base"] + math.fsum(item["contribution"] for item in explanation["items"])
        if not math.isclose(total, explanation["raw"], abs_tol=CLOSES):
            raise TraitError("ForcePlot.explanation: base and contributions do not add up to raw.")
        return explanation
