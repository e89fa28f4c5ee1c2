"""What the cards leave in the files: their months, and the payments among the instalments."""

from __future__ import annotations

import numpy as np

from scoring.synthetic.bureau import MONTH
from scoring.synthetic.cards import OLDEST, Cards, cards_of, walked
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
    spread,
    stacked,
    take,
)
from scoring.synthetic.measures import Measures
from scoring.synthetic.persons import People


def draw(rng: Random, measures: Measures, people: People, loans: Frame) -> tuple[Frame, Frame]:
    """Give credit_card_balance, and the rows that the cards' payments add to installments_payments."""
    cards = cards_of(rng, people, loans)
    months = walked(rng, measures, cards)
    card, place = spread(cards.count)
    flat = {name: values[place, card] for name, values in months.items()}
    frame = balances(rng, cards, card, place, flat)
    return frame, payments(rng, measures, frame)


def balances(rng: Random, cards: Cards, card: Ints, place: Ints, flat: dict[str, Floats]) -> Frame:
    """Give credit_card_balance, beside `owner`: what was walked, in its columns."""
    total = len(card)
    balance, paid, least = flat["balance"], flat["paid"], flat["least"]
    unused = ~cards.used[card]
    other = np.where((balance > 45_000) & chance(rng, 0.005, total), np.floor(balance / 4_500) * 2_250, 0.0)
    silent = unused | (chance(rng, 0.05, total) & (flat["atm"] + flat["pos"] + other == 0))
    times = np.ceil(flat["atm"] / 30_000).clip(0, 40)
    shops = np.ceil(flat["pos"] / 7_000).clip(0, 90)
    older = np.where(cards.first == OLDEST, rng.integers(0, 20, len(cards.first)), 0)
    mature = older[card] + _mature(cards, card, place, least > 0)
    idle = (balance <= 0) & (paid <= 0)
    small = cards.used[card] & idle & chance(rng, 0.85, len(cards.first))[card]
    usual = money(np.exp(rng.normal(5.5, 1.2, len(cards.first))), 0.045)
    recent = chance(rng, 0.4, len(cards.first))[card] & (flat["overdue"] == 0) & (least > 0)
    one = recent & chance(rng, 0.075 * np.exp(0.4 * cards.late[card]), total)
    dpd = np.where(one, 1.0, flat["overdue"])
    return {
        "SK_ID_PREV": np.asarray(cards.loans["SK_ID_PREV"])[card],
        "SK_ID_CURR": np.asarray(cards.loans["SK_ID_CURR"])[card],
        "owner": np.asarray(cards.loans["owner"])[card],
        "MONTHS_BALANCE": cards.first[card] + place,
        "AMT_BALANCE": balance,
        "AMT_CREDIT_LIMIT_ACTUAL": flat["limit"],
        "AMT_DRAWINGS_ATM_CURRENT": blanked(flat["atm"], silent),
        "AMT_DRAWINGS_CURRENT": np.round(flat["atm"] + flat["pos"] + other, 3),
        "AMT_DRAWINGS_OTHER_CURRENT": blanked(other, silent),
        "AMT_DRAWINGS_POS_CURRENT": blanked(flat["pos"], silent),
        "AMT_INST_MIN_REGULARITY": blanked(least, (place == 0) & chance(rng, 0.7, total)),
        "AMT_PAYMENT_CURRENT": blanked(
            np.where(small, usual[card], paid), unused | ((paid == 0) & chance(rng, 0.1, total))
        ),
        "AMT_PAYMENT_TOTAL_CURRENT": paid,
        "AMT_RECEIVABLE_PRINCIPAL": money(balance * 0.957, 0.045),
        "AMT_RECIVABLE": balance,
        "AMT_TOTAL_RECEIVABLE": balance,
        "CNT_DRAWINGS_ATM_CURRENT": blanked(times, silent),
        "CNT_DRAWINGS_CURRENT": times + shops + (other > 0),
        "CNT_DRAWINGS_OTHER_CURRENT": blanked((other > 0).astype(float), silent),
        "CNT_DRAWINGS_POS_CURRENT": blanked(shops, silent),
        "CNT_INSTALMENT_MATURE_CUM": blanked(mature, (place == 0) & chance(rng, 0.7, total)),
        "NAME_CONTRACT_STATUS": _status(rng, cards, card, place, flat["limit"], idle),
        "SK_DPD": dpd,
        "SK_DPD_DEF": np.where(dpd > 1, np.where(chance(rng, 0.1, total), dpd, 0.0), dpd),
    }


