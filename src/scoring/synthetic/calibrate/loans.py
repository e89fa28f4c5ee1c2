"""Measures of the earlier applications, their instalments and months, and of the cards."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoring.synthetic.calibrate import repayments
from scoring.synthetic.calibrate.credits import WIDE
from scoring.synthetic.calibrate.entries import Entry, Part, counted, levels_of, shares, smooth, snapped
from scoring.synthetic.calibrate.normals import between
from scoring.synthetic.previous import CASH, CONSUMER, CONTRACTS, COUNTS, DECISIONS, OLD_CARD, REVOLVING
from scoring.synthetic.selling import CHAIN
from scoring.tables.declaration import DAY_SENTINEL

NONE = 1 - 338_857 / 356_255
"""Published share of the clients without earlier application."""

UNSEEN = 0.01
"""Contexts that were seen speak for themselves: a reason to refuse never stands on an approval."""

MORE_CARDS = 1.09
"""The published tables hold cards of 29 % of the clients; some cards have no application in the sample."""

YIELDS = ("low_action", "low_normal", "middle", "high")


def measured(data: dict[str, pd.DataFrame]) -> Part:
    """Give the shares, quantiles and numbers of the tables about this lender's earlier loans."""
    rows, clients = data["previous_application"], data["application"].SK_ID_CURR
    counts = clients.map(rows.SK_ID_CURR.value_counts()).fillna(0).astype(int)
    margins = {
        "previous_count": counted(counts, most=73, none=NONE),
        "DAYS_DECISION": smooth(rows.DAYS_DECISION),
        **_terms(rows),
        **_dates(rows),
        **_selling(rows),
        **repayments.measured(data),
    }
    return Part(_texts(rows), margins, {}, _numbers(data))


def _texts(rows: pd.DataFrame) -> dict[str, Entry]:
    levels: dict[str, list[str]] = {
        "DECISION": [str(place) for place in range(len(DECISIONS) + 2)],
        "FIRST": ["0", "1"],
        "COUNT": [str(place) for place in range(len(COUNTS) + 2)],
    }
    texts = {
        "NAME_CONTRACT_TYPE": shares(
            rows, "NAME_CONTRACT_TYPE", ("FIRST", "COUNT", "DECISION"), levels, order=CONTRACTS, prior=10.0
        )
    }
    levels["NAME_CONTRACT_TYPE"] = list(CONTRACTS)
    statuses = ("Approved", "Unused offer", "Canceled", "Refused")
    texts["NAME_CONTRACT_STATUS"] = shares(
        rows,
        "NAME_CONTRACT_STATUS",
        ("NAME_CONTRACT_TYPE", "FIRST", "COUNT", "DECISION"),
        levels,
        order=statuses,
        few=WIDE,
    )
    levels["NAME_CONTRACT_STATUS"] = list(statuses)
    given = ("NAME_CONTRACT_TYPE", "NAME_CONTRACT_STATUS")
    common = rows[rows.PRODUCT.map(rows.PRODUCT.value_counts()) >= 3]
    ordered = sorted(common.PRODUCT.unique(), key=_price)
    texts["PRODUCT"] = shares(common, "PRODUCT", given, levels, order=ordered, prior=UNSEEN)
    levels["PRODUCT"] = ordered
    levels["PRODUCT_COMBINATION"] = list(dict.fromkeys(product.split("|")[3] for product in ordered))
    months = rows.assign(CNT_PAYMENT=rows.CNT_PAYMENT.fillna(12).astype(int).astype(str))
    lengths = sorted(months.CNT_PAYMENT.unique(), key=int)
    texts["CNT_PAYMENT"] = shares(months, "CNT_PAYMENT", ("PRODUCT",), levels, order=lengths, prior=UNSEEN)
    consumer = rows[(rows.NAME_CONTRACT_TYPE == CONSUMER) & rows.AMT_DOWN_PAYMENT.notna()]
    paid = consumer.assign(DOWN=(consumer.AMT_DOWN_PAYMENT > 10).astype(int).astype(str))
    levels["NAME_YIELD_GROUP"] = [*YIELDS, "XNA"]
    texts["DOWN"] = shares(paid, "DOWN", ("NAME_YIELD_GROUP", "DECISION"), levels)
    for name, parents in CHAIN:
        texts[name] = shares(rows, name, parents, levels, prior=UNSEEN)
        levels[name] = levels_of(texts[name])
    return {f"previous/{name}": entry for name, entry in texts.items()}


