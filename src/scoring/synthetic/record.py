"""What a client's histories come to: a few numbers per client, as a lender would sum them up.

The same sums are taken of the real histories (to measure) and of invented ones (to draw from).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scoring.synthetic.draws import Flags, Floats, Frame, numbers, texts

LATE_MONTHS = ("1", "2", "3", "4", "5")


class Sums:
    """Counts, means and extremes of one history's rows, by the position of their client."""

    def __init__(self, size: int, frame: Frame) -> None:
        self.size, self.frame = size, frame
        self.owner = numbers(frame, "owner").astype(np.int64)

    def count(self, where: Flags | None = None) -> Floats:
        """Count the rows (where the mask holds)."""
        owner = self.owner if where is None else self.owner[where]
        return np.bincount(owner, minlength=self.size).astype(float)

    def mean(self, values: Floats) -> Floats:
        """Average the known values; NaN without any."""
        known = ~np.isnan(values)
        total = np.bincount(self.owner[known], values[known], self.size)
        with np.errstate(invalid="ignore"):
            return np.asarray(total / np.bincount(self.owner[known], minlength=self.size))

    def total(self, values: Floats) -> Floats:
        """Add the known values up."""
        return np.asarray(np.bincount(self.owner, np.nan_to_num(values), self.size), float)

    def largest(self, values: Floats) -> Floats:
        """Give the largest known value; NaN without any."""
        found = np.full(self.size, -np.inf)
        np.maximum.at(found, self.owner, np.nan_to_num(values, nan=-np.inf))
        return np.where(np.isinf(found), np.nan, found)


def of_credits(size: int, credits: Frame) -> dict[str, Floats]:
    """Sum up the credits at other lenders."""
    sums = Sums(size, credits)
    start, amount = numbers(credits, "DAYS_CREDIT"), numbers(credits, "AMT_CREDIT_SUM")
    debt, kind = numbers(credits, "AMT_CREDIT_SUM_DEBT"), texts(credits, "CREDIT_TYPE")
    active = texts(credits, "CREDIT_ACTIVE").equals("Active")
    count = sums.count()
    with np.errstate(invalid="ignore", divide="ignore"):
        share = sums.total(debt) / sums.total(amount)
    overdue = np.nan_to_num(numbers(credits, "AMT_CREDIT_MAX_OVERDUE")) > 0
    return {
        "bureau": (count > 0).astype(float),
        "bureau count": np.log(np.where(count > 0, count, np.nan)),
        "bureau active": np.log1p(np.where(count > 0, sums.count(active), np.nan)),
        "bureau age": np.sqrt(-sums.mean(start)),
        "bureau last": np.log(-sums.largest(start)),
        "bureau first": np.sqrt(sums.largest(-start)),
        "bureau debt": np.log1p(np.where(count > 0, sums.total(debt).clip(0), np.nan)),
        "bureau indebted": share.clip(0, 1.5),
        "bureau size": sums.mean(np.log(np.where(amount > 0, amount, np.nan))),
        "bureau overdue": np.where(count > 0, np.minimum(sums.count(overdue), 2.0), np.nan),
        "bureau cards": np.log1p(np.where(count > 0, sums.count(kind.equals("Credit card")), np.nan)),
        "bureau microloan": np.where(count > 0, np.minimum(sums.count(kind.equals("Microloan")), 2.0), np.nan),
        "bureau recent": np.log1p(np.where(count > 0, sums.count(start > -365), np.nan)),
    }


def of_reports(size: int, reports: Frame) -> dict[str, Floats]:
    """Sum up the months of the credits at other lenders."""
    sums = Sums(size, reports)
    status, count = texts(reports, "STATUS"), sums.count()
    known = np.where(count > 0, count, np.nan)
    return {
        "reports": (count > 0).astype(float),
        "reports late": np.sqrt(sums.count(status.equals(*LATE_MONTHS)) / known),
        "reports closed": sums.count(status.equals("C")) / known,
    }


