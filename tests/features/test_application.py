"""Features of the application itself, and of the application against the client's histories."""

from __future__ import annotations

import pytest

from scoring.engine import Session
from scoring.features import AUDIT_ONLY
from scoring.features.application import AGAINST_HISTORY, DERIVED, IMPLIED, RAW
from scoring.tables import APPLICATION, CLIENT, TARGET
from scoring.tables.application import BUILDING
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
        "EXT_SOURCE_PRODUCT": (0.25 * 0.5 * 0.75, None, None, None),
        "EXT_SOURCE_2_AND_3": (0.375, 0.125, None, None),
        "EXT_SOURCE_1_AND_3": (0.1875, None, None, None),
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
        "GOODS_MINUS_CREDIT": (-1000, None, None, -6000),
        "GOODS_MINUS_CREDIT_TO_INCOME": (-1000 / 1200, None, None, None),
        "INCOME_PER_PERSON": (300, None, None, None),
    },
)

SCORED_AMOUNTS: Case = (
    """
    SK_ID_CURR | AMT_CREDIT | AMT_ANNUITY | EXT_SOURCE_3
             1 |       6000 |         300 |          0.5
             2 |       6000 |         300 |
             3 |            |             |
             4 |       6000 |         300 |            0
    """,
    {"CREDIT_TO_ANNUITY_TO_EXT_3": (40, None, None, None)},
)

FAMILY: Case = (
    """
    SK_ID_CURR | CNT_CHILDREN | CNT_FAM_MEMBERS
             1 |            2 |               4
             2 |            0 |               1
             3 |              |
             4 |            0 |               0
    """,
    {"CHILDREN_SHARE": (0.5, 0, None, None)},
)

