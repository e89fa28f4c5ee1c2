"""The forms in which all scores are sent: each writes lines as they come and never holds them all."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, fields
from itertools import islice
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from scoring.api.asking import written
from scoring.serving.questions import Exported

LINES = 10_000
"""Lines sent at a time."""

HEADER = tuple(field.name for field in fields(Exported))
SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        *((name, pa.float64()) for name in ("probability", "low", "high")),
        ("decision", pa.string()),
        ("review", pa.bool_()),
    ]
)


Item = TypeVar("Item")


def in_parts(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Give the items `size` at a time."""
    left = iter(items)
    while part := tuple(islice(left, size)):
        yield part


def as_csv(lines: Iterable[Exported]) -> Iterator[bytes]:
    """Write a header and a line each; numbers are written so that they are read back unchanged."""
    rows = (astuple(line) for line in lines)
    yield _csv([HEADER])
    for part in in_parts(rows, LINES):
        yield _csv(part)


def _csv(rows: Iterable[tuple[Any, ...]]) -> bytes:
    page = io.StringIO()
    csv.writer(page, lineterminator="\n").writerows(rows)
    return page.getvalue().encode()


def as_ndjson(lines: Iterable[Exported]) -> Iterator[bytes]:
    """Write a JSON object on a line each."""
    for part in in_parts(lines, LINES):
        yield b"".join(written(line) + b"\n" for line in part)


def as_parquet(lines: Iterable[Exported]) -> Iterator[bytes]:
    """Write one Parquet file, a row group at a time."""
    sink = io.BytesIO()
    with pq.ParquetWriter(sink, SCHEMA) as writer:
        for part in in_parts(lines, LINES):
            columns = zip(*map(astuple, part), strict=True)
            writer.write_table(pa.table(list(map(list, columns)), schema=SCHEMA))
            yield _drained(sink)
    yield _drained(sink)


def _drained(sink: io.BytesIO) -> bytes:
    """Take what was written; the writer goes by its own count of what it wrote."""
    piece = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return piece


FORMS: dict[str, tuple[str, Callable[[Iterable[Exported]], Iterator[bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "ndjson": ("application/x-ndjson", as_ndjson),
    "parquet": ("application/vnd.apache.parquet", as_parquet),
}
"""Media type and writer of each form."""

_LINE = Exported(900017, 0.04, 0.03, 0.05, "granted", False)
EXAMPLES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/csv": {"schema": {"type": "string"}, "example": b"".join(as_csv([_LINE])).decode()},
            "application/x-ndjson": {"schema": {"type": "string"}, "example": written(_LINE).decode()},
            "application/vnd.apache.parquet": {"schema": {"type": "string", "format": "binary"}},
        }
    }
}
"""What the OpenAPI page shows of an export."""
