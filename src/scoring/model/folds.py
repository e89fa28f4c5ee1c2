"""Folds: as many defaults in each, and all the applications of one person in the same.

The same person applies twice, and who defaulted once defaults again far more often than others:
apart, one application would tell the outcome of the other.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sklearn.model_selection import StratifiedKFold

from scoring.faults import Refused

SINCE_BIRTH = ("DAYS_REGISTRATION", "DAYS_ID_PUBLISH")
"""Days before the application: less those since birth, they are the same whenever the person applies."""
LASTING = ("CODE_GENDER", "REGION_POPULATION_RELATIVE")
BIRTH = "DAYS_BIRTH"
LEAST_HELD = 50
"""Defaults that a holdout needs: with them an AUC has a standard error of some .04."""
TRAITS = (BIRTH, *SINCE_BIRTH, *LASTING)
"""Columns of the application that tell a person again. Sex is read here to part clients, never to score them."""


def persons(applications: pa.Table) -> np.ndarray:
    """Number the persons behind n applications, shape (n,): those of one number are taken for one person.

    `applications` holds TRAITS. Where one of them is not known the application is a person's only one.
    """
    known = np.ones(applications.num_rows, dtype=bool)
    codes = []
    for name in TRAITS:
        known &= applications.column(name).is_valid().to_numpy()
    birth = applications.column(BIRTH)
    for name in SINCE_BIRTH:
        codes.append(_codes(pc.subtract(applications.column(name), birth)))
    codes += [_codes(applications.column(name)) for name in LASTING]
    alone = np.where(known, 0, np.arange(1, applications.num_rows + 1))
    return np.asarray(np.unique(np.column_stack([*codes, alone]), axis=0, return_inverse=True)[1]).reshape(-1)


def split(person: np.ndarray, target: np.ndarray, folds: int, seed: int) -> np.ndarray:
    """Give the fold, from 0, of n clients: whole persons, with like shares of persons who defaulted.

    Raises Refused when the outcomes are too few for the folds.
    """
    one_each, position = np.unique(person, return_inverse=True)
    defaulted = np.zeros(len(one_each), dtype=int)
    np.maximum.at(defaulted, position, target.astype(int))
    _check(defaulted, target, folds)
    fold = np.empty(len(one_each), dtype=int)
    parts = StratifiedKFold(folds, shuffle=True, random_state=seed).split(one_each, defaulted)
    for number, (_, held_out) in enumerate(parts):
        fold[held_out] = number
    return np.asarray(fold[position])


def hold_out(person: np.ndarray, target: np.ndarray, share: float, seed: int) -> np.ndarray:
    """Mark the clients of a holdout, a share of n, shape (n,): whole persons, with a like share of defaults.

    Nobody is marked where it would hold fewer than LEAST_HELD defaults: they learn more than they tell.
    """
    if share * target.sum() < LEAST_HELD:
        return np.zeros(len(target), dtype=bool)
    return np.asarray(split(person, target, round(1 / share), seed) == 0)


def _codes(values: pa.ChunkedArray) -> np.ndarray:
    return np.asarray(values.combine_chunks().dictionary_encode().indices.fill_null(-1))


def _check(defaulted: np.ndarray, target: np.ndarray, folds: int) -> None:
    if min(defaulted.sum(), len(defaulted) - defaulted.sum()) < folds:
        raise Refused(
            f"training needs at least {folds} clients of each outcome for {folds} folds; the labelled clients have "
            f"{int(target.sum())} defaults and {len(target) - int(target.sum())} repaid: give more clients "
            "or fewer folds"
        )
