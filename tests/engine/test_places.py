"""A place is a path of this machine or an address; only one engine takes addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.engine import Address, DuckDB, Place, path, place
from scoring.faults import Refused

BUCKET = Address("s3a://bucket/data")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("data/staged", Path("data/staged")), ("/mnt/x", Path("/mnt/x")), ("s3a://bucket/data", BUCKET)],
)
def test_a_person_writes_either(text: str, expected: Place) -> None:
    found = place(text)
    assert (found, type(found) is Address) == (expected, expected is BUCKET)


@pytest.mark.parametrize(
    ("folder", "joined"), [("s3a://bucket/data", "s3a://bucket/data/x"), ("hdfs://name:8020/", "hdfs://name:8020/x")]
)
def test_an_address_is_joined_like_a_path(folder: str, joined: str) -> None:
    assert Address(folder) / "x" == joined
    assert isinstance(Address(folder) / "x" / "y", Address)


def test_duckdb_takes_paths_alone() -> None:
    assert path(Path("here")) == Path("here")
    with DuckDB(200) as engine, engine.session() as session:
        with pytest.raises(Refused, match="s3a://bucket/data: only the engine spark reads and writes addresses"):
            session.view("far", BUCKET)
        with pytest.raises(Refused, match="name a path, or choose that engine"):
            session.write_parquet("SELECT 1 AS a", BUCKET)
