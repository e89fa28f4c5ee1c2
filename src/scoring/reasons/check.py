"""The self-check: does the decision change without the reasons that are said of it?"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring import model
from scoring.reasons.choice import columns_of, relative, stated
from scoring.reasons.families import summed
from scoring.reasons.reference import Reference


def neutral_probability(
    bundle: model.Bundle, table: pa.Table, contributions: np.ndarray, granted: np.ndarray, reference: Reference
) -> np.ndarray:
    """Score n clients, shape (n,), as if what decided were usual.

    Every column of the families that are said (against those refused, in favour of those granted) is
    replaced by what is usual among accepted clients, and the client is scored again. `table` has the
    feature rows, `contributions` theirs (n, k), `granted` the decisions (n,).
    """
    families = stated(summed(relative(contributions, reference), reference.place)).of(granted)
    laid = neutral(table, columns_of(families, reference.place), reference)
    return np.asarray(bundle.calibration.apply(model.probability(model.log_odds(bundle, laid))))


def neutral(table: pa.Table, columns: np.ndarray, reference: Reference) -> pa.Table:
    """Give the feature rows with the usual value wherever `columns`, of shape (n, k), are marked."""
    laid = dict(zip(reference.names, table.select(list(reference.names)).columns, strict=True))
    for position in np.flatnonzero(columns.any(axis=0)):
        name, usual = reference.names[position], reference.usual[position].value
        mask = pa.array(columns[:, position])
        laid[name] = pc.if_else(mask, pa.scalar(usual, laid[name].type), laid[name])
    return pa.table(laid)
