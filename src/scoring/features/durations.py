"""The duration of the loan asked for: no column tells it, previous loans of the same shape do.

A loan's amount over its payment grows with its duration. The mean duration of previous cash loans
with a like ratio is learnt once, from everyone's previous applications and never from an outcome,
and kept with the model: a table of bands, so that a what-if reads the same numbers as the batch.
"""

from __future__ import annotations

from scoring.features.expressions import divided

RELATION = "durations"
LEARNT, READS = "IMPLIED_DURATION", ("AMT_CREDIT", "AMT_ANNUITY")
"""The column that is learnt, and those of the application whose quotient finds it."""
BANDS_PER_UNIT = 2
"""Bands are half a payment wide."""
LEAST_LOANS = 5
"""Loans that a band needs before it tells a duration."""


def band(credit: str, annuity: str) -> str:
    """Number of the band of a loan's amount over its payment; NULL where that is not known.

    A payment of next to nothing has no band either: its number would be no BIGINT, of which one
    engine makes NULL and another the largest there is.
    """
    shape = divided(f"{credit} * {BANDS_PER_UNIT}e0", annuity)
    return f"CASE WHEN {shape} > -9e18 AND {shape} < 9e18 THEN CAST(FLOOR({shape}) AS BIGINT) END"


def durations_sql() -> str:
    """Query of the learnt table: BAND and IMPLIED_DURATION (months)."""
    shape = band(*READS)
    return (
        f"SELECT {shape} AS BAND, AVG(CNT_PAYMENT) AS {LEARNT}\n"
        "FROM previous_application\n"
        "WHERE NAME_CONTRACT_STATUS = 'Approved' AND NAME_CONTRACT_TYPE = 'Cash loans' AND CNT_PAYMENT > 0e0\n"
        f"    AND {shape} IS NOT NULL\n"
        f"GROUP BY {shape}\n"
        f"HAVING COUNT(*) >= {LEAST_LOANS}"
    )
