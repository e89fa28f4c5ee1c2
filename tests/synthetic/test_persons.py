"""Persons are adults of the bands they are in; some come twice, and are the same person then."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scoring.synthetic import persons
from scoring.synthetic.draws import numbers, texts
from scoring.synthetic.measures import measures

SIZE = 4_000


@pytest.fixture(scope="module")
def people() -> persons.People:
    rng = np.random.default_rng(3)
    return persons.draw(rng, measures(), np.arange(SIZE), rng.random(SIZE) < 0.14)


@pytest.mark.parametrize(
    ("days", "band"), [(-7_400, "20-24"), (-14_000, "35-39"), (-25_200, "65-69"), (-27_000, "65-69")]
)
def test_ages_are_banded(days: float, band: str) -> None:
    bands = persons.age_band(np.array([float(days)]))
    assert bands.values[bands.codes[0]] == band


def test_every_client_is_an_adult(people: persons.People) -> None:
    years = numbers(people.frame, "DAYS_BIRTH") / -365.25
    assert years.min() > 20
    assert years.max() < 72


def test_habits_are_unit_normals(people: persons.People) -> None:
    for name, habit in people.habits.items():
        assert abs(habit.mean()) < 0.35, name
        assert habit.std() == pytest.approx(1, abs=0.15), name


def test_one_application_in_54_is_of_a_person_already_there(people: persons.People) -> None:
    again = np.flatnonzero(people.earlier >= 0)
    assert len(again) == round(SIZE * persons.REPEATED)
    first = people.earlier[again]
    assert (people.earlier[first] < 0).all()
    gender, born = texts(people.frame, "CODE_GENDER"), numbers(people.frame, "DAYS_BIRTH")
    assert (gender.codes[again] == gender.codes[first]).all()
    assert (born[first] - born[again] == people.gap[again]).all()
    assert (people.gap[again] > 0).all()


def test_repeated_persons_are_found_by_the_published_key(clients: pd.DataFrame) -> None:
    key = pd.DataFrame(
        {
            "born": clients.DAYS_REGISTRATION - clients.DAYS_BIRTH,
            "id": clients.DAYS_ID_PUBLISH - clients.DAYS_BIRTH,
            "gender": clients.CODE_GENDER,
            "region": clients.REGION_POPULATION_RELATIVE,
        }
    )
    assert key.duplicated().mean() == pytest.approx(persons.REPEATED, rel=0.2)
