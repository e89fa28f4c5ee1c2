"""What a notebook asks of the data: little tables worked out by hand, and the invented clients by pandas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.features import FEATURES, Feature
from scoring.pipeline import Run
from scoring.pipeline.exploration import Exploration, exploration, passes
from scoring.settings import Settings
from scoring.staging import staged_columns
from scoring.tables import CLIENT, TABLES, TARGET
from tests.pipeline.conftest import Workshop
from tests.staging.raw_files import drawn

Open = Callable[..., Exploration]

DECLARED = (
    Feature("AGE", "AGE", "years"),
    Feature("LOANS", "LOANS", "count"),
    Feature("NEVER", "NEVER", "money"),
    Feature("KIND", "KIND", "category", "category"),
)
CLIENTS = """
    SK_ID_CURR | TARGET | AGE | LOANS | NEVER | KIND
             1 |      1 |  20 |     0 |       | cash
             2 |      1 |  20 |     0 |       | cash
             3 |      0 |  20 |     1 |       | cash
             4 |      0 |  30 |     1 |       | cash
             5 |      0 |  30 |     2 |       | card
             6 |      0 |  30 |     2 |       | card
             7 |      0 |  40 |       |       | card
             8 |      1 |  40 |       |       | boat
             9 |      0 |     |     2 |       | card
            10 |        |  20 |     9 |       | cash
            11 |        |  40 |     9 |       |
            12 |        |     |       |       |
"""
"""Client 12 has no history and nothing known of him; NEVER is known of nobody."""


@pytest.fixture
def explore(tmp_path: Path) -> Open:
    """Opens the exploration of drawn clients and histories; what is not drawn is empty."""

    def opened(clients: str = CLIENTS, minimum_group: int = 2, **histories: str) -> Exploration:
        for table in TABLES:
            rows = drawn(clients if table.name == "application" else histories.pop(table.name, CLIENT))
            write(tmp_path / "staged" / f"{table.name}.parquet", rows, staged_columns(table))
        assert not histories
        types = {feature.name: "DOUBLE" if feature.kind == "number" else "VARCHAR" for feature in DECLARED}
        write(tmp_path / "features.parquet", drawn(clients), {CLIENT: "BIGINT", **types})
        settings = Settings(memory=200, threads=1, minimum_group=minimum_group)
        return Exploration(settings, tmp_path / "staged", tmp_path / "features.parquet", DECLARED)

    return opened


def write(path: Path, rows: list[dict[str, str]], types: dict[str, str]) -> None:
    """Write drawn rows as a Parquet file of these columns; what is not drawn is missing."""
    path.parent.mkdir(exist_ok=True)
    read: dict[str, tuple[pa.DataType, Callable[[str], Any]]] = {
        "BIGINT": (pa.int64(), int),
        "DOUBLE": (pa.float64(), float),
        "VARCHAR": (pa.string(), str),
    }
    columns = {}
    for name, kind in types.items():
        arrow, parse = read[kind]
        cells = [row.get(name) or None for row in rows]
        columns[name] = pa.array([None if cell is None else parse(cell) for cell in cells], arrow)
    pq.write_table(pa.table(columns), path)


def lines(table: pd.DataFrame) -> dict[Any, tuple[Any, ...]]:
    """Give a table's lines by its index, missing values as None."""
    cells = table.astype(object).where(table.notna(), None)
    return {index: tuple(row) for index, row in zip(cells.index, cells.to_numpy().tolist(), strict=True)}


def test_outcomes_are_counted(explore: Open) -> None:
    assert lines(explore().outcomes()) == {"labelled": (9, 3, 3 / 9), "unlabelled": (3, None, None)}


# Default rates -----------------------------------------------------------------------------------


def test_default_rates_by_tenth_have_their_clients(explore: Open) -> None:
    table = explore().rates("AGE")
    assert table.index.name == "AGE"
    assert table["clients"].to_dict() == {"20": 3, "21 to 30": 3, "31 or more or not known": 3}
    assert table["default rate"].tolist() == pytest.approx([2 / 3, 0, 1 / 3])
    assert (table["low"] <= table["default rate"]).all()
    assert (table["default rate"] <= table["high"]).all()


