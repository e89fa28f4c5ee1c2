"""The applicant's building: 47 columns, three of each measure, mostly missing together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scoring.synthetic.draws import Coded, Floats, Frame, Random, blanked, chance, rank, texts
from scoring.synthetic.measures import Measures
from scoring.synthetic.persons import People
from scoring.tables.application import BUILDING

DESCRIBED = ("FONDKAPREMONT_MODE", "HOUSETYPE_MODE", "WALLSMATERIAL_MODE", "EMERGENCYSTATE_MODE")
WHOLE = "TOTALAREA_MODE"


def building(rng: Random, measures: Measures, people: People, normal: Mapping[str, Floats]) -> Frame:
    """Draw the block: what is missing by the person's pattern, measures near to one another."""
    size = len(people)
    frame: Frame = {}
    pattern = texts(people.frame, "BUILDING")
    known = np.array([[digit == "1" for digit in value] for value in pattern.values])[pattern.codes]
    for place, measure in enumerate(BUILDING):
        values = measures.quantiles[measure].at(rank(normal[measure]))
        other = chance(rng, measures.numbers[f"other/{measure}"], size)
        ratio = np.where(other, 0.45 + 0.6 * rng.random(size), measures.numbers[f"mode/{measure}"])
        mode = np.round((values * ratio).clip(0, 1), 4)
        middle = np.where(other, np.round((values + mode) / 2, 4), values * measures.numbers[f"medi/{measure}"])
        empty = ~known[:, place]
        for statistic, value in (("AVG", values), ("MODE", mode), ("MEDI", middle)):
            frame[f"{measure}_{statistic}"] = blanked(np.round(value.clip(0, 1), 4), empty)
    heights = Coded((rank(normal["FLOORSMAX"]) > 0.66).astype(np.int64), ("0", "1"))
    place = len(BUILDING)
    for name in ("FONDKAPREMONT_MODE", "HOUSETYPE_MODE"):
        drawn = measures.shares[name].draw(rng, {"HEIGHT": heights}, size)
        frame[name] = drawn.emptied(~known[:, place])
        place += 1
    total = measures.quantiles[WHOLE].at(rank(normal[WHOLE]))
    frame[WHOLE] = blanked(np.round(total, 4), ~known[:, place])
    for name in ("WALLSMATERIAL_MODE", "EMERGENCYSTATE_MODE"):
        place += 1
        drawn = measures.shares[name].draw(rng, {"HEIGHT": heights}, size)
        frame[name] = drawn.emptied(~known[:, place])
    return frame
