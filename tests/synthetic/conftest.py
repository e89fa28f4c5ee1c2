"""Invented clients that many tests look at: more than one batch of them, as frames and as files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from scoring.synthetic import write
from scoring.synthetic.generation import BATCH

CLIENTS = BATCH + 1_000
HISTORIES = (
    "bureau",
    "bureau_balance",
    "previous_application",
    "POS_CASH_balance",
    "installments_payments",
    "credit_card_balance",
)


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synthetic") / "raw"
    write(folder, CLIENTS, seed=5)
    return folder


@pytest.fixture(scope="session")
def tables(invented: Path) -> dict[str, pd.DataFrame]:
    files = ("application_train", "application_test", *HISTORIES)
    return {file: pd.read_csv(invented / f"{file}.csv") for file in files}


@pytest.fixture(scope="session")
def clients(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([tables["application_train"], tables["application_test"]], ignore_index=True)