def test_default_rates_by_category_put_the_rare_together(explore: Open) -> None:
    table = explore(minimum_group=1).rates("KIND")
    assert table["clients"].to_dict() == {"card": 4, "cash": 4, "boat or not known": 1}
    assert table["default rate"].tolist() == pytest.approx([0, 0.5, 1])
    assert explore(minimum_group=2).rates("KIND")["clients"].to_dict() == {"card or not known": 4, "2 others": 5}
    assert explore(minimum_group=5).rates("KIND")["clients"].to_dict() == {"any value or not known": 9}


def test_only_the_most_frequent_categories_are_apart(explore: Open) -> None:
    assert explore(minimum_group=1).rates("KIND", shown=2)["clients"].to_dict() == {"card": 4, "2 others": 5}


def test_what_is_known_of_nobody_is_one_part(explore: Open) -> None:
    assert explore().rates("NEVER")["clients"].to_dict() == {"not known": 9}


def test_too_few_clients_are_withheld(explore: Open) -> None:
    look = explore(minimum_group=10)
    assert all(look.rates(feature.name).empty for feature in DECLARED)
    assert look.shift().empty
    assert look.missing_blocks().empty


def test_a_feature_there_is_not_has_no_rates(explore: Open) -> None:
    with pytest.raises(KeyError):
        explore().rates("SHOE_SIZE")


# Information, correlation, shift -----------------------------------------------------------------


def test_information_values_by_hand(explore: Open) -> None:
    table = explore().information_values()
    # Repaid 1, 3, 2 and defaulted 2, 0, 1, each with half a client more: the third part adds nothing.
    good, bad = np.array([1.5, 3.5, 2.5]) / 7.5, np.array([2.5, 0.5, 1.5]) / 4.5
    assert table.loc["AGE", "information value"] == pytest.approx(((good - bad) * np.log(good / bad)).sum())
    assert table.loc["AGE", "by chance"] == pytest.approx(2 * (1 / 6 + 1 / 3))
    assert table.loc["AGE", "known"] == 10 / 12
    known = np.array([[20, 1], [20, 1], [20, 0], [30, 0], [30, 0], [30, 0], [40, 0], [40, 1]])
    assert table.loc["AGE", "correlation"] == pytest.approx(np.corrcoef(known.T)[0, 1])
    assert table["information value"].is_monotonic_decreasing
    assert table.loc["NEVER", ["known", "parts", "information value"]].tolist() == [0, 1, 0]
    assert table.loc[["NEVER", "KIND"], "correlation"].isna().all()


def test_correlations_are_over_clients_for_whom_both_are_known(explore: Open) -> None:
    table = explore().correlations()
    both = np.array([[20, 0], [20, 0], [20, 1], [30, 1], [30, 2], [30, 2], [20, 9], [40, 9]])
    assert table.loc["AGE", "LOANS"] == table.loc["LOANS", "AGE"] == pytest.approx(np.corrcoef(both.T)[0, 1])
    assert np.diag(table).tolist() == [1, 1, 1]
    assert np.isnan(table.loc["AGE", "NEVER"])


def test_shift_names_the_part_that_changed_most(explore: Open) -> None:
    table = explore(minimum_group=1).shift()
    assert table["stability index"].is_monotonic_decreasing
    assert table.loc["LOANS", ["part", "share of labelled", "share of unlabelled"]].tolist() == [
        "2 or more",
        3 / 9,
        2 / 3,
    ]
    assert "NEVER" not in table.index


def test_shift_does_not_tell_of_few_unlabelled_clients(explore: Open) -> None:
    table = explore(minimum_group=3).shift()
    assert table.loc["AGE", "share of labelled"] > 0
    assert np.isnan(table.loc["AGE", "share of unlabelled"])


