"""Folds: persons stay whole, defaults are spread evenly, too little is refused."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from scoring.faults import Refused
from scoring.model import TRAITS, hold_out, persons, split

APPLICATIONS = [
    # birth, registration, id, sex, region; the person
    ((-10000.0, -4000.0, -2000.0, "F", 0.02), 0),
    ((-10090.0, -4090.0, -2090.0, "F", 0.02), 0),  # the same, ninety days earlier
    ((-10000.0, -4001.0, -2000.0, "F", 0.02), 1),  # registered a day earlier
    ((-10000.0, -4000.0, -2001.0, "F", 0.02), 2),
    ((-10000.0, -4000.0, -2000.0, "M", 0.02), 3),
    ((-10000.0, -4000.0, -2000.0, "F", 0.03), 4),
    ((-10000.0, None, -2000.0, "F", 0.02), 5),  # what is not known proves nothing
    ((-10000.0, None, -2000.0, "F", 0.02), 6),
    ((None, None, None, None, None), 7),
    ((None, None, None, None, None), 8),
]


def test_a_person_is_known_again_by_what_lasts() -> None:
    rows = [dict(zip(TRAITS, traits, strict=True)) for traits, _ in APPLICATIONS]
    found = persons(pa.Table.from_pylist(rows))
    expected = np.array([person for _, person in APPLICATIONS])
    assert ((found[:, None] == found) == (expected[:, None] == expected)).all()


def test_no_application_is_no_person() -> None:
    none = pa.table({name: pa.array([], pa.string() if name == "CODE_GENDER" else pa.float64()) for name in TRAITS})
    assert persons(none).tolist() == []


def test_persons_stay_whole_and_defaults_are_spread_evenly() -> None:
    draw = np.random.default_rng(1)
    person = draw.integers(0, 700, 1000)
    target = (draw.random(1000) < 0.1).astype(float)
    fold = split(person, target, 5, seed=0)
    assert all(len(set(fold[person == one])) == 1 for one in set(person))
    assert set(fold) == set(range(5))
    defaulted = {one for one in person if target[person == one].any()}
    shares = [np.mean([one in defaulted for one in set(person[fold == number])]) for number in range(5)]
    assert max(shares) - min(shares) < 0.01


def test_the_seed_decides() -> None:
    person, target = np.arange(100), np.tile([1.0, 0.0, 0.0, 0.0], 25)
    same, other = split(person, target, 4, seed=0), split(person, target, 4, seed=1)
    assert (split(person, target, 4, seed=0) == same).all()
    assert (same != other).any()


@pytest.mark.parametrize(
    ("defaults", "repaid", "said"),
    [(2, 30, "2 defaults and 30 repaid"), (30, 2, "30 defaults and 2 repaid"), (0, 5, "0 defaults"), (0, 0, "0 def")],
)
def test_too_few_of_an_outcome_are_refused(defaults: int, repaid: int, said: str) -> None:
    target = np.repeat([1.0, 0.0], [defaults, repaid])
    with pytest.raises(Refused, match=f"at least 3 clients of each outcome for 3 folds.*{said}.*give more clients"):
        split(np.arange(len(target)), target, 3, seed=0)


def test_defaults_of_one_person_are_one() -> None:
    with pytest.raises(Refused, match="at least 3 clients of each outcome"):
        split(np.array([1, 1, 1, 2, 3, 4, 5]), np.array([1.0, 1, 1, 0, 0, 0, 0]), 3, seed=0)


@pytest.mark.parametrize(
    ("share", "defaults", "held"), [(0.1, 1000, 0.1), (0.2, 250, 0.2), (0.1, 499, 0), (0, 9000, 0)]
)
def test_a_holdout_has_its_share_of_each_outcome_or_is_none(share: float, defaults: int, held: float) -> None:
    target = np.repeat([1.0, 0.0], [defaults, 10_000 - defaults])
    mark = hold_out(np.arange(10_000), target, share, seed=0)
    assert mark.mean() == pytest.approx(held, abs=1e-3)
    assert mark[target == 1].mean() == pytest.approx(held, abs=5e-3)


def test_a_holdout_holds_whole_persons() -> None:
    person = np.repeat(np.arange(2_000), 2)
    target = np.tile([1.0, 0.0, 0.0, 0.0], 1_000)
    mark = hold_out(person, target, 0.1, seed=0)
    assert mark.any()
    assert not set(person[mark]) & set(person[~mark])
