"""What the last evaluation found each admissibility policy to cost: for the cards of models of the same data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scoring.faults import Damaged
from scoring.pipeline.layout import Layout

EVERYONE = "everyone"
"""The group of clients that a card speaks of."""


def policy_costs(
    layout: Layout, fingerprint: str, code: str, parameters: Mapping[str, object]
) -> list[dict[str, float | str | None]]:
    """Give a line per policy, the default's first, as the card takes them (see model.admissibility).

    None are given unless `scoring evaluate --policies` was the last to measure, on these very data,
    by this code and with these settings. Raises Damaged for an evaluation that cannot be read.
    """
    if not layout.evaluation.is_file():
        return []
    try:
        kept = json.loads(layout.evaluation.read_text(encoding="utf-8"))
        made_of = {"fingerprint": fingerprint, "code": code, "parameters": dict(parameters)}
        if {name: kept[name] for name in made_of} != made_of:
            return []
        return [_flat(line) for line in kept["policies"] if line["group"] == EVERYONE]
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{layout.evaluation}: cannot be read; run: scoring evaluate --policies") from error


def _flat(line: Mapping[str, Any]) -> dict[str, float | str | None]:
    flat: dict[str, float | str | None] = {"policy": "default" if line["against"] is None else line["columns"]}
    for name in ("auc", "cost"):
        found = line[f"{name}_difference"] or {}
        flat |= {name: line[name], f"{name}_difference": found.get("value")}
        flat |= {f"{name}_{end}": found.get(end) for end in ("low", "high")}
    return flat