def of_loans(size: int, loans: Frame) -> dict[str, Floats]:
    """Sum up the earlier applications to this lender."""
    sums = Sums(size, loans)
    status, reason = texts(loans, "NAME_CONTRACT_STATUS"), texts(loans, "CODE_REJECT_REASON")
    group, day = texts(loans, "NAME_YIELD_GROUP"), numbers(loans, "DAYS_DECISION")
    asked, credit = numbers(loans, "AMT_APPLICATION"), numbers(loans, "AMT_CREDIT")
    count, priced = sums.count(), sums.count(~group.equals("XNA"))
    known = np.where(count > 0, count, np.nan)
    down = np.nan_to_num(numbers(loans, "AMT_DOWN_PAYMENT")) > 10
    with np.errstate(invalid="ignore", divide="ignore"):
        dear = sums.count(group.equals("high")) / np.where(priced > 0, priced, np.nan)
        cheap = sums.count(group.equals("low_action", "low_normal")) / np.where(priced > 0, priced, np.nan)
        given = np.where(asked > 0, credit / asked, np.nan)
    return {
        "previous": (count > 0).astype(float),
        "previous count": np.log(known),
        "previous approved": np.log1p(sums.count(status.equals("Approved")) + 0 * known),
        "previous refused": np.log1p(sums.count(status.equals("Refused")) + 0 * known),
        "previous refused share": sums.count(status.equals("Refused")) / known,
        "previous canceled share": sums.count(status.equals("Canceled")) / known,
        "previous last": np.log(-sums.largest(day)),
        "previous first": np.sqrt(sums.largest(-day)),
        "previous dear": dear,
        "previous cheap": cheap,
        "previous down": sums.count(down) / known,
        "previous size": sums.mean(np.log(np.where(asked > 0, asked, np.nan))),
        "previous given": sums.mean(given.clip(0.5, 1.5)),
        "previous scoring": np.minimum(sums.count(reason.equals("SCOFR")) + 0 * known, 2.0),
        "previous limit": np.minimum(sums.count(reason.equals("LIMIT")) + 0 * known, 2.0),
    }


def of_months(size: int, months: Frame) -> dict[str, Floats]:
    """Sum up the months of the loans."""
    sums = Sums(size, months)
    count = sums.count()
    known = np.where(count > 0, count, np.nan)
    return {
        "months": np.log(known),
        "months late": np.sqrt(sums.count(numbers(months, "SK_DPD") > 0) / known),
        "months past due": np.sqrt(sums.count(numbers(months, "SK_DPD_DEF") > 0) / known),
        "months left": np.sqrt(sums.mean(numbers(months, "CNT_INSTALMENT_FUTURE"))),
    }


def of_instalments(size: int, paid: Frame) -> dict[str, Floats]:
    """Sum up the instalments: how late, how often, and how often in the last year."""
    sums = Sums(size, paid)
    due = numbers(paid, "DAYS_INSTALMENT")
    late = numbers(paid, "DAYS_ENTRY_PAYMENT") - due
    recent = np.where(due > -365, (late > 0).astype(float), np.nan)
    return {
        "instalments late": np.sqrt(sums.mean((late > 0).astype(float))),
        "instalments days": sums.mean(late.clip(-60, 60)),
        "instalments late recently": np.sqrt(sums.mean(recent)),
    }


def of_cards(size: int, months: Frame) -> dict[str, Floats]:
    """Sum up the months of the cards."""
    sums = Sums(size, months)
    limit, balance = numbers(months, "AMT_CREDIT_LIMIT_ACTUAL"), numbers(months, "AMT_BALANCE")
    with np.errstate(invalid="ignore", divide="ignore"):
        use = np.where(limit > 0, balance / limit, np.nan).clip(0, 1.5)
    recent = np.where(numbers(months, "MONTHS_BALANCE") >= -6, use, np.nan)
    count = sums.count()
    known = np.where(count > 0, count, np.nan)
    return {
        "card": (count > 0).astype(float),
        "card months": np.log(known),
        "card use": sums.mean(use),
        "card use recently": sums.mean(recent),
        "card cash": np.log1p(sums.mean(np.nan_to_num(numbers(months, "AMT_DRAWINGS_ATM_CURRENT")))),
        "card late": np.sqrt(sums.count(numbers(months, "SK_DPD") > 0) / known),
    }


def standardised(record: Mapping[str, Floats], scales: Mapping[str, tuple[float, float]]) -> dict[str, Floats]:
    """Bring the sums near unit scale; what a client has no history for becomes 0."""
    return {name: np.nan_to_num((record[name] - mean) / scale).clip(-4, 4) for name, (mean, scale) in scales.items()}
