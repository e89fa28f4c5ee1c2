"""Earlier applications of the clients to this lender: what was asked, and what became of it."""

from __future__ import annotations

import numpy as np

from scoring.synthetic.bureau import band
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
    shared_normals,
    spread,
    texts,
)
from scoring.synthetic.measures import Measures
from scoring.synthetic.persons import People
from scoring.synthetic.schedule import dates
from scoring.synthetic.selling import sale

DECISIONS = (-2500.0, -2000.0, -1500.0, -1000.0, -700.0, -400.0, -200.0, -100.0, -30.0)
COUNTS = (1.0, 2.0, 3.0, 5.0, 8.0, 12.0)
CONSUMER, CASH, REVOLVING, OTHER = "Consumer loans", "Cash loans", "Revolving loans", "XNA"
CONTRACTS = (CONSUMER, CASH, REVOLVING, OTHER)
OLD_CARD = -1_200.0
NOTHING = "XNA"
"""The portfolio of an application that came to nothing before its terms were set."""


def draw(rng: Random, measures: Measures, people: People) -> Frame:
    """Draw the earlier applications: none for one client in nineteen, some 4.9 for the others.

    Beside the declared columns: `owner`, the client's position, and `first`, whether it is the
    client's oldest. Ids count from 0. Oldest first, by client.
    """
    counts = measures.quantiles["previous_count"].at(rank(people.habits["previous_count"])).astype(np.int64)
    owner, place = spread(counts)
    total = len(owner)
    day = _days(rng, measures, people, owner)
    frame: Frame = {
        "owner": owner,
        "SK_ID_PREV": np.arange(total),
        "SK_ID_CURR": people.ids[owner],
        "DAYS_DECISION": day,
        "DECISION": band(day, DECISIONS),
        "FIRST": Coded((place == 0).astype(np.int64), ("0", "1")),
        "COUNT": band(counts[owner].astype(float), COUNTS),
    }
    frame["NAME_CONTRACT_TYPE"] = _inclined(rng, measures, people, frame, "NAME_CONTRACT_TYPE", "revolving")
    frame["NAME_CONTRACT_STATUS"] = _statuses(rng, measures, people, frame)
    frame["PRODUCT"] = _inclined(rng, measures, people, frame, "PRODUCT", "price")
    frame |= _split(texts(frame, "PRODUCT"))
    frame |= sale(rng, measures, frame)
    frame |= _terms(rng, measures, people, frame)
    return frame | dates(rng, measures, frame)


def _days(rng: Random, measures: Measures, people: People, owner: Ints) -> Floats:
    normal = shared_normals(rng, -people.habits["previous_age"], owner, measures.numbers["share/previous_age"])
    day = -np.ceil(-measures.quantiles["DAYS_DECISION"].at(rank(normal)))
    return day[np.lexsort((day, owner))]


def _inclined(rng: Random, measures: Measures, people: People, frame: Frame, name: str, habit: str) -> Coded:
    """Draw a text whose values are ordered by what a client is inclined to."""
    shares = measures.shares[f"previous/{name}"]
    ranks = _ranks(rng, measures, people, frame, habit)
    return shares.pick(ranks, shares.context(frame, len(ranks)))


def _ranks(rng: Random, measures: Measures, people: People, frame: Frame, habit: str) -> Floats:
    owner = np.asarray(frame["owner"])
    return rank(shared_normals(rng, people.habits[habit], owner, measures.numbers[f"share/{habit}"]))


def _statuses(rng: Random, measures: Measures, people: People, frame: Frame) -> Coded:
    """Draw what became of the applications; a client is granted one card, hardly ever two."""
    shares = measures.shares["previous/NAME_CONTRACT_STATUS"]
    ranks = _ranks(rng, measures, people, frame, "refusal")
    context = shares.context(frame, len(ranks))
    granted = shares.steps[context, 0]
    card = np.flatnonzero(texts(frame, "NAME_CONTRACT_TYPE").equals(REVOLVING))
    _, firsts = np.unique(np.asarray(frame["owner"])[card], return_index=True)
    holds = np.zeros(len(card), bool)
    holds[firsts] = chance(rng, measures.numbers["card_granted"], len(firsts))
    holds |= chance(rng, 0.01, len(card))
    part = granted[card]
    ranks[card] = np.where(holds, ranks[card] * part, part + (1 - part) * ranks[card])
    other = texts(frame, "NAME_CONTRACT_TYPE").equals(OTHER)
    return shares.pick(ranks, context).replaced(other, "Canceled")


def _split(product: Coded) -> Frame:
    """Take portfolio, product type, yield group and combination out of one text."""
    parts = [value.split("|") for value in product.values]
    names = ("NAME_PORTFOLIO", "NAME_PRODUCT_TYPE", "NAME_YIELD_GROUP", "PRODUCT_COMBINATION")
    frame: Frame = {}
    for place, name in enumerate(names):
        values = tuple(dict.fromkeys(part[place] for part in parts if part[place]))
        codes = np.array([values.index(part[place]) if part[place] else -1 for part in parts])
        frame[name] = Coded(codes[product.codes], values)
    return frame


