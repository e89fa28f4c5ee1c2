"""The model card's section on what each admissibility policy costs: as measured, or that it was not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from scoring.model.evaluation import ABSENT
from scoring.model.markdown import section, table

TITLE = "What each policy costs"
HEAD = ("policy", "AUC", "AUC less the default's (95 % interval)", "cost", "cost less the default's (95 % interval)")
MEASURED = (
    "Measured by `scoring evaluate --policies` on the same data, with the same code and settings: out of fold, on all "
    "labelled clients, by CatBoost without the prior, which knows no policy. Only the default is ever deployed."
)
NOT_MEASURED = (
    "How much AUC each policy costs was not measured on these data with this code and these settings: "
    "`scoring evaluate --policies` measures it, and `scoring publish` then writes it into the published card."
)


def policies_section(costs: Sequence[Mapping[str, Any]]) -> str:
    """Write the section from a line per policy, the default's first; from none, that nothing was measured.

    A line names its `policy` and holds its `auc` and `cost`, and of each the `_difference` to the
    default's with its `_low` and `_high` ends; None where that is not known.
    """
    rows = [(str(line["policy"]), *_measure(line, "auc"), *_measure(line, "cost")) for line in costs]
    return section(TITLE, MEASURED if rows else NOT_MEASURED, table(HEAD, rows))


def with_policies(card: str, costs: Sequence[Mapping[str, Any]]) -> str:
    """Write what was measured since into a card, in place of its section on policies; nothing new changes nothing."""
    if not costs:
        return card
    written = policies_section(costs)
    return re.sub(rf"^## {TITLE}\n.*?(?=^## |\Z)", lambda _: f"{written}\n\n", card, flags=re.DOTALL | re.MULTILINE)


def _measure(line: Mapping[str, Any], name: str) -> tuple[str, str]:
    """Say a measure, and its difference to the default's."""
    value, difference, low, high = (line.get(f"{name}{end}") for end in ("", "_difference", "_low", "_high"))
    said = ABSENT if value is None else f"{value:.4f}"
    if difference is None or low is None or high is None:
        return said, ABSENT
    return said, f"{difference:+.4f} ({low:+.4f} to {high:+.4f})"
