"""The application form: money, dates and scores, given the person and what the histories come to."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scoring.synthetic.building import building
from scoring.synthetic.draws import (
    Coded,
    Flags,
    Floats,
    Frame,
    Ints,
    Random,
    blanked,
    chance,
    money,
    numbers,
    rank,
    texts,
    whole_days,
)
from scoring.synthetic.measures import Measures
from scoring.synthetic.persons import ADDRESSES, PHONES, People, known
from scoring.tables.declaration import DAY_SENTINEL

PERIODS = ("HOUR", "DAY", "WEEK", "MON", "QRT", "YEAR")
RETIRED = ("Pensioner", "Unemployed")
SLIP = 3e-6
"""How often a single wild value or gap occurs: once in the full size."""

SCORE_STEPS = 907.0
"""EXT_SOURCE_3 is a rounded score."""


def draw(rng: Random, measures: Measures, people: People, record: Mapping[str, Floats], seen: Flags) -> Frame:
    """Draw every declared column of the applications but TARGET, in the people's order."""
    normal = measures.normals["form"].draw(rng, known(people.frame) | dict(record))
    ranks = {name: rank(values) for name, values in normal.items()}
    return (
        _aged(people, _person(rng, measures, people, ranks))
        | _money(rng, measures, people, ranks)
        | _scores(rng, measures, people, seen, ranks)
        | _enquiries(rng, measures, people, seen, ranks)
        | building(rng, measures, people, normal)
    )


def _aged(people: People, frame: Frame) -> Frame:
    """Let a person's dates move with the days between two applications."""
    again = people.earlier >= 0
    for name in ("DAYS_REGISTRATION", "DAYS_ID_PUBLISH"):
        days = numbers(frame, name)
        frame[name] = np.where(again, days[people.earlier] - people.gap, days)
    return frame


def _digits(column: Coded, place: int) -> Ints:
    return np.array([int(value[place]) for value in column.values])[column.codes]


def _person(rng: Random, measures: Measures, people: People, ranks: Mapping[str, Floats]) -> Frame:
    size, frame, margin = len(people), people.frame, measures.quantiles
    kind, family = texts(frame, "NAME_INCOME_TYPE"), texts(frame, "NAME_FAMILY_STATUS")
    retired, birth = kind.equals(*RETIRED), numbers(frame, "DAYS_BIRTH")
    children = np.array([int(value) for value in texts(frame, "CHILDREN").values])[texts(frame, "CHILDREN").codes]
    children = np.where(children == 6, 5 + rng.geometric(0.6, size), children)
    papers, region = texts(frame, "DOCUMENTS"), texts(frame, "REGION")
    employed = np.maximum(margin["DAYS_EMPLOYED"].at(ranks["DAYS_EMPLOYED"]), birth + 16 * 365.25)
    registered = np.maximum(margin["DAYS_REGISTRATION"].at(ranks["DAYS_REGISTRATION"]), birth)
    published = np.maximum(margin["DAYS_ID_PUBLISH"].at(ranks["DAYS_ID_PUBLISH"]), birth)
    given = [set(value.split("+")) for value in papers.values]
    return {
        "SK_ID_CURR": people.ids,
        **{name: frame[name] for name in KEPT},
        "CNT_CHILDREN": children.astype(np.int64),
        "CNT_FAM_MEMBERS": blanked(
            children + 1.0 + family.equals("Married", "Civil marriage"), chance(rng, SLIP, size)
        ),
        "REGION_POPULATION_RELATIVE": np.array([float(value) for value in region.values])[region.codes],
        "REGION_RATING_CLIENT": _digits(texts(frame, "RATINGS"), 0),
        "REGION_RATING_CLIENT_W_CITY": _digits(texts(frame, "RATINGS"), 1),
        "DAYS_EMPLOYED": np.where(retired, DAY_SENTINEL, whole_days(employed)),
        "FLAG_EMP_PHONE": (~retired).astype(np.int64),
        "OCCUPATION_TYPE": texts(frame, "OCCUPATION_TYPE").emptied(retired & ~chance(rng, 0.0002, size)),
        "ORGANIZATION_TYPE": texts(frame, "ORGANIZATION_TYPE").replaced(retired, "XNA"),
        "DAYS_REGISTRATION": whole_days(registered),
        "DAYS_ID_PUBLISH": whole_days(published),
        "OWN_CAR_AGE": blanked(
            margin["OWN_CAR_AGE"].at(ranks["OWN_CAR_AGE"]), ~texts(frame, "FLAG_OWN_CAR").equals("Y")
        ),
        "DAYS_LAST_PHONE_CHANGE": blanked(
            margin["DAYS_LAST_PHONE_CHANGE"].at(ranks["DAYS_LAST_PHONE_CHANGE"]), chance(rng, SLIP, size)
        ),
        "HOUR_APPR_PROCESS_START": margin["HOUR_APPR_PROCESS_START"].at(ranks["HOUR_APPR_PROCESS_START"]),
        "FLAG_MOBIL": (~chance(rng, SLIP, size)).astype(np.int64),
        **{name: _digits(texts(frame, "ADDRESSES"), place) for place, name in enumerate(ADDRESSES)},
        **{name: _digits(texts(frame, "PHONES"), place) for place, name in enumerate(PHONES)},
        **{
            f"FLAG_DOCUMENT_{number}": np.array([int(str(number) in ones) for ones in given])[papers.codes]
            for number in range(2, 22)
        },
    }


