"""Challengers learn from the other folds alone, find what is there, and say what they lack."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from scoring.faults import Refused
from scoring.features import FEATURE
from scoring.model import CHALLENGERS, Challenger, auc, out_of_fold

FEATURES = [FEATURE[name] for name in ("EXT_SOURCE_2", "AMT_CREDIT", "OWN_CAR_AGE", "OCCUPATION_TYPE")]
CLIENTS = 300
FOLD = np.arange(CLIENTS) % 3
HELD_OUT = FOLD == 0

every_challenger = pytest.mark.parametrize("challenger", CHALLENGERS.values(), ids=CHALLENGERS)


def clients(signal: float = 1.5) -> tuple[pa.Table, np.ndarray]:
    """A telling number, one that is chance, one that is known of few, and a category that is often not known.

    In each fold someone has an occupation that nobody else has.
    """
    draw = np.random.default_rng(0)
    target = (draw.random(CLIENTS) < 0.3).astype(float)
    own = [f"only {client}" if client < 3 else [None, "Managers", "Drivers"][client % 3] for client in range(CLIENTS)]
    columns = {
        "EXT_SOURCE_2": draw.normal(signal * target, 1.0),
        "AMT_CREDIT": draw.random(CLIENTS),
        "OWN_CAR_AGE": [float(age) if age < 10 else None for age in draw.integers(0, 30, CLIENTS)],
        "OCCUPATION_TYPE": own,
    }
    return pa.table(columns), target


def scored(challenger: Challenger, table: pa.Table, target: np.ndarray) -> np.ndarray:
    return out_of_fold(challenger, table, target, FOLD, FEATURES, seed=0, progress=lambda text: None)


@cache
def usual(challenger: Challenger) -> np.ndarray:
    """The scores of the clients as they are."""
    return scored(challenger, *clients())


def with_others_credit(table: pa.Table) -> pa.Table:
    """Every second held-out client asks for a million times as much."""
    credit = table.column("AMT_CREDIT").to_numpy().copy()
    credit[HELD_OUT & (np.arange(CLIENTS) % 2 == 1)] *= 1e6
    return table.set_column(table.column_names.index("AMT_CREDIT"), "AMT_CREDIT", pa.array(credit))


def held_out_clients_are_learnt_from(challenger: Challenger) -> bool:
    """Whether outcomes or columns of held-out clients move the prediction of others of them."""
    table, target = clients()
    before = usual(challenger)
    others = np.where(HELD_OUT, 1 - target, target)
    same = HELD_OUT & (np.arange(CLIENTS) % 2 == 0)
    by_outcome = scored(challenger, table, others)[HELD_OUT]
    by_columns = scored(challenger, with_others_credit(table), target)[same]
    return by_outcome.tobytes() != before[HELD_OUT].tobytes() or by_columns.tobytes() != before[same].tobytes()


@every_challenger
def test_held_out_clients_are_not_learnt_from(challenger: Challenger) -> None:
    assert not held_out_clients_are_learnt_from(challenger)


def test_a_planted_leak_is_caught() -> None:
    def scaled_on_all(learn: pd.DataFrame, target: np.ndarray, held_out: pd.DataFrame, seed: int) -> np.ndarray:
        everyone = pd.concat([learn, held_out])["AMT_CREDIT"]
        return np.asarray((held_out["AMT_CREDIT"] - everyone.mean()) / everyone.std())

    assert held_out_clients_are_learnt_from(Challenger("leaking", "numpy", scaled_on_all))


@every_challenger
def test_what_is_there_is_found_and_chance_is_not(challenger: Challenger) -> None:
    _, target = clients()
    found = usual(challenger)
    assert auc(target, found) > 0.75
    assert ((found > 0) & (found < 1)).all()
    assert found.mean() == pytest.approx(target.mean(), abs=0.06)
    nothing, target = clients(signal=0.0)
    assert abs(auc(target, scored(challenger, nothing, target)) - 0.5) < 0.13


@every_challenger
def test_the_same_seed_gives_the_same_bits(challenger: Challenger) -> None:
    assert scored(challenger, *clients()).tobytes() == usual(challenger).tobytes()


@every_challenger
def test_a_column_that_nobody_knows_is_borne(challenger: Challenger) -> None:
    table, target = clients()
    unknown = pa.nulls(CLIENTS, pa.float64())
    table = table.set_column(table.column_names.index("OWN_CAR_AGE"), "OWN_CAR_AGE", unknown)
    assert auc(target, scored(challenger, table, target)) > 0.75


def test_each_fold_is_told() -> None:
    table, target = clients()
    said: list[str] = []
    out_of_fold(CHALLENGERS["logistic"], table, target, FOLD, FEATURES, seed=0, progress=said.append)
    assert said == [f"logistic: fold {number} of 3" for number in (1, 2, 3)]


def test_a_package_that_is_missing_is_one_sentence() -> None:
    absent = Challenger("lightgbm", "no_such_package", CHALLENGERS["lightgbm"].fit_predict)
    assert not absent.installed()
    with pytest.raises(Refused, match=r"needs no_such_package, .* extra challengers: pip install '\.\[challengers\]'"):
        scored(absent, *clients())
