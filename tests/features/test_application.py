"""Features of the application itself, and of the application against the client's histories."""

from __future__ import annotations

import pytest

from scoring.engine import Session
from scoring.features import AUDIT_ONLY
from scoring.features.application import AGAINST_HISTORY, DERIVED, RAW
from scoring.tables import APPLICATION, CLIENT, TARGET
from tests.features.computing import Expected, computed, of

Case = tuple[str, Expected]

SCORES: Case = (
    """
    SK_ID_CURR | EXT_SOURCE_1 | EXT_SOURCE_2 | EXT_SOURCE_3
             1 |         0.25 |          0.5 |         0.75
             2 |              |          0.5 |         0.25
             3 |              |              |
             4 |              |            0 |
    """,
    {
        "EXT_SOURCE_MEAN": (0.5, 0.375, None, 0),
        "EXT_SOURCE_MIN": (0.25, 0.25, None, 0),
        "EXT_SOURCE_MAX": (0.75, 0.5, None, 0),
        "EXT_SOURCE_RANGE": (0.5, 0.25, None, 0),
        "EXT_SOURCE_KNOWN": (3, 2, 0, 1),
    },
)

AMOUNTS: Case = (
    """
    SK_ID_CURR | AMT_CREDIT | AMT_ANNUITY | AMT_INCOME_TOTAL | AMT_GOODS_PRICE | CNT_FAM_MEMBERS
             1 |       6000 |         300 |             1200 |            5000 |               4
             2 |       6000 |             |             1200 |                 |
             3 |            |             |                  |                 |
             4 |       6000 |           0 |                0 |               0 |               0
    """,
    {
        "CREDIT_TO_ANNUITY": (20, None, None, None),
        "ANNUITY_TO_INCOME": (0.25, None, None, None),
        "CREDIT_TO_INCOME": (5, 5, None, None),
        "CREDIT_TO_GOODS": (1.2, None, None, None),
        "INCOME_PER_PERSON": (300, None, None, None),
    },
)

DAYS: Case = (  # 365243 days of employment stand for none
    """
    SK_ID_CURR | DAYS_BIRTH | DAYS_EMPLOYED | DAYS_REGISTRATION | DAYS_LAST_PHONE_CHANGE | OWN_CAR_AGE
             1 |     -14610 |         -7305 |             -3652.5 |                 -1461 |          10
             2 |     -14610 |        365243 |                   0 |                     0 |
             3 |            |               |                     |                       |
             4 |          0 |          -100 |                -100 |                  -100 |           1
    """,
    {
        "EMPLOYED_TO_AGE": (0.5, None, None, None),
        "REGISTRATION_TO_AGE": (0.25, 0, None, None),
        "PHONE_CHANGE_TO_AGE": (0.1, 0, None, None),
        "CAR_AGE_TO_AGE": (0.25, None, None, None),
        "NOT_EMPLOYED": (0, 1, 1, 0),
    },
)

DOCUMENTS: Case = (
    """
    SK_ID_CURR | FLAG_DOCUMENT_2 | FLAG_DOCUMENT_3 | FLAG_DOCUMENT_21
             1 |               1 |               1 |                1
             2 |               0 |               1 |                0
             3 |                 |                 |
             4 |               0 |               0 |                0
    """,
    {"DOCUMENTS_GIVEN": (3, 1, 0, 0)},
)

CASES: list[Case] = [SCORES, AMOUNTS, DAYS, DOCUMENTS]


@pytest.mark.parametrize(("drawing", "expected"), CASES, ids=["scores", "amounts", "days", "documents"])
def test_features_of_the_application(session: Session, drawing: str, expected: Expected) -> None:
    assert of(computed(session, drawing), expected) == expected


def test_every_derived_feature_is_tested() -> None:
    assert [name for _, expected in CASES for name in expected] == [feature.name for feature in DERIVED]


def test_the_application_against_the_histories(session: Session) -> None:
    found = computed(
        session,
        """
        SK_ID_CURR | AMT_CREDIT | AMT_ANNUITY | AMT_INCOME_TOTAL
                 1 |       6000 |         300 |             1200
                 2 |       6000 |         300 |             1200
                 3 |            |             |
                 4 |       6000 |         300 |                0
        """,
        bureau="""
        SK_ID_CURR | SK_ID_BUREAU | AMT_CREDIT_SUM_DEBT
                 1 |           51 |                 600
                 3 |           53 |                 600
                 4 |           54 |                 600
        """,
        previous_application="""
        SK_ID_CURR | SK_ID_PREV | NAME_CONTRACT_STATUS | AMT_CREDIT
                 1 |         11 | Approved             |       1500
                 3 |         13 | Approved             |       1500
                 4 |         14 | Approved             |          0
        """,
        installments_payments="""
        SK_ID_CURR | SK_ID_PREV | NUM_INSTALMENT_VERSION | NUM_INSTALMENT_NUMBER | AMT_INSTALMENT
                 1 |         11 |                      1 |                     1 |            600
                 3 |         13 |                      1 |                     1 |            600
                 4 |         14 |                      1 |                     1 |              0
        """,
    )
    expected: Expected = {
        "ANNUITY_TO_LARGEST_INSTALMENT": (0.5, None, None, None),
        "CREDIT_TO_PREVIOUS_CREDIT": (4, None, None, None),
        "BUREAU_DEBT_TO_INCOME": (0.5, None, None, None),
    }
    assert of(found, expected) == expected
    assert list(expected) == [feature.name for feature in AGAINST_HISTORY]


def test_columns_of_the_application_are_features_as_staged(session: Session) -> None:
    found = computed(
        session,
        """
        SK_ID_CURR | TARGET | CODE_GENDER | NAME_CONTRACT_TYPE | ORGANIZATION_TYPE | CNT_CHILDREN | DAYS_EMPLOYED
                 1 |      1 | F           | Cash loans         | School            |            2 | -100
                 2 |        | XNA         |                    | XNA               |              | 365243
        """,
    )
    expected: Expected = {
        "NAME_CONTRACT_TYPE": ("Cash loans", None),
        "ORGANIZATION_TYPE": ("School", None),
        "CNT_CHILDREN": (2, None),
        "DAYS_EMPLOYED": (-100, None),
    }
    assert of(found, expected) == expected
    assert {CLIENT, TARGET, "CODE_GENDER"}.isdisjoint(found)


def test_every_column_but_id_label_and_gender_is_a_feature() -> None:
    assert AUDIT_ONLY == ("CODE_GENDER",)
    assert [feature.name for feature in RAW] == [
        name for name in APPLICATION.names if name not in ("SK_ID_CURR", "TARGET", "CODE_GENDER")
    ]
    kinds = {feature.name: feature.kind for feature in RAW}
    assert {kinds["NAME_CONTRACT_TYPE"], kinds["AMT_CREDIT"], kinds["FLAG_PHONE"]} == {"category", "number"}
