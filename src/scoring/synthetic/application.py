"""The application form of each client, and whether the loan went wrong."""

from __future__ import annotations

import numpy as np

from scoring.synthetic.draws import (
    Coded,
    Flags,
    Floats,
    Frame,
    among,
    blanked,
    chance,
    coded,
    constant,
    logistic,
    money,
    texts,
)
from scoring.synthetic.persons import People
from scoring.tables.application import BUILDING
from scoring.tables.declaration import DAY_SENTINEL

INCOME_TYPES = {"Working": 0.516, "Commercial associate": 0.233, "State servant": 0.0706}
EDUCATION = {
    "Secondary / secondary special": 0.7102,
    "Higher education": 0.2435,
    "Incomplete higher": 0.0334,
    "Lower secondary": 0.0124,
    "Academic degree": 0.0005,
}
FAMILY = {
    "Married": 0.6388,
    "Single / not married": 0.1478,
    "Civil marriage": 0.0968,
    "Separated": 0.0643,
    "Widow": 0.0523,
}
HOUSING = {
    "House / apartment": 0.8873,
    "With parents": 0.0483,
    "Municipal apartment": 0.0364,
    "Rented apartment": 0.0159,
    "Office apartment": 0.0085,
    "Co-op apartment": 0.0036,
}
OCCUPATIONS = {
    "Laborers": 0.2614,
    "Sales staff": 0.1521,
    "Core staff": 0.1306,
    "Managers": 0.1012,
    "Drivers": 0.0881,
    "High skill tech staff": 0.0539,
    "Accountants": 0.0465,
    "Medicine staff": 0.0404,
    "Security staff": 0.0318,
    "Cooking staff": 0.0282,
    "Cleaning staff": 0.022,
    "Private service staff": 0.0126,
    "Low-skill Laborers": 0.0099,
    "Waiters/barmen staff": 0.0064,
    "Secretaries": 0.0062,
    "Realty agents": 0.0036,
    "HR staff": 0.0027,
    "IT staff": 0.0025,
}
OCCUPATION_RISK = {
    "Low-skill Laborers": 0.75,
    "Laborers": 0.15,
    "Drivers": 0.2,
    "Waiters/barmen staff": 0.2,
    "Accountants": -0.45,
    "Core staff": -0.2,
    "Managers": -0.2,
}
ORGANISATIONS = {
    "Business Entity Type 3": 0.2697,
    "Self-employed": 0.1523,
    "Other": 0.0662,
    "Medicine": 0.0444,
    "Business Entity Type 2": 0.0418,
    "Government": 0.0413,
    "School": 0.0353,
    "Trade: type 7": 0.0311,
    "Kindergarten": 0.0273,
    "Construction": 0.0267,
    "Business Entity Type 1": 0.0237,
    "Transport: type 4": 0.0214,
    "Trade: type 3": 0.0138,
    "Industry: type 9": 0.0134,
    "Security": 0.0129,
    "Housing": 0.0117,
    "Agriculture": 0.0097,
    "Bank": 0.0099,
    "Police": 0.0093,
    "Restaurant": 0.0072,
    "Transport: type 3": 0.0047,
    "University": 0.0053,
}
SUITES = {
    "Unaccompanied": 0.8116,
    "Family": 0.1312,
    "Spouse, partner": 0.0371,
    "Children": 0.0107,
    "Other_B": 0.0058,
    "Other_A": 0.0028,
    "Group of people": 0.0009,
}
WEEKDAYS = {
    "TUESDAY": 0.1753,
    "WEDNESDAY": 0.1689,
    "MONDAY": 0.1649,
    "THURSDAY": 0.1645,
    "FRIDAY": 0.1637,
    "SATURDAY": 0.1101,
    "SUNDAY": 0.0526,
}
DOCUMENTS = {3: 0.71, 5: 0.0151, 6: 0.0881, 8: 0.0814, 9: 0.0039, 11: 0.0039, 13: 0.0035, 14: 0.0029,
             15: 0.0012, 16: 0.0099, 18: 0.0081}  # fmt: skip
ENQUIRIES = {"HOUR": 0.0064, "DAY": 0.007, "WEEK": 0.034, "MON": 0.267, "QRT": 0.265, "YEAR": 1.9}
ENQUIRIES_TEST = ENQUIRIES | {"WEEK": 0.003, "MON": 0.0093, "QRT": 0.547}

