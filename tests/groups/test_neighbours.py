"""The nearest clients, against distances worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from scoring.features import Feature
from scoring.groups.neighbours import UNHEARD_OF, WEIGHTY, Neighbours, rank, write_neighbours

AMOUNT = Feature("AMOUNT", "AMOUNT", "money")
KIND = Feature("KIND", "KIND", "category", "category")

CLIENTS = {
    "AMOUNT": [10.0, 20.0, 30.0, 1e9, None, None],  # ranks 0, 1/3, 2/3, 1
    "KIND": ["a", "a", "b", None, "a", None],
}


def written(folder: Path, columns: dict[str, Sequence[float | str | None]], importance: list[float]) -> Neighbours:
    features = [AMOUNT, KIND][: len(importance)]
    kinds = {"AMOUNT": pa.float64(), "KIND": pa.string()}
    tables = {name: pa.chunked_array([pa.array(values, kinds[name])]) for name, values in columns.items()}
    write_neighbours(folder, features, np.array(importance), tables.__getitem__, len(columns["AMOUNT"]))
    return Neighbours(folder)


def near(made: Neighbours, client: int, count: int, among: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The others who are nearest to a client."""
    return made.nearest(made.ranks(client), count, client, among)


#        client, others from the nearest, distances when both features weigh the same
NEAREST = [
    (0, [1, 4, 2, 3, 5], [1 / 6, 1 / 2, 5 / 6, 1, 1]),
    (3, [5, 2, 1, 0, 4], [1 / 2, 2 / 3, 5 / 6, 1, 1]),
    (4, [0, 1, 5, 2, 3], [1 / 2, 1 / 2, 1 / 2, 1, 1]),
    (5, [3, 4, 0, 1, 2], [1 / 2, 1 / 2, 1, 1, 1]),  # without history: nearest to whom as little is known of
]


@pytest.mark.parametrize(("client", "others", "distances"), NEAREST)
def test_the_nearest_come_first(tmp_path: Path, client: int, others: list[int], distances: list[float]) -> None:
    found, far = near(written(tmp_path, CLIENTS, [2.0, 2.0]), client, 10)
    assert found.tolist() == others
    assert far.tolist() == pytest.approx(distances)


def test_weighty_features_count_more(tmp_path: Path) -> None:
    found, far = near(written(tmp_path, CLIENTS, [9.0, 1.0]), 0, 2)
    assert found.tolist() == [1, 2]
    assert far.tolist() == pytest.approx([0.3, 0.7])


@pytest.mark.parametrize(
    ("count", "among", "expected"),
    [
        (1, None, [1]),
        (0, None, []),
        (9, [True, False, True, True, False, False], [2, 3]),
        (1, [True, False, True, True, False, False], [2]),
        (9, [True, False, False, False, False, False], []),
    ],
)
def test_as_many_as_there_are(tmp_path: Path, count: int, among: list[bool] | None, expected: list[int]) -> None:
    marked = None if among is None else np.array(among)
    assert near(written(tmp_path, CLIENTS, [1.0, 1.0]), 0, count, marked)[0].tolist() == expected


def test_equally_near_ones_come_in_order(tmp_path: Path) -> None:
    same = {"AMOUNT": [5.0] * 9, "KIND": ["a"] * 9}
    found, far = near(written(tmp_path, same, [1.0, 1.0]), 4, 3)
    assert (found.tolist(), far.tolist()) == ([0, 1, 2], [0.0, 0.0, 0.0])


def test_who_is_not_among_them_has_neighbours_too(tmp_path: Path) -> None:
    made = written(tmp_path, CLIENTS, [2.0, 2.0])
    found, far = made.nearest(made.ranks(1), 2)
    assert (found.tolist(), far.tolist()) == ([1, 0], pytest.approx([0.0, 1 / 6]))
    unlike, apart = made.nearest(np.array([np.nan, UNHEARD_OF]), 6)
    assert (unlike.tolist(), apart.tolist()) == ([4, 5, 0, 1, 2, 3], [0.5, 0.5, 1.0, 1.0, 1.0, 1.0])


#   of five known ones, less, equal, rank
@pytest.mark.parametrize(
    ("less", "equal", "known", "expected"),
    [
        (0, 1, 5, 0.0),
        (4, 1, 5, 1.0),
        (1, 1, 5, 0.25),
        (1, 2, 5, 0.375),  # two share the places 1/4 and 2/4
        (1, 0, 5, 0.125),  # none: half-way
        (0, 0, 5, 0.0),
        (5, 0, 5, 1.0),
        (0, 1, 1, 0.0),
        (0, 0, 0, 0.0),
        (1, 0, 1, 0.5),
    ],
)
def test_ranks_of_numbers(less: int, equal: int, known: int, expected: float) -> None:
    assert rank(less, equal, known) == expected


def test_only_the_weightiest_are_kept(tmp_path: Path) -> None:
    features = [Feature(f"F{n}", "", "count") for n in range(WEIGHTY + 5)]
    column = pa.chunked_array([[1.0, 2.0, None]])
    asked: list[str] = []
    write_neighbours(tmp_path, features, np.arange(WEIGHTY + 5.0), lambda name: asked.append(name) or column, 3)  # type: ignore[func-returns-value]
    assert asked == [f"F{n}" for n in range(WEIGHTY + 4, 4, -1)]
    assert Neighbours(tmp_path).features == tuple(range(WEIGHTY + 4, 4, -1))


def test_distances_are_those_of_a_loop(tmp_path: Path) -> None:
    draw = np.random.default_rng(2)
    amounts = [None if n % 7 == 0 else float(draw.integers(0, 40)) for n in range(60)]
    kinds = [None if n % 5 == 0 else "abc"[n % 3] for n in range(60)]
    made = written(tmp_path, {"AMOUNT": amounts, "KIND": kinds}, [3.0, 1.0])
    known = [amount for amount in amounts if amount is not None]

    def rank(amount: float) -> float:
        under, upto = sum(other < amount for other in known), sum(other <= amount for other in known)
        return (under + upto - 1) / 2 / (len(known) - 1)

    def apart(one: float | None, other: float | None) -> float:
        if one is None or other is None:
            return float(one is not other)
        return abs(rank(one) - rank(other))

    expected = [0.75 * apart(amounts[8], a) + 0.25 * (kinds[8] != k) for a, k in zip(amounts, kinds, strict=True)]
    found, far = near(made, 8, 59)
    assert far.tolist() == pytest.approx([expected[n] for n in found], abs=1e-6)
    assert (np.diff(far) >= 0).all()
