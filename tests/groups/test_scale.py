"""The bands of a variable: every value in one of them, drawn ones sums of fine ones."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pytest

from scoring.groups.scale import GRID, POINTS, Drawn, Scale, categories, numbers

DRAW = np.random.default_rng(1)
SHAPES: dict[str, np.ndarray] = {
    "normal": DRAW.normal(size=1000),
    "incomes": np.exp(DRAW.normal(12, 1, 1000)).round(-2),
    "whole days": -DRAW.integers(1, 3000, 1000).astype(float),
    "mostly zero": np.where(np.arange(9000) % 20, 0.0, np.arange(9000.0)),
    "nearly all zero": np.where(np.arange(90000) % 200, 0.0, np.arange(90000.0)),
    "mostly the largest": np.where(np.arange(9000) % 50, 9000.0, np.arange(9000.0)),
    "far outlier": np.where(np.arange(9000) % 2000, DRAW.normal(size=9000), 1e12 + np.arange(9000.0)),
    "tiny": DRAW.normal(size=1000) * 1e-300,
    "huge": DRAW.normal(size=1000) * 1e300,
    "few clients": DRAW.normal(size=25),
    "counts": DRAW.poisson(8, 1000).astype(float),
    "one value": np.zeros(40),
    "a flag": (np.arange(100) % 3 == 0).astype(float),
}


def column(values: np.ndarray) -> pa.Array:
    return pa.array([*values.tolist(), None], pa.float64())


def assert_holds(scale: Scale, values: np.ndarray) -> None:
    """Every value lies between the ends of its band, and what is not known in the last."""
    codes = scale.codes(column(values))
    ends = np.array(scale.lows if scale.top is None else (*scale.lows[1:], scale.top))
    lows, highs = np.array(scale.lows)[codes[:-1]], ends[codes[:-1]]
    assert codes[-1] == scale.bands
    assert (lows <= values).all()
    assert (values <= highs if scale.top is None else values < highs).all()


@pytest.mark.parametrize("shape", SHAPES)
def test_every_value_is_in_its_band(shape: str) -> None:
    values = SHAPES[shape]
    scale = numbers(values)
    assert_holds(scale, values)
    assert scale.bands <= 2 * POINTS
    assert list(scale.lows) == sorted(set(scale.lows))


@pytest.mark.parametrize("seed", range(60))
def test_every_value_is_in_its_band_whatever_they_are(seed: int) -> None:
    draw = np.random.default_rng(seed)
    values = draw.choice([-1.0, 1.0], 300) * 10.0 ** draw.uniform(-300, 300, 300)
    values[draw.random(300) < draw.random()] = values[0]
    assert_holds(numbers(values), values)


@pytest.mark.parametrize("distinct", [1, 2, POINTS])
def test_few_values_have_a_band_each(distinct: int) -> None:
    scale = numbers(np.arange(300.0) % distinct)
    assert scale.lows == tuple(float(n) for n in range(distinct))
    assert scale.single.all()


def test_a_value_that_many_share_has_a_band_of_its_own() -> None:
    values = SHAPES["mostly zero"]
    scale = numbers(values)
    band = int(scale.bands_of(np.array([0.0]))[0])
    assert scale.single[band]
    assert (scale.codes(column(values)) == band).sum() == (values == 0).sum()


def test_dense_values_have_finer_bands_than_the_grid() -> None:
    values = np.exp(DRAW.normal(0, 2, 20_000))
    counts = np.bincount(numbers(values).codes(column(values)))
    assert counts.max() <= 0.06 * len(values)


@pytest.mark.parametrize("bands", [2, 7, 20, GRID])
@pytest.mark.parametrize("shape", SHAPES)
def test_drawn_bands_join_and_count_what_lies_in_them(shape: str, bands: int) -> None:
    values, scale = SHAPES[shape], numbers(SHAPES[shape])
    drawn = scale.drawn(bands)
    counts = drawn.sums(np.bincount(scale.codes(column(values))[:-1], minlength=scale.bands))
    lows, highs = np.array(drawn.lows), np.array(drawn.highs)
    assert len(counts) <= bands or not scale.span[0] < scale.span[1]
    assert counts.sum() == len(values)
    if (lows == highs).all():
        assert counts.tolist() == [(values == low).sum() for low in lows]
    elif not (lows == highs).any():
        assert (lows[1:] == highs[:-1]).all()
        assert counts.tolist() == np.histogram(values, [-np.inf, *lows[1:], np.inf])[0].tolist()


@pytest.mark.parametrize("shape", ["normal", "incomes", "whole days", "far outlier", "tiny", "huge"])
def test_drawn_bands_are_of_one_width_without_the_tails(shape: str) -> None:
    drawn = numbers(SHAPES[shape]).drawn(20)
    widths = np.subtract(np.array(drawn.highs) / 2, np.array(drawn.lows) / 2)
    assert len(widths) == 20
    assert np.ptp(widths) <= 1e-6 * widths.mean()
    assert drawn.lows[0] == np.sort(SHAPES[shape])[int(0.01 * (len(SHAPES[shape]) - 1))]


def test_categories_have_a_band_each() -> None:
    given = pa.chunked_array([["b", "l'été ☂", None], ["b", "a"]])
    scale = categories(given)
    assert scale.categories == ("a", "b", "l'été ☂")
    assert scale.codes(given).tolist() == [1, 2, 3, 1, 0]
    assert scale.codes(pa.array(["nobody's"])).tolist() == [3]
    assert scale.drawn(2).categories == scale.categories


#    bands drawn, value, its band
PLACES: list[tuple[Drawn, float | str | None, int | None]] = [
    (numbers(np.array([1.0, 2.0, 4.0])).drawn(20), 2.0, 1),
    (numbers(np.array([1.0, 2.0, 4.0])).drawn(20), 3.0, None),  # nobody has it: no band of one value holds it
    (numbers(np.array([1.0, 2.0, 4.0])).drawn(20), 9.0, None),
    (numbers(np.array([1.0, 2.0, 4.0])).drawn(2), 2.5, 1),  # but a band from 2.5 to 4 does
    (numbers(np.array([1.0, 2.0, 4.0])).drawn(20), None, None),
    (numbers(np.arange(500.0)).drawn(20), -1e9, 0),
    (numbers(np.arange(500.0)).drawn(20), 1e9, 19),
    (numbers(np.array([])).drawn(20), 1.0, None),
    (categories(pa.chunked_array([["b", "a"]])).drawn(20), "b", 1),
    (categories(pa.chunked_array([["b", "a"]])).drawn(20), "nobody's", None),
]


@pytest.mark.parametrize(("drawn", "value", "band"), PLACES)
def test_a_value_is_in_one_drawn_band_or_in_none(drawn: Drawn, value: float | str | None, band: int | None) -> None:
    assert drawn.band_of(value) == band


@pytest.mark.parametrize("shape", SHAPES)
def test_the_band_of_a_value_counts_it(shape: str) -> None:
    values, scale = SHAPES[shape][:300], numbers(SHAPES[shape])
    drawn = scale.drawn(20)
    for value in values.tolist():
        alone = np.bincount(scale.bands_of(np.array([value])), minlength=scale.bands)
        assert drawn.sums(alone)[drawn.band_of(value)] == 1


@pytest.mark.parametrize("kind", [pa.float64(), pa.string()])
def test_a_variable_that_nobody_has_has_no_band(kind: pa.DataType) -> None:
    nothing = pa.chunked_array([pa.nulls(3, kind)])
    scale = categories(nothing) if kind == pa.string() else numbers(np.array([]))
    assert scale.bands == 0
    assert scale.codes(nothing).tolist() == [0, 0, 0]
    assert (scale.drawn(20).lows, scale.drawn(20).categories) == ((), ())


@pytest.mark.parametrize("shape", SHAPES)
def test_a_record_makes_the_same_scale(shape: str) -> None:
    scale = numbers(SHAPES[shape])
    assert Scale.of(json.loads(json.dumps(scale.record()))) == scale
