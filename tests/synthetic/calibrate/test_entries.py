"""Entries of the file of measures say what small tables hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scoring.synthetic.calibrate.entries import Part, counted, levels_of, shares, smooth, snapped

SHOES = pd.DataFrame({"FOOT": ["left"] * 8 + ["right"] * 2, "SHOE": ["boot"] * 6 + ["clog", None] + ["clog"] * 2})
LEVELS = {"FOOT": ("left", "right", "third")}


def test_shares_are_counted_by_context() -> None:
    entry = shares(SHOES, "SHOE", ("FOOT",), LEVELS, prior=0.001)
    assert entry["values"] == ["boot", "clog", ""]
    assert entry["shares"][0] == pytest.approx([0.75, 0.125, 0.125], abs=2e-3)
    assert entry["shares"][1] == pytest.approx([0.0, 1.0, 0.0], abs=2e-3)
    assert entry["shares"][2] == pytest.approx([0.6, 0.3, 0.1], abs=2e-3)  # never seen: as overall
    assert levels_of(entry) == ["boot", "clog", ""]


def test_contexts_of_few_rows_lean_on_the_wider_one() -> None:
    entry = shares(SHOES, "SHOE", ("FOOT",), LEVELS, prior=8)
    assert entry["shares"][1] == pytest.approx([0.48, 0.44, 0.08], abs=2e-3)
    line = shares(SHOES, "SHOE", ("FOOT",), LEVELS, few=3)
    assert line["lines"] == [0, 1, 1]


def test_published_shares_are_added_for_rare_texts() -> None:
    entry = shares(SHOES, "SHOE", (), LEVELS, rare={"ski": 0.0001})
    assert entry["values"][-1] == "ski"
    assert entry["shares"][0][-1] == pytest.approx(0.0001)


def test_smooth_margins_keep_quantiles_and_weights() -> None:
    entry = smooth(np.arange(1001.0))
    assert dict(zip(entry["ranks"], entry["values"], strict=True))[0.5] == 500
    heavy = smooth(np.array([1.0, 2.0, np.nan]), weights=np.array([1.0, 99.0, 5.0]))
    assert dict(zip(heavy["ranks"], heavy["values"], strict=True))[0.5] == pytest.approx(1.99, abs=0.02)


def test_snapped_margins_keep_favourite_values_only() -> None:
    entry = snapped(pd.Series([5.0] * 60 + [7.0] * 40), steps=10)
    assert (entry["values"], entry["ranks"]) == ([5, 7], [0.6, 1])


def test_counts_keep_zero_and_reach_the_published_most() -> None:
    entry = counted(np.array([0, 0, 1, 3]))
    assert (entry["values"], entry["ranks"]) == ([0, 1, 2, 3], [0.5, 0.75, 0.75, 1.0])
    far = counted(np.array([0, 0, 1, 3]), most=40, none=0.2)
    assert far["values"][-1] == 40
    assert far["ranks"][0] == pytest.approx(0.2, abs=1e-3)


def test_parts_add_up() -> None:
    both = Part(numbers={"a": 1.0}) | Part(numbers={"b": 2.0}, shares={"c": {}})
    assert (both.numbers, both.shares) == ({"a": 1.0, "b": 2.0}, {"c": {}})
