"""What staging made of raw files: staged rows, or a refusal that left everything as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from scoring.faults import Refused
from scoring.staging import Limits, Report, stage

LIMITS = Limits(memory=400, threads=1)


def staged(out: Path, *raws: Path, labelled: bool = True) -> Report:
    """Stage raw files into `out`, without a word."""
    return stage(raws, out, LIMITS, labelled, progress=lambda text: None)


def rows(out: Path, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """Give some columns of a staged table, in its order."""
    found = pq.read_table(out / f"{table}.parquet", columns=list(columns)).to_pydict()
    return list(zip(*(found[column] for column in columns), strict=True))


def refusal(*raws: Path, labelled: bool = True) -> list[str]:
    """Give the faults for which raw files are refused, without the folder they lie in.

    What was staged before must then be as it was, and nothing else lie beside it.
    """
    work = raws[0].parent / "work"
    earlier = {"staged/application.parquet": b"staged earlier", "staged/report.json": b"its report"}
    for name, content in earlier.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_bytes(content)
    with pytest.raises(Refused) as refused:
        staged(work / "staged", *raws, labelled=labelled)
    left = {str(path.relative_to(work)): path.read_bytes() for path in work.rglob("*") if path.is_file()}
    assert left == earlier
    assert [path.name for path in work.iterdir()] == ["staged"]
    return [fault.replace(f"{raws[0].parent}/", "") for fault in refused.value.faults]
