"""Earlier applications of the clients to this lender."""

from __future__ import annotations

import numpy as np

from scoring.synthetic.draws import (
    Coded,
    Floats,
    Frame,
    among,
    blanked,
    chance,
    coded,
    logistic,
    money,
    spread,
)
from scoring.synthetic.persons import People
from scoring.tables.declaration import DAY_SENTINEL

FIRST_LOAN = 1_000_001
MOST = 73
CONTRACTS = ("Consumer loans", "Cash loans", "Revolving loans")
STATUSES = ("Approved", "Refused", "Canceled", "Unused offer")
REASONS = {"HC": 0.595, "LIMIT": 0.195, "SCO": 0.133, "SCOFR": 0.044, "XNA": 0.021, "VERIF": 0.012}
GOODS = {
    "Mobile": 0.31,
    "Consumer Electronics": 0.165,
    "Computers": 0.145,
    "Audio/Video": 0.14,
    "Furniture": 0.073,
    "Construction Materials": 0.034,
    "Photo / Cinema Equipment": 0.034,
    "Clothing and Accessories": 0.032,
    "XNA": 0.067,
}
CHANNELS = {"Country-wide": 0.52, "Stone": 0.3, "Regional / Local": 0.15, "Contact center": 0.03}
OFFICES = {
    "Credit and cash offices": 0.83,
    "Contact center": 0.09,
    "AP+ (Cash loan)": 0.07,
    "Channel of corporate sales": 0.01,
}
SELLERS = {
    "Consumer electronics": 0.52,
    "Connectivity": 0.35,
    "Furniture": 0.07,
    "Construction": 0.035,
    "Clothing": 0.025,
}
SUITES = {
    "Unaccompanied": 0.59,
    "Family": 0.25,
    "Spouse, partner": 0.083,
    "Children": 0.04,
    "Other_B": 0.021,
    "Other_A": 0.013,
    "Group of people": 0.003,
}
DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


def draw(rng: np.random.Generator, people: People) -> Frame:
    """Draw the earlier applications: none for one client in nineteen, some 4.9 for the others.

    Beside the declared columns: `owner`, the client's position, `lent`, whether money was lent,
    and `length`, the months agreed.
    """
    size = len(people)
    known = chance(rng, np.where(people.test, 0.981, 0.9465), size)
    rate = rng.gamma(1.05, 3.75, size) * np.exp(0.12 * people.appetite - 0.01)
    owner, place = spread(np.where(known, 1 + rng.poisson(rate), 0).clip(0, MOST))
    total = len(owner)
    day = -np.round(2 + 2_920 * rng.beta(0.8, 1.9, total))
    kind = Coded(_contract(rng, day, people.card_use[owner]), CONTRACTS)
    status = Coded(_status(rng, kind, people.refusals[owner]), STATUSES)
    terms = _terms(rng, kind, status)
    return {
        "owner": owner,
        "SK_ID_PREV": FIRST_LOAN + (people.ids[owner] - 100_000) * (MOST + 7) + place,
        "SK_ID_CURR": people.ids[owner],
        "NAME_CONTRACT_TYPE": kind,
        "NAME_CONTRACT_STATUS": status,
        "DAYS_DECISION": day,
        **terms,
        **_sale(rng, kind, status),
        **_dates(rng, kind, status, day, np.asarray(terms["length"], float)),
    }


def _contract(rng: np.random.Generator, day: Floats, card_use: Floats) -> np.ndarray:
    recent = (day + 2_922) / 2_922
    revolving = logistic(-2.3 + 0.9 * recent + 0.25 * card_use - 0.3)
    cash = 0.15 + 0.45 * recent
    draw = rng.random(len(day))
    return np.select([draw < revolving, draw < revolving + (1 - revolving) * cash], [2, 1], 0)


def _status(rng: np.random.Generator, kind: Coded, refusals: Floats) -> np.ndarray:
    base = np.array([[0.86, 0.095, 0.003, 0.042], [0.41, 0.21, 0.379, 0.001], [0.49, 0.25, 0.259, 0.001]])
    weight = base[kind.codes].copy()
    weight[:, 1] *= np.exp(0.7 * refusals - 0.25)
    steps = np.cumsum(weight, axis=1)
    return np.asarray((rng.random(len(weight))[:, None] * steps[:, -1:] > steps).sum(axis=1))


def _terms(rng: np.random.Generator, kind: Coded, status: Coded) -> Frame:
    total = len(kind.codes)
    consumer, cash, card = (kind.equals(name) for name in CONTRACTS)
    approved = status.equals("Approved")
    nothing = ~consumer & status.equals("Canceled")
    wish = np.exp(np.select([consumer, cash], [11.0, 12.4], 12.0) + 0.75 * rng.standard_normal(total))
    wish = np.where(consumer, money(wish), np.round(wish.clip(22_500) / 22_500) * 22_500)
    down = np.where(consumer & chance(rng, 0.5, total), money(wish * 0.2 * rng.random(total)), 0.0)
    credit = np.where(consumer, (wish - down) * (1 + 0.12 * rng.random(total)), wish * (1 + 0.15 * rng.random(total)))
    length = np.select(
        [consumer, cash],
        [
            rng.choice([6.0, 10.0, 12.0, 18.0, 24.0], total, p=[0.24, 0.19, 0.38, 0.08, 0.11]),
            rng.choice([12.0, 18.0, 24.0, 36.0, 48.0, 60.0], total, p=[0.2, 0.1, 0.25, 0.2, 0.12, 0.13]),
        ],
        0.0,
    )
    yearly = np.where(consumer, 0.12 + 0.3 * rng.random(total), 0.2 + 0.3 * rng.random(total))
    annuity = np.where(card, wish / 20, credit * (1 / np.maximum(length, 1) + yearly / 24))
    band = np.where(yearly > 0.36, 0, np.where(yearly > 0.26, 1, np.where(yearly > 0.16, 2, 3)))
    insured = blanked(chance(rng, 0.33, total).astype(float), ~approved)
    return {
        "length": length,
        "lent": approved,
        "AMT_ANNUITY": blanked(money(annuity, 0.045), nothing),
        "AMT_APPLICATION": np.where(nothing, 0.0, wish),
        "AMT_CREDIT": np.where(nothing, 0.0, money(credit)),
        "AMT_DOWN_PAYMENT": blanked(down, ~consumer),
        "AMT_GOODS_PRICE": blanked(wish, nothing),
        "RATE_DOWN_PAYMENT": blanked(down / wish, ~consumer),
        "RATE_INTEREST_PRIMARY": blanked(np.full(total, 0.189), ~(consumer & chance(rng, 0.008, total))),
        "RATE_INTEREST_PRIVILEGED": blanked(np.full(total, 0.835), ~(consumer & chance(rng, 0.008, total))),
        "CNT_PAYMENT": blanked(length, nothing),
        "NAME_YIELD_GROUP": Coded(
            np.where(nothing | card, 4, band), ("high", "middle", "low_normal", "low_action", "XNA")
        ),
        "NFLAG_INSURED_ON_APPROVAL": insured,
    }


