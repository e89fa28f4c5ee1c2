"""A client's place from counts, against the values themselves."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from scoring.groups import DEFAULT, NOT_KNOWN, REPAID
from scoring.groups.place import Distribution, distribution
from scoring.groups.scale import Scale, Value, categories, numbers
from tests.groups.test_scale import SHAPES

Known = list[float | None]


def counted(scale: Scale, values: Known, outcomes: list[int]) -> np.ndarray:
    """Counts by outcome and band, by brute force."""
    counts = np.zeros((3, scale.bands + 1), dtype=np.int64)
    for outcome, band in zip(outcomes, scale.codes(pa.array(values, pa.float64())), strict=True):
        counts[outcome, band] += 1
    return counts


def placed(values: Known, value: float | None, minimum: int = 1, outcomes: list[int] | None = None) -> Distribution:
    scale = numbers(np.array([known for known in values if known is not None]))
    outcomes = [NOT_KNOWN] * len(values) if outcomes is None else outcomes
    return distribution(counted(scale, values, outcomes), scale, value, 20, minimum)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_place_is_as_near_as_it_says(shape: str) -> None:
    values = SHAPES[shape][:2000]
    among = (values[7], values[11], values.min(), values.max())
    nobodys = (values.min() - 1e9, values.max() + 1e9, (values[7] + values[11]) / 2)
    for value in (*among, *nobodys):
        found = placed([*values.tolist(), None, None], float(value))
        assert (found.size, found.known) == (len(values) + 2, len(values))
        assert found.below is not None
        assert found.precision is not None
        assert found.below == pytest.approx((values < value).mean(), abs=found.precision + 1e-12)


@pytest.mark.parametrize("shape", ["normal", "incomes", "whole days"])
def test_the_place_is_near_in_fact(shape: str) -> None:
    values = SHAPES[shape]
    errors = [abs((placed(values.tolist(), v).below or 0.0) - (values < v).mean()) for v in values[:40].tolist()]
    assert max(errors) <= 0.03
    assert np.mean(errors) <= 0.005


@pytest.mark.parametrize("shape", SHAPES)
def test_the_median_is_in_the_band_of_the_true_one(shape: str) -> None:
    values = SHAPES[shape][:2001]
    scale, found = numbers(values), placed(values.tolist(), None).median
    assert found is not None
    bands = scale.bands_of(np.array([found, np.median(values)]))
    assert bands[0] == bands[1]
    if scale.single[bands[0]]:
        assert found == np.median(values)


@pytest.mark.parametrize("seed", range(40))
def test_few_values_are_placed_exactly(seed: int) -> None:
    draw = np.random.default_rng(seed)
    values = draw.integers(0, draw.integers(1, 51), draw.integers(1, 120)).astype(float)
    found = placed(values.tolist(), float(values[0]))
    assert found.below == (values < values[0]).sum() / len(values)
    assert found.median == np.median(values)
    assert found.precision == 0.0


@pytest.mark.parametrize(
    ("value", "below"), [(-1.0, 0.0), (1.0, 0.0), (1.5, 0.25), (2.0, 0.25), (3.0, 0.75), (4.0, 0.75), (9.0, 1.0)]
)
def test_a_value_that_nobody_has_is_placed_between_those_that_some_have(value: float, below: float) -> None:
    assert placed([1.0, 2.0, 2.0, 4.0], value).below == below


def test_at_the_extremes() -> None:
    values = np.sort(SHAPES["incomes"])
    assert [placed(values.tolist(), end).below for end in (-1e9, 1e12)] == [0.0, 1.0]
    lowest, highest = (placed(values.tolist(), float(values[end])) for end in (0, -1))
    assert (lowest.below, highest.known) == (0.0, len(values))
    assert highest.below is not None
    assert highest.below > 0.98


def test_a_client_whose_value_is_not_known_has_no_place() -> None:
    found = placed([1.0, 2.0, 4.0, None], None)
    assert (found.size, found.known, found.below, found.precision, found.median) == (4, 3, None, None, 2.0)
    assert [band.count for band in found.bands] == [1, 1, 1]


@pytest.mark.parametrize("minimum", [0, 1, 3, 4, 5])
def test_a_group_under_the_minimum_tells_its_size_alone(minimum: int) -> None:
    outcomes = [REPAID, REPAID, DEFAULT, NOT_KNOWN, REPAID]
    found = placed([1.0, 2.0, 2.0, 5.0, None], 2.0, minimum, outcomes)
    if minimum > 4:
        assert found == Distribution(5)
    else:
        assert (found.size, found.known, len(found.bands)) == (5, 4, 3)


def test_a_group_without_a_known_value_is_empty() -> None:
    assert placed([None, None], None) == Distribution(2)
    assert placed([], None) == Distribution(0)


#     minimum, of the group, of the bands 1.0, 2.0 and 3.0
RATES = [
    (1, 2 / 6, [1 / 2, 1 / 4, None]),
    (2, 2 / 6, [1 / 2, 1 / 4, None]),
    (3, 2 / 6, [None, 1 / 4, None]),
    (6, 2 / 6, [None, None, None]),
    (7, None, [None, None, None]),
]


@pytest.mark.parametrize(("minimum", "whole", "parts"), RATES)
def test_default_rates_are_of_enough_labelled_clients(minimum: int, whole: float, parts: list[float]) -> None:
    values: Known = [1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 3.0]
    outcomes = [DEFAULT, REPAID, DEFAULT, REPAID, REPAID, REPAID, NOT_KNOWN, NOT_KNOWN]
    found = placed(values, 1.0, minimum, outcomes)
    assert found.default_rate == whole
    assert [band.default_rate for band in found.bands] == parts


@pytest.mark.parametrize(
    ("value", "share"), [("b", 0.5), ("a", 0.25), ("l'été ☂", 0.25), ("nobody's", 0.0), (None, None)]
)
def test_categories_come_with_the_most_frequent_first(value: Value, share: float | None) -> None:
    given = pa.chunked_array([["b", "l'été ☂", None, "b", "a", None]])
    scale = categories(given)
    counts = np.bincount(scale.codes(given), minlength=4)[None, :]
    found = distribution(np.vstack([counts, 0 * counts, 0 * counts]), scale, value, 2, 1)
    assert [(band.category, band.count) for band in found.bands] == [("b", 2), ("a", 1), ("l'été ☂", 1)]
    assert (found.size, found.known, found.below, found.median) == (6, 4, share, None)
