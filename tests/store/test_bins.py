"""Bins: what is written is what is added up, whatever the counts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scoring.store import Bins, BinsWriter

SCALE = {"lows": [0.1 + 0.2, 1e300], "categories": ["l'été ☂"]}
SIZES = [0, 0, 0, 1, 7, 254, 255, 256, 510, 70_000]


def written(folder: Path, **counts: np.ndarray) -> Bins:
    with BinsWriter(folder) as writer:
        for name, array in counts.items():
            writer.write(name, array, SCALE)
    return Bins(folder)


@pytest.mark.parametrize("seed", range(60))
def test_a_sum_over_cells_is_the_sum_of_their_counts(tmp_path: Path, seed: int) -> None:
    draw = np.random.default_rng(seed)
    drawn = [draw.choice(SIZES, draw.integers(1, 9, 2)) for _ in range(2)]
    bins = written(tmp_path, first=drawn[0], second=drawn[1])
    for name, counts in (("second", drawn[1]), ("first", drawn[0])):
        row = draw.integers(-1, 3, len(counts))
        expected = np.array([counts[row == number].sum(axis=0) for number in range(3)])
        assert bins.counts(name, row, 3).tolist() == expected.tolist()


@pytest.mark.parametrize("bands", [1, 255, 256, 300, 70_000])
def test_any_number_of_bands(tmp_path: Path, bands: int) -> None:
    counts = np.zeros((2, bands), dtype=np.int64)
    counts[1, -1] = 3
    assert written(tmp_path, only=counts).counts("only", np.array([0, 0]), 1).tolist() == [counts.sum(axis=0).tolist()]


def test_scales_are_kept_to_the_last_digit(tmp_path: Path) -> None:
    assert written(tmp_path, only=np.ones((1, 1), dtype=np.int64)).scales == {"only": SCALE}


def test_what_is_not_counted_takes_no_room(tmp_path: Path) -> None:
    counts = np.zeros((1000, 100), dtype=np.int64)
    counts[:, 5] = 200
    written(tmp_path, only=counts)
    assert (tmp_path / "bins.bin").stat().st_size <= 3 * 1000 + 24


def test_a_file_is_never_written_twice(tmp_path: Path) -> None:
    written(tmp_path, only=np.ones((1, 1), dtype=np.int64))
    with pytest.raises(FileExistsError):
        BinsWriter(tmp_path)
