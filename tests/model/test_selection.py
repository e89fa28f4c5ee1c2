"""How many features a model has, and which: those that tell outcomes apart, chosen without the held-out clients."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from catboost import Pool

from scoring.features import FEATURE, FEATURES
from scoring.features.policy import SHIFTING
from scoring.model.selection import SHIFTED, Selection, agreement, kept, select, unpaid
from tests.model.test_training import PARAMETERS

LIMITS = replace(PARAMETERS, defaults_per_feature=15, least_features=120, most_features=300)


@pytest.mark.parametrize(
    ("defaults", "features"), [(0, 120), (244, 120), (1800, 120), (1828, 121), (3000, 200), (4500, 300), (24825, 300)]
)
def test_defaults_pay_for_features_within_limits(defaults: int, features: int) -> None:
    assert kept(defaults, LIMITS) == features


def signal(columns: int, telling: int) -> Pool:
    """Clients of whom one column follows the outcome and the others are chance."""
    draw = np.random.default_rng(5)
    target = (draw.random(400) < 0.3).astype(float)
    values = draw.normal(size=(400, columns))
    values[:, telling] += 2 * target
    return Pool(values, label=target)


ALL_KNOWN = np.full(20, 400)
USED = [feature for feature in FEATURES if feature.unit == "money"]


@pytest.mark.parametrize("telling", [0, 7, 11])
def test_what_tells_outcomes_apart_is_kept(telling: int) -> None:
    few = replace(PARAMETERS, least_features=2, most_features=2)
    found = select(signal(12, telling), ALL_KNOWN, USED[:12], few)
    assert len(found.reasons) == 10
    assert telling not in found.reasons
    assert found.unused == sorted(found.reasons) == select(signal(12, telling), ALL_KNOWN, USED[:12], few).unused


def test_each_feature_left_out_has_its_rank_for_reason() -> None:
    few = replace(PARAMETERS, least_features=2, most_features=2)
    data = signal(4, 0)
    defaults = int(sum(data.get_label()))
    said = set(select(data, ALL_KNOWN, USED[:4], few).reasons.values())
    assert said == {f"ranked {rank} of 4; {defaults} defaults pay for 2" for rank in (3, 4)}


@pytest.mark.parametrize(("shifting", "reasons"), [(0, {2: SHIFTED}), (1, {})])
def test_columns_that_later_applications_fill_in_otherwise_are_left_out_if_asked(
    shifting: int, reasons: dict[int, str]
) -> None:
    features = (*USED[:2], FEATURE[SHIFTING[0]], USED[3])
    assert select(signal(4, 2), ALL_KNOWN, features, replace(PARAMETERS, shifting=shifting)).reasons == reasons


def test_nothing_is_dropped_where_all_are_paid_for() -> None:
    assert select(signal(5, 0), ALL_KNOWN, USED[:5], replace(PARAMETERS, least_features=5)).unused == []


@pytest.mark.parametrize(
    ("support", "left_out"),
    [
        # defaults that each of the features, best ranked first, is known of; the positions left out
        ([100, 100, 100, 100], [3]),  # three are kept at most
        ([100, 50, 50, 50], [3]),  # half the defaults: as good as all
        ([100, 49, 49, 49], [3]),  # 49 pay for two at twice the price of ten
        ([45, 30, 30, 100], [2]),  # 30 pay for one
        ([30, 45, 45, 100], [2]),  # the one of 30 is among the two that 45 pay for
        ([19, 100, 100, 0], [0, 3]),
        ([0, 0, 0, 0], [0, 1, 2, 3]),
    ],
)
def test_what_is_known_of_few_defaults_is_paid_for_by_these(support: list[int], left_out: list[int]) -> None:
    assert sorted(unpaid(list(range(len(support))), 3, np.array(support), 100, 10)) == left_out


def test_the_reason_names_the_defaults_that_know_it() -> None:
    reasons = unpaid([1, 0], 5, np.array([45, 19]), 100, 10)
    assert reasons == {1: "ranked 1 of 2; known of 19 defaults, which pay for 0"}


@pytest.mark.parametrize(
    ("left_out", "shared"),
    [
        # what each fold's model leaves out of four features; the share that two of them have in common
        ([[], [], []], 1.0),
        ([[0, 1], [2, 3]], 0.0),
        ([[0, 1], [0, 2]], 1 / 3),  # {2, 3} and {1, 3}
        ([[3], [3], [0]], (1 + 2 * 2 / 4) / 3),
        ([[0, 1, 2, 3], [0, 1, 2, 3]], 1.0),
        ([[0]], math.nan),  # one fold agrees with nobody
    ],
)
def test_how_far_the_folds_agree(left_out: list[list[int]], shared: float) -> None:
    selections = [Selection(dict.fromkeys(positions, "a reason")) for positions in left_out]
    assert agreement(selections, 4) == pytest.approx(shared, nan_ok=True)