def test_without_unlabelled_clients_there_is_no_shift(explore: Open) -> None:
    labelled = "\n".join(line for line in CLIENTS.splitlines() if not line.strip().startswith(("10", "11", "12")))
    look = explore(labelled)
    assert look.shift().empty
    assert look.outcomes()["clients"].tolist() == [9, 0]
    assert len(look.rates("AGE")) == 3


def test_one_outcome_alone_has_rates_and_no_information(explore: Open) -> None:
    look = explore("SK_ID_CURR | TARGET | AGE\n 1 | 0 | 20\n 2 | 0 | 30\n 3 | 0 | 40")
    assert set(look.information_values()["information value"]) == {0.0}
    assert set(look.rates("AGE")["default rate"]) == {0.0}


# What is not known, far out, linked --------------------------------------------------------------


def test_unknown_is_a_share_of_all_clients(explore: Open) -> None:
    assert explore().unknown()["not known"].to_dict() == {"AGE": 2 / 12, "LOANS": 3 / 12, "NEVER": 1, "KIND": 2 / 12}


def test_a_block_is_not_known_for_exactly_the_same_clients(explore: Open) -> None:
    drawing = """
    SK_ID_CURR | TARGET | AGE | LOANS | NEVER | KIND
             1 |      1 |     |       |       | cash
             2 |      0 |     |       |       |
             3 |      0 |  20 |     1 |       |
             4 |        |  20 |     1 |       | cash
    """
    table = explore(drawing).missing_blocks()
    assert lines(table) == {"application": (2, 0.5, "AGE, LOANS")}
    assert explore(drawing, minimum_group=3).missing_blocks().empty


def far(*values: float) -> str:
    rows = [f"{client} | {client % 2} | {value}" for client, value in enumerate([*range(400), *values], start=1)]
    return "\n".join(["SK_ID_CURR | TARGET | AGE", *rows])


def test_values_far_out_are_counted_where_they_are_enough(explore: Open) -> None:
    # One per cent lies below 4 and above 398: far out is more than ten times 394 beyond.
    table = explore(far(10_000, 10_000, 10_000)).outliers()
    assert lines(table) == {"AGE": ("application", 4, 201, 398, "3")}
    assert explore(far(10_000)).outliers().loc["AGE", "clients far out"] == "fewer than 2"
    assert explore(far(-10_000, 10_000)).outliers().loc["AGE", "clients far out"] == "2"
    assert explore(far(4_000)).outliers().empty
    assert explore(far()).outliers().empty


def test_a_rare_value_beside_one_that_all_share_is_not_far_out(explore: Open) -> None:
    rows = [f"{client} | {client % 2} | {1 + (client == 1) * 1e9}" for client in range(1, 300)]
    assert explore("\n".join(["SK_ID_CURR | TARGET | AGE", *rows])).outliers().empty


def test_values_whose_squares_are_none_are_left_out_of_moments(explore: Open) -> None:
    look = explore(far(1e300, 1e300))
    assert look.outliers().loc["AGE", "clients far out"] == "2"
    assert np.isfinite(look.information_values().loc["AGE", "correlation"])
    everywhere = explore(far(*[1.7e308, -1.7e308] * 20))
    assert everywhere.outliers().empty
    assert everywhere.rates("AGE")["clients"].sum() == 440


BUREAU = """
    SK_ID_CURR | SK_ID_BUREAU
             1 | 5000001
             1 | 5000002
             2 | 5000003
            10 | 5000004
            10 | 5000005
            10 | 5000006
"""


def test_links_say_who_has_rows_and_how_many(explore: Open) -> None:
    table = explore(bureau=BUREAU, bureau_balance="SK_ID_CURR | SK_ID_BUREAU\n | 7\n | 7").links()
    assert table.index.tolist() == [declared.name for declared in TABLES[1:]]
    assert lines(table)["bureau"] == ("SK_ID_CURR", 6, 2 / 9, 1 / 3, 2, 2, 2, 1, 1 / 7)
    assert lines(table)["bureau_balance"] == ("SK_ID_BUREAU", 0, 0, 0, None, None, None, None, 3 / 9)


