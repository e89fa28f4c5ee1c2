"""The terms of a loan, and what follows when a lender changes some of them.

An annuity is amount * (1 + rate * (months + 1) / 24) / months: simple interest on a debt that falls
evenly, as the feature IMPLIED_RATE has it. The rate is the one that the application implies, and
stays; the months are those learnt from previous loans of the same shape, to the nearest whole one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from scoring.features.durations import LEARNT
from scoring.tables import APPLICATION

Value = float | str | None
INCOME, AMOUNT, ANNUITY, GOODS = "AMT_INCOME_TOTAL", "AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE"
NEEDED = (INCOME, AMOUNT, ANNUITY)
"""Columns without which no offer can be computed."""
CONTRACT, WITHOUT_END = "NAME_CONTRACT_TYPE", "Revolving loans"


@dataclass(frozen=True)
class Terms:
    """One loan: amount lent, what the client brings, months, annuity and the price of what is bought.

    `months` is None where a loan has no end, or none that is known; `goods_price` where it is not known.
    """

    amount: float
    down_payment: float
    months: int | None
    annuity: float
    goods_price: float | None

    def fields(self) -> dict[str, float]:
        """Give the columns of the application that say these terms."""
        priced = {} if self.goods_price is None else {GOODS: self.goods_price}
        return {AMOUNT: self.amount, ANNUITY: self.annuity, **priced}


@dataclass(frozen=True)
class Asked:
    """What is asked, by whom: the terms, the client's income, and the rate a year (None without months)."""

    terms: Terms
    income: float
    rate: float | None

    @classmethod
    def of(cls, row: Mapping[str, Value]) -> Self:
        """Read what is asked in an application's feature row; `lacking(row)` must be empty."""
        income, amount, annuity = (_entered(row, name) or 0.0 for name in NEEDED)
        goods, months, rate = _entered(row, GOODS), _months(row), None
        if months is not None:
            rate = 24 * (annuity * months - amount) / (amount * (months + 1))
        if rate is not None and rate < 0:  # less is paid back than was lent: the loan has another duration
            months = rate = None
        return cls(Terms(amount, 0.0, months, annuity, goods), income, rate)

    def at(self, amount: float, months: int | None, down_payment: float = 0.0) -> Terms:
        """Give the terms of another amount and duration, at the same rate.

        What is bought costs more or less with the amount, but a down payment stands for a part of it.
        """
        own = self.terms
        if (amount, months, down_payment) == (own.amount, own.months, 0.0):
            return own
        goods = own.goods_price
        if goods is not None and amount + down_payment != own.amount:
            goods = round(goods * (amount + down_payment) / own.amount, 2)
        return Terms(amount, down_payment, months, self._annuity(amount, months), goods)

    def distance(self, terms: Terms) -> float:
        """How far terms are from what was asked: the change of the amount and that of the months, as shares."""
        own = self.terms
        moved = abs(terms.amount - own.amount) / own.amount
        if own.months is None or terms.months is None:
            return moved
        return moved + abs(terms.months - own.months) / own.months

    def _annuity(self, amount: float, months: int | None) -> float:
        if months is None or self.rate is None:
            return round(self.terms.annuity * amount / self.terms.amount, 2)
        return round(amount * (1 + self.rate * (months + 1) / 24) / months, 2)


def lacking(row: Mapping[str, Value]) -> tuple[str, ...]:
    """Name the columns that an offer needs and a feature row does not know."""
    return tuple(name for name in NEEDED if _entered(row, name) is None)


def _entered(row: Mapping[str, Value], name: str) -> float | None:
    """Give an amount; None where it is not known, or is none that a person may enter."""
    value = row[name]
    return value if isinstance(value, float) and APPLICATION[name].within(value) == value else None


def _months(row: Mapping[str, Value]) -> int | None:
    learnt = row[LEARNT]
    if row[CONTRACT] == WITHOUT_END or not isinstance(learnt, float):
        return None
    return max(1, round(learnt))
