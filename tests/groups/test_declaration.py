"""Who is in a client's groups: counted again with pandas, unknown like unknown."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring import store
from scoring.engine import DuckDB, Session
from scoring.groups import GRANTED, GROUPS, Group
from scoring.groups.declaration import AGE_BAND, CONTRACT, INCOME_BAND, INCOME_EDGES
from scoring.pipeline import Run

GROUP = {group.name: group for group in GROUPS}
YEAR = 365.25
CASH, REVOLVING = "Cash loans", "Revolving loans"


@pytest.fixture
def session() -> Iterator[Session]:
    with DuckDB(500, 2) as engine, engine.session() as session:
        yield session


def members(session: Session, group: Group, values: dict[str, float | str | None]) -> list[int]:
    where, bound = group.where(values)
    return [row[0] for row in session.rows(f"SELECT client FROM columns WHERE {where} ORDER BY client", bound)]


#                 client, DAYS_BIRTH,   income,     contract,  granted
NEIGHBOURS = [
    (1, -30.0 * YEAR, 100_000.0, CASH, True),
    (2, -39.9 * YEAR, 134_999.9, CASH, False),
    (3, -40.0 * YEAR, 100_000.0, CASH, True),  # ten years older: the next band
    (4, -29.9 * YEAR, 100_000.0, CASH, True),
    (5, -30.0 * YEAR, 135_000.0, CASH, True),  # on the edge: the next band
    (6, -30.0 * YEAR, 89_999.0, CASH, True),
    (7, -30.0 * YEAR, 100_000.0, REVOLVING, True),
    (8, -30.0 * YEAR, None, CASH, True),
    (9, -35.0 * YEAR, None, CASH, False),
    (10, None, None, None, False),  # of whom nothing is known
    (11, None, None, None, True),
    (12, None, 100_000.0, CASH, True),
]
SIMILAR = {1: [1, 2], 2: [1, 2], 3: [3], 4: [4], 5: [5], 6: [6], 7: [7], 8: [8, 9], 9: [8, 9], 10: [10, 11], 12: [12]}


@pytest.fixture
def neighbours(session: Session) -> Session:
    names = ["client", "DAYS_BIRTH", "AMT_INCOME_TOTAL", "NAME_CONTRACT_TYPE", GRANTED]
    columns = dict(zip(names, map(list, zip(*NEIGHBOURS, strict=True)), strict=True))
    session.hold("columns", pa.table(columns))
    return session


@pytest.mark.parametrize(("client", "expected"), SIMILAR.items())
def test_similar_is_the_same_age_income_and_contract(neighbours: Session, client: int, expected: list[int]) -> None:
    _, age, income, contract, _ = NEIGHBOURS[client - 1]
    values = {"DAYS_BIRTH": age, "AMT_INCOME_TOTAL": income, "NAME_CONTRACT_TYPE": contract}
    assert members(neighbours, GROUP["similar"], values) == expected


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("all", [row[0] for row in NEIGHBOURS]),
        ("granted", [row[0] for row in NEIGHBOURS if row[4]]),
        ("refused", [row[0] for row in NEIGHBOURS if not row[4]]),
    ],
)
def test_a_decision_is_asked_of_nobody_in_particular(neighbours: Session, group: str, expected: list[int]) -> None:
    assert GROUP[group].where({}) == (GROUP[group].where({})[0], [])
    assert members(neighbours, GROUP[group], {}) == expected


@pytest.mark.parametrize(
    ("income", "band"),
    [
        (0.0, 0),
        (89_999.99, 0),
        (90_000.0, 1),
        (134_999.0, 1),
        (180_000.0, 3),
        (314_999.0, 4),
        (315_000.0, 5),
        (117_000_000.0, 5),
        (None, None),
    ],
)
def test_income_bands(session: Session, income: float | None, band: int | None) -> None:
    expression = INCOME_BAND.expression.format("CAST(? AS DOUBLE)")
    assert session.rows(f"SELECT {expression}", [income] * expression.count("?")) == [(band,)]


@pytest.mark.parametrize(("years", "band"), [(20.0, 2), (29.99, 2), (30.0, 3), (30.01, 3), (69.99, 6), (None, None)])
def test_age_bands_are_of_ten_years(session: Session, years: float | None, band: int | None) -> None:
    days = None if years is None else -years * YEAR
    assert session.rows(f"SELECT {AGE_BAND.expression.format('CAST(? AS DOUBLE)')}", [days]) == [(band,)]


def test_all_is_the_default() -> None:
    assert GROUPS[0] == Group("all")
    assert GROUP["similar"].criteria == (AGE_BAND, INCOME_BAND, CONTRACT)


def test_groups_of_published_clients_are_those_pandas_counts(tiny_run: Run, session: Session) -> None:
    folder = store.current(tiny_run.layout.stores)
    published = pq.read_table(folder / store.COLUMNS)
    session.hold("columns", published.append_column("client", published["SK_ID_CURR"]))
    rows = published.to_pandas().set_index("SK_ID_CURR", drop=False)
    age = np.floor(rows["DAYS_BIRTH"] / (-10 * YEAR))
    income = pd.cut(rows["AMT_INCOME_TOTAL"], [-np.inf, *INCOME_EDGES, np.inf], right=False).cat.codes
    contract = rows["NAME_CONTRACT_TYPE"].fillna("")
    for client in rows.index[::5]:
        same = (age == age[client]) & (income == income[client]) & (contract == contract[client])
        expected = {"all": rows.index, "similar": rows.index[same]}
        expected |= {"granted": rows.index[rows[GRANTED]], "refused": rows.index[~rows[GRANTED]]}
        values = rows.loc[client].to_dict()
        assert {name: members(session, group, values) for name, group in GROUP.items()} == {
            name: list(ids) for name, ids in expected.items()
        }
