"""How many features a model has, and which: those that tell outcomes apart, chosen without the held-out clients."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from catboost import Pool

from scoring.features import FEATURE, FEATURES
from scoring.features.policy import SHIFTING
from scoring.model.selection import SHIFTED, kept, select
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


USED = [feature for feature in FEATURES if feature.unit == "money"]


@pytest.mark.parametrize("telling", [0, 7, 11])
def test_what_tells_outcomes_apart_is_kept(telling: int) -> None:
    few = replace(PARAMETERS, least_features=2, most_features=2)
    found = select(signal(12, telling), USED[:12], few)
    assert len(found.reasons) == 10
    assert telling not in found.reasons
    assert found.unused == sorted(found.reasons) == select(signal(12, telling), USED[:12], few).unused


def test_each_feature_left_out_has_its_rank_for_reason() -> None:
    few = replace(PARAMETERS, least_features=2, most_features=2)
    data = signal(4, 0)
    defaults = int(sum(data.get_label()))
    said = set(select(data, USED[:4], few).reasons.values())
    assert said == {f"ranked {rank} of 4; {defaults} defaults pay for 2" for rank in (3, 4)}


@pytest.mark.parametrize(("shifting", "reasons"), [(0, {2: SHIFTED}), (1, {})])
def test_columns_that_later_applications_fill_in_otherwise_are_left_out_if_asked(
    shifting: int, reasons: dict[int, str]
) -> None:
    features = (*USED[:2], FEATURE[SHIFTING[0]], USED[3])
    assert select(signal(4, 2), features, replace(PARAMETERS, shifting=shifting)).reasons == reasons


def test_nothing_is_dropped_where_all_are_paid_for() -> None:
    assert select(signal(5, 0), USED[:5], replace(PARAMETERS, least_features=5)).unused == []
