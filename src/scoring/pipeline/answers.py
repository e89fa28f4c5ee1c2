"""What a batch answers of each client: probability, decision and the features that move them most."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from scoring import model, reasons
from scoring.faults import Refused
from scoring.tables import CLIENT

SIDES = ("raising", "lowering")
"""What a reason does to the probability of default."""


def answers(bundle: model.Bundle, rows: pa.Table, top: int = 0) -> pa.Table:
    """Score feature rows: SK_ID_CURR, probability, decision and, for a `top` above 0, the reasons.

    The probability lies between low and high; review asks for a human, the threshold being there too.
    raising_1 to raising_<top> name the features that raise the client's log-odds of default, the
    strongest first, and raising_1_by ... their contributions; lowering_1 ... likewise. Where fewer
    features raise or lower, the rest is NULL.
    """
    data = model.pool(rows, bundle.features)
    found = model.scores(bundle, data)
    decision = pa.array(np.where(found.refused, "refused", "granted"))
    columns = {CLIENT: rows.column(CLIENT), "probability": found.probability, "decision": decision}
    columns |= {"low": found.low, "high": found.high, "review": pa.array(found.review)}
    if top:
        names = np.array([feature.name for feature in bundle.features], dtype=object)
        values = reasons.contributions(bundle, data).values
        for side, sign in zip(SIDES, (1.0, -1.0), strict=True):
            columns |= _strongest(side, names, sign * values, sign, top)
    return pa.table(columns).cast(answer_schema(top))


def answer_schema(top: int = 0) -> pa.Schema:
    """Give the columns of `answers` and their types."""
    ranked = [f"{side}_{rank}" for side in SIDES for rank in range(1, top + 1)]
    moved = [column for name in ranked for column in ((name, pa.string()), (f"{name}_by", pa.float64()))]
    scored = [(CLIENT, pa.int64()), ("probability", pa.float64()), ("decision", pa.string())]
    uncertain = [("low", pa.float64()), ("high", pa.float64()), ("review", pa.bool_())]
    return pa.schema([*scored, *uncertain, *moved])


def check_top(bundle: model.Bundle, top: int) -> None:
    """Raise Refused for a number of reasons that the bundle cannot give."""
    if not 0 <= top <= len(bundle.features):
        raise Refused(f"{top} reasons were asked for; give a number from 0 to {len(bundle.features)}, the features")


def _strongest(side: str, names: np.ndarray, moved: np.ndarray, sign: float, top: int) -> dict[str, pa.Array]:
    """Give the `top` features that move each client most to one side; equal ones in the bundle's order."""
    order = np.argsort(-moved, axis=1, kind="stable")[:, :top]
    strength = np.take_along_axis(moved, order, axis=1)
    columns = {}
    for rank in range(top):
        none = strength[:, rank] <= 0.0
        columns[f"{side}_{rank + 1}"] = pa.array(names[order[:, rank]], pa.string(), mask=none)
        columns[f"{side}_{rank + 1}_by"] = pa.array(sign * strength[:, rank], mask=none)
    return columns
