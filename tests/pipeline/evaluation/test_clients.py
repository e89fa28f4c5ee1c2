"""Who has a history, and sex, which is read beside the features and never among them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from scoring.pipeline import Run
from scoring.pipeline.evaluation.clients import KNOWN, UNKNOWN, labelled, with_history, with_sex
from scoring.pipeline.labelled import Labelled
from scoring.pipeline.policies import EVERYONE
from scoring.tables import HISTORIES


def test_one_row_in_any_table_is_a_history(tmp_path: Path) -> None:
    ids: dict[str, list[int | None]] = {table.name: [] for table in HISTORIES}
    ids |= {"bureau": [1, 1], "credit_card_balance": [3, None, 9]}
    for name, clients in ids.items():
        pq.write_table(pa.table({"SK_ID_CURR": pa.array(clients, pa.int64())}), tmp_path / f"{name}.parquet")
    assert with_history(tmp_path, np.array([1, 2, 3])).tolist() == [True, False, True]


def test_the_groups_part_the_labelled_clients(tiny_run: Run) -> None:
    clients = labelled(tiny_run.settings)
    assert list(clients.groups) == [EVERYONE, KNOWN, UNKNOWN]
    assert clients.groups[EVERYONE].all()
    assert np.array_equal(clients.groups[KNOWN], ~clients.groups[UNKNOWN])
    counts = [name for name in clients.table.column_names if name.endswith("_COUNT") and name.startswith("BUREAU")]
    without = clients.table.filter(pa.array(clients.groups[UNKNOWN]))
    assert without.num_rows > 0
    assert {value for name in counts for value in without.column(name).to_pylist()} == {0.0}


def test_sex_goes_with_its_client(tiny_run: Run) -> None:
    table = Labelled.of(tiny_run.settings).rows()
    backwards = table.take(pa.array(range(table.num_rows - 1, -1, -1)))
    found = with_sex(tiny_run.layout.staged, backwards).select(["SK_ID_CURR", "CODE_GENDER"])
    staged = pq.read_table(tiny_run.layout.staged / "application.parquet", columns=["SK_ID_CURR", "CODE_GENDER"])
    sexes = dict(zip(*(staged.column(name).to_pylist() for name in staged.column_names), strict=True))
    assert [sexes[client] for client in backwards.column("SK_ID_CURR").to_pylist()] == (
        found.column("CODE_GENDER").to_pylist()
    )
    assert "CODE_GENDER" not in table.column_names
