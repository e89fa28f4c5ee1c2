"""Whether reasons would be the same had the model learnt from other clients: the folds' models asked too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from scoring import model
from scoring.reasons.choice import NOBODY, SIDES, stated
from scoring.reasons.contributions import contributions, member_contributions
from scoring.reasons.families import places, summed


@dataclass(frozen=True)
class Stability:
    """How far the folds' models agree with the deployed one, on so many clients.

    `rank` is the mean rank correlation (Spearman's) of a client's family contributions, over the
    families that move anybody; `sign` the share of the stated reasons that push the same way.
    """

    clients: int
    models: int
    rank: float
    sign: float


def stability(bundle: model.Bundle, table: pa.Table, granted: np.ndarray) -> Stability:
    """Compare the models on n clients; each is taken relative to those of them that are granted (n,)."""
    place = places(feature.name for feature in bundle.features)
    every = [contributions(bundle, table).values, *member_contributions(bundle, table)]
    deployed, *members = (summed(values - values[granted].mean(axis=0), place) for values in every)
    moving = np.any([np.any(sums != 0.0, axis=0) for sums in (deployed, *members)], axis=0)
    ranks = [_correlation(deployed[:, moving], member[:, moving]) for member in members]
    signs = [_agreement(deployed, member) for member in members]
    return Stability(table.num_rows, len(members), float(np.mean(ranks)), float(np.mean(signs)))


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Mean over n clients of the rank correlation between two models' contributions, (n, families) each."""
    from scipy.stats import rankdata  # seconds that preparing need not wait for

    first, second = (rankdata(values, axis=1) for values in (one, other))
    first, second = (ranks - ranks.mean(axis=1, keepdims=True) for ranks in (first, second))
    lengths = np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))
    return float(((first * second).sum(axis=1)[lengths > 0] / lengths[lengths > 0]).mean())


def _agreement(deployed: np.ndarray, other: np.ndarray) -> float:
    found = stated(deployed)
    same = []
    for side in SIDES:
        clients, ranks = np.nonzero(getattr(found, side) != NOBODY)
        chosen = (clients, getattr(found, side)[clients, ranks])
        same.append(np.sign(deployed[chosen]) == np.sign(other[chosen]))
    return float(np.concatenate(same).mean())
