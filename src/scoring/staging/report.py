"""What staging found and did, kept beside the staged tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

REPORT = "report.json"


@dataclass(frozen=True)
class TableReport:
    """One table: rows received, kept, dropped (their applicant exists nowhere) and without parent.

    `blanked` counts the sentinels turned into "not known", by column.
    """

    table: str
    files: tuple[str, ...]
    received: int
    staged: int
    dropped: int
    orphans: int
    blanked: dict[str, int]


@dataclass(frozen=True)
class Report:
    """One staging: which input it stands for, and one entry per table."""

    fingerprint: str
    labelled: int
    unlabelled: int
    tables: tuple[TableReport, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Tables that were not delivered and count as empty."""
        return tuple(entry.table for entry in self.tables if not entry.files)

    def sentences(self, dropped: bool = True) -> tuple[str, ...]:
        """Say what a person should know before trusting the tables; `dropped` rows only if asked."""
        said = [f"{name}: not delivered; it counts as empty" for name in self.missing]
        for entry in self.tables:
            if entry.files and not entry.received:
                said.append(f"{entry.table}: delivered without a row; it counts as empty")
            if dropped and entry.dropped:
                said.append(f"{entry.table}: {_rows(entry.dropped)} dropped, their applicant is not among those staged")
            if entry.orphans:
                said.append(f"{entry.table}: {_rows(entry.orphans)} kept whose parent row was not delivered")
        return tuple(said)

    def save(self, folder: Path) -> None:
        """Write the report into the folder of staged tables."""
        (folder / REPORT).write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")


def _rows(count: int) -> str:
    return f"{count:,} row{'s' * (count != 1)}"


def load_report(folder: Path) -> Report | None:
    """Read the report of a folder of staged tables; None when nothing is staged there."""
    path = folder / REPORT
    if not path.exists():
        return None
    content = json.loads(path.read_text(encoding="utf-8"))
    tables: Sequence[dict[str, object]] = content.pop("tables")
    entries = tuple(TableReport(**{**entry, "files": tuple(entry["files"])}) for entry in tables)  # type: ignore[arg-type]
    return Report(**content, tables=entries)