_PERCENT = np.array([0.0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0])
_EXT = (
    np.array([0.0146, 0.0815, 0.2148, 0.325, 0.504, 0.6676, 0.7813, 0.8881, 0.9627]),
    np.array([0.0001, 0.0326, 0.222, 0.3996, 0.5665, 0.6624, 0.7186, 0.7791, 0.855]),
    np.array([0.0005, 0.0547, 0.2307, 0.3774, 0.5335, 0.6722, 0.7517, 0.8348, 0.896]),
)
_INTERCEPT = -3.5


def draw(rng: np.random.Generator, people: People) -> Frame:
    """Draw every declared column of the applications, TARGET included, in the people's order."""
    who = _person(rng, people)
    frame = who | _loan(rng, people, who) | _scores(rng, people) | _circumstances(rng, people)
    frame |= _building(rng, len(people))
    frame["TARGET"] = chance(rng, logistic(_risk(people, frame)), len(people)).astype(np.int64)
    return frame


def _person(rng: np.random.Generator, people: People) -> Frame:
    size = len(people)
    age = np.interp(_rank(people.age), _PERCENT, [20.5, 22.4, 28.0, 33.9, 43.2, 53.7, 60.5, 67.1, 69.0])
    pensioner = chance(rng, logistic((age - 57.5) * 0.55), size)
    work = coded(rng, INCOME_TYPES, size)
    kind = Coded(np.where(pensioner, 3, work.codes), (*work.values, "Pensioner"))
    education = coded(rng, EDUCATION, size)
    family = coded(rng, FAMILY, size)
    together = family.equals("Married") | family.equals("Civil marriage")
    children = rng.poisson(np.where(age > 52, 0.05, np.where(together, 0.68, 0.25))).clip(0, 7)
    car = chance(rng, np.where(people.male, 0.5, 0.25), size)
    employed = np.round(-(age - 18) * 365.25 * rng.beta(0.75, 2.6, size))
    jobless = chance(rng, 0.313 - 0.18 * 0.999, size) | pensioner
    organisation = coded(rng, ORGANISATIONS, size)
    rating = among(("1", "3", "2"), *_bands(rng.random(size), 0.1047, 0.2619)).codes
    rating = np.array([1, 3, 2])[rating]
    return {
        "SK_ID_CURR": people.ids,
        "CODE_GENDER": Coded(people.male.astype(np.int64), ("F", "M")),
        "FLAG_OWN_CAR": Coded(car.astype(np.int64), ("N", "Y")),
        "FLAG_OWN_REALTY": coded(rng, {"Y": 0.6937, "N": 0.3063}, size),
        "CNT_CHILDREN": children,
        "AMT_INCOME_TOTAL": money(
            np.exp(
                11.9
                + 0.25 * education.equals("Higher education")
                + 0.2 * people.male
                - 0.25 * pensioner
                + 0.43 * rng.standard_normal(size)
            ).clip(25_650, 9e6)
            / 10,
            450.0,
        )
        * 10,
        "NAME_INCOME_TYPE": kind,
        "NAME_EDUCATION_TYPE": education,
        "NAME_FAMILY_STATUS": family,
        "NAME_HOUSING_TYPE": coded(rng, HOUSING, size),
        "REGION_POPULATION_RELATIVE": np.round(0.0725 * rng.beta(1.4, 3.4, size) + 0.0003, 6),
        "DAYS_BIRTH": -np.round(age * 365.25),
        "DAYS_EMPLOYED": np.where(pensioner, DAY_SENTINEL, employed),
        "DAYS_REGISTRATION": -np.round(age * 365.25 * rng.beta(1.1, 2.5, size)),
        "DAYS_ID_PUBLISH": -np.round(6200 * rng.beta(1.5, 1.6, size)),
        "OWN_CAR_AGE": blanked(np.floor(rng.gamma(1.6, 7.5, size)).clip(0, 65), ~car),
        "OCCUPATION_TYPE": _emptied(coded(rng, OCCUPATIONS, size), jobless),
        "ORGANIZATION_TYPE": Coded(
            np.where(pensioner, len(organisation.values), organisation.codes), (*organisation.values, "XNA")
        ),
        "CNT_FAM_MEMBERS": children + 1.0 + together,
        "REGION_RATING_CLIENT": rating,
        "REGION_RATING_CLIENT_W_CITY": rating,
        "FLAG_EMP_PHONE": (~pensioner).astype(np.int64),
    }


