"""Measures of the persons: the chain of texts, and the habits behind their histories."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoring.synthetic.application import RETIRED
from scoring.synthetic.calibrate.archive import weights
from scoring.synthetic.calibrate.entries import Entry, Part, levels_of, shares, smooth
from scoring.synthetic.draws import Coded, Frame
from scoring.synthetic.persons import AGES, CHAIN, PARTS

RARE: dict[str, dict[str, float]] = {
    "CODE_GENDER": {"XNA": 4 / 307_511},
    "NAME_INCOME_TYPE": {
        "Unemployed": 22 / 307_511, "Student": 18 / 307_511, "Businessman": 10 / 307_511,
        "Maternity leave": 5 / 307_511,
    },
    "NAME_FAMILY_STATUS": {"Unknown": 2 / 307_511},
    "NAME_EDUCATION_TYPE": {"Academic degree": 164 / 307_511},
}  # fmt: skip
"""Published shares of texts that are too rare for a sample."""

PRIOR = {"RATINGS": 8.0, "BUILDING": 0.0}
"""Rows that the wider context weighs, where few or none are right."""

FEWEST = 3
"""A text of zeros and ones that fewer clients have is left out."""


def measured(application: pd.DataFrame) -> Part:
    """Give the shares of the chain and the quantiles of age."""
    levels: dict[str, list[str]] = {"AGE": list(AGES), "PART": list(PARTS)}
    weight = weights(application)
    entries: dict[str, Entry] = {}
    for name, given in CHAIN:
        kept = application[name].map(application[name].value_counts(dropna=False)) >= (
            FEWEST if name in ("ADDRESSES", "PHONES", "DOCUMENTS") else 1
        )
        if name == "ORGANIZATION_TYPE":
            kept &= ~application.NAME_INCOME_TYPE.isin(RETIRED)
        # Where the part is given, its own rows count for themselves.
        entries[name] = shares(
            application[kept], name, given, levels, rare=RARE.get(name),
            prior=PRIOR.get(name, 10.0),
            weights=None if "PART" in given else weight[kept],
        )  # fmt: skip
        levels[name] = levels_of(entries[name])
    return Part(entries, {"DAYS_BIRTH": smooth(application.DAYS_BIRTH, weights=weight)})


def frame_of(application: pd.DataFrame) -> Frame:
    """Give the real persons in the shape in which invented ones are drawn."""
    columns = [name for name, _ in CHAIN] + ["AGE", "PART"]
    frame: Frame = {name: coded(application[name]) for name in columns}
    frame["DAYS_BIRTH"] = application.DAYS_BIRTH.to_numpy(float)
    return frame


def coded(column: pd.Series) -> Coded:
    """Give a text column as codes and values."""
    found = pd.Categorical(column)
    return Coded(found.codes.astype(np.int64), tuple(map(str, found.categories)))
