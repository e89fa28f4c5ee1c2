"""What others reach on the same real clients: figures reported for them, which no command here measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scoring.pipeline.evaluation.clients import KNOWN, UNKNOWN
from scoring.pipeline.evaluation.evaluation import Evaluation
from scoring.pipeline.evaluation.lines import Line
from scoring.pipeline.evaluation.scores import ALL, ALONE, OURS
from scoring.pipeline.policies import EVERYONE

CLIENTS, DEFAULTS = 23_005, 1_828
"""The labelled clients whom the figures are of."""
TITLE = "What others reach on the same clients"
NOTE = (
    "For orientation: reported figures, which this command does not measure. Those out of fold are of these very "
    "clients, in folds of their own; those of other real clients of the same lender are of people whose outcomes are "
    "not here, so that with histories chance alone moves an AUC by some .018 and nothing is paired. Ours are out of "
    "fold, all features, without sex; with histories `catboost` is too good where it leans on the prior."
)
HEADER = ("model", "measured on", "AUC", "cost", f"{OURS} here, AUC and cost", f"{ALONE} here, AUC and cost")
SEVENTH = "public pipeline of Kaggle's 7th-place team: 774 features, five bagged LightGBMs"
OUT_OF_FOLD = "these clients, out of fold"
NOT_KNOWN = "–"


@dataclass(frozen=True)
class Other:
    """A model, the clients it was measured on and our group that is like them; AUC and cost as reported."""

    model: str
    clients: str
    group: str
    auc: str
    cost: str = NOT_KNOWN


OTHERS = (
    Other(SEVENTH, OUT_OF_FOLD, EVERYONE, "0.7534"),
    Other(SEVENTH, "other real clients, without histories", UNKNOWN, "0.7538 (without sex 0.7530)", "0.533"),
    Other(SEVENTH, "other real clients, with histories", KNOWN, "0.7716 (without sex 0.7737)", "0.490 to 0.497"),
    Other("plain LightGBM, raw columns", OUT_OF_FOLD, EVERYONE, "0.7442"),
    Other("CatBoost, raw columns", OUT_OF_FOLD, EVERYONE, "0.7472"),
    Other("CatBoost, raw columns and twenty ratios", OUT_OF_FOLD, EVERYONE, "0.7534 (without sex 0.7505)"),
)


def beside_others(evaluation: Evaluation) -> Iterator[tuple[str, ...]]:
    """Give the rows of others' figures beside ours; none for other clients than those they are of."""
    everyone = {(group.name, group.clients, group.defaults) for group in evaluation.groups}
    if evaluation.invented or (EVERYONE, CLIENTS, DEFAULTS) not in everyone:
        return
    ours = {(line.model, line.group): line for line in evaluation.models if line.columns == ALL}
    for other in OTHERS:
        found = (ours.get((name, other.group)) for name in (OURS, ALONE))
        yield (other.model, other.clients, other.auc, other.cost, *map(_said, found))


def _said(line: Line | None) -> str:
    return NOT_KNOWN if line is None else f"{line.auc:.4f}, {line.cost:.4f}"
