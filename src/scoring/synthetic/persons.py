"""Who the clients are: what the form says of a person, before money and history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scoring.synthetic.draws import Coded, Column, Flags, Floats, Frame, Ints, Random, numbers, take, texts
from scoring.synthetic.measures import Measures

AGES = tuple(f"{years}-{years + 4}" for years in range(20, 70, 5))
PARTS = ("train", "test")
REPEATED = 6_578 / 356_255
"""Share of the applications made by a person who is there already."""

CHAIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("CODE_GENDER", ("AGE",)),
    ("NAME_INCOME_TYPE", ("AGE", "CODE_GENDER")),
    ("NAME_EDUCATION_TYPE", ("AGE", "NAME_INCOME_TYPE")),
    ("NAME_FAMILY_STATUS", ("AGE", "CODE_GENDER")),
    ("CHILDREN", ("AGE", "NAME_FAMILY_STATUS")),
    ("NAME_HOUSING_TYPE", ("AGE", "NAME_FAMILY_STATUS")),
    ("OCCUPATION_TYPE", ("NAME_INCOME_TYPE", "CODE_GENDER", "NAME_EDUCATION_TYPE")),
    ("ORGANIZATION_TYPE", ("OCCUPATION_TYPE",)),
    ("FLAG_OWN_CAR", ("CODE_GENDER", "AGE", "NAME_INCOME_TYPE")),
    ("FLAG_OWN_REALTY", ("NAME_HOUSING_TYPE", "AGE")),
    ("NAME_CONTRACT_TYPE", ("PART", "AGE")),
    ("REGION", ()),
    ("RATINGS", ("REGION",)),
    ("DOCUMENTS", ("NAME_CONTRACT_TYPE", "NAME_INCOME_TYPE", "PART")),
    ("ADDRESSES", ("NAME_INCOME_TYPE", "AGE")),
    ("PHONES", ("NAME_INCOME_TYPE", "PART")),
    ("NAME_TYPE_SUITE", ("PART", "NAME_FAMILY_STATUS")),
    ("WEEKDAY_APPR_PROCESS_START", ("PART",)),
    ("HOUSED", ("REGION", "PART")),
    ("BUILDING", ("HOUSED",)),
    ("EXT_1_KNOWN", ("PART", "NAME_INCOME_TYPE")),
)
"""Each text of a person, and the texts it depends on; later ones may depend on earlier ones."""

ADDRESSES = (
    "REG_REGION_NOT_LIVE_REGION", "REG_REGION_NOT_WORK_REGION", "LIVE_REGION_NOT_WORK_REGION",
    "REG_CITY_NOT_LIVE_CITY", "REG_CITY_NOT_WORK_CITY", "LIVE_CITY_NOT_WORK_CITY",
)  # fmt: skip
PHONES = ("FLAG_WORK_PHONE", "FLAG_CONT_MOBILE", "FLAG_PHONE", "FLAG_EMAIL")
"""Flags that come as one text of zeros and ones."""


@dataclass(frozen=True)
class People:
    """One batch of clients: ids, who is unlabelled, texts by name, and habits as unit normals.

    `earlier` is the position of the same person's earlier application, negative for most;
    `gap` the days since.
    """

    ids: Ints
    test: Flags
    frame: Frame
    habits: Mapping[str, Floats]
    earlier: Ints
    gap: Floats

    def __len__(self) -> int:
        return len(self.ids)


def draw(rng: Random, measures: Measures, ids: Ints, test: Flags) -> People:
    """Draw the people behind the ids, and the habits that their histories will show."""
    size = len(ids)
    days = -np.round(-measures.quantiles["DAYS_BIRTH"].at(rng.random(size)))
    frame: Frame = {"PART": Coded(test.astype(np.int64), PARTS), "DAYS_BIRTH": days, "AGE": age_band(days)}
    for name, _ in CHAIN:
        frame[name] = measures.shares[name].draw(rng, frame, size)
    habits = measures.normals["habits"].draw(rng, known(frame))
    earlier, gap = _again(rng, size)
    frame = take(frame, np.where(earlier < 0, np.arange(size), earlier)) | {"PART": frame["PART"]}
    frame["DAYS_BIRTH"] = days[np.where(earlier < 0, np.arange(size), earlier)] - gap
    same = {name: np.where(earlier < 0, values, values[earlier]) for name, values in habits.items()}
    return People(ids, test, frame, same, earlier, gap)


def _again(rng: Random, size: int) -> tuple[Ints, Floats]:
    """Choose the second applications of a person: positions of the first, and the days between."""
    pairs = round(size * REPEATED)
    places = rng.permutation(size)[: 2 * pairs]
    earlier = np.full(size, -1)
    earlier[places[pairs:]] = places[:pairs]
    gap = np.zeros(size)
    gap[places[pairs:]] = rng.integers(20, 700, pairs)
    return earlier, gap


def age_band(days: Floats) -> Coded:
    """Give the band of five years that an age in (negative) days lies in."""
    years = np.floor(days / -365.25 / 5).astype(np.int64) - 4
    return Coded(years.clip(0, len(AGES) - 1), AGES)


def scaled_age(days: Floats) -> Floats:
    """Turn ages in (negative) days into unit normals, by mean and spread of the real clients' years."""
    return (days / -365.25 - 43.9) / 11.95


