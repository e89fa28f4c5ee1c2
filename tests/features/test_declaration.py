"""The catalogue of features: named once, with a declared value for clients without history."""

from __future__ import annotations

import pytest

from scoring.features import BLOCKS, FEATURE, FEATURES, Feature
from scoring.features.application import AGAINST_HISTORY, DERIVED, IMPLIED, RAW
from scoring.features.declaration import amount, count, ratio, share
from scoring.tables import HISTORIES


def test_every_feature_is_named_once() -> None:
    names = [feature.name for feature in FEATURES]
    assert len(names) == len(set(names)) == len(FEATURE)
    assert all(name.isidentifier() and name.upper() == name for name in names)


def test_every_history_has_one_block_and_every_block_a_history() -> None:
    assert sorted(block.table for block in BLOCKS) == sorted(table.name for table in HISTORIES)
    assert len({block.relation for block in BLOCKS}) == len(BLOCKS)


def test_the_catalogue_is_the_application_then_the_blocks() -> None:
    histories = [feature for block in BLOCKS for feature in block.features]
    assert list(FEATURES) == [*RAW, *DERIVED, *IMPLIED, *AGAINST_HISTORY, *histories]


@pytest.mark.parametrize(
    ("feature", "expected"),
    [
        (count("N", "x"), Feature("N", "x", "count", "number", absent=0.0)),
        (amount("N", "x"), Feature("N", "x", "money", "number", absent=None)),
        (amount("N", "x", absent=0.0), Feature("N", "x", "money", "number", absent=0.0)),
        (share("N", "x"), Feature("N", "x", "share", "number", absent=None)),
        (ratio("N", "x"), Feature("N", "x", "ratio", "number", absent=None)),
    ],
)
def test_what_each_kind_means_without_history(feature: Feature, expected: Feature) -> None:
    assert feature == expected


def test_a_count_without_history_is_zero_and_what_cannot_be_known_is_not() -> None:
    for block in BLOCKS:
        for feature in block.features:
            counted = feature.name.endswith("_COUNT")
            assert feature.absent == (0.0 if counted else None), feature.name
