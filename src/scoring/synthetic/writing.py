"""Batches of rows to files: CSV in a folder, the same zipped, or Parquet; all aside, then renamed."""

from __future__ import annotations

import errno
import os
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from scoring.aside import file_aside, folder_aside, scratch
from scoring.synthetic.destination import SIGN, Format, sign
from scoring.synthetic.draws import Coded, Column, Frame
from scoring.tables import APPLICATION, HISTORIES, TARGET

HEADERS: dict[str, tuple[str, ...]] = {
    "application_train": APPLICATION.names,
    "application_test": tuple(name for name in APPLICATION.names if name != TARGET),
    **{table.name: table.names for table in HISTORIES},
}
"""The columns of each file, by the file's name without suffix."""

WHOLE = {
    column.name for table in (APPLICATION, *HISTORIES) for column in table.columns if column.kind in ("id", "whole")
} - {"NUM_INSTALMENT_VERSION", "NFLAG_INSURED_ON_APPROVAL"} | {
    "DAYS_BIRTH", "DAYS_EMPLOYED", "DAYS_ID_PUBLISH", "DAYS_CREDIT", "CREDIT_DAY_OVERDUE", "CNT_CREDIT_PROLONG",
    "DAYS_CREDIT_UPDATE", "DAYS_DECISION", "SELLERPLACE_AREA", "SK_DPD", "SK_DPD_DEF", "AMT_CREDIT_LIMIT_ACTUAL",
    "CNT_DRAWINGS_CURRENT",
}  # fmt: skip
"""Delivered without a decimal point, which is not quite the same as declared whole."""

MEMORY = "400MB"
"""What the engine may use to write one batch's CSV."""

DEFLATE = 3
"""Compression of the archive: the real one is not much smaller at a far higher level."""


class Writer(Protocol):
    """Takes the rows of every file, batch after batch."""

    def append(self, files: Mapping[str, Frame]) -> None:
        """Write the rows of each file below those already there."""


@contextmanager
def writer(out: Path, form: Format, origin: Mapping[str, object]) -> Iterator[Writer]:
    """Give a writer of the eight files; what it wrote becomes `out` when all went well.

    `origin` is written beside them, as JSON. Raises OSError that names `out` where the system does
    not let it write: the disk is full, the folder is read-only.
    """
    try:
        if form == "zip":
            with scratch(out) as folder, file_aside(out) as archive:
                with _csv(folder) as lines:
                    yield lines
                sign(folder, origin)
                _zip(folder, archive)
            return
        with folder_aside(out) as folder:
            with _csv(folder) if form == "csv" else _parquet(folder) as lines:
                yield lines
            sign(folder, origin)
    except (OSError, duckdb.IOException) as error:
        number = _number(error)
        raise OSError(number, f"cannot be written: {os.strerror(number)}", str(out)) from error


def _number(error: Exception) -> int:
    """Give the system's number of an error; the engine tells it only within its message."""
    told = re.search(r'"errno":"(\d+)"', str(error))
    return getattr(error, "errno", None) or (int(told.group(1)) if told else errno.EIO)


def table_of(names: tuple[str, ...], frame: Frame) -> pa.Table:
    """Give the frame as an Arrow table of exactly these columns; KeyError where one is missing."""
    return pa.table({name: _array(name, frame[name]) for name in names})


def _array(name: str, column: Column) -> pa.Array:
    if isinstance(column, Coded):
        indices = pa.array(column.codes.astype(np.int16), mask=column.codes < 0)
        return pa.DictionaryArray.from_arrays(indices, list(column.values))
    if name in WHOLE:
        return pa.array(column.astype(np.int64))
    return pa.array(column.astype(np.float64), from_pandas=True)


class _Csv:
    def __init__(self, folder: Path, engine: duckdb.DuckDBPyConnection) -> None:
        self.folder, self.engine = folder, engine
        for file, names in HEADERS.items():
            (folder / f"{file}.csv").write_text(",".join(names) + "\n", encoding="utf-8", newline="\n")

    def append(self, files: Mapping[str, Frame]) -> None:
        piece = self.folder / "piece"
        target = str(piece).replace("'", "''")
        for file, frame in files.items():
            # The engine's CSV keeps the source's decimal points and bare quotes.
            self.engine.register("lines", table_of(HEADERS[file], frame))
            self.engine.execute(f"COPY (FROM lines) TO '{target}' (FORMAT csv, HEADER false)")
            self.engine.unregister("lines")
            with (self.folder / f"{file}.csv").open("ab") as end, piece.open("rb") as start:
                shutil.copyfileobj(start, end, 1 << 20)
        piece.unlink()


class _Parquet:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, pq.ParquetWriter] = {}

    def append(self, files: Mapping[str, Frame]) -> None:
        for file, frame in files.items():
            rows = table_of(HEADERS[file], frame)
            # Texts are written as such, not as codes of this batch; Parquet finds its own.
            plain = pa.schema(
                (field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type) for field in rows.schema
            )
            if file not in self.files:
                self.files[file] = pq.ParquetWriter(self.folder / f"{file}.parquet", plain, compression="zstd")
            self.files[file].write_table(rows.cast(plain))

    def close(self) -> None:
        for file in self.files.values():
            file.close()


@contextmanager
def _csv(folder: Path) -> Iterator[Writer]:
    with duckdb.connect(config={"threads": 2, "memory_limit": MEMORY}) as engine:
        yield _Csv(folder, engine)


@contextmanager
def _parquet(folder: Path) -> Iterator[Writer]:
    files = _Parquet(folder)
    try:
        yield files
    finally:
        files.close()


def _zip(folder: Path, archive: Path) -> None:
    """Pack the files in the order of their declaration, under one fixed date: the same bytes again."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=DEFLATE) as packed:
        for name in (*(f"{file}.csv" for file in HEADERS), SIGN):
            entry = zipfile.ZipInfo(name, (2018, 5, 17, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            path = folder / name
            with path.open("rb") as start, packed.open(entry, "w", force_zip64=True) as end:
                shutil.copyfileobj(start, end, 1 << 20)
            path.unlink()
