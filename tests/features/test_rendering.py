"""Declared features become one statement per block, and one for the rows of all applicants."""

from __future__ import annotations

from scoring.engine import Session
from scoring.features import Block, Feature
from scoring.features.declaration import count
from scoring.features.durations import RELATION
from scoring.features.rendering import application_sql, block_sql, histories_sql, row_sql
from tests.features.computing import learnt

LOANS = Block("loans", "loans", (count("LOANS", "CAST(COUNT(*) AS DOUBLE)"), Feature("DEBT", "SUM(debt)", "money")))
PAIR = "(SK_ID_CURR, kind, AMT_CREDIT, AMT_ANNUITY)"
OWN = (Feature("KIND", "kind", "category", "category"), Feature("DEBT_TWICE", "2e0 * DEBT", "money"))


def test_a_block_is_one_row_per_client_of_its_source(session: Session) -> None:
    session.materialise("loans", "FROM (VALUES (7, 10e0), (7, 5e0), (8, NULL), (NULL, 99e0)) AS t(SK_ID_CURR, debt)")
    assert sorted(session.rows(block_sql(LOANS))) == [(7, 2.0, 15.0), (8, 1.0, None)]


def test_every_applicant_has_a_row_with_declared_values_for_those_without_history(session: Session) -> None:
    session.materialise(
        "application", f"FROM (VALUES (7, 'a', 10e0, 1e0), (8, 'b', 10e0, 0e0), (9, NULL, NULL, 1e0)) AS t{PAIR}"
    )
    session.hold(RELATION, learnt({20: 12.0}))
    session.materialise(LOANS.relation, "FROM (VALUES (7, 2e0, 15e0), (8, 1e0, NULL)) AS t(SK_ID_CURR, LOANS, DEBT)")
    found = session.table(
        f"{row_sql((*OWN, *LOANS.features), [LOANS], f'({histories_sql([LOANS])})')} ORDER BY SK_ID_CURR"
    )
    assert found.to_pylist() == [
        {"SK_ID_CURR": 7, "KIND": "a", "DEBT_TWICE": 30.0, "LOANS": 2.0, "DEBT": 15.0},
        {"SK_ID_CURR": 8, "KIND": "b", "DEBT_TWICE": None, "LOANS": 1.0, "DEBT": None},
        {"SK_ID_CURR": 9, "KIND": None, "DEBT_TWICE": None, "LOANS": 0.0, "DEBT": None},
    ]


def test_only_the_features_asked_for_are_columns_in_the_order_asked(session: Session) -> None:
    session.materialise("application", f"FROM (VALUES (7, 'a', 10e0, 1e0)) AS t{PAIR}")
    session.hold(RELATION, learnt({20: 12.0}))
    session.materialise(LOANS.relation, "FROM (VALUES (7, 2e0, 15e0)) AS t(SK_ID_CURR, LOANS, DEBT)")
    found = session.table(row_sql((LOANS.features[1], OWN[0]), [LOANS], f"({histories_sql([LOANS])})"))
    assert found.column_names == ["SK_ID_CURR", "DEBT", "KIND"]


def test_the_histories_of_every_applicant_are_a_relation_of_their_own(session: Session) -> None:
    session.materialise("application", f"FROM (VALUES (7, 'a', 10e0, 1e0), (9, NULL, NULL, 1e0)) AS t{PAIR}")
    session.hold(RELATION, learnt({20: 12.0}))
    session.materialise(LOANS.relation, "FROM (VALUES (7, 2e0, 15e0), (8, 1e0, NULL)) AS t(SK_ID_CURR, LOANS, DEBT)")
    session.materialise("known_before", histories_sql([LOANS]))
    assert sorted(session.rows("FROM known_before")) == [(7, 2.0, 15.0), (9, 0.0, None)]
    own = Feature("MONTHS", "IMPLIED_DURATION", "duration_months")
    found = session.rows(f"{application_sql((own, OWN[1]), 'known_before')} ORDER BY SK_ID_CURR")
    assert found == [(7, 12.0, 30.0), (9, None, None)]
