"""Which way a feature pushes is said where it is clear, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.reasons import pushes

N = 200
RISING = np.linspace(0.0, 1.0, N)
FEW = np.where(np.arange(N) < 10, RISING, np.nan)
HALF = np.where(np.arange(N) % 2 == 0, RISING, np.nan)
NONE = np.full(N, np.nan)


@pytest.mark.parametrize(
    ("values", "contributions", "expected"),
    [
        (RISING, RISING**3, 1),
        (RISING, -np.exp(RISING), -1),
        (RISING, np.abs(RISING - 0.5), 0),  # now this way, now that
        (HALF, np.where(np.isnan(HALF), 9.0, -RISING), -1),  # those without a value do not count
        (FEW, RISING, 0),
        (NONE, RISING, 0),
        (RISING, np.zeros(N), 0),  # not used by the model
        (np.ones(N), RISING, 0),
    ],
)
def test_a_direction_is_told_where_it_is_clear(values: np.ndarray, contributions: np.ndarray, expected: int) -> None:
    assert pushes(values[:, None], contributions[:, None]).tolist() == [expected]