def _price(product: str) -> tuple[int, str]:
    _, _, group, combination = product.split("|")
    return ((*YIELDS[:2], "XNA", *YIELDS[2:]).index(group), combination)


def _terms(rows: pd.DataFrame) -> dict[str, Entry]:
    margins: dict[str, Entry] = {}
    asked = rows[(rows.AMT_APPLICATION > 0) & (rows.AMT_CREDIT > 0)]
    slope = _numbers_of_size(rows)
    for name in (CONSUMER, CASH):
        mine = asked[name == asked.NAME_CONTRACT_TYPE]
        margins[f"previous_size/{name}"] = smooth(np.log(mine.AMT_APPLICATION) - slope * _longer(mine))
    cards = rows[(rows.NAME_CONTRACT_TYPE == REVOLVING) & (rows.AMT_CREDIT > 0)]
    cards = cards[cards.NAME_CONTRACT_STATUS == "Approved"]
    old = cards.DAYS_DECISION < OLD_CARD
    for name, mine in (("old", cards[old]), ("new", cards[~old])):
        margins[f"previous_size/{REVOLVING}/{name}"] = smooth(np.log(mine.AMT_CREDIT))
    consumer, cash = (asked[name == asked.NAME_CONTRACT_TYPE] for name in (CONSUMER, CASH))
    net = consumer.AMT_APPLICATION - consumer.AMT_DOWN_PAYMENT.fillna(0)
    paid = consumer[consumer.AMT_DOWN_PAYMENT > 10]
    margins[f"previous_markup/{CONSUMER}"] = snapped((consumer.AMT_CREDIT / net).clip(0.5, 1.5))
    margins[f"previous_markup/{CASH}"] = snapped((cash.AMT_CREDIT / cash.AMT_APPLICATION).clip(0.5, 1.6))
    margins["previous_down"] = smooth((paid.AMT_DOWN_PAYMENT / paid.AMT_APPLICATION).clip(0, 0.8))
    months = asked[asked.CNT_PAYMENT > 0]
    rate = (
        24
        * (months.AMT_ANNUITY * months.CNT_PAYMENT - months.AMT_CREDIT)
        / (months.AMT_CREDIT * (months.CNT_PAYMENT + 1))
    )
    for name in (CONSUMER, CASH):
        for group in YIELDS:
            here = (name == months.NAME_CONTRACT_TYPE) & (group == months.NAME_YIELD_GROUP)
            margins[f"rate/{name}/{group}"] = smooth(rate[here].clip(0.03, 1.2))
    return margins


def _longer(rows: pd.DataFrame) -> pd.Series:
    return np.log(rows.CNT_PAYMENT.clip(lower=4).fillna(14) / 14)


def _numbers_of_size(rows: pd.DataFrame) -> float:
    """Measure how the amount asked grows with the months, in logarithms, within a contract type."""
    loans = rows[(rows.AMT_APPLICATION > 0) & rows.NAME_CONTRACT_TYPE.isin([CONSUMER, CASH]) & (rows.CNT_PAYMENT > 0)]
    size, longer = np.log(loans.AMT_APPLICATION), _longer(loans)
    size = size - size.groupby(loans.NAME_CONTRACT_TYPE).transform("mean")
    longer = longer - longer.groupby(loans.NAME_CONTRACT_TYPE).transform("mean")
    return float((size * longer).sum() / (longer**2).sum())