def _terms(rng: Random, measures: Measures, people: People, frame: Frame) -> Frame:
    """Draw months, amounts and instalment; an application that came to nothing has none."""
    kind, status = texts(frame, "NAME_CONTRACT_TYPE"), texts(frame, "NAME_CONTRACT_STATUS")
    nothing = texts(frame, "NAME_PORTFOLIO").equals(NOTHING)
    consumer, cash, card = kind.equals(CONSUMER), kind.equals(CASH), kind.equals(REVOLVING)
    total = len(kind)
    lengths = measures.shares["previous/CNT_PAYMENT"].draw(rng, frame, total)
    months = np.array([float(value) for value in lengths.values])[lengths.codes]
    asked = _asked(rng, measures, people, frame, months)
    down = np.where(consumer, _down(rng, measures, frame, asked), 0.0)
    markup = np.ones(total)
    for name, here in ((CONSUMER, consumer), (CASH, cash)):
        markup[here] = measures.quantiles[f"previous_markup/{name}"].at(rng.random(int(here.sum())))
    credit = money((asked - down) * np.maximum(markup, 0.3), 4.5)
    unasked = card & chance(rng, measures.numbers["card_unasked"], total)
    gone = nothing & ~consumer
    goods = np.where(card & unasked, np.nan, asked)
    return {
        "AMT_APPLICATION": np.where(gone | unasked, 0.0, asked),
        "AMT_CREDIT": np.where(gone, 0.0, np.where(card, asked, credit)),
        "AMT_ANNUITY": blanked(_annuity(rng, measures, frame, np.where(card, asked, credit), months), nothing),
        "AMT_GOODS_PRICE": blanked(goods, gone),
        "AMT_DOWN_PAYMENT": blanked(down, _undeclared(rng, kind, status)),
        "RATE_DOWN_PAYMENT": blanked(down / asked * 1.05, _undeclared(rng, kind, status)),
        "CNT_PAYMENT": blanked(months, nothing),
        "NFLAG_INSURED_ON_APPROVAL": blanked(
            chance(rng, np.where(cash, 0.8, np.where(card, 0.004, 0.161)), total).astype(float),
            ~status.equals("Approved"),
        ),
    }


def _asked(rng: Random, measures: Measures, people: People, frame: Frame, months: Floats) -> Floats:
    kind, owner = texts(frame, "NAME_CONTRACT_TYPE"), np.asarray(frame["owner"])
    normal = shared_normals(rng, people.habits["previous_size"], owner, measures.numbers["share/previous_size"])
    asked = np.zeros(len(owner))
    old = numbers(frame, "DAYS_DECISION") < OLD_CARD
    for name in CONTRACTS:
        here = np.flatnonzero(kind.equals(name))
        if name == REVOLVING:
            here = np.flatnonzero(kind.equals(name) & ~old)
            asked[here] = np.exp(measures.quantiles[f"previous_size/{name}/new"].at(rank(normal[here])))
            here = np.flatnonzero(kind.equals(name) & old)
            asked[here] = np.exp(measures.quantiles[f"previous_size/{name}/old"].at(rank(normal[here])))
            continue
        margin = measures.quantiles[f"previous_size/{name if name != OTHER else CASH}"]
        longer = (
            measures.numbers["months_size"] * np.log(months[here].clip(4) / 14) if name in (CONSUMER, CASH) else 0.0
        )
        asked[here] = np.exp(margin.at(rank(normal[here])) + longer)
    unit = np.select([kind.equals(CONSUMER), kind.equals(REVOLVING)], [0.045, 22_500.0], 4_500.0)
    unit = np.where(kind.equals(CONSUMER) & chance(rng, 0.8, len(owner)), 4.5, unit)
    least = np.where(kind.equals(CONSUMER), 4_500.0, 22_500.0)
    return np.asarray(np.maximum(np.round(np.round(asked / unit) * unit, 3), least))


def _down(rng: Random, measures: Measures, frame: Frame, asked: Floats) -> Floats:
    part = measures.quantiles["previous_down"].at(rng.random(len(asked)))
    paid = measures.shares["previous/DOWN"].draw(rng, frame, len(asked)).equals("1")
    return money(asked * np.where(paid, part, 0.0), 4.5)


def _annuity(rng: Random, measures: Measures, frame: Frame, credit: Floats, months: Floats) -> Floats:
    """Give the instalment: a twentieth for cards, else what the yield group's simple rate asks."""
    kind, group = texts(frame, "NAME_CONTRACT_TYPE"), texts(frame, "NAME_YIELD_GROUP")
    rate = np.zeros(len(credit))
    for contract in (CONSUMER, CASH):
        for name in ("low_action", "low_normal", "middle", "high"):
            here = np.flatnonzero(kind.equals(contract) & group.equals(name))
            rate[here] = measures.quantiles[f"rate/{contract}/{name}"].at(rng.random(len(here)))
    loan = credit * (1 + rate * (months + 1) / 24) / np.maximum(months, 1)
    return money(np.where(kind.equals(REVOLVING), credit / 20, loan), 0.045)


def _undeclared(rng: Random, kind: Coded, status: Coded) -> Flags:
    """Tell where no down payment is declared: outside consumer loans, mostly."""
    approved = np.where(status.equals("Approved"), 0.885, 0.97)
    share = np.where(kind.equals(CONSUMER), np.where(status.equals("Approved"), 0.0, 0.05), 1.0)
    share = np.where(kind.equals(CASH), approved, share)
    return chance(rng, share, len(kind))
