"""Intervals of 95 per cent: the normal's, and that of means of clients drawn again."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm

from scoring.model.intervals import NORMAL_95, around, middle, redrawn_means


def test_a_normal_lies_within_so_many_errors() -> None:
    assert norm.cdf(NORMAL_95) - norm.cdf(-NORMAL_95) == pytest.approx(0.95, abs=1e-12)
    assert around(0.7, 0.1) == pytest.approx((0.504, 0.896), abs=1e-4)
    assert all(map(math.isnan, around(0.7, math.nan)))


def test_means_of_clients_drawn_again_err_as_the_mean_does() -> None:
    amounts = np.repeat([0.0, 1.0, 10.0], [700, 200, 100])
    means = redrawn_means(amounts, seed=0)
    assert means.shape == (2000,)
    assert means.mean() == pytest.approx(amounts.mean(), rel=0.01)
    assert means.std() == pytest.approx(amounts.std() / math.sqrt(len(amounts)), rel=0.05)
    assert middle(means) == pytest.approx(around(amounts.mean(), means.std()), rel=0.03)


def test_of_equal_amounts_every_mean_is_the_same() -> None:
    assert middle(redrawn_means(np.full(7, 2.5), seed=1, draws=5)) == (2.5, 2.5)
