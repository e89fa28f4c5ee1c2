"""Bins of as many clients each, whatever their order."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.model.bins import bins


@pytest.mark.parametrize(
    ("case", "probability", "count", "expected"),
    [
        ("ascending", [0.1, 0.2, 0.3, 0.4], 2, [0, 0, 1, 1]),
        ("in any order", [0.4, 0.1, 0.3, 0.2], 2, [1, 0, 1, 0]),
        ("one left over", [0.1, 0.2, 0.3, 0.4, 0.5], 2, [0, 0, 0, 1, 1]),
        ("ties share a bin", [0.1, 0.2, 0.2, 0.2, 0.9], 5, [0, 2, 2, 2, 4]),
        ("all alike", [0.3, 0.3, 0.3], 3, [1, 1, 1]),
        ("one client", [0.3], 10, [0]),
        ("fewer clients than bins", [0.1, 0.9], 10, [0, 5]),
    ],
)
def test_bins(case: str, probability: list[float], count: int, expected: list[int]) -> None:
    assert bins(np.array(probability), count).tolist() == expected


def test_sizes_differ_by_one_at_most() -> None:
    sizes = np.bincount(bins(np.random.default_rng(0).random(1003), 10))
    assert sorted(set(sizes.tolist())) == [100, 101]
