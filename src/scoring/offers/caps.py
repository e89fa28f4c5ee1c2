"""How far an offer may go: what a client can afford, as the settings declare it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from scoring.offers.terms import Asked, Terms
from scoring.settings import Settings
from scoring.tables import APPLICATION


@dataclass(frozen=True)
class Caps:
    """The most an offer may have: annuity and amount over income, down payment over the amount asked, months.

    The period of the income is not said in the data: the caps compare it as it stands.
    """

    annuity: float
    amount: float
    down_payment: float
    shortest: int
    longest: int

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Take the caps from the settings."""
        return cls(
            settings.offer_annuity,
            settings.offer_amount,
            settings.offer_down_payment,
            settings.offer_shortest,
            settings.offer_longest,
        )

    def allow(self, terms: Terms, asked: Asked) -> bool:
        """Say whether terms stay within the caps, and within what a person may enter."""
        return (
            terms.annuity <= self.annuity * asked.income
            and terms.amount <= self.amount * asked.income
            and terms.down_payment <= self.down_payment * asked.terms.amount
            and (terms.months is None or self.shortest <= terms.months <= self.longest)
            and all(APPLICATION[name].within(value) == value for name, value in terms.fields().items())
        )
