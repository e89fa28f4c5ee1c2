"""The few ways of drawing do what they say."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.synthetic.draws import (
    Coded,
    Frame,
    among,
    chance,
    money,
    numbers,
    rank,
    shared_normals,
    spread,
    texts,
    whole_days,
)


def test_rows_know_their_parent_and_their_place_under_it() -> None:
    owner, place = spread(np.array([2, 0, 3]))
    assert (owner.tolist(), place.tolist()) == ([0, 0, 2, 2, 2], [0, 1, 0, 1, 2])


def test_nobody_has_no_rows() -> None:
    assert [len(part) for part in spread(np.array([0, 0]))] == [0, 0]


def test_the_first_condition_that_holds_names_the_value() -> None:
    drawn = among(("small", "even", "other"), np.array([True, False, False]), np.array([True, True, False]))
    assert [drawn.values[code] for code in drawn.codes] == ["small", "even", "other"]


def test_ranks_of_normals_are_their_probabilities() -> None:
    ranks = rank(np.array([-1.959964, 0.0, 0.6744898, 2.326348]))
    assert ranks.tolist() == pytest.approx([0.025, 0.5, 0.75, 0.99], abs=5e-4)


def test_rows_of_one_owner_are_alike_by_the_share_asked_for() -> None:
    rng = np.random.default_rng(0)
    owner = np.repeat(np.arange(20_000), 2)
    rows = shared_normals(rng, rng.standard_normal(20_000), owner, 0.4)
    assert rows.std() == pytest.approx(1, abs=0.02)
    assert np.corrcoef(rows[::2], rows[1::2])[0, 1] == pytest.approx(0.4, abs=0.02)


def test_coins_fall_by_their_own_probability() -> None:
    tossed = chance(np.random.default_rng(0), np.array([0.0, 1.0]), 2)
    assert tossed.tolist() == [False, True]


def test_days_are_whole_and_never_negative_zero() -> None:
    assert [str(day) for day in whole_days(np.array([-0.2, -1.6, 3.0]))] == ["0.0", "-2.0", "3.0"]


def test_money_comes_in_the_units_of_the_source() -> None:
    assert money(np.array([10.0, 6.7])).tolist() == [9.0, 4.5]


def test_texts_and_numbers_are_not_taken_for_one_another() -> None:
    frame: Frame = {"word": Coded(np.array([0, -1]), ("yes",)), "number": np.array([1.0, 2.0])}
    with pytest.raises(TypeError, match="word"):
        numbers(frame, "word")
    with pytest.raises(TypeError, match="number"):
        texts(frame, "number")
    assert texts(frame, "word").equals("yes", "never").tolist() == [True, False]
