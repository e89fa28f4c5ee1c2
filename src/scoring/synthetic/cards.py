"""Months of the clients' credit cards."""

from __future__ import annotations

import numpy as np

from scoring.synthetic.draws import Coded, Frame, blanked, chance, logistic, money, spread, take, texts
from scoring.synthetic.persons import People

OLDEST_MONTH = 96


def draw(rng: np.random.Generator, people: People, loans: Frame) -> Frame:
    """Draw credit_card_balance: months of the approved revolving loans, oldest first."""
    kind = texts(loans, "NAME_CONTRACT_TYPE")
    cards = take(loans, np.asarray(loans["lent"]) & kind.equals("Revolving loans") & chance(rng, 0.95, len(kind.codes)))
    start = np.ceil(np.asarray(cards["DAYS_DECISION"], float) / 30.44).clip(-OLDEST_MONTH, -1)
    count = np.maximum(-start - rng.integers(0, 3, len(start)), 1).astype(np.int64)
    card, since = spread(count)
    total = len(card)
    owner = np.asarray(cards["owner"])[card]
    use = people.card_use[owner]
    limit = np.round(np.asarray(cards["AMT_CREDIT"], float)[card] / 45_000).clip(1) * 45_000
    idle = chance(rng, logistic(0.5 - 0.9 * use), total)
    level = logistic(-0.4 + 0.7 * use + 0.6 * rng.standard_normal(total))
    balance = np.where(idle, 0.0, money(limit * level, 0.045))
    cash = np.where(~idle & chance(rng, 0.11, total), money(balance * rng.random(total), 2_250.0), 0.0)
    shop = np.where(~idle & chance(rng, 0.09, total), money(balance * 0.2 * rng.random(total), 0.045), 0.0)
    silent = np.isin(card, np.flatnonzero(chance(rng, 0.2, len(count))))
    late = chance(rng, 0.035 * np.exp(0.6 * people.lateness[owner] - 0.18), total)
    days = np.where(late, np.ceil(rng.gamma(0.5, 60, total)), 0.0)
    least = money(balance * 0.05, 0.045)
    paid = np.where(idle, 0.0, money(least * (1 + rng.exponential(1.0, total)), 0.045))
    return {
        "SK_ID_PREV": np.asarray(cards["SK_ID_PREV"])[card],
        "SK_ID_CURR": np.asarray(cards["SK_ID_CURR"])[card],
        "MONTHS_BALANCE": start[card] + since,
        "AMT_BALANCE": balance,
        "AMT_CREDIT_LIMIT_ACTUAL": limit,
        "AMT_DRAWINGS_ATM_CURRENT": blanked(cash, silent),
        "AMT_DRAWINGS_CURRENT": np.where(silent, 0.0, cash + shop),
        "AMT_DRAWINGS_OTHER_CURRENT": blanked(np.zeros(total), silent),
        "AMT_DRAWINGS_POS_CURRENT": blanked(shop, silent),
        "AMT_INST_MIN_REGULARITY": blanked(least, since == 0),
        "AMT_PAYMENT_CURRENT": blanked(paid, silent),
        "AMT_PAYMENT_TOTAL_CURRENT": paid,
        "AMT_RECEIVABLE_PRINCIPAL": money(balance * 0.96, 0.045),
        "AMT_RECIVABLE": balance,
        "AMT_TOTAL_RECEIVABLE": balance,
        "CNT_DRAWINGS_ATM_CURRENT": blanked(np.ceil(cash / 20_000), silent),
        "CNT_DRAWINGS_CURRENT": np.where(silent, 0.0, np.ceil(cash / 20_000) + np.ceil(shop / 3_000)),
        "CNT_DRAWINGS_OTHER_CURRENT": blanked(np.zeros(total), silent),
        "CNT_DRAWINGS_POS_CURRENT": blanked(np.ceil(shop / 3_000), silent),
        "CNT_INSTALMENT_MATURE_CUM": blanked(since.astype(float), since == 0),
        "NAME_CONTRACT_STATUS": Coded(
            np.where(chance(rng, 0.035, total), 1, 0).astype(np.int64), ("Active", "Completed")
        ),
        "SK_DPD": days,
        "SK_DPD_DEF": np.where(chance(rng, 0.45, total), 0.0, days),
    }
