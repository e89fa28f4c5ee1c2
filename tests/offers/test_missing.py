"""What is not known, and where a score could go if it were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.engine import DuckDB
from scoring.features.application import RAW
from scoring.offers import Supplied, Usual, worth
from scoring.offers.missing import ITEMS, absent
from tests.offers.scorers import by

KNOWN: dict[str, float | str | None] = {feature.name: 1.0 if feature.kind == "number" else "Y" for feature in RAW}
GRANTED = 40
"""Granted clients of the relation: the nth has n in every number."""


def published() -> pa.Table:
    """Forty granted clients, and one who was refused with values of their own."""
    columns: dict[str, list[float | str | None]] = {}
    for feature in RAW:
        usual = (
            [float(n) for n in range(1, GRANTED + 1)]
            if feature.kind == "number"
            else ["A"] * 20 + ["B"] * 15 + ["C"] * 5
        )
        columns[feature.name] = [*usual, 1e6 if feature.kind == "number" else "Z"]
    for flag in ("FLAG_DOCUMENT_3", "FLAG_DOCUMENT_6"):
        columns[flag] = [0.0 if place % (2 if flag.endswith("3") else 13) else 1.0 for place in range(GRANTED + 1)]
    columns["EXT_SOURCE_2"] = [0.5] * 9 + [None] * (GRANTED - 9) + [0.5]
    columns["AMT_ANNUITY"] = [0.1 * n for n in range(1, GRANTED + 1)] + [1e6]
    return pa.table(columns | {"GRANTED": [True] * GRANTED + [False]})


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Usual]:
    folder = tmp_path_factory.mktemp("published")
    pq.write_table(published(), folder / "columns.parquet")
    with DuckDB(200, 1, [folder]) as engine:
        engine.view("columns", folder / "columns.parquet")
        yield Usual(engine, "columns", "GRANTED", minimum=10)


def without(*names: str, **known: float | str | None) -> dict[str, float | str | None]:
    return KNOWN | dict.fromkeys(names) | known


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (KNOWN, {}),
        (without("EXT_SOURCE_1"), {"EXT_SOURCE_1": ("EXT_SOURCE_1",)}),
        (without(FLAG_DOCUMENT_3=0.0), {"FLAG_DOCUMENT_3": ("FLAG_DOCUMENT_3",)}),
        (without(FLAG_PHONE=0.0), {}),
        (without("OWN_CAR_AGE"), {"OWN_CAR_AGE": ("OWN_CAR_AGE",)}),
        (without("OWN_CAR_AGE", FLAG_OWN_CAR="N"), {}),
        (without("DAYS_EMPLOYED", "ORGANIZATION_TYPE"), {"employment": ("DAYS_EMPLOYED", "ORGANIZATION_TYPE")}),
        (without("DAYS_EMPLOYED", "OCCUPATION_TYPE", NAME_INCOME_TYPE="Pensioner"), {}),
        (without("LANDAREA_AVG", "WALLSMATERIAL_MODE"), {"building": ("LANDAREA_AVG", "WALLSMATERIAL_MODE")}),
        (without("HOUR_APPR_PROCESS_START"), {}),
    ],
    ids=[
        "all known", "a score", "a document", "a phone", "a car", "no car", "employment", "a pensioner", "building",
        "the hour",
    ],
)  # fmt: skip
def test_what_an_applicant_could_supply(
    row: Mapping[str, float | str | None], expected: dict[str, tuple[str, ...]]
) -> None:
    assert absent(row) == expected


def test_every_column_that_may_be_supplied_is_of_one_item() -> None:
    columns = [column for item in ITEMS for column in item.columns]
    assert len(set(columns)) == len(columns)
    left = {feature.name for feature in RAW} - set(columns)
    assert left == {"WEEKDAY_APPR_PROCESS_START", "HOUR_APPR_PROCESS_START"}


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("AMT_CREDIT", (4.0, 20.0, 36.0)),
        ("OCCUPATION_TYPE", ("A", "B")),  # C has too few
        ("FLAG_DOCUMENT_3", (0.0, 1.0)),
        ("FLAG_DOCUMENT_6", (0.0,)),
        ("EXT_SOURCE_2", ()),
    ],
)
def test_what_granted_clients_usually_have(usual: Usual, column: str, expected: tuple[float | str, ...]) -> None:
    assert usual.of(column) == expected


def test_the_range_is_what_the_usual_values_lead_to(usual: Usual) -> None:
    row = without("CNT_FAM_MEMBERS", "OCCUPATION_TYPE", "EXT_SOURCE_2", FLAG_DOCUMENT_6=0.0, FLAG_DOCUMENT_3=0.0)
    moves = {"A": 0.01, "B": -0.02}
    score = by(
        lambda fields: (
            0.45
            + 0.01 * float(fields.get("CNT_FAM_MEMBERS", 0.0))
            + moves.get(str(fields.get("OCCUPATION_TYPE")), 0.0)
            - 0.3 * float(fields.get("FLAG_DOCUMENT_3", 0.0))
        )
    )
    found = worth(row, usual, score)
    assert found == (
        # item | fields | low | high | width with the probability as it is | changes the decision
        Supplied("CNT_FAM_MEMBERS", ("CNT_FAM_MEMBERS",), *approximately(0.49, 0.81, 0.36), True),
        Supplied("FLAG_DOCUMENT_3", ("FLAG_DOCUMENT_3",), *approximately(0.15, 0.15, 0.3), False),
        Supplied("OCCUPATION_TYPE", ("OCCUPATION_TYPE",), *approximately(0.43, 0.46, 0.03), False),
    )


def approximately(*numbers: float) -> list[float]:
    return [pytest.approx(number) for number in numbers]


def test_an_annuity_is_supplied_for_the_amount_that_is_asked(usual: Usual) -> None:
    seen: list[float] = []

    def rule(fields: Mapping[str, float | str]) -> float:
        seen.append(float(fields.get("AMT_ANNUITY", 0.0)))
        return seen[-1] / 1e9

    worth(without("AMT_ANNUITY", AMT_CREDIT=5000.0), usual, by(rule))
    worth(without("AMT_ANNUITY", "AMT_CREDIT"), usual, by(rule))
    assert seen[:2] == pytest.approx([0.0, 500.0])  # a tenth of the amount, as every granted client's
    assert seen[2:] == pytest.approx([0.0, 0.0, 0.0, 0.0, 0.4, 2.0, 3.6])


def test_a_building_is_supplied_at_once_and_never_beyond_what_may_be_entered(usual: Usual) -> None:
    seen: list[dict[str, float | str]] = []

    def rule(fields: Mapping[str, float | str]) -> float:
        seen.append(dict(fields))
        return 0.1

    assert worth(without("LANDAREA_AVG", "WALLSMATERIAL_MODE"), usual, by(rule)) == ()  # nothing moves
    assert seen == [
        {},
        {"LANDAREA_AVG": 1.0, "WALLSMATERIAL_MODE": "A"},
        {"LANDAREA_AVG": 1.0, "WALLSMATERIAL_MODE": "B"},
        {"LANDAREA_AVG": 1.0, "WALLSMATERIAL_MODE": "B"},
    ]
