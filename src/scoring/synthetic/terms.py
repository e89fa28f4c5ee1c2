"""Everything that default depends on, as numbers: traits and bands of the form, and what the histories come to."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scoring.synthetic.draws import Floats, Frame, numbers, texts
from scoring.tables.declaration import DAY_SENTINEL

CATEGORIES: dict[str, tuple[str, ...]] = {
    "CODE_GENDER": ("M",),
    "FLAG_OWN_REALTY": ("N",),
    "NAME_TYPE_SUITE": ("Family", "Spouse, partner", "Children", "Other_A", "Other_B"),
    "NAME_INCOME_TYPE": ("Commercial associate", "State servant"),
    "NAME_EDUCATION_TYPE": ("Higher education", "Incomplete higher", "Lower secondary", "Academic degree"),
    "NAME_FAMILY_STATUS": ("Single / not married", "Civil marriage", "Separated", "Widow"),
    "NAME_HOUSING_TYPE": ("With parents", "Municipal apartment", "Rented apartment", "Office apartment"),
    "OCCUPATION_TYPE": (
        "Laborers", "Sales staff", "Core staff", "Managers", "Drivers", "High skill tech staff", "Accountants",
        "Medicine staff", "Security staff", "Cooking staff", "Cleaning staff", "Private service staff",
        "Low-skill Laborers", "Waiters/barmen staff", "Secretaries", "Realty agents", "HR staff", "IT staff",
    ),
    "ORGANIZATION_TYPE": (
        "Advertising", "Agriculture", "Bank", "Business Entity Type 1", "Business Entity Type 2",
        "Cleaning", "Construction", "Culture", "Electricity", "Emergency", "Government",
        "Hotel", "Housing", "Industry: type 1", "Industry: type 2", "Industry: type 3", "Industry: type 4",
        "Industry: type 5", "Industry: type 6", "Industry: type 7", "Industry: type 8", "Industry: type 9",
        "Industry: type 10", "Industry: type 11", "Industry: type 12", "Industry: type 13", "Insurance",
        "Kindergarten", "Legal Services", "Medicine", "Military", "Mobile", "Other", "Police", "Postal", "Realtor",
        "Restaurant", "School", "Security", "Security Ministries", "Self-employed", "Services", "Telecom",
        "Trade: type 1", "Trade: type 2", "Trade: type 3", "Trade: type 4", "Trade: type 5", "Trade: type 6",
        "Trade: type 7", "Transport: type 2", "Transport: type 3", "Transport: type 4",
        "University",
    ),
    "WALLSMATERIAL_MODE": ("Panel",),
    "EMERGENCYSTATE_MODE": ("Yes", "No"),
}  # fmt: skip
FLAGS = (
    "FLAG_PHONE", "FLAG_WORK_PHONE", "FLAG_DOCUMENT_3", "FLAG_DOCUMENT_6", "FLAG_DOCUMENT_8", "FLAG_DOCUMENT_18",
    "REG_CITY_NOT_LIVE_CITY", "REG_CITY_NOT_WORK_CITY", "LIVE_CITY_NOT_WORK_CITY", "REG_REGION_NOT_WORK_REGION",
)  # fmt: skip
LIMITS: dict[str, tuple[float, ...]] = {
    "score 1": (0.2112, 0.2951, 0.3681, 0.437, 0.5054, 0.5727, 0.64, 0.7101, 0.7867),
    "score 2": (
        0.1333, 0.2157, 0.2789, 0.34, 0.3924, 0.44, 0.479, 0.512, 0.541, 0.566,
        0.5882, 0.608, 0.6276, 0.646, 0.6636, 0.682, 0.7007, 0.722, 0.7477,
    ),
    "score 3": (
        0.1538, 0.228, 0.2808, 0.33, 0.371, 0.408, 0.442, 0.476, 0.5065, 0.5353,
        0.5621, 0.592, 0.618, 0.643, 0.669, 0.694, 0.7195, 0.749, 0.7863,
    ),
    "mean score": (0.303, 0.384, 0.439, 0.484, 0.524, 0.564, 0.602, 0.644, 0.692),
    "age": (25.73, 28.15, 31.99, 35.97, 39.46, 43.1, 47.16, 51.72, 56.09, 60.73, 63.54),
    "years employed": (1.0, 2.097, 2.954, 3.956, 5.123, 6.721, 8.679, 10.03, 11.96, 14.59, 19.96),
    "children": (0.5, 1.5, 2.5),
    "income": (1e5, 1.5e5, 2e5, 3e5),
    "credit": (158_031, 281_885, 337_631, 407_477, 453_440, 672_320, 898_380, 1_101_436, 1_349_955),
    "annuity": (12_728, 16_405, 26_507, 29_837, 31_637, 35_962, 43_724, 52_481),
    "credit/income": (1.332, 1.818, 2.266, 2.764, 3.265, 3.906, 4.725, 5.769, 7.488),
    "annuity/income": (0.0628, 0.08, 0.1038, 0.1525, 0.186, 0.25, 0.35),
    "credit/goods": (1.079, 1.145, 1.166, 1.211, 1.277),
    "length": (22.0, 31.0, 34.3),
    "days of id": (730, 1_378, 2_044, 2_654, 3_254, 3_881, 4_172, 4_430, 4_724),
    "days of registration": (690, 1_491, 5_459, 6_776, 8_230, 9_932),
    "days of phone": (364, 757, 1_060, 1_426, 1_720, 2_158),
    "region": (0.00496, 0.00887, 0.0207, 0.0252, 0.0308, 0.0314, 0.04),
    "car age": (6.5, 8.5, 15.5, 19.5),
    "enquiries": (0.5, 1.5, 3.5, 4.5),
    "floors": (0.0417, 0.125, 0.1667, 0.3333),
    "hour": (7.5, 8.5, 9.5, 13.5, 15.5, 16.5),
    "late around": (0.5,),
}  # fmt: skip
"""Where the bands of a quantity begin, but the first; a term tells whether a client is above a limit."""

PARTIAL = ("score 1", "score 2", "score 3", "years employed", "length", "car age", "enquiries", "floors", "late around")
"""Quantities that many clients do not have, or of whom they are not known: that, too, is a term."""


def terms(frame: Frame, record: Mapping[str, Floats]) -> dict[str, Floats]:
    """Give everything that default depends on, by name, one value per client; of the form each is 0 or 1.

    `record` holds the sums of the histories, standardised; what a client has no history for is 0.
    """
    rating = numbers(frame, "REGION_RATING_CLIENT_W_CITY")
    found = {"1": np.ones(len(rating)), "rating 1": (rating == 1) * 1.0, "rating 3": (rating == 3) * 1.0}
    found |= {name: numbers(frame, name) for name in FLAGS}
    for column, values in CATEGORIES.items():
        held = texts(frame, column)
        found |= {f"{column}={value}": held.equals(value).astype(float) for value in values}
    for name, quantity in quantities(frame).items():
        # NaN is above no limit.
        found |= {band(name, limit): (quantity > limit).astype(float) for limit in LIMITS[name]}
        if name in PARTIAL:
            found[unknown(name)] = np.isnan(quantity).astype(float)
    return found | dict(record)


def band(name: str, limit: float) -> str:
    """Name the term that tells who is above a limit of a quantity."""
    return f"{name}>{limit:g}"


def quantity_of(term: str) -> str:
    """Give the quantity whose band a term tells; a term of another kind as it is."""
    return term.partition(">")[0]


def unknown(name: str) -> str:
    """Name the term that tells of whom a quantity is not known."""
    return f"{name} unknown"


def quantities(frame: Frame) -> dict[str, Floats]:
    """Give what acts by bands, by name: scores 0 to 1, years, days, money; NaN where not known or not so."""
    scores = np.column_stack([numbers(frame, f"EXT_SOURCE_{source}") for source in (1, 2, 3)])
    known = ~np.isnan(scores)
    # Of whom no score is known the mean tells nothing: it is as good as a middling one.
    mean = np.where(known.any(axis=1), np.nansum(scores, axis=1) / known.sum(axis=1).clip(1), 0.5)
    employed = numbers(frame, "DAYS_EMPLOYED")
    found = {f"score {source + 1}": scores[:, source] for source in range(3)} | {"mean score": mean}
    return found | _amounts(frame) | {
        "age": numbers(frame, "DAYS_BIRTH") / -365.25,
        "years employed": np.where(employed == DAY_SENTINEL, np.nan, employed / -365.25),
        "children": numbers(frame, "CNT_CHILDREN"),
        "days of id": -numbers(frame, "DAYS_ID_PUBLISH"),
        "days of registration": -numbers(frame, "DAYS_REGISTRATION"),
        "days of phone": -numbers(frame, "DAYS_LAST_PHONE_CHANGE"),
        "region": numbers(frame, "REGION_POPULATION_RELATIVE"),
        "car age": numbers(frame, "OWN_CAR_AGE"),
        "enquiries": numbers(frame, "AMT_REQ_CREDIT_BUREAU_YEAR"),
        "floors": numbers(frame, "FLOORSMAX_AVG"),
        "hour": numbers(frame, "HOUR_APPR_PROCESS_START"),
        "late around": numbers(frame, "DEF_30_CNT_SOCIAL_CIRCLE"),
    }  # fmt: skip


def _amounts(frame: Frame) -> dict[str, Floats]:
    credit, annuity = numbers(frame, "AMT_CREDIT"), numbers(frame, "AMT_ANNUITY")
    income, goods = numbers(frame, "AMT_INCOME_TOTAL"), numbers(frame, "AMT_GOODS_PRICE")
    revolving = texts(frame, "NAME_CONTRACT_TYPE").equals("Revolving loans")
    return {
        "income": income,
        "credit": credit,
        "annuity": annuity,
        "credit/income": credit / income,
        "annuity/income": annuity / income,
        "credit/goods": credit / goods,
        "length": np.where(revolving, np.nan, credit / annuity),
    }
