"""Points of a scorecard: whole, and each bin's own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scoring.model import scorecard
from scoring.model.points import DOUBLING, ODDS, POINTS


def test_clients_of_the_same_bins_have_the_same_whole_points() -> None:
    draw = np.random.default_rng(0)
    target = (draw.random(400) < 0.3).astype(float)
    learn = pd.DataFrame({"score": draw.normal(1.5 * target, 1.0), "work": np.where(draw.random(400) < 0.5, "A", "")})
    asked = pd.DataFrame({"score": [-9.0, -8.0, 9.0, np.nan], "work": ["A", "A", "A", "never seen"]})
    found = scorecard.fit_predict(learn, target, asked, seed=0)
    points = POINTS + DOUBLING * np.log2((1 - found) / found / ODDS)
    assert points == pytest.approx(np.rint(points), abs=1e-6)
    assert found[0] == found[1] < found[3] < found[2]
