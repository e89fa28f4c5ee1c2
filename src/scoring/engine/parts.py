"""One Parquet file from the folder of part files that a cluster writes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from scoring.aside import file_aside
from scoring.faults import Refused

READ, WRITTEN = 10_000, 50_000
"""Rows read at a time, and rows of a group of the file: what is held in memory."""


def join_parts(path: Path, write: Callable[[Path], int]) -> int:
    """Have a folder of parts written, and join them in the order of their names into one file.

    `write` is given the folder, which does not exist, and gives the number of rows it wrote, as this
    does. Raises Refused when the folder does not hold them all: the workers wrote into folders of their own.
    """
    with file_aside(path) as aside:
        folder = aside.with_name(f"{aside.name}.parts")
        shutil.rmtree(folder, ignore_errors=True)
        try:
            wanted = write(folder)
            parts = sorted(folder.glob("part-*.parquet"))
            found = sum(pq.read_metadata(part).num_rows for part in parts)
            if not parts or found != wanted:
                raise Refused(
                    f"{path}: {found:,} of {wanted:,} rows arrived in its folder, which the cluster's machines do not"
                    " share; name a folder that they do, or an address such as s3a://bucket/folder"
                )
            _join(parts, aside)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return wanted


def _join(parts: Sequence[Path], file: Path) -> None:
    # Spark marks columns that are never NULL and keeps its own notes: neither is of the data.
    schema = pa.schema([pa.field(field.name, field.type) for field in pq.read_schema(parts[0])])
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for table in _gathered(parts, schema):
            writer.write_table(table)


def _gathered(parts: Sequence[Path], schema: pa.Schema) -> Iterator[pa.Table]:
    """Give the parts' rows in tables of a row group's size."""
    held: list[pa.RecordBatch] = []
    for part in parts:
        with pq.ParquetFile(part) as file:
            for batch in file.iter_batches(READ):
                held.append(batch.cast(schema))
                if sum(batch.num_rows for batch in held) >= WRITTEN:
                    yield pa.Table.from_batches(held, schema)
                    held = []
    if held:
        yield pa.Table.from_batches(held, schema)
