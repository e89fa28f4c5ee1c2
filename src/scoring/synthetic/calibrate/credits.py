"""Measures of the credits at other lenders and of their months."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from scoring.synthetic.bureau import ENDS, MONTH, STARTS
from scoring.synthetic.calibrate.entries import Entry, Part, counted, levels_of, shares, smooth, snapped
from scoring.synthetic.calibrate.normals import between, normal_scores
from scoring.synthetic.draws import Floats
from scoring.synthetic.reports import STATUSES

STATES = ("", "0", "+")
NONE = 1 - 305_811 / 356_255
"""Published share of the clients without credit elsewhere."""

FOLLOWED = 0.3 / 0.857
"""Published share of the labelled clients with credits whose months are known; of the others all are."""

WIDE = 4
"""A context of fewer credits is not kept apart."""
OWN_MARGIN = ("Consumer credit", "Credit card", "Car loan", "Mortgage", "Microloan")


def measured(data: dict[str, pd.DataFrame]) -> Part:
    """Give the shares, quantiles and numbers of bureau and bureau_balance."""
    credits, clients = data["bureau"], data["application"].SK_ID_CURR
    counts = clients.map(credits.SK_ID_CURR.value_counts()).fillna(0).astype(int)
    texts = _texts(credits)
    margins = {
        "bureau_count": counted(counts, most=116, none=NONE),
        "DAYS_CREDIT": smooth(credits.DAYS_CREDIT),
        **_margins(credits),
    }
    return Part(texts, margins, {}, _numbers(credits)) | _months(data)


def _state(values: pd.Series) -> pd.Series:
    return pd.Series(np.select([values.isna(), values > 0], ["", "+"], "0"), values.index)


def _texts(credits: pd.DataFrame) -> dict[str, Entry]:
    levels = {
        "START": [str(place) for place in range(len(STARTS) + 2)],
        "END": [str(place) for place in range(len(ENDS) + 2)],
    }
    rows = credits.assign(
        ENDLESS=credits.DAYS_CREDIT_ENDDATE.isna().astype(int).astype(str),
        DEBT=_state(credits.AMT_CREDIT_SUM_DEBT),
        LIMIT=_state(credits.AMT_CREDIT_SUM_LIMIT),
        ANNUITY=_state(credits.AMT_ANNUITY),
        MAX_OVERDUE=_state(credits.AMT_CREDIT_MAX_OVERDUE),
    )
    kind = shares(rows, "CREDIT_TYPE", ("START",), levels)
    levels["CREDIT_TYPE"] = levels_of(kind)
    active = shares(
        rows, "CREDIT_ACTIVE", ("CREDIT_TYPE", "END", "START"), levels, order=("Closed", "Sold", "Active"), prior=6.0,
        few=WIDE, rare={"Bad debt": 21 / 1_716_428},
    )  # fmt: skip
    levels["CREDIT_ACTIVE"] = levels_of(active)
    given = ("CREDIT_ACTIVE", "CREDIT_TYPE")
    return {
        "CREDIT_TYPE": kind,
        "CREDIT_CURRENCY": shares(
            rows, "CREDIT_CURRENCY", (), levels,
            rare={"currency 2": 1_224 / 1_716_428, "currency 3": 174 / 1_716_428, "currency 4": 10 / 1_716_428},
        ),
        "CREDIT_ACTIVE": active,
        "ENDLESS": shares(rows, "ENDLESS", ("CREDIT_TYPE",), levels),
        **{name: shares(rows, name, given, levels, order=STATES) for name in ("DEBT", "LIMIT", "ANNUITY")},
        "MAX_OVERDUE": shares(rows, "MAX_OVERDUE", given, levels, order=STATES),
    }  # fmt: skip


def _margins(credits: pd.DataFrame) -> dict[str, Entry]:
    closed = credits[credits.CREDIT_ACTIVE == "Closed"]
    active = credits[credits.CREDIT_ACTIVE == "Active"]
    length = credits.DAYS_CREDIT_ENDDATE - credits.DAYS_CREDIT
    inexact = closed[(closed.DAYS_ENDDATE_FACT != closed.DAYS_CREDIT_ENDDATE) & (length[closed.index] > 20)]
    ended = (inexact.DAYS_ENDDATE_FACT - inexact.DAYS_CREDIT) / length[inexact.index]
    cards = active[(active.CREDIT_TYPE == "Credit card") & (active.AMT_CREDIT_SUM_DEBT > 0)]
    overdue = credits[credits.CREDIT_DAY_OVERDUE > 0]
    margins = {
        "bureau_ended": smooth(ended.clip(0, 5)),
        "bureau_card_use": smooth((cards.AMT_CREDIT_SUM_DEBT / cards.AMT_CREDIT_SUM.replace(0, np.nan)).clip(0, 1.3)),
        "bureau_update_closed": smooth(closed.DAYS_CREDIT_UPDATE - closed.DAYS_ENDDATE_FACT),
        "bureau_update_open": smooth(active.DAYS_CREDIT_UPDATE),
        "bureau_days_overdue": smooth(overdue.CREDIT_DAY_OVERDUE),
        "bureau_overdue_sum": smooth(overdue.AMT_CREDIT_SUM_OVERDUE),
        "bureau_max_overdue": smooth(credits.AMT_CREDIT_MAX_OVERDUE[credits.AMT_CREDIT_MAX_OVERDUE > 0]),
    }
    for kind in OWN_MARGIN:
        mine = credits[kind == credits.CREDIT_TYPE]
        margins[f"bureau_length/{kind}"] = snapped(length[mine.index].clip(lower=1))
        margins[f"bureau_size/{kind}"] = smooth(mine.AMT_CREDIT_SUM)
        paying = mine[(mine.AMT_ANNUITY > 0) & (mine.AMT_CREDIT_SUM > 0)]
        margins[f"bureau_annuity/{kind}"] = smooth(paying.AMT_CREDIT_SUM / paying.AMT_ANNUITY)
    return margins


def _numbers(credits: pd.DataFrame) -> dict[str, float]:
    owner = credits.SK_ID_CURR
    closed = credits[credits.CREDIT_ACTIVE == "Closed"]
    size = np.log(credits.AMT_CREDIT_SUM.where(credits.AMT_CREDIT_SUM > 0))
    size = size - size.groupby(credits.CREDIT_TYPE).transform("mean")
    numbers = {
        "share/bureau_age": between(credits.DAYS_CREDIT, owner),
        "share/bureau_size": between(size, owner),
        "share/bureau_open": 0.15,
        "share/bureau_overdue": 0.4,
        "bureau_exact": float(
            (closed.DAYS_ENDDATE_FACT == closed.DAYS_CREDIT_ENDDATE)[closed.DAYS_CREDIT_ENDDATE < 0].mean()
        ),
    }
    for name, column in (
        ("DEBT", "AMT_CREDIT_SUM_DEBT"),
        ("LIMIT", "AMT_CREDIT_SUM_LIMIT"),
        ("ANNUITY", "AMT_ANNUITY"),
    ):
        numbers[f"share/{name}"] = min(between(credits[column].isna(), owner) * 1.4, 0.9)
    loans = credits[credits.CREDIT_TYPE == "Consumer credit"]
    length = (loans.DAYS_CREDIT_ENDDATE - loans.DAYS_CREDIT).to_numpy(float)
    numbers["bureau_size_length"] = _tied(loans.AMT_CREDIT_SUM.to_numpy(float), length)
    paying = loans[(loans.AMT_ANNUITY > 0) & (loans.AMT_CREDIT_SUM > 0)]
    sums = paying.AMT_CREDIT_SUM.to_numpy(float)
    numbers["bureau_annuity_size"] = _tied(sums, sums / paying.AMT_ANNUITY.to_numpy(float)) / 2
    return numbers


def _tied(first: Floats, second: Floats) -> float:
    """Give the correlation of the normal scores of two quantities."""
    scores = np.column_stack([normal_scores(first), normal_scores(second)])
    known = scores[~np.isnan(scores).any(axis=1)]
    return float(np.asarray(np.corrcoef(known.T))[0, 1])


def _months(data: dict[str, pd.DataFrame]) -> Part:
    months = data["bureau_balance"].sort_values(["SK_ID_BUREAU", "MONTHS_BALANCE"])
    lines = months.groupby("SK_ID_BUREAU").agg(last=("MONTHS_BALANCE", "max"), line=("STATUS", "".join))
    lines = lines.join(data["bureau"].set_index("SK_ID_BUREAU")[["SK_ID_CURR", "DAYS_ENDDATE_FACT"]], how="inner")
    silent = lines.line.map(lambda line: set(line) == {"X"}) & (lines.line.str.len() > 2)
    lines = lines[~silent].assign(end=np.floor(lines.DAYS_ENDDATE_FACT / MONTH))
    over = lines[lines["last"] > lines.end + 1]
    steps = np.zeros((len(STATUSES), len(STATUSES)))
    first = np.zeros(len(STATUSES))
    for line, last, end in zip(lines.line, lines["last"], lines.end, strict=True):
        codes = [STATUSES.index(status) for status in line]
        first[codes[0]] += 1
        begin = last - len(line) + 1
        for place, (before, after) in enumerate(pairwise(codes), 1):
            if not begin + place > end:  # months after the end follow from the end
                steps[before, after] += 1
    steps[-1] = 0
    steps[-1, -1] = 1
    table = np.vstack([steps / steps.sum(axis=1, keepdims=True), first / first.sum()])
    lines_of = [[round(share, 5) for share in line] for line in table]
    return Part(
        {"REPORT": {"values": list(STATUSES), "given": [], "levels": [], "shares": lines_of}},
        {"report_last": snapped(lines["last"], steps=200)},
        {},
        {
            "report_silent": float(silent.mean()),
            "report_unended": float((~over.line.str.endswith("C")).mean()),
            "followed": FOLLOWED,
        },
    )