def _loan(rng: np.random.Generator, people: People, who: Frame) -> Frame:
    size = len(people)
    revolving = chance(rng, np.where(people.test, 0.0085, 0.0952), size)
    income = np.asarray(who["AMT_INCOME_TOTAL"], float)
    wish = np.exp(12.98 + 0.35 * np.log(income / 150_000) + 0.66 * rng.standard_normal(size))
    goods = np.round(wish.clip(45_000, 2.25e6) / np.where(people.test, 1.16, 1.0) / 22_500) * 22_500
    goods = goods.clip(45_000)
    insured = chance(rng, 0.62, size)
    credit = np.where(insured, goods * (1.05 + 0.2 * rng.random(size)), goods)
    length = rng.choice([12.0, 18.0, 24.0, 30.0, 36.0, 48.0, 60.0], size, p=[0.1, 0.1, 0.2, 0.1, 0.25, 0.15, 0.1])
    length = np.where(people.test, (length * 0.82).round(), length)
    yearly = 0.1 + 0.22 * rng.random(size) + 0.05 * (people.appetite > 1)
    monthly = credit * (yearly / 12) / (1 - (1 + yearly / 12) ** -length)
    credit = np.where(revolving, np.round(goods / 45_000).clip(3, 30) * 45_000 / 1.5, credit)
    return {
        "NAME_CONTRACT_TYPE": Coded(revolving.astype(np.int64), ("Cash loans", "Revolving loans")),
        "AMT_CREDIT": money(credit),
        "AMT_ANNUITY": money(np.where(revolving, credit / 20, monthly)).clip(1_615.5),
        "AMT_GOODS_PRICE": blanked(np.where(revolving, money(credit), goods), chance(rng, 0.0009, size)),
        "NAME_TYPE_SUITE": _emptied(coded(rng, SUITES, size), chance(rng, 0.0042, size)),
    }


def _scores(rng: np.random.Generator, people: People) -> Frame:
    missing = (0.5638, 0.0021, 0.1983)
    frame: Frame = {}
    for source, empty in enumerate(missing):
        score = np.interp(_rank(people.scores[:, source]), _PERCENT, _EXT[source])
        if source == 2:
            score = np.round(score * 900) / 900
        frame[f"EXT_SOURCE_{source + 1}"] = blanked(score, chance(rng, empty, len(people)))
    return frame


def _circumstances(rng: np.random.Generator, people: People) -> Frame:
    size = len(people)
    frame: Frame = {
        name: chance(rng, share, size).astype(np.int64)
        for name, share in (
            ("FLAG_MOBIL", 0.999997),
            ("FLAG_WORK_PHONE", 0.1994),
            ("FLAG_CONT_MOBILE", 0.9981),
            ("FLAG_PHONE", 0.2811),
            ("REG_REGION_NOT_LIVE_REGION", 0.0151),
            ("REG_REGION_NOT_WORK_REGION", 0.0508),
            ("LIVE_REGION_NOT_WORK_REGION", 0.0407),
            ("REG_CITY_NOT_LIVE_CITY", 0.0782),
            ("REG_CITY_NOT_WORK_CITY", 0.2305),
            ("LIVE_CITY_NOT_WORK_CITY", 0.1796),
            *((f"FLAG_DOCUMENT_{number}", DOCUMENTS.get(number, 0.0001)) for number in range(2, 22)),
        )
    }
    frame["FLAG_EMAIL"] = chance(rng, np.where(people.test, 0.1627, 0.0567), size).astype(np.int64)
    frame["WEEKDAY_APPR_PROCESS_START"] = coded(rng, WEEKDAYS, size)
    frame["HOUR_APPR_PROCESS_START"] = rng.normal(12.06, 3.27, size).round().clip(0, 23).astype(np.int64)
    phone = -np.round(4_200 * rng.beta(1.05, 3.4, size))
    frame["DAYS_LAST_PHONE_CHANGE"] = np.where(chance(rng, 0.12, size), 0.0, phone)
    unasked = chance(rng, 0.0033, size)
    seen = rng.poisson(rng.gamma(0.6, 2.35, size)).astype(float)
    late = rng.binomial(seen.astype(int), 0.1).astype(float)
    for name, count in (
        ("OBS_30", seen),
        ("DEF_30", late),
        ("OBS_60", seen),
        ("DEF_60", np.round(late * 0.75)),
    ):
        frame[f"{name}_CNT_SOCIAL_CIRCLE"] = blanked(count, unasked)
    unknown = chance(rng, 0.135, size)
    for period in ENQUIRIES:
        mean = np.where(people.test, ENQUIRIES_TEST[period], ENQUIRIES[period])
        count = rng.poisson(mean * np.exp(0.3 * people.appetite - 0.045)).astype(float)
        frame[f"AMT_REQ_CREDIT_BUREAU_{period}"] = blanked(count, unknown)
    return frame


