"""Normal scores, shares between owners and linear normals are found again where they were put."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scoring.synthetic.calibrate.normals import between, linear, normal_scores
from scoring.synthetic.measures import parsed


def test_normal_scores_rank_with_ties_in_the_middle() -> None:
    scores = normal_scores(np.array([3.0, 1.0, 3.0, np.nan]))
    assert scores[[1, 0]].tolist() == pytest.approx([-0.967, 0.431], abs=1e-3)
    assert scores[0] == scores[2]
    assert np.isnan(scores[3])


@pytest.mark.parametrize("share", [0.05, 0.3, 0.8])
def test_the_share_between_owners_is_found(share: float) -> None:
    rng = np.random.default_rng(0)
    owner = np.repeat(np.arange(3_000), 4)
    rows = share**0.5 * rng.standard_normal(3_000)[owner] + (1 - share) ** 0.5 * rng.standard_normal(len(owner))
    assert between(pd.Series(rows), pd.Series(owner)) == pytest.approx(share, abs=0.03)


def test_linear_normals_are_found_and_drawn_again() -> None:
    rng = np.random.default_rng(0)
    known = {"1": np.ones(20_000), "x": rng.standard_normal(20_000)}
    noise = rng.standard_normal((20_000, 2)) @ np.array([[0.8, 0.4], [0.0, 0.6928]])
    targets = pd.DataFrame({"a": 0.6 * known["x"] + noise[:, 0], "b": noise[:, 1] / 0.8})
    targets.loc[:5_000, "b"] = np.nan
    entry = linear(targets, pd.DataFrame(known), ridge=1.0)
    content = {"shares": {}, "quantiles": {}, "normals": {"n": entry}, "numbers": {}, "scales": {}, "risk": {}}
    drawn = parsed(content).normals["n"].draw(rng, known)
    assert np.corrcoef(drawn["a"], known["x"])[0, 1] == pytest.approx(0.6, abs=0.02)
    assert np.corrcoef(drawn["a"] - 0.6 * known["x"], drawn["b"])[0, 1] == pytest.approx(0.5, abs=0.03)
    assert drawn["a"].std() == pytest.approx(1, abs=0.03)