def test_links_of_few_clients_tell_neither_rows_nor_rates(explore: Open) -> None:
    assert lines(explore(bureau=BUREAU, minimum_group=4).links())["bureau"] == (
        *("SK_ID_CURR", 6, 2 / 9, None, None, None, None),
        *(None, None),
    )


# The invented clients ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def look(tiny_run: Run) -> Iterator[Exploration]:
    with tiny_run.explore() as opened:
        yield opened


@pytest.fixture(scope="module")
def rows(tiny_run: Run) -> pd.DataFrame:
    """Every client's features and outcome."""
    outcomes = pq.read_table(tiny_run.layout.staged / "application.parquet", columns=[CLIENT, TARGET])
    return pq.read_table(tiny_run.layout.features).to_pandas().merge(outcomes.to_pandas(), on=CLIENT)


def test_every_feature_is_profiled_and_every_client_counted(look: Exploration, rows: pd.DataFrame) -> None:
    labelled = int(rows[TARGET].notna().sum())
    assert look.information_values(1000).index.nunique() == len(FEATURES)
    for feature in FEATURES:
        table = look.rates(feature.name, shown=1000)
        assert table["clients"].sum() == labelled
        assert table["clients"].min() >= Settings().minimum_group
        assert (table["clients"] * table["default rate"]).sum() == pytest.approx(rows[TARGET].sum())


def test_shares_and_correlations_are_those_of_pandas(look: Exploration, rows: pd.DataFrame) -> None:
    names = [feature.name for feature in FEATURES]
    pd.testing.assert_series_equal(
        look.unknown()["not known"], rows[names].isna().mean().rename("not known").rename_axis("feature")
    )
    found = look.information_values(1000)["correlation"]
    for feature in FEATURES:
        if feature.kind == "number" and rows.loc[rows[TARGET].notna(), feature.name].nunique() > 1:
            theirs = rows[[feature.name, TARGET]].corr().iloc[0, 1]
            assert found[feature.name] == pytest.approx(theirs, abs=1e-9, nan_ok=True), feature.name


def test_parts_are_cut_where_the_values_are(look: Exploration, rows: pd.DataFrame) -> None:
    age = rows.loc[rows[TARGET].notna(), "DAYS_BIRTH"]
    table = look.rates("DAYS_BIRTH")
    first = float(table.index[0].removeprefix("up to ").replace(",", ""))
    assert table["clients"].iloc[0] == (age <= first).sum() or abs(first - age.quantile(0.3)) < 500
    assert table["clients"].max() < 2 * Settings().minimum_group


def test_passes_in_several_statements_find_the_same(
    look: Exploration, tiny_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "BATCH", 60)
    with tiny_run.explore() as again:
        pd.testing.assert_frame_equal(again.information_values(1000), look.information_values(1000))


def test_edges_of_some_clients_count_all(tiny_run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "DRAWN", 20)
    with tiny_run.explore() as drawn_few:
        assert drawn_few.rates("DAYS_BIRTH")["clients"].sum() == 129


# Opening and closing -----------------------------------------------------------------------------


def test_nothing_is_opened_before_it_is_asked_and_it_opens_again(
    tiny_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[int, int]] = []

    class Watched(exploration.DuckDB):
        def __init__(self, memory: int, threads: int, folders: list[Path]) -> None:
            opened.append((memory, threads))
            super().__init__(memory, threads, folders)

    monkeypatch.setattr(exploration, "DuckDB", Watched)
    run = replace(tiny_run, settings=replace(tiny_run.settings, memory=250, threads=1))
    with run.explore() as look:
        assert opened == []
        look.links()
        look.links()
        assert opened == [(250, 1)]
    look.links()
    assert opened == [(250, 1)] * 2
    look.close()
    look.close()


def test_exploring_computes_the_features_that_are_not_there(workshop: Workshop) -> None:
    (workshop.data / "work" / "features.parquet").unlink()
    run = workshop.run()
    with run.explore() as look:
        assert look.outcomes()["clients"].tolist() == [129, 21]
    assert "computing" in workshop.said[-1]
    assert "features" in run.seconds