def _mature(cards: Cards, card: Ints, place: Ints, due: Flags) -> Floats:
    """Count the instalments due so far, card by card."""
    so_far = np.cumsum(due.astype(np.int64))
    begin = (np.cumsum(cards.count) - cards.count)[card]
    return np.asarray(so_far - so_far[begin] + due[begin], float)


def _status(rng: Random, cards: Cards, card: Ints, place: Ints, limit: Floats, idle: Flags) -> Coded:
    signed = (place == 0) & chance(rng, 0.05, len(cards.first))[card]
    over = idle & chance(rng, np.where(limit <= 0, 0.09, 0.025), len(card))
    return Coded(np.select([signed, over], [2, 1], 0), ("Active", "Completed", "Signed"))


def payments(rng: Random, measures: Measures, months: Frame) -> Frame:
    """Give the card's instalments: the minimum, and what was paid beyond it on the same day."""
    rows, rest = _minimum(rng, measures, months)
    twice = (rest > 0) & chance(rng, 0.45, len(rest))
    part = np.where(twice, money(rest * rng.random(len(rest)), 0.045), rest)
    paid = rows
    for more, amount in ((rest > 0, part), (twice, np.round(rest - part, 3))):
        extra = take(rows, more) | {"AMT_INSTALMENT": amount[more], "AMT_PAYMENT": amount[more]}
        paid = stacked(paid, extra | {"DAYS_INSTALMENT": extra["DAYS_ENTRY_PAYMENT"]})
    return _numbered(paid)


def _minimum(rng: Random, measures: Measures, months: Frame) -> tuple[Frame, Floats]:
    """Give the months in which anything was paid as instalments of the minimum, and what was paid beyond."""
    small = np.nan_to_num(numbers(months, "AMT_PAYMENT_CURRENT"))
    paid = numbers(months, "AMT_PAYMENT_TOTAL_CURRENT")
    paid = np.where(paid > 0, paid, small)
    least = np.nan_to_num(numbers(months, "AMT_INST_MIN_REGULARITY"))
    months = take(months, paid > 0)
    paid, least = paid[paid > 0], least[paid > 0]
    due = np.floor(numbers(months, "MONTHS_BALANCE") * MONTH + MONTH - 2).clip(None, -2)
    entry = due + np.round(measures.quantiles["card_days_late"].at(rng.random(len(due))))
    asked = np.where(least > 0, np.minimum(least, paid), paid)
    rows: Frame = {
        "SK_ID_PREV": months["SK_ID_PREV"],
        "SK_ID_CURR": months["SK_ID_CURR"],
        "owner": months["owner"],
        "NUM_INSTALMENT_VERSION": np.zeros(len(due)),
        "NUM_INSTALMENT_NUMBER": np.zeros(len(due)),
        "DAYS_INSTALMENT": due,
        "DAYS_ENTRY_PAYMENT": np.minimum(entry, -1.0),
        "AMT_INSTALMENT": asked,
        "AMT_PAYMENT": asked,
    }
    return rows, np.round(paid - asked, 3)


def _numbered(rows: Frame) -> Frame:
    """Number the instalments of each card from 1, in the order in which they fell due."""
    cards = numbers(rows, "SK_ID_PREV")
    rows = take(rows, np.lexsort((numbers(rows, "DAYS_INSTALMENT"), cards)))
    _, counts = np.unique(cards, return_counts=True)
    return rows | {"NUM_INSTALMENT_NUMBER": spread(counts)[1] + 1}
