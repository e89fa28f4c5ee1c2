"""What staging found and did, kept beside the staged tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from scoring.tables import CLIENT, TABLE

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

    @property
    def is_lost(self) -> bool:
        """Whether rows were received and none of them can be said of an applicant."""
        through_parent = CLIENT not in TABLE[self.table].names
        found = self.staged - self.orphans * through_parent
        return self.received > 0 and found == 0


@dataclass(frozen=True)
class Report:
    """One staging: which input it stands for, one entry per table, and notes of files that were not read."""

    fingerprint: str
    labelled: int
    unlabelled: int
    tables: tuple[TableReport, ...]
    notes: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Tables that were not delivered and count as empty."""
        return tuple(entry.table for entry in self.tables if not entry.files)

    def sentences(self) -> tuple[str, ...]:
        """Say what a person should know before trusting the tables, what is most likely a mistake first."""
        said = [_lost(entry) for entry in self.tables if entry.is_lost]
        said += [*self.notes, *(f"{name}: not delivered; it counts as empty" for name in self.missing)]
        for entry in self.tables:
            if entry.is_lost:
                continue
            if entry.files and not entry.received:
                said.append(f"{entry.table}: delivered without a row; it counts as empty")
            if entry.dropped:
                part = f"{entry.dropped:,} of {_rows(entry.received)}"
                said.append(f"{entry.table}: {part} left out, their applicant is not among those staged")
            if entry.orphans:
                said.append(f"{entry.table}: {_rows(entry.orphans)} kept whose parent row was not delivered")
        return tuple(said)

    def save(self, folder: Path) -> None:
        """Write the report into the folder of staged tables."""
        (folder / REPORT).write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")


def _lost(entry: TableReport) -> str:
    parent = TABLE[entry.table].parent
    key = CLIENT if parent is None or CLIENT in TABLE[entry.table].names else parent[0]
    return (
        f"warning: {entry.table}: none of its {_rows(entry.received)} belongs to an applicant among those staged, who"
        f" count as without such a history; is {key} right in its file?"
    )


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
    return Report(**content | {"notes": tuple(content.get("notes", ()))}, tables=entries)
