"""Leaks that are planted: a person who applies twice, and outcomes of held-out clients, in CatBoost's own path."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pytest

from scoring.features import FEATURE
from scoring.model import Training, auc, persons, split, train
from scoring.model.growing import Grower, Grown
from scoring.model.matrix import pool
from scoring.model.selection import Selection, select
from tests.model.test_training import CLIENTS, NOISE, PARAMETERS, USED, clients

FOLD = np.arange(CLIENTS) % 3
HELD_OUT = FOLD == 0
LEARN, SCORE = np.flatnonzero(~HELD_OUT), np.flatnonzero(HELD_OUT)
BY_HEART = replace(PARAMETERS, depth=8, l2=0.01)
FEW = replace(PARAMETERS, least_features=3, most_features=3)
TELLING = NOISE[0].name
"""A column that is chance among the learning clients and holds the outcome of those held out."""


def quiet(text: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class ChoosesByEveryone(Grower):
    """Selects features by the outcomes of all clients, those held out too."""

    def _selected(self, chosen: object, learn: np.ndarray) -> Selection:
        everyone = np.arange(self.data.num_row())
        return select(self.data, self.support.counts(everyone), self.features, self.parameters)


@dataclass(frozen=True)
class LearnsFromEveryone(Grower):
    """Learns trees and encodings from all clients, those held out too."""

    def against(self, learn: np.ndarray, score: np.ndarray, snapshots: object = None) -> Grown:
        return super().against(np.arange(self.data.num_row()), score)


def planted(outcome: np.ndarray) -> pa.Table:
    """Clients without any signal but this: held-out rows have that outcome in a number and in a category."""
    table, _ = clients(0.0)
    number = table.column(TELLING).to_numpy().copy()
    number[HELD_OUT] = 0.5 * number[HELD_OUT] + 0.5 * outcome[HELD_OUT]
    category = np.array(table.column("OCCUPATION_TYPE").to_pylist(), dtype=object)
    category[HELD_OUT] = [f"outcome {value:g}" for value in outcome[HELD_OUT]]
    for name, values in ((TELLING, number), ("OCCUPATION_TYPE", category)):
        table = table.set_column(table.column_names.index(name), name, pa.array(values))
    return table


def predicted(kind: type[Grower], table: pa.Table, target: np.ndarray) -> bytes:
    """The log-odds of held-out clients, whose columns are always the same, by a model of the others."""
    model = kind.of(table, target, USED, FEW).against(LEARN, SCORE).model
    rows = pool(clients(0.0)[0], USED).slice(SCORE)
    return bytes(model.predict(rows, prediction_type="RawFormulaVal").tobytes())


def held_out_clients_are_learnt_from(kind: type[Grower]) -> bool:
    """Whether columns or outcomes of held-out clients move what a model says of anybody."""
    table, target = clients(0.0)
    others = np.where(HELD_OUT, 1 - target, target)
    found = {predicted(kind, *given) for given in ((table, target), (planted(target), target), (table, others))}
    return len(found) > 1


@pytest.mark.parametrize(
    ("kind", "leaks"),
    [(Grower, False), (ChoosesByEveryone, True), (LearnsFromEveryone, True)],
    ids=lambda kind: str(kind),
)
def test_selection_trees_and_encodings_see_learning_clients_alone(kind: type[Grower], leaks: bool) -> None:
    assert held_out_clients_are_learnt_from(kind) is leaks


def of_held_out(training: Training) -> float:
    return auc(training.target[HELD_OUT], training.probability[HELD_OUT])


@pytest.mark.parametrize(("kind", "least", "most"), [(Grower, 0.3, 0.7), (LearnsFromEveryone, 0.9, 1.0)])
def test_the_outcome_in_held_out_rows_does_not_raise_the_auc_out_of_fold(
    monkeypatch: pytest.MonkeyPatch, kind: type[Grower], least: float, most: float
) -> None:
    """It is planted straight and turned round: chance that helps the one hurts the other, a leak helps both."""
    monkeypatch.setattr("scoring.model.training.Grower", kind)
    _, target = clients(0.0)
    tables = [planted(outcome) for outcome in (target, 1 - target)]
    found = [of_held_out(train(table, target, FOLD, USED, BY_HEART, quiet)) for table in tables]
    assert least <= np.mean(found) <= most


def twice(count: int) -> tuple[pa.Table, pa.Table, np.ndarray]:
    """Persons who apply twice, ninety days apart: what tells them again, their features, one outcome for both.

    Their occupation is chance, but the same in both applications, and nobody else's.
    """
    draw = np.random.default_rng(4)
    age, registered = draw.integers(8_000, 25_000, count), draw.integers(1, 5_000, count)
    days = {"DAYS_BIRTH": -age, "DAYS_REGISTRATION": -registered, "DAYS_ID_PUBLISH": -(registered // 2)}
    applications = {name: np.concatenate([first, first - 90]).astype(float) for name, first in days.items()}
    lasting = {"CODE_GENDER": ["F"] * 2 * count, "REGION_POPULATION_RELATIVE": np.tile(draw.random(count), 2)}
    own = {"OCCUPATION_TYPE": [f"occupation of person {person}" for person in range(count)] * 2}
    chance = {feature.name: draw.random(2 * count) for feature in NOISE[:2]}
    target = np.tile((draw.random(count) < 0.3).astype(float), 2)
    return pa.table(applications | lasting), pa.table(own | chance), target


@pytest.mark.parametrize(("whole", "least", "most"), [(True, 0.35, 0.6), (False, 0.75, 1.0)])
def test_a_person_who_applies_twice_does_not_tell_their_own_outcome(whole: bool, least: float, most: float) -> None:
    """Parted over the folds, one application would give away the other: the plant leaks where persons are not kept."""
    applications, table, target = twice(120)
    person = persons(applications)
    assert len(set(person)) == 120
    fold = split(person if whole else np.arange(len(target)), target, 3, seed=0)
    parted = [one for one in set(person) if len(set(fold[person == one])) > 1]
    assert bool(parted) is not whole
    found = train(table, target, fold, (FEATURE["OCCUPATION_TYPE"], *NOISE[:2]), PARAMETERS, quiet)
    assert least <= auc(found.target, found.probability) <= most
