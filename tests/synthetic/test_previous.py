"""Earlier applications have the terms, texts and dates that go with what became of them."""

from __future__ import annotations

import pandas as pd
import pytest

from scoring.tables.declaration import DAY_SENTINEL

Tables = dict[str, pd.DataFrame]


@pytest.mark.parametrize(
    ("column", "shares"),
    [
        ("NAME_CONTRACT_TYPE", {"Cash loans": 0.45, "Consumer loans": 0.43, "Revolving loans": 0.12}),
        ("NAME_CONTRACT_STATUS", {"Approved": 0.62, "Canceled": 0.19, "Refused": 0.17}),
        ("NAME_PORTFOLIO", {"POS": 0.41, "Cash": 0.27, "XNA": 0.23, "Cards": 0.09}),
        ("NAME_YIELD_GROUP", {"XNA": 0.31, "middle": 0.23, "high": 0.21, "low_normal": 0.19}),
    ],
)
def test_texts_are_as_frequent_as_published(tables: Tables, column: str, shares: dict[str, float]) -> None:
    found = tables["previous_application"][column].value_counts(normalize=True)
    assert {text: pytest.approx(share, abs=0.04) for text, share in shares.items()} == dict(found[list(shares)])


def test_only_refusals_have_a_reason_to_refuse(tables: Tables) -> None:
    loans = tables["previous_application"]
    reasons = loans.CODE_REJECT_REASON.groupby(loans.NAME_CONTRACT_STATUS).agg(set)
    assert reasons["Approved"] == {"XAP"}
    assert "XAP" not in reasons["Refused"]


def test_what_came_to_nothing_has_no_instalment(tables: Tables) -> None:
    loans = tables["previous_application"]
    nothing = loans.NAME_PORTFOLIO == "XNA"
    assert loans.AMT_ANNUITY.isna().eq(nothing).all()
    assert loans.CNT_PAYMENT.isna().eq(nothing).all()
    assert (loans.AMT_CREDIT[nothing & (loans.NAME_CONTRACT_TYPE != "Consumer loans")] == 0).all()


def test_refused_and_approved_fall_on_clients_who_differ(tables: Tables) -> None:
    loans, clients = tables["previous_application"], tables["application_train"].set_index("SK_ID_CURR")
    rate = loans.SK_ID_CURR.map(clients.TARGET).groupby(loans.NAME_CONTRACT_STATUS).mean()
    assert rate["Refused"] > rate["Approved"] + 0.015  # published: 12 % and 7.6 %


def test_a_client_holds_one_card(tables: Tables) -> None:
    loans = tables["previous_application"]
    cards = loans[(loans.NAME_CONTRACT_TYPE == "Revolving loans") & (loans.NAME_CONTRACT_STATUS == "Approved")]
    assert cards.SK_ID_CURR.value_counts().eq(1).mean() > 0.95
    assert (cards.CNT_PAYMENT == 0).all()


def test_dates_come_in_their_order(tables: Tables) -> None:
    loans = tables["previous_application"].query("NAME_CONTRACT_TYPE in ['Cash loans', 'Consumer loans']")
    loans = loans[loans.NAME_CONTRACT_STATUS == "Approved"].replace(DAY_SENTINEL, float("nan"))
    pairs = [
        ("DAYS_DECISION", "DAYS_FIRST_DUE"),
        ("DAYS_FIRST_DUE", "DAYS_LAST_DUE"),
        ("DAYS_LAST_DUE", "DAYS_LAST_DUE_1ST_VERSION"),
        ("DAYS_LAST_DUE", "DAYS_TERMINATION"),
    ]
    for before, after in pairs:
        known = loans[[before, after]].dropna()
        assert len(known) > 1_000
        assert (known[before] <= known[after]).all(), (before, after)
    assert loans.DAYS_LAST_DUE.max() < 0
