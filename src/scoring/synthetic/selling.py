"""Where and how an earlier application was sold: the texts of previous_application."""

from __future__ import annotations

import numpy as np

from scoring.synthetic.draws import Coded, Frame, Random, blanked, chance, texts
from scoring.synthetic.measures import Measures

CHAIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("CHANNEL_TYPE", ("PRODUCT_COMBINATION", "NAME_CONTRACT_STATUS")),
    ("NAME_SELLER_INDUSTRY", ("PRODUCT_COMBINATION", "CHANNEL_TYPE")),
    ("NAME_GOODS_CATEGORY", ("NAME_SELLER_INDUSTRY",)),
    ("NAME_CLIENT_TYPE", ("FIRST", "NAME_CONTRACT_TYPE", "NAME_CONTRACT_STATUS")),
    ("CODE_REJECT_REASON", ("NAME_CONTRACT_TYPE", "NAME_CONTRACT_STATUS")),
    ("NAME_CASH_LOAN_PURPOSE", ("NAME_CONTRACT_TYPE", "PRODUCT_COMBINATION")),
    ("NAME_PAYMENT_TYPE", ("NAME_CONTRACT_TYPE", "NAME_CONTRACT_STATUS")),
    ("WEEKDAY_APPR_PROCESS_START", ("NAME_CONTRACT_TYPE",)),
    ("NAME_TYPE_SUITE", ("NAME_CONTRACT_TYPE", "NAME_CONTRACT_STATUS")),
)
"""Each text of the sale, and the texts it depends on."""


def sale(rng: Random, measures: Measures, frame: Frame) -> Frame:
    """Draw the columns that say where, how and to whom the loan was sold."""
    total = len(texts(frame, "NAME_CONTRACT_TYPE"))
    sold: Frame = {}
    for name, _ in CHAIN:
        sold[name] = measures.shares[f"previous/{name}"].draw(rng, frame | sold, total)
    channel = texts(sold, "CHANNEL_TYPE")
    area = np.full(total, -1.0)
    for code, value in enumerate(channel.values):
        here = np.flatnonzero(channel.codes == code)
        if f"area/{value}" in measures.quantiles:
            area[here] = np.floor(measures.quantiles[f"area/{value}"].at(rng.random(len(here))))
    primary = texts(frame, "NAME_CONTRACT_TYPE").equals("Consumer loans") & chance(rng, 0.0083, total)
    draw = rng.random(total)
    return sold | {
        "SELLERPLACE_AREA": area,
        "HOUR_APPR_PROCESS_START": rng.normal(12.5, 3.3, total).round().clip(0, 23).astype(np.int64),
        "FLAG_LAST_APPL_PER_CONTRACT": Coded(chance(rng, 0.0051, total).astype(np.int64), ("Y", "N")),
        "NFLAG_LAST_APPL_IN_DAY": (~chance(rng, 0.0035, total)).astype(np.int64),
        "RATE_INTEREST_PRIMARY": blanked(measures.quantiles["rate_primary"].at(draw), ~primary),
        "RATE_INTEREST_PRIVILEGED": blanked(measures.quantiles["rate_privileged"].at(draw), ~primary),
    }
