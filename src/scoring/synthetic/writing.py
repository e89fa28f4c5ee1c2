"""Batches of rows to files: written aside in full, then renamed into place."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType

import duckdb
import numpy as np
import pyarrow as pa

from scoring.faults import Refused
from scoring.synthetic.draws import Coded, Column, Frame
from scoring.tables import APPLICATION, HISTORIES, TARGET

HEADERS: dict[str, tuple[str, ...]] = {
    "application_train": APPLICATION.names,
    "application_test": tuple(name for name in APPLICATION.names if name != TARGET),
    **{table.name: table.names for table in HISTORIES},
}
"""The columns of each file, by the file's name without suffix."""

# Delivered without a decimal point, which is not quite the same as declared whole.
WHOLE = frozenset(
    [
        "DAYS_BIRTH",
        "DAYS_EMPLOYED",
        "DAYS_ID_PUBLISH",
        "DAYS_CREDIT",
        "CREDIT_DAY_OVERDUE",
        "CNT_CREDIT_PROLONG",
        "DAYS_CREDIT_UPDATE",
        "DAYS_DECISION",
        "SELLERPLACE_AREA",
        "SK_DPD",
        "SK_DPD_DEF",
        "AMT_CREDIT_LIMIT_ACTUAL",
        "CNT_DRAWINGS_CURRENT",
    ]
) | {
    column.name for table in (APPLICATION, *HISTORIES) for column in table.columns if column.kind in ("id", "whole")
} - {"NUM_INSTALMENT_VERSION", "NFLAG_INSURED_ON_APPROVAL"}


def _array(name: str, column: Column) -> pa.Array:
    if isinstance(column, Coded):
        indices = pa.array(column.codes.astype(np.int16), mask=column.codes < 0)
        return pa.DictionaryArray.from_arrays(indices, list(column.values))
    if name in WHOLE:
        return pa.array(column.astype(np.int64))
    return pa.array(column.astype(np.float64), from_pandas=True)


def table_of(names: Iterable[str], frame: Frame) -> pa.Table:
    """Give the frame as an Arrow table of exactly these columns; KeyError where one is missing."""
    return pa.table({name: _array(name, frame[name]) for name in names})


class Folder:
    """The eight CSV files in a folder beside `out`, which take its name when all is written.

    A run that fails or is killed leaves `out` as it was. Raises Refused where `out` holds
    anything that an earlier run did not write.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.aside = out.with_name(f".{out.name}.part")

    def __enter__(self) -> Folder:
        _refuse_strangers(self.out)
        shutil.rmtree(self.aside, ignore_errors=True)
        self.aside.mkdir(parents=True)
        self._engine = duckdb.connect(config={"threads": 2, "memory_limit": "500MB"})
        for file, names in HEADERS.items():
            (self.aside / f"{file}.csv").write_text(",".join(names) + "\n", encoding="utf-8", newline="\n")
        return self

    def append(self, frames: Mapping[str, Frame]) -> None:
        """Write the rows of each file below those already there."""
        piece = self.aside / "piece"
        for file, frame in frames.items():
            rows = table_of(HEADERS[file], frame)
            self._engine.register("rows", rows)
            self._engine.execute(f"COPY (FROM rows) TO '{_quoted(piece)}' (FORMAT csv, HEADER false)")
            self._engine.unregister("rows")
            with (self.aside / f"{file}.csv").open("ab") as end, piece.open("rb") as start:
                shutil.copyfileobj(start, end, 1 << 20)
        piece.unlink(missing_ok=True)

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.close()
        if kind is not None:
            shutil.rmtree(self.aside, ignore_errors=True)
            return
        self.out.mkdir(parents=True, exist_ok=True)
        for file in sorted(self.aside.iterdir()):
            file.replace(self.out / file.name)
        self.aside.rmdir()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _refuse_strangers(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise Refused(f"{out} is a file; give a folder for the eight CSV files.")
    ours = {f"{file}.csv" for file in HEADERS}
    strangers = sorted(entry.name for entry in out.iterdir() if entry.name not in ours) if out.exists() else []
    if strangers:
        raise Refused(
            f"{out} already holds other files, such as {strangers[0]}; "
            "synthetic data goes into an empty or new folder: name another one."
        )