DAYS: Case = (  # 365243 days of employment stand for none
    """
    SK_ID_CURR | DAYS_BIRTH | DAYS_EMPLOYED | DAYS_REGISTRATION | DAYS_ID_PUBLISH | DAYS_LAST_PHONE_CHANGE | OWN_CAR_AGE
             1 |     -14610 |         -7305 |           -3652.5 |           -2922 |                  -1461 |          10
             2 |     -14610 |        365243 |                 0 |               0 |                      0 |
             3 |            |               |                   |                 |                        |
             4 |          0 |          -100 |              -100 |            -100 |                   -100 |           1
    """,
    {
        "EMPLOYED_TO_AGE": (0.5, None, None, None),
        "REGISTRATION_TO_AGE": (0.25, 0, None, None),
        "ID_PUBLISH_TO_AGE": (0.2, 0, None, None),
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

ENQUIRIES: Case = (  # those of the quarter and the year are features of their own, not added
    """
    SK_ID_CURR | AMT_REQ_CREDIT_BUREAU_HOUR | AMT_REQ_CREDIT_BUREAU_DAY | AMT_REQ_CREDIT_BUREAU_WEEK | AMT_REQ_CREDIT_BUREAU_MON | AMT_REQ_CREDIT_BUREAU_QRT
             1 |                          1 |                         2 |                          3 |                         4 |                        50
             2 |                            |                           |                            |                         1 |
             3 |                            |                           |                            |                           |
             4 |                          0 |                         0 |                          0 |                         0 |                         9
    """,  # noqa: E501
    {"ENQUIRIES_MONTH_COUNT": (10, 1, 0, 0)},
)

CIRCLE: Case = (
    """
    SK_ID_CURR | DEF_30_CNT_SOCIAL_CIRCLE | OBS_30_CNT_SOCIAL_CIRCLE
             1 |                        1 |                        4
             2 |                        0 |                        2
             3 |                          |
             4 |                        0 |                        0
    """,
    {"SOCIAL_DEFAULT_SHARE": (0.25, 0, None, None)},
)

ADDRESSES: Case = (
    """
    SK_ID_CURR | REG_REGION_NOT_LIVE_REGION | REG_REGION_NOT_WORK_REGION | LIVE_REGION_NOT_WORK_REGION | REG_CITY_NOT_LIVE_CITY | REG_CITY_NOT_WORK_CITY | LIVE_CITY_NOT_WORK_CITY
             1 |                          1 |                          1 |                           1 |                      1 |                      1 |                       1
             2 |                          0 |                          1 |                           0 |                      0 |                      1 |                       0
             3 |                            |                            |                             |                        |                        |
             4 |                          0 |                          0 |                           0 |                      0 |                      0 |                       0
    """,  # noqa: E501
    {"ADDRESS_DIFFERENCES": (6, 2, None, 0)},
)

CONTACTS: Case = (
    """
    SK_ID_CURR | FLAG_EMP_PHONE | FLAG_WORK_PHONE | FLAG_PHONE | FLAG_EMAIL | FLAG_MOBIL
             1 |              1 |               1 |          1 |          1 |          1
             2 |              0 |               1 |          0 |          0 |          1
             3 |                |                 |            |            |
             4 |              0 |               0 |          0 |          0 |          0
    """,
    {"CONTACTS_GIVEN": (4, 1, None, 0)},
)

HOUSING: Case = (
    """
    SK_ID_CURR | APARTMENTS_AVG | LANDAREA_AVG | APARTMENTS_MODE
             1 |            0.5 |            0 |             0.5
             2 |                |          0.1 |
             3 |                |              |
             4 |              0 |            0 |               0
    """,
    {"HOUSING_KNOWN": (2, 1, 0, 2)},
)

CASES: dict[str, Case] = {
    "scores": SCORES,
    "amounts and scores": SCORED_AMOUNTS,
    "amounts": AMOUNTS,
    "family": FAMILY,
    "days": DAYS,
    "documents": DOCUMENTS,
    "enquiries": ENQUIRIES,
    "social circle": CIRCLE,
    "addresses": ADDRESSES,
    "contacts": CONTACTS,
    "housing": HOUSING,
}


@pytest.mark.parametrize(("drawing", "expected"), CASES.values(), ids=CASES)
def test_features_of_the_application(session: Session, drawing: str, expected: Expected) -> None:
    assert of(computed(session, drawing), expected) == expected


def test_every_derived_feature_is_tested() -> None:
    tested = [name for _, expected in CASES.values() for name in expected]
    assert sorted(tested) == sorted(feature.name for feature in DERIVED)


def test_every_measure_of_the_building_is_known_or_not(session: Session) -> None:
    for measure in BUILDING:
        drawing = f"SK_ID_CURR | {measure}_AVG\n 1 | 0.5\n 2 |"
        assert computed(session, drawing)["HOUSING_KNOWN"] == (1, 0), measure


def test_the_implied_duration_and_its_rate(session: Session) -> None:
    # Band 20 is an amount of 10 to 10.5 payments; nothing is learnt of the others.
    found = computed(
        session,
        """
        SK_ID_CURR | AMT_CREDIT | AMT_ANNUITY
                 1 |       1100 |         110
                 2 |       1100 |         105
                 3 |       1100 |         104
                 4 |       1100 |         111
                 5 |       1100 |
                 6 |            |         110
                 7 |       1100 |           0
                 8 |          0 |         110
                 9 |       1100 |        1e-30
        """,
        durations={20: 11, 0: 5},
    )
    rates = [24 * (11 * payment - 1100) / (1100 * 12) for payment in (110, 105)]
    assert found["IMPLIED_DURATION"] == (11, 11, None, None, None, None, None, 5, None)
    assert found["IMPLIED_RATE"] == (*map(pytest.approx, rates), *(7 * [None]))
    assert [feature.name for feature in IMPLIED] == ["IMPLIED_DURATION", "IMPLIED_RATE"]


def test_the_application_against_the_histories(session: Session) -> None:
    found = computed(
        session,
        """
        SK_ID_CURR | AMT_CREDIT | AMT_ANNUITY | AMT_INCOME_TOTAL | DAYS_BIRTH
                 1 |       6000 |         300 |             1200 |     -10000
                 2 |       6000 |         300 |             1200 |     -10000
                 3 |            |             |                  |
                 4 |          0 |         300 |                0 |          0
        """,
        bureau="""
        SK_ID_CURR | SK_ID_BUREAU | CREDIT_ACTIVE | DAYS_CREDIT | AMT_CREDIT_SUM | AMT_CREDIT_SUM_DEBT | AMT_ANNUITY
                 1 |           51 | Active        |       -1000 |           2400 |                 300 |         120
                 1 |           52 | Closed        |       -2500 |           9000 |                 300 |         999
                 3 |           53 | Active        |       -1000 |           2400 |                 600 |         120
                 4 |           54 | Active        |       -1000 |           2400 |                 600 |         120
        """,
        previous_application="""
        SK_ID_CURR | SK_ID_PREV | NAME_CONTRACT_STATUS | DAYS_DECISION | AMT_CREDIT | AMT_ANNUITY
                 1 |         11 | Approved             |          -500 |       1500 |         100
                 1 |         12 | Refused              |          -100 |       3000 |         900
                 3 |         13 | Approved             |          -500 |       1500 |         100
                 4 |         14 | Approved             |          -500 |          0 |           0
        """,
        installments_payments="""
        SK_ID_CURR | SK_ID_PREV | NUM_INSTALMENT_VERSION | NUM_INSTALMENT_NUMBER | DAYS_INSTALMENT | AMT_INSTALMENT
                 1 |         11 |                      1 |                     1 |            -400 |            600
                 1 |         11 |                      1 |                     2 |            -300 |            150
                 3 |         13 |                      1 |                     1 |            -300 |            600
                 4 |         14 |                      1 |                     1 |            -300 |              0
        """,
    )
    expected: Expected = {
        "ANNUITY_TO_LARGEST_INSTALMENT": (0.5, None, None, None),
        "ANNUITY_TO_MEAN_INSTALMENT": (2, None, None, None),
        "ANNUITY_TO_PREVIOUS_ANNUITY": (3, None, None, None),
        "CREDIT_TO_PREVIOUS_CREDIT": (4, None, None, None),
        "CREDIT_TO_LAST_CREDIT": (2, None, None, None),
        "BUREAU_DEBT_TO_INCOME": (0.5, None, None, None),
        "BUREAU_ACTIVE_CREDIT_TO_INCOME": (2, None, None, None),
        "BUREAU_ANNUITY_TO_INCOME": (0.1, None, None, None),
        "BUREAU_DEBT_TO_ASKED": (0.05, None, None, None),
        "BUREAU_DAYS_TO_AGE": (0.25, None, None, None),
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
