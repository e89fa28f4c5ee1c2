"""Whether the loan went wrong: log-odds linear in what form and histories show, then a coin."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scoring.synthetic.draws import Floats, Frame, Ints, Random, logistic, numbers, texts
from scoring.synthetic.measures import Measures
from scoring.synthetic.persons import People, scaled_age, scaled_region
from scoring.tables.declaration import DAY_SENTINEL

CATEGORIES: dict[str, tuple[str, ...]] = {
    "NAME_CONTRACT_TYPE": ("Revolving loans",),
    "CODE_GENDER": ("M",),
    "FLAG_OWN_CAR": ("Y",),
    "FLAG_OWN_REALTY": ("N",),
    "NAME_INCOME_TYPE": ("Commercial associate", "State servant", "Pensioner", "Maternity leave", "Unemployed"),
    "NAME_EDUCATION_TYPE": ("Higher education", "Incomplete higher", "Lower secondary", "Academic degree"),
    "NAME_FAMILY_STATUS": ("Single / not married", "Civil marriage", "Separated", "Widow"),
    "NAME_HOUSING_TYPE": ("With parents", "Municipal apartment", "Rented apartment", "Office apartment"),
    "OCCUPATION_TYPE": (
        "Laborers", "Sales staff", "Core staff", "Managers", "Drivers", "High skill tech staff", "Accountants",
        "Medicine staff", "Security staff", "Cooking staff", "Cleaning staff", "Private service staff",
        "Low-skill Laborers", "Waiters/barmen staff", "Secretaries", "Realty agents", "HR staff", "IT staff",
    ),
    "ORGANIZATION_TYPE": (
        "Transport: type 3", "Industry: type 13", "Industry: type 8", "Restaurant", "Construction", "Cleaning",
        "Industry: type 1", "Realtor", "Agriculture", "Trade: type 3", "Self-employed", "Security",
        "Business Entity Type 3", "Business Entity Type 2", "Business Entity Type 1", "Government", "Kindergarten",
        "Medicine", "School", "Bank", "Military", "Police", "University", "Security Ministries", "Industry: type 12",
        "Trade: type 4",
    ),
    "WALLSMATERIAL_MODE": ("Panel",),
    "EMERGENCYSTATE_MODE": ("Yes", "No"),
}  # fmt: skip
BINS: dict[str, tuple[float, ...]] = {
    "length": (8.0, 10.5, 13.0, 16.5, 20.0, 24.0, 28.0, 32.5),
    "annuity/income": (0.08, 0.12, 0.16, 0.20, 0.26, 0.34),
    "credit/income": (1.2, 2.0, 3.0, 4.2, 6.0),
    "goods": (1.5e5, 2.6e5, 4.4e5, 5.6e5, 7.5e5, 1.05e6),
    "years employed": (1.0, 2.0, 3.5, 5.5, 9.0, 15.0),
}
"""Limits of the bands in which a quantity acts; the first band is the base."""


def terms(frame: Frame, record: Mapping[str, Floats]) -> dict[str, Floats]:
    """Give everything that default depends on, by name, one value per client, near unit scale."""
    found = {"1": np.ones(len(numbers(frame, "AMT_CREDIT")))}
    found |= _score_terms(frame)
    found |= _person_terms(frame)
    for column, values in CATEGORIES.items():
        held = texts(frame, column)
        found |= {f"{column}={value}": held.equals(value).astype(float) for value in values}
    for name, quantity in _quantities(frame).items():
        band = np.searchsorted(np.array(BINS[name]), quantity)
        band = np.where(np.isnan(quantity), -1, band)
        found |= {f"{name}>{limit:g}": (band > place).astype(float) for place, limit in enumerate(BINS[name])}
    return found | dict(record)


def _score_terms(frame: Frame) -> dict[str, Floats]:
    scores = np.column_stack([numbers(frame, f"EXT_SOURCE_{source}") for source in (1, 2, 3)])
    known = ~np.isnan(scores)
    filled = np.where(known, (scores - 0.5) / 0.2, 0.0)
    mean = filled.sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    found = {f"score {source + 1}": filled[:, source] for source in range(3)}
    found |= {f"score {source + 1} unknown": (~known[:, source]).astype(float) for source in range(3)}
    return found | {
        "mean score": mean,
        "mean score²": mean**2,
        "least score": np.where(known, filled, 9).min(axis=1).clip(-3, 2),
    }


def _person_terms(frame: Frame) -> dict[str, Floats]:
    age = scaled_age(numbers(frame, "DAYS_BIRTH"))
    car = numbers(frame, "OWN_CAR_AGE")
    rating = numbers(frame, "REGION_RATING_CLIENT_W_CITY")
    papers = numbers(frame, "FLAG_DOCUMENT_3")
    return {
        "age": age,
        "age²": age**2 - 1,
        "days of id": (numbers(frame, "DAYS_ID_PUBLISH") + 2_994) / 1_510,
        "days of registration": (numbers(frame, "DAYS_REGISTRATION") + 4_986) / 3_523,
        "days of phone": (numbers(frame, "DAYS_LAST_PHONE_CHANGE") + 963) / 827,
        "car age": np.nan_to_num(car / 10).clip(0, 4),
        "rating 1": (rating == 1).astype(float),
        "rating 3": (rating == 3).astype(float),
        "region": scaled_region(numbers(frame, "REGION_POPULATION_RELATIVE")),
        "paper 3": papers,
        "work phone": numbers(frame, "FLAG_WORK_PHONE"),
        "city apart": numbers(frame, "REG_CITY_NOT_LIVE_CITY"),
        "works elsewhere": numbers(frame, "REG_CITY_NOT_WORK_CITY"),
        "late around": np.nan_to_num(numbers(frame, "DEF_30_CNT_SOCIAL_CIRCLE")).clip(0, 2),
        "enquiries": np.log1p(np.nan_to_num(numbers(frame, "AMT_REQ_CREDIT_BUREAU_YEAR"))),
        "income": np.log(numbers(frame, "AMT_INCOME_TOTAL") / 147_000),
        "floors": np.nan_to_num((numbers(frame, "FLOORSMAX_AVG") - 0.226) / 0.145).clip(-2, 4),
        "lent above": (
            numbers(frame, "AMT_CREDIT") / np.nan_to_num(numbers(frame, "AMT_GOODS_PRICE"), nan=1e12) - 1.12
        ).clip(-0.2, 0.4)
        / 0.12,
    }


def _quantities(frame: Frame) -> dict[str, Floats]:
    credit, annuity = numbers(frame, "AMT_CREDIT"), numbers(frame, "AMT_ANNUITY")
    income, employed = numbers(frame, "AMT_INCOME_TOTAL"), numbers(frame, "DAYS_EMPLOYED")
    revolving = texts(frame, "NAME_CONTRACT_TYPE").equals("Revolving loans")
    return {
        "length": np.where(revolving, np.nan, credit / annuity),
        "annuity/income": annuity / income,
        "credit/income": credit / income,
        "goods": np.where(revolving, np.nan, credit / 1.12),
        "years employed": np.where(employed == DAY_SENTINEL, np.nan, employed / -365.25),
    }


def odds(measures: Measures, frame: Frame, record: Mapping[str, Floats]) -> Floats:
    """Give the log-odds of default of each client."""
    found = terms(frame, record)
    total = np.zeros(len(found["1"]))
    for name, weight in measures.risk.items():
        total += weight * found[name]
    return total


def draw(rng: Random, measures: Measures, people: People, frame: Frame, record: Mapping[str, Floats]) -> Ints:
    """Draw TARGET; a person who defaulted in an earlier application does so again every other time."""
    chances = logistic(odds(measures, frame, record))
    ranks = rng.random(len(people))
    target = ranks < chances
    again = people.earlier >= 0
    bad = target[people.earlier] & again
    # The published pair: 49 % after a default, 3.9 % after none.
    after = np.where(bad, (6.1 * chances).clip(0.3, 0.75), 0.54 * chances)
    return np.where(again, ranks < after, target).astype(np.int64)