def _sale(rng: np.random.Generator, kind: Coded, status: Coded) -> Frame:
    total = len(kind.codes)
    consumer, cash, card = (kind.equals(name) for name in CONTRACTS)
    refused, unused = status.equals("Refused"), status.equals("Unused offer")
    nothing = ~consumer & status.equals("Canceled")
    cross = chance(rng, 0.74, total)
    reason = coded(rng, REASONS, total)
    reason = Coded(np.where(refused, reason.codes, np.where(unused, 6, 7)), (*reason.values, "CLIENT", "XAP"))
    goods, seller = coded(rng, GOODS, total), coded(rng, SELLERS, total)
    channel, office = coded(rng, CHANNELS, total), coded(rng, OFFICES, total)
    suite = coded(rng, SUITES, total)
    return {
        "WEEKDAY_APPR_PROCESS_START": Coded(rng.integers(0, 7, total), DAYS),
        "HOUR_APPR_PROCESS_START": rng.normal(12.5, 3.3, total).round().clip(0, 23).astype(np.int64),
        "FLAG_LAST_APPL_PER_CONTRACT": coded(rng, {"Y": 0.9949, "N": 0.0051}, total),
        "NFLAG_LAST_APPL_IN_DAY": chance(rng, 0.9965, total).astype(np.int64),
        "NAME_CASH_LOAN_PURPOSE": among(
            ("XNA", "Repairs", "Other", "XAP"),
            cash & chance(rng, 0.9, total),
            cash & chance(rng, 0.6, total),
            cash,
        ),
        "NAME_PAYMENT_TYPE": coded(
            rng, {"Cash through the bank": 0.607, "XNA": 0.388, "Non-cash from your account": 0.005}, total
        ),
        "CODE_REJECT_REASON": reason,
        "NAME_TYPE_SUITE": Coded(np.where(chance(rng, 0.49, total), -1, suite.codes), suite.values),
        "NAME_CLIENT_TYPE": coded(rng, {"Repeater": 0.734, "New": 0.183, "Refreshed": 0.081, "XNA": 0.002}, total),
        "NAME_GOODS_CATEGORY": Coded(np.where(consumer, goods.codes, goods.values.index("XNA")), goods.values),
        "NAME_PORTFOLIO": among(("XNA", "POS", "Cash", "Cards"), nothing, consumer, cash),
        "NAME_PRODUCT_TYPE": among(("XNA", "x-sell", "walk-in"), consumer | nothing, cross),
        "CHANNEL_TYPE": Coded(
            np.where(consumer, channel.codes, len(CHANNELS) + office.codes), (*channel.values, *office.values)
        ),
        "SELLERPLACE_AREA": np.where(consumer, np.floor(np.exp(rng.normal(4.6, 1.8, total))).clip(0, 4e6), -1.0),
        "NAME_SELLER_INDUSTRY": Coded(np.where(consumer, seller.codes, len(SELLERS)), (*seller.values, "XNA")),
        "PRODUCT_COMBINATION": among(
            (
                "POS household with interest",
                "POS mobile with interest",
                "Cash",
                "Cash X-Sell: middle",
                "Cash Street: middle",
                "Card X-Sell",
                "Card Street",
            ),
            consumer & (goods.codes > 0),
            consumer,
            nothing & cash,
            cash & cross,
            cash,
            card & cross,
        ),
    }


def _dates(rng: np.random.Generator, kind: Coded, status: Coded, day: Floats, length: Floats) -> Frame:
    total = len(day)
    card, never = kind.equals("Revolving loans"), ~status.equals("Approved")
    first = day + 30 + np.round(rng.normal(2, 4, total))
    planned = first + 30 * (length - 1)
    early = np.where(chance(rng, 0.3, total), np.round((planned - first) * rng.random(total)), planned - first)
    last = first + early
    running = (last > -2) | card
    return {
        "DAYS_FIRST_DRAWING": blanked(np.where(card, first.clip(None, -2), DAY_SENTINEL), never),
        "DAYS_FIRST_DUE": blanked(np.where(first > -2, DAY_SENTINEL, first), never),
        "DAYS_LAST_DUE_1ST_VERSION": blanked(np.where(card, DAY_SENTINEL, planned), never),
        "DAYS_LAST_DUE": blanked(np.where(running, DAY_SENTINEL, last), never),
        "DAYS_TERMINATION": blanked(np.where(running, DAY_SENTINEL, (last + 7).clip(None, -2)), never),
    }
