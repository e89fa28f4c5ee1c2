"""Features whose effect a credit policy may fix: more of them never lowers, or never raises, the risk."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scoring.features.declaration import Feature

LOWERING = (r"EXT_SOURCE_\d", r"EXT_SOURCE_(MEAN|MIN|MAX|PRODUCT)", r"EXT_SOURCE_\d_AND_\d")
"""Names (whole) of features that never raise the risk as they grow: scores of other sources."""
RAISING = (
    r"(INSTALMENT|POS|CARD)_(\w+_)?(LATE_SHARE|SHORT_SHARE|DAYS_LATE_MEAN|DAYS_LATE_MAX)",
    r"(INSTALMENT|POS)_(\w+_)?OVER_\d+_COUNT",
    r"(POS|CARD)_(\w+_)?(DPD_MEAN|DPD_MAX|DPD_DEF_MAX)",
    r"BUREAU_(\w+_)?(OVERDUE_TOTAL|OVERDUE_MAX|OVERDUE_MEAN|DAYS_OVERDUE_MAX)",
    r"BUREAU_MONTH_(LATE_\w+|WORST)",
    r"PREVIOUS_(\w+_)?REFUSED_SHARE",
)
"""Names (whole) of features that never lower the risk as they grow: lateness, shortfall, refusals."""


def directions(features: Sequence[Feature]) -> dict[str, int]:
    """Give +1 or -1 for each of the features whose effect on the log-odds of default is declared."""
    return {feature.name: sign for feature in features if (sign := _sign(feature.name))}


def _sign(name: str) -> int:
    lowers, raises = (any(re.fullmatch(p, name) for p in patterns) for patterns in (LOWERING, RAISING))
    return int(raises) - int(lowers)