def _building(rng: np.random.Generator, size: int) -> Frame:
    """Draw the block of 47 columns that is mostly missing together."""
    frame: Frame = {}
    unknown = chance(rng, 0.48, size)
    grade = rng.standard_normal(size)
    for position, measure in enumerate(BUILDING):
        value = np.round(logistic(-2.0 + 0.9 * grade + 0.6 * rng.standard_normal(size)), 4)
        empty = unknown | chance(rng, 0.05 + 0.025 * position, size)
        for statistic in ("AVG", "MODE", "MEDI"):
            frame[f"{measure}_{statistic}"] = blanked(value, empty)
    frame["TOTALAREA_MODE"] = blanked(np.round(logistic(-2.3 + grade), 4), unknown)
    for name, shares in (
        ("FONDKAPREMONT_MODE", {"reg oper account": 0.759, "reg oper spec account": 0.124,
                                "not specified": 0.0586, "org spec account": 0.0577}),
        ("HOUSETYPE_MODE", {"block of flats": 0.982, "specific housing": 0.01, "terraced house": 0.008}),
        ("WALLSMATERIAL_MODE", {"Panel": 0.437, "Stone, brick": 0.429, "Block": 0.061, "Wooden": 0.0355,
                                "Mixed": 0.0152, "Monolithic": 0.0118, "Others": 0.0108}),
        ("EMERGENCYSTATE_MODE", {"No": 0.9856, "Yes": 0.0144}),
    ):  # fmt: skip
        frame[name] = _emptied(coded(rng, shares, size), unknown)
    return frame


def _risk(people: People, frame: Frame) -> Floats:
    """Give the log-odds of default: what the form shows, and the habits that the histories show."""
    income = np.asarray(frame["AMT_INCOME_TOTAL"], float)
    annuity = np.asarray(frame["AMT_ANNUITY"], float)
    credit = np.asarray(frame["AMT_CREDIT"], float)
    employed = np.asarray(frame["DAYS_EMPLOYED"], float)
    education, occupation = texts(frame, "NAME_EDUCATION_TYPE"), texts(frame, "OCCUPATION_TYPE")
    trade = np.array([*(OCCUPATION_RISK.get(name, 0.0) for name in occupation.values), 0.0])
    length = credit / annuity
    return np.asarray(
        _INTERCEPT
        - people.scores @ np.array([0.34, 0.46, 0.53])
        - 0.08 * people.age
        + 0.3 * people.male
        - 0.4 * education.equals("Higher education")
        + 0.25 * np.exp(employed.clip(-9_000, 0) / 1_000) * (employed < 1)
        + trade[occupation.codes]
        + 0.2 * (np.asarray(frame["REGION_RATING_CLIENT"]) - 2)
        + 0.25 * ((length - 10) * (33 - length) / 60).clip(-1, 1)
        + 0.25 * np.log((annuity / income).clip(0.03, 0.6) / 0.16)
        + 0.5 * people.lateness
        + 0.4 * people.refusals
        + 0.4 * people.card_use
        + 0.4 * people.debt
        + 0.15 * people.appetite
    )


def _rank(normal: Floats) -> Floats:
    """Give the probability below a unit normal, to 1e-4: enough to pick from quantiles."""
    return logistic(1.5976 * normal + 0.07056 * normal**3)


def _bands(draw: Floats, *limits: float) -> tuple[Flags, ...]:
    return tuple(np.asarray(draw < limit) for limit in limits)


def _emptied(column: Coded, where: Flags) -> Coded:
    return Coded(np.where(where, -1, column.codes), column.values)


__all__ = ["constant", "draw"]