def _dates(rows: pd.DataFrame) -> dict[str, Entry]:
    rows = rows[rows.NAME_CONTRACT_STATUS == "Approved"].replace(DAY_SENTINEL, np.nan)
    loans = rows[rows.NAME_CONTRACT_TYPE.isin([CONSUMER, CASH])]
    cards = rows[rows.NAME_CONTRACT_TYPE == REVOLVING]
    margins = {
        "first_due": snapped((loans.DAYS_FIRST_DUE - loans.DAYS_DECISION).clip(25, 70)),
        "terminated": smooth((loans.DAYS_TERMINATION - loans.DAYS_LAST_DUE).clip(0, 90)),
        "first_drawing": smooth(cards.DAYS_FIRST_DRAWING - cards.DAYS_DECISION),
    }
    for name in (CONSUMER, CASH):
        margins[f"early_end/{name}"] = _early_end(loans[name == loans.NAME_CONTRACT_TYPE])
    return margins


def _early_end(loans: pd.DataFrame) -> Entry:
    """Measure after how many instalments loans are repaid early, had they no other end.

    Most loans end as planned or are still running: each tells only of the months it was there.
    """
    loans = loans[loans.DAYS_FIRST_DUE.notna() & (loans.CNT_PAYMENT > 0)]
    until = loans.DAYS_LAST_DUE.fillna(-1)
    paid = np.floor((until - loans.DAYS_FIRST_DUE) / 30) + 1
    early = loans.DAYS_LAST_DUE.notna() & (paid < loans.CNT_PAYMENT)
    alive, ranks = 1.0, []
    for month in range(1, 61):
        there = int((paid >= month).sum())
        alive *= 1 - (float((early & (paid == month)).sum() / there) if there > 30 else 0.0)
        ranks.append(1 - alive)
    return {
        "ranks": [round(rank, 4) for rank in ranks] + [1.0],
        "values": [*range(1, 61), 999],
        "snapped": True,
    }


def _selling(rows: pd.DataFrame) -> dict[str, Entry]:
    return {
        "rate_primary": snapped(rows.RATE_INTEREST_PRIMARY, steps=25),
        "rate_privileged": snapped(rows.RATE_INTEREST_PRIVILEGED, steps=25),
        **{
            f"area/{channel}": snapped(mine.SELLERPLACE_AREA, steps=60)
            for channel, mine in rows.groupby("CHANNEL_TYPE")
            if len(mine) > 100 and mine.SELLERPLACE_AREA.max() > 0
        },
    }


def _numbers(data: dict[str, pd.DataFrame]) -> dict[str, float]:
    rows = data["previous_application"]
    cards = rows[(rows.NAME_CONTRACT_TYPE == REVOLVING) & (rows.NAME_CONTRACT_STATUS == "Approved")]
    asking = rows[rows.NAME_CONTRACT_TYPE == REVOLVING].SK_ID_CURR.nunique()
    size = np.log(rows.AMT_APPLICATION.where(rows.AMT_APPLICATION > 0))
    size = size - size.groupby(rows.NAME_CONTRACT_TYPE).transform("mean")
    owner = rows.SK_ID_CURR

    def apart(flag: pd.Series, *by: str) -> float:
        rest = flag - flag.groupby([rows[name] for name in by]).transform("mean")
        return min(between(rest, owner) * 1.5, 0.8)

    return {
        "share/previous_age": between(rows.DAYS_DECISION, owner),
        "share/previous_size": between(size, owner),
        "share/revolving": apart((rows.NAME_CONTRACT_TYPE == REVOLVING).astype(float), "DECISION"),
        "share/refusal": apart(
            (rows.NAME_CONTRACT_STATUS == "Refused").astype(float), "NAME_CONTRACT_TYPE", "DECISION"
        ),
        "share/price": apart((rows.NAME_YIELD_GROUP == "high").astype(float), "NAME_CONTRACT_TYPE"),
        "share/late/client": 0.22,
        "share/late/loan": 0.2,
        "share/late/run": 0.3,
        "months_size": _numbers_of_size(rows),
        "card_unasked": float((cards.AMT_APPLICATION == 0).mean()),
        "card_granted": min(cards.SK_ID_CURR.nunique() / asking * MORE_CARDS, 0.95),
        "stuck": 0.0045,
    }