def scaled_region(people: Floats) -> Floats:
    """Turn how populous regions are (shares of the country) into unit normals, likewise."""
    return (people - 0.0208) / 0.0138


def known(frame: Mapping[str, Column]) -> dict[str, Floats]:
    """Give what is known of the persons as numbers near unit scale, for linear models."""
    age = scaled_age(numbers(frame, "DAYS_BIRTH"))
    children = texts(frame, "CHILDREN")
    rating = texts(frame, "RATINGS")
    region = texts(frame, "REGION")
    people = np.array([float(value) for value in region.values])[region.codes]
    known = {
        "1": np.ones(len(age)),
        "age": age,
        "age²": age**2 - 1.0,
        "children": np.array([float(value) for value in children.values])[children.codes].clip(0, 3),
        "region": scaled_region(people),
        "rating": np.array([float(value[1]) for value in rating.values])[rating.codes] - 2.0,
        "building": (~texts(frame, "BUILDING").equals("0" * 19)).astype(float),
    }
    for column, values in DUMMIES.items():
        held = texts(frame, column)
        known |= {f"{column}={value}": held.equals(value).astype(float) for value in values}
    known["OCCUPATION_TYPE="] = (texts(frame, "OCCUPATION_TYPE").codes < 0).astype(float)
    return known


DUMMIES: dict[str, tuple[str, ...]] = {
    "PART": ("test",),
    "CODE_GENDER": ("M",),
    "NAME_CONTRACT_TYPE": ("Revolving loans",),
    "NAME_INCOME_TYPE": ("Commercial associate", "Pensioner", "State servant"),
    "NAME_EDUCATION_TYPE": ("Higher education", "Incomplete higher", "Lower secondary"),
    "NAME_FAMILY_STATUS": ("Single / not married", "Civil marriage", "Separated", "Widow"),
    "NAME_HOUSING_TYPE": ("With parents", "Municipal apartment", "Rented apartment", "Office apartment"),
    "FLAG_OWN_CAR": ("Y",),
    "FLAG_OWN_REALTY": ("Y",),
    "OCCUPATION_TYPE": (
        "Laborers", "Sales staff", "Core staff", "Managers", "Drivers", "High skill tech staff", "Accountants",
        "Medicine staff", "Security staff", "Cooking staff", "Cleaning staff", "Low-skill Laborers",
    ),
    "ORGANIZATION_TYPE": (
        "Self-employed", "Business Entity Type 3", "Medicine", "School", "Kindergarten", "Government",
        "Construction", "Trade: type 7", "Transport: type 4", "Bank", "Police", "Military",
    ),
}  # fmt: skip
