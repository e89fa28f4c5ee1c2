"""A variable's distribution in a group, against brute force."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pytest

from scoring.engine import DuckDB, Session
from scoring.features import Feature
from scoring.groups import BandCount, Distribution, distribution

NUMBER = Feature("AMOUNT", "AMOUNT", "money")
CATEGORY = Feature("KIND", "KIND", "category", "category")
BANDS = 20

Value = float | str | None


@pytest.fixture
def session() -> Iterator[Session]:
    with DuckDB(500, 2) as engine, engine.session() as session:
        yield session


def numbers(session: Session, values: list[float | None], value: float | None, bands: int = BANDS) -> Distribution:
    """The distribution of the values, for a client who has one of them."""
    session.hold("columns", pa.table({"AMOUNT": pa.array(values, pa.float64())}))
    return distribution(session, "columns", NUMBER, "TRUE", [], value, bands)


DRAW = np.random.default_rng(1)
SHAPES: dict[str, np.ndarray] = {
    "normal": DRAW.normal(size=1000),
    "incomes": np.exp(DRAW.normal(12, 1, 1000)).round(-2),
    "whole days": -DRAW.integers(1, 3000, 1000).astype(float),
    "mostly zero": np.where(np.arange(9000) % 200, 0.0, np.arange(9000.0)),
    "far outlier": np.where(np.arange(9000) % 200, 0.0, 1e12 + np.arange(9000.0)),
    "tiny": DRAW.normal(size=1000) * 1e-300,
    "huge": DRAW.normal(size=1000) * 1e300,
    "on the edges": np.linspace(0.0, 100.0, 1001),
    "few clients": DRAW.normal(size=25),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_numbers(session: Session, shape: str) -> None:
    values = SHAPES[shape]
    value = float(values[7])
    found = numbers(session, [*values.tolist(), None, None, None], value)
    assert (found.size, found.known) == (len(values) + 3, len(values))
    assert found.below == (values < value).sum() / len(values)
    assert found.median == pytest.approx(np.median(values))
    assert_bands(found.bands, values)


def assert_bands(bands: tuple[BandCount, ...], values: np.ndarray) -> None:
    """Bands join, and each holds the values of its range; the tails are in the first and the last."""
    lows, highs = (
        [float(edge) for edge in ends if edge is not None] for ends in zip(*map(ends_of, bands), strict=True)
    )
    assert len(bands) == len(lows) == len(highs) == BANDS
    assert lows[1:] == highs[:-1]
    assert all(low < high for low, high in zip(lows, highs, strict=True))
    assert [band.count for band in bands] == np.histogram(values, [-np.inf, *lows[1:], np.inf])[0].tolist()


def ends_of(band: BandCount) -> tuple[float | None, float | None]:
    return band.low, band.high


@pytest.mark.parametrize("distinct", [1, 2, BANDS])
def test_few_values_have_a_band_each(session: Session, distinct: int) -> None:
    values = [float(n % distinct) for n in range(60)]
    found = numbers(session, [*values, None], 0.0)
    assert found.bands == tuple(BandCount(n, n, None, 60 // distinct) for n in range(distinct))
    assert sum(band.count for band in found.bands) == found.known == 60


def test_one_value_more_has_bands_of_one_width(session: Session) -> None:
    found = numbers(session, [float(n) for n in range(BANDS + 1)], 3.0)
    assert len(found.bands) == BANDS
    assert np.ptp([band.high - band.low for band in found.bands]) < 1e-9  # type: ignore[operator]


def test_a_client_whose_value_is_not_known_has_no_place(session: Session) -> None:
    found = numbers(session, [1.0, 2.0, 4.0, None], None)
    assert (found.size, found.known, found.below, found.median) == (4, 3, None, 2.0)
    assert [band.count for band in found.bands] == [1, 1, 1]


@pytest.mark.parametrize("feature", [NUMBER, CATEGORY], ids=lambda feature: feature.kind)
@pytest.mark.parametrize(("values", "where", "size"), [([], "TRUE", 0), ([None, None], "TRUE", 2), ([1], "FALSE", 0)])
def test_a_group_without_a_known_value_is_empty(
    session: Session, feature: Feature, values: list[Value], where: str, size: int
) -> None:
    kind = pa.float64() if feature.kind == "number" else pa.string()
    session.hold("columns", pa.table({feature.name: pa.array([v if v is None else 1 for v in values]).cast(kind)}))
    found = distribution(session, "columns", feature, where, [], None, BANDS)
    assert found == Distribution(size, 0, None, None, ())


@pytest.mark.parametrize(
    ("value", "share"), [("b", 0.5), ("a", 0.25), ("l'été ☂", 0.25), ("nobody's", 0.0), (None, None)]
)
def test_categories_come_with_the_most_frequent_first(session: Session, value: str | None, share: float | None) -> None:
    session.hold("columns", pa.table({"KIND": ["b", "l'été ☂", None, "b", "a", None]}))
    found = distribution(session, "columns", CATEGORY, "TRUE", [], value, BANDS)
    bars = (("b", 2), ("a", 1), ("l'été ☂", 1))
    assert found.bands == tuple(BandCount(None, None, category, count) for category, count in bars)
    assert (found.size, found.known, found.below, found.median) == (6, 4, share, None)


def test_only_the_group_is_counted_with_its_values_bound(session: Session) -> None:
    table = pa.table({"AMOUNT": [1.0, 2.0, 3.0, 4.0, None], "KIND": ["a", "b", "a", "a", "a"]})
    session.hold("columns", table)
    found = distribution(session, "columns", NUMBER, "KIND = ? AND (AMOUNT > ? OR AMOUNT IS NULL)", ["a", 1.0], 4.0, 2)
    assert (found.size, found.known, found.below, found.median) == (3, 2, 0.5, 3.5)
    assert found.bands == (BandCount(3.0, 3.0, None, 1), BandCount(4.0, 4.0, None, 1))
