"""Two variables at once, against brute force."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from scoring.groups import DEFAULT, NOT_KNOWN, REPAID, Density, Side, density
from scoring.groups.scale import Value, categories, numbers

KINDS = ["a", "b", None, "a"]


def amounts(values: list[float | None], own: Value) -> Side:
    scale = numbers(np.array([value for value in values if value is not None]))
    return Side(scale, scale.codes(pa.array(values, pa.float64())), own)


def kinds(values: list[str | None], own: Value) -> Side:
    given = pa.chunked_array([pa.array(values, pa.string())])
    scale = categories(given)
    return Side(scale, scale.codes(given), own)


#                across, up, count, rate
FEW = [(0, 0, 2, 0.5), (0, 1, 1, None), (1, 0, 1, 0.0)]


def test_a_few_clients() -> None:
    across = amounts([1.0, 1.0, 1.0, 2.0, None, 2.0], 2.0)
    up = kinds(["a", "a", "b", "a", "a", None], "b")
    outcome = np.array([REPAID, DEFAULT, NOT_KNOWN, REPAID, DEFAULT, DEFAULT])
    found = density(across, up, outcome, 20, 1)
    assert (found.size, found.known) == (6, 4)
    assert [tuple(vars(cell).values()) for cell in found.cells] == FEW
    assert found.across is not None
    assert found.up is not None
    assert (found.across.place, found.up.place) == (1, 1)
    assert (found.across.drawn.lows, found.up.drawn.categories) == ((1.0, 2.0), ("a", "b"))


@pytest.mark.parametrize(("own", "place"), [(None, None), ("nobody's", None), ("a", 0)])
def test_a_client_whose_value_is_not_known_has_no_place(own: Value, place: int | None) -> None:
    found = density(amounts([1.0] * 4, 1.0), kinds(KINDS, own), np.zeros(4, dtype=int), 20, 1)
    assert found.up is not None
    assert found.up.place == place


@pytest.mark.parametrize(("minimum", "shown"), [(1, [(0, 0), (0, 1), (1, 0)]), (2, [(0, 0)]), (3, [])])
def test_cells_of_few_clients_are_left_out(minimum: int, shown: list[tuple[int, int]]) -> None:
    across, up = amounts([1.0, 1.0, 1.0, 2.0], 1.0), kinds(["a", "a", "b", "a"], "a")
    cells = density(across, up, np.zeros(4, dtype=int), 20, minimum).cells
    assert [(cell.across, cell.up) for cell in cells] == shown


def test_a_group_under_the_minimum_tells_its_size_alone() -> None:
    across, up = amounts([1.0, 1.0, None], 1.0), kinds(["a", "a", "a"], "a")
    assert density(across, up, np.zeros(3, dtype=int), 20, 3) == Density(3)
    assert density(amounts([], None), kinds([], None), np.zeros(0, dtype=int), 20, 1) == Density(0)


@pytest.mark.parametrize(("clients", "bands"), [(60, 2), (3000, 10), (12_000, 20), (40_000, 20)])
def test_the_larger_the_group_the_finer_the_bands(clients: int, bands: int) -> None:
    draw = np.random.default_rng(3)
    one, other = (amounts(draw.normal(size=clients).tolist(), 0.0) for _ in range(2))
    found = density(one, other, np.zeros(clients, dtype=int), 20, 30)
    assert found.across is not None
    assert len(found.across.drawn.starts) == bands


def test_cells_are_those_of_a_histogram() -> None:
    draw = np.random.default_rng(4)
    x, y = draw.normal(size=(2, 5000))
    outcome = draw.integers(0, 3, 5000)
    found = density(amounts(x.tolist(), float(x[0])), amounts(y.tolist(), float(y[0])), outcome, 8, 5)
    assert found.across is not None
    assert found.up is not None
    edges = [[-np.inf, *axis.drawn.lows[1:], np.inf] for axis in (found.across, found.up)]  # type: ignore[list-item]
    counts, defaults, labelled = (
        np.histogram2d(x[chosen], y[chosen], edges)[0]
        for chosen in (outcome >= 0, outcome == DEFAULT, outcome != NOT_KNOWN)
    )
    assert {(c.across, c.up): c.count for c in found.cells} == {
        (int(i), int(j)): counts[i, j] for i, j in np.argwhere(counts >= 5)
    }
    for cell in found.cells:
        at = cell.across, cell.up
        assert cell.default_rate == (defaults[at] / labelled[at] if labelled[at] >= 5 else None)
    assert counts[found.across.place, found.up.place] > 0
