"""More instalments than memory holds: the engine's limit is kept by spilling to disk.

BENCH_INSTALMENTS sets their number (1,000,000 by default; 136000000 is ten times the real one),
BENCH_CLIENTS that of the clients (30,000 by default) whose loans they are.
"""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from scoring import synthetic
from tests.benchmarks.instalments import FILE, multiply
from tests.benchmarks.scaling import SMALL, measured, written

CLIENTS = int(os.environ.get("BENCH_CLIENTS", "30000"))
ROWS = int(os.environ.get("BENCH_INSTALMENTS", "1000000"))
FOUR_GIB = 4 * 1024**3 / 1e6


@pytest.mark.parametrize("rows", [1, 3, 4, 5, 8])
def test_lines_are_copied_until_there_are_enough(tmp_path: Path, rows: int) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / FILE).write_text("SK_ID_PREV,SK_ID_CURR\n1001,7\n1002,7\n1003,8\n")
    (raw / "bureau.csv").write_text("SK_ID_CURR\n7\n")
    copied = [f"{before}{line}" for before in ("", "1", "2") for line in ("1001,7", "1002,7", "1003,8")]
    many = multiply(raw, tmp_path / "many", rows)
    assert (many / FILE).read_text().splitlines() == ["SK_ID_PREV,SK_ID_CURR", *copied[:rows]]
    assert (many / "bureau.csv").read_text() == "SK_ID_CURR\n7\n"


@pytest.mark.slow
def test_many_instalments_are_prepared_in_four_gibibytes(tmp_path: Path) -> None:
    synthetic.write(tmp_path / "raw", CLIENTS, seed=1)
    line = measured(CLIENTS, multiply(tmp_path / "raw", tmp_path / "many", ROWS), tmp_path / "data", SMALL)
    print(f"\n{ROWS:,} instalments\n\n{written([line])}")
    work = tmp_path / "data" / "work"
    assert pq.read_metadata(work / "staged" / "installments_payments.parquet").num_rows == ROWS
    assert pq.read_metadata(work / "features.parquet").num_rows == CLIENTS
    assert max(line.stage.memory, line.features.memory) < FOUR_GIB
