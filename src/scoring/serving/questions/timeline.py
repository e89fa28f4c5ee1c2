"""A client's past credits and payments.

Days and months count from the application: negative before it, 0 the day or month of it. Whatever is
not known is None; a client without a history has empty tuples.
"""

from __future__ import annotations

from dataclasses import dataclass

Number = float | None
Text = str | None


@dataclass(frozen=True)
class CreditElsewhere:
    """A credit at another lender, as the bureau reports it; days of its opening, planned end and real end."""

    kind: Text
    status: Text
    opened: Number
    planned_end: Number
    ended: Number
    amount: Number
    debt: Number
    overdue: Number
    overdue_days: Number
    currency: Text


@dataclass(frozen=True)
class PreviousApplication:
    """A request made here before: what was asked and granted, and until when it was due and ended."""

    product: Text
    status: Text
    decided: Number
    asked: Number
    granted: Number
    annuity: Number
    instalments: Number
    first_due: Number
    last_due: Number
    ended: Number


@dataclass(frozen=True)
class InstalmentMonth:
    """The instalments due in one month: their number, what was due and paid of them, and how late.

    `late` counts those paid after their day or not at all by the application; `late_days` is the
    longest delay of those paid.
    """

    month: int
    instalments: int
    due: Number
    paid: Number
    late: int
    late_days: Number


@dataclass(frozen=True)
class CardMonth:
    """The client's cards at the end of one month: balance against limit, drawn and paid in it."""

    month: int
    balance: Number
    limit: Number
    drawn: Number
    paid: Number
    overdue_days: Number


@dataclass(frozen=True)
class LoanMonth:
    """The client's consumer and cash loans at the end of one month: instalments left, days past due."""

    month: int
    loans: int
    left: Number
    overdue_days: Number


@dataclass(frozen=True)
class Timeline:
    """All that is known of one client's past, each from the oldest on."""

    elsewhere: tuple[CreditElsewhere, ...]
    previous: tuple[PreviousApplication, ...]
    instalments: tuple[InstalmentMonth, ...]
    cards: tuple[CardMonth, ...]
    loans: tuple[LoanMonth, ...]
