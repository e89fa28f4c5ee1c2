"""What is promised of the eight files, whatever the number of clients."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from scoring.faults import Refused
from scoring.synthetic import write
from scoring.synthetic.destination import SIGN
from scoring.synthetic.generation import BATCH
from scoring.synthetic.writing import HEADERS
from scoring.tables import APPLICATION, HISTORIES, TABLE, Table
from scoring.tables.declaration import DAY_SENTINEL

from .conftest import CLIENTS

Tables = dict[str, pd.DataFrame]
every_table = pytest.mark.parametrize("table", HISTORIES, ids=lambda table: table.name)


def prints(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for name, seed in (("first", 7), ("again", 7), ("other", 8)):
        write(tmp_path / name, 300, seed)
    assert prints(tmp_path / "first") == prints(tmp_path / "again")
    assert set(prints(tmp_path / "first").values()).isdisjoint(prints(tmp_path / "other").values())


def test_files_have_exactly_the_declared_columns(invented: Path) -> None:
    assert {file.name for file in invented.iterdir()} == {f"{file}.csv" for file in HEADERS} | {SIGN}
    for file, names in HEADERS.items():
        with (invented / f"{file}.csv").open(encoding="utf-8") as lines:
            assert next(lines) == ",".join(names) + "\n"


def test_every_client_is_there_once_and_one_in_seven_is_unlabelled(tables: Tables, clients: pd.DataFrame) -> None:
    assert sorted(clients.SK_ID_CURR) == list(range(100_001, 100_001 + CLIENTS))
    assert len(tables["application_test"]) == round(CLIENTS * 48_744 / 356_255)


def test_the_default_rate_is_the_published_one(tables: Tables) -> None:
    target = tables["application_train"].TARGET
    assert set(target) == {0, 1}
    assert target.mean() == pytest.approx(0.0807, abs=0.012)  # three standard errors


@every_table
def test_keys_are_unique(tables: Tables, table: Table) -> None:
    if table.key:
        assert not tables[table.name].duplicated(list(table.key)).any()


@every_table
def test_histories_hang_on_their_parents(tables: Tables, clients: pd.DataFrame, table: Table) -> None:
    rows = tables[table.name]
    if "SK_ID_CURR" in rows:
        assert rows.SK_ID_CURR.isin(clients.SK_ID_CURR).all()
    if table.parent:
        column, parent = table.parent
        owners = tables[parent].set_index(column).SK_ID_CURR
        assert rows[column].isin(owners.index).all()
        if "SK_ID_CURR" in rows:
            assert (rows[column].map(owners) == rows.SK_ID_CURR).all()


@pytest.mark.parametrize("table", (APPLICATION, *HISTORIES), ids=lambda table: table.name)
def test_numbers_are_of_their_declared_kind(tables: Tables, table: Table) -> None:
    for file in table.files:
        for column in table.columns:
            if column.kind == "text" or column.name not in tables[file]:
                continue
            known = tables[file][column.name].dropna()
            assert pd.api.types.is_numeric_dtype(known), column.name
            if column.kind in ("id", "whole"):
                assert (known == known.round()).all(), column.name
            if column.allowed:
                assert known.isin(column.allowed).all(), column.name


@pytest.mark.parametrize(
    ("table", "low", "high"),
    [
        ("bureau", 0.84, 0.88),
        ("previous_application", 0.93, 0.97),
        ("POS_CASH_balance", 0.91, 0.97),
        ("installments_payments", 0.92, 0.97),
        ("credit_card_balance", 0.24, 0.34),
    ],
)
def test_as_many_clients_have_a_history_as_in_the_real_data(
    tables: Tables, clients: pd.DataFrame, table: str, low: float, high: float
) -> None:
    assert low < clients.SK_ID_CURR.isin(tables[table].SK_ID_CURR).mean() < high


def test_some_client_has_no_history_at_all(tables: Tables, clients: pd.DataFrame) -> None:
    known = set(tables["bureau"].SK_ID_CURR) | set(tables["previous_application"].SK_ID_CURR)
    assert set(clients.SK_ID_CURR) - known


def test_the_months_of_credits_are_known_of_few_labelled_and_of_all_unlabelled_clients(tables: Tables) -> None:
    owner = tables["bureau"].set_index("SK_ID_BUREAU").SK_ID_CURR
    followed = set(tables["bureau_balance"].SK_ID_BUREAU.map(owner))
    shares = [
        tables[part].SK_ID_CURR[tables[part].SK_ID_CURR.isin(owner)].isin(followed).mean()
        for part in ("application_train", "application_test")
    ]
    assert shares == [pytest.approx(0.35, abs=0.03), 1.0]


def test_sentinels_stand_where_the_source_has_them(tables: Tables, clients: pd.DataFrame) -> None:
    jobless = clients.DAYS_EMPLOYED == DAY_SENTINEL
    assert (jobless == clients.NAME_INCOME_TYPE.isin(["Pensioner", "Unemployed"])).all()
    assert (jobless == (clients.ORGANIZATION_TYPE == "XNA")).all()
    loans = tables["previous_application"]
    for column in ("DAYS_FIRST_DRAWING", "DAYS_LAST_DUE", "DAYS_TERMINATION"):
        assert (loans[column] == DAY_SENTINEL).any(), column
        assert loans[column].isna().eq(loans.NAME_CONTRACT_STATUS != "Approved").all(), column
    assert {"XAP", "XNA"} <= set(loans.CODE_REJECT_REASON) | set(loans.NAME_CASH_LOAN_PURPOSE)


def test_unlabelled_clients_come_later_and_differ(tables: Tables) -> None:
    train, test = tables["application_train"], tables["application_test"]
    revolving = [(rows.NAME_CONTRACT_TYPE == "Revolving loans").mean() for rows in (train, test)]
    assert revolving == [pytest.approx(0.095, abs=0.02), pytest.approx(0.01, abs=0.02)]
    assert test.FLAG_EMAIL.mean() > 2 * train.FLAG_EMAIL.mean()
    assert test.AMT_CREDIT.mean() < train.AMT_CREDIT.mean()


def test_more_clients_leave_the_full_batches_before_as_they_are(invented: Path, tmp_path: Path) -> None:
    write(tmp_path / "fewer", BATCH + 10, seed=5)
    for file in ("application_train", "bureau"):
        fewer = (tmp_path / "fewer" / f"{file}.csv").read_text("utf-8").splitlines()
        rows = sum(line.split(",")[0] < str(100_001 + BATCH) for line in fewer[1:])
        assert fewer[: rows + 1] == (invented / f"{file}.csv").read_text("utf-8").splitlines()[: rows + 1]


def test_progress_goes_from_0_to_1(tmp_path: Path) -> None:
    told: list[float] = []
    write(tmp_path / "out", 20, 0, lambda text, fraction: told.append(fraction))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("clients", "seed", "said"), [(9, 0, "at least 10"), (0, 0, "at least 10"), (20, -1, "negative")]
)
def test_what_cannot_be_invented_is_refused(tmp_path: Path, clients: int, seed: int, said: str) -> None:
    with pytest.raises(Refused, match=said):
        write(tmp_path / "out", clients, seed)
    assert list(tmp_path.iterdir()) == []


def test_the_fewest_clients_make_all_files(tmp_path: Path) -> None:
    write(tmp_path / "out", 10, 0)
    labelled = pd.read_csv(tmp_path / "out" / "application_train.csv")
    assert (len(labelled), tuple(labelled)) == (9, TABLE["application"].names)
