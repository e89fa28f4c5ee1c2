"""Raw files to clean Parquet tables, sorted by client: all of them, or none and every fault at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.aside import folder_aside
from scoring.engine import DuckDB, Session, identifier
from scoring.faults import Refused, refuse_if
from scoring.staging.checks import keys_are_unique
from scoring.staging.cleaning import select_cleaned, staged_columns
from scoring.staging.finding import find, ignored
from scoring.staging.reading import forget, read_table, repeated_keys
from scoring.staging.report import Report, TableReport
from scoring.staging.sources import Source
from scoring.staging.tally import blanked, orphans
from scoring.tables import APPLICATION, CLIENT, TABLES, TARGET, Table

Progress = Callable[[str], None]
APPLICANTS = "applicants"
"""Relation of the ids of every applicant that is staged."""


@dataclass(frozen=True)
class Limits:
    """Memory (MB) and threads (0: all) that staging may use."""

    memory: int
    threads: int = 0


def stage(
    raws: Sequence[Path],
    out: Path,
    limits: Limits,
    labelled: bool = True,
    fingerprint: str = "",
    progress: Progress = print,
) -> Report:
    """Stage the raw files found in `raws` into the folder `out`, which is replaced as a whole.

    Writes one <table>.parquet per declared table and report.json. With `labelled`, the labelled
    application file is needed and the unlabelled one joins it; without, the clients to score are
    those of the unlabelled file or else of the labelled one, and no TARGET is read. `fingerprint`
    stands for the input in the report. Raises Refused with every fault found; `out` is then as it
    was before.
    """
    given = find(raws)
    sources = _chosen(given, labelled)
    notes = _notes(given, sources, ignored(raws))
    folders = [out.parent, *{source.path.parent for source in sources}]
    out.parent.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    entries: list[TableReport] = []
    with folder_aside(out) as folder, DuckDB(limits.memory, limits.threads, folders) as engine:
        for table in TABLES:
            own = [source for source in sources if source.file in table.files]
            found = read_table(engine, table, own, folder, labelled, progress)
            if faults or found:
                faults += found or repeated_keys(engine, table, own)
                continue
            progress(f"staging {table.name}")
            entries.append(_clean(engine, table, own, folder))
            # Sorted rows are quick to compare; those dropped are not among them.
            if entries[-1].dropped or not keys_are_unique(engine, table, identifier(table.name)):
                faults += repeated_keys(engine, table, own)
            forget(engine, table, own)
        refuse_if(faults)
        report = Report(fingerprint, *_labels(engine), tables=tuple(entries), notes=notes)
        report.save(folder)
    return report


def _chosen(sources: Sequence[Source], labelled: bool) -> list[Source]:
    """Keep the sources that are wanted; refuse when there is no application among them."""
    train, test = APPLICATION.files
    given = {source.file for source in sources}
    if not given & ({train} if labelled else {train, test}):
        wanted = train if labelled else f"{train} or {test}"
        raise Refused(f"no {wanted} file (.csv, .csv.gz or .parquet) among the raw files; add it and try again")
    unwanted = train if not labelled and test in given else None
    return [source for source in sources if source.file != unwanted]


def _notes(given: Sequence[Source], chosen: Sequence[Source], archives: Sequence[Path]) -> tuple[str, ...]:
    """Say which of the files that are there are not read."""
    others = ", ".join(source.shown for source in given if source not in chosen)
    taken = ", ".join(source.shown for source in chosen if source.file in APPLICATION.files)
    said = [f"{path}: an archive beside raw files, not read; to read it, name it itself" for path in archives]
    return (*([f"the clients of {taken} are meant, not those of {others}"] if others else []), *said)


def _clean(engine: DuckDB, table: Table, own: Sequence[Source], folder: Path) -> TableReport:
    """Write one staged table, sorted by client, and say what became of its rows."""
    raw, path = identifier(f"raw_{table.name}"), folder / f"{table.name}.parquet"
    if table is APPLICATION:
        engine.materialise(APPLICANTS, f"SELECT CAST({CLIENT} AS BIGINT) AS {CLIENT} FROM {raw}")
    known = f"{CLIENT} IS NULL OR {CLIENT} IN (FROM {APPLICANTS})"
    order = ", ".join(identifier(name) for name in staged_columns(table))
    key = ", ".join(identifier(name) for name in dict.fromkeys((CLIENT, *table.key)))
    engine.write_parquet(f"SELECT {order} FROM ({select_cleaned(table, raw)}) WHERE {known} ORDER BY {key}", path)
    engine.view(table.name, path)
    received, staged = (
        engine.rows(f"SELECT COUNT(*) FROM {relation}")[0][0] for relation in (raw, identifier(table.name))
    )
    shown = tuple(source.shown for source in own)
    counts = orphans(engine, table), blanked(engine, table)
    return TableReport(table.name, shown, received, staged, received - staged, *counts)


def _labels(engine: Session) -> tuple[int, int]:
    """Count labelled and unlabelled applicants."""
    row = engine.rows(f"SELECT COUNT({TARGET}), COUNT(*) - COUNT({TARGET}) FROM application")[0]
    return int(row[0]), int(row[1])