KEPT = (
    "NAME_CONTRACT_TYPE", "CODE_GENDER", "FLAG_OWN_CAR", "FLAG_OWN_REALTY", "NAME_TYPE_SUITE", "NAME_INCOME_TYPE",
    "NAME_EDUCATION_TYPE", "NAME_FAMILY_STATUS", "NAME_HOUSING_TYPE", "DAYS_BIRTH", "WEEKDAY_APPR_PROCESS_START",
)  # fmt: skip


def _money(rng: Random, measures: Measures, people: People, ranks: Mapping[str, Floats]) -> Frame:
    """Draw income and loan: goods, what is lent above their price, and the length it is repaid in."""
    margin, size = measures.quantiles, len(people)
    revolving = texts(people.frame, "NAME_CONTRACT_TYPE").equals("Revolving loans")
    goods = margin["goods/cash"].at(ranks["goods"])
    limit = margin["goods/revolving"].at(ranks["goods"])
    credit = np.where(revolving, limit, money(goods * margin["markup"].at(ranks["markup"])))
    length = margin["length"].at(ranks["length"])
    annuity = np.where(revolving, credit / 20, credit / length)
    unknown = chance(rng, np.where(revolving, 0.0095, 0.0), size)
    return {
        "AMT_INCOME_TOTAL": np.where(
            chance(rng, SLIP, size), 117e6, margin["AMT_INCOME_TOTAL"].at(ranks["AMT_INCOME_TOTAL"])
        ),
        "AMT_CREDIT": credit,
        "AMT_ANNUITY": blanked(money(annuity), chance(rng, 4e-5, size)),
        "AMT_GOODS_PRICE": blanked(np.where(revolving, limit, goods), unknown),
    }


def _scores(rng: Random, measures: Measures, people: People, seen: Flags, ranks: Mapping[str, Floats]) -> Frame:
    size = len(people)
    missing = {
        1: ~texts(people.frame, "EXT_1_KNOWN").equals("1"),
        2: chance(rng, 0.00215, size),
        3: _unseen(rng, measures, seen, "ext_3_missing"),
    }
    frame: Frame = {}
    for source, empty in missing.items():
        name = f"EXT_SOURCE_{source}"
        score = measures.quantiles[name].at(ranks[name])
        if source == 3:
            score = np.round(score * SCORE_STEPS).clip(1) / SCORE_STEPS
        frame[name] = blanked(score, empty)
    return frame


def _unseen(rng: Random, measures: Measures, seen: Flags, name: str) -> Flags:
    """Tell for whom the bureau gave no answer: nearly all without credits there, few with."""
    without, having = measures.numbers[f"{name}/without"], measures.numbers[f"{name}/having"]
    return chance(rng, np.where(seen, having, without), len(seen))


def _enquiries(rng: Random, measures: Measures, people: People, seen: Flags, ranks: Mapping[str, Floats]) -> Frame:
    frame: Frame = {}
    unanswered = _unseen(rng, measures, seen, "enquiries_missing")
    for period in PERIODS:
        name = f"AMT_REQ_CREDIT_BUREAU_{period}"
        draw = ranks.get(name, rng.random(len(people)))
        counts = [measures.quantiles[f"{name}/{part}"].at(draw) for part in ("train", "test")]
        frame[name] = blanked(np.where(people.test, counts[1], counts[0]), unanswered)
    return frame | _circle(rng, measures, people, ranks)


def _circle(rng: Random, measures: Measures, people: People, ranks: Mapping[str, Floats]) -> Frame:
    """Draw how many people around the client were observed, and how many of them defaulted."""
    size = len(people)
    unknown = chance(rng, np.where(people.test, 0.0006, 0.0033), size)
    seen = measures.quantiles["circle"].at(ranks["circle"])
    late = np.minimum(rng.binomial(seen.astype(np.int64), 0.1), 8).astype(float)
    later = late - (chance(rng, 0.28, size) & (late > 0))
    fewer = seen - (chance(rng, 0.013, size) & (seen > late))
    values = {"OBS_30": seen, "DEF_30": late, "OBS_60": fewer, "DEF_60": later}
    return {f"{name}_CNT_SOCIAL_CIRCLE": blanked(count, unknown) for name, count in values.items()}
