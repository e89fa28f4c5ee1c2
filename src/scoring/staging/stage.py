"""Raw files to clean Parquet tables, sorted by client: all of them, or none and every fault at once."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyarrow import ArrowInvalid

from scoring.aside import folder_aside
from scoring.engine import DuckDB, EngineError, Session, identifier, literal, read_raw
from scoring.faults import Refused, refuse_if
from scoring.staging.checks import duplicates, faults_of
from scoring.staging.cleaning import RAW_TYPES, select_cleaned, staged_columns
from scoring.staging.header import UNLABELLED, check_header, expected, is_cut, read_header
from scoring.staging.report import Report, TableReport
from scoring.staging.sources import Source, find
from scoring.tables import APPLICATION, CLIENT, TABLES, TARGET, Table

Progress = Callable[[str], None]


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

    Writes one <table>.parquet per declared table and report.json. `labelled` asks for the labelled
    application file; without it either application file will do. `fingerprint` stands for the
    input in the report. Raises Refused with every fault found; `out` is then as it was before.
    """
    sources = find(raws)
    _check_application(sources, labelled)
    folders = [out.parent, *{source.path.parent for source in sources}]
    out.parent.mkdir(parents=True, exist_ok=True)
    with folder_aside(out) as folder, DuckDB(limits.memory, limits.threads, folders) as engine:
        _read_all(engine, sources, folder, progress)
        report = Report(
            fingerprint,
            *_labels(engine),
            tables=tuple(_clean(engine, table, sources, folder, progress) for table in TABLES),
        )
        for leftover in folder.glob("raw-*.parquet"):
            leftover.unlink()
        report.save(folder)
    return report


def _check_application(sources: Sequence[Source], labelled: bool) -> None:
    given = {source.file for source in sources}
    wanted = APPLICATION.files[:1] if labelled else APPLICATION.files
    if not given & set(wanted):
        raise Refused(
            f"no {' or '.join(wanted)} file (.csv, .csv.gz or .parquet) among the raw files; add it and try again"
        )


def _read_all(engine: DuckDB, sources: Sequence[Source], folder: Path, progress: Progress) -> None:
    """Read every source to typed Parquet; gather the faults of all of them."""
    faults: list[str] = []
    for table in TABLES:
        own = [source for source in sources if source.file in table.files]
        parts = []
        for number, source in enumerate(own):
            progress(f"reading {source.file}")
            part = folder / f"raw-{table.name}-{number}.parquet"
            try:
                _read(engine, table, source, part)
                parts.append(part)
            except Refused as refused:
                faults += refused.faults
        if len(parts) == len(own):
            _relation(engine, table, parts)
            faults += _cross_file_faults(engine, table, own)
    refuse_if(faults)


def _read(engine: DuckDB, table: Table, source: Source, part: Path) -> None:
    """Read one source to typed Parquet, or refuse it with every fault."""
    wanted = expected(table, source.file)
    path = source.unpacked(part.parent)
    try:
        types = {name: RAW_TYPES[table[name].kind] for name in wanted}
        refuse_if(_line_faults(engine, path, source.shown, types, part))
    except (csv.Error, ArrowInvalid, EngineError) as error:
        raise Refused(f"{source.shown}: cannot be read ({_why(error)}); fetch or save it again") from error
    finally:
        if path != source.path:
            path.unlink()
    engine.view("part", part)
    if table is APPLICATION and not engine.rows("FROM part LIMIT 1"):
        raise Refused(f"{source.shown}: has a header and no row; give at least one applicant")
    refuse_if(faults_of(engine, _own(table, wanted), "part", source.shown, source.file != UNLABELLED))


def _line_faults(engine: DuckDB, path: Path, shown: str, types: Mapping[str, str], part: Path) -> list[str]:
    """Read a file to typed Parquet; list the lines that do not fit. A header that does not is refused."""
    header = read_header(path)
    check_header(header, tuple(types), shown)
    faults = [
        f"{shown}: line {reject.line}{f', column {reject.column!r}' * bool(reject.column)}: {reject.problem}"
        for reject in read_raw(engine, path, header, types, part)
    ]
    if is_cut(path):
        faults.append(f"{shown}: its last line does not end; fetch it again, or end the line if the file is whole")
    return faults


def _why(error: Exception) -> str:
    if "state machine" in str(error):
        return "its lines end in different ways, or its quotes are out of place"
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _own(table: Table, wanted: Sequence[str]) -> Table:
    """Give the table as one of its files has it."""
    return Table(table.name, table.files, table.key, tuple(table[name] for name in wanted), table.parent)


def _relation(engine: DuckDB, table: Table, parts: Sequence[Path]) -> None:
    """Name the rows of all the table's files raw_<table>; no file: no row."""
    name = identifier(f"raw_{table.name}")
    columns = ", ".join(
        f"CAST(NULL AS {RAW_TYPES[column.kind]}) AS {identifier(column.name)}" for column in table.columns
    )
    empty = f"SELECT {columns} WHERE false"
    files = ", ".join(literal(part) for part in parts)
    given = f" UNION ALL BY NAME FROM read_parquet([{files}], union_by_name = true)" if parts else ""
    engine.run(f"CREATE VIEW {name} AS {empty}{given}")


def _cross_file_faults(engine: DuckDB, table: Table, own: Sequence[Source]) -> list[str]:
    """Find keys that stand in more than one of the table's files."""
    if len(own) < 2:
        return []
    return duplicates(engine, table, identifier(f"raw_{table.name}"), " and ".join(source.shown for source in own))


def _labels(engine: Session) -> tuple[int, int]:
    """Count labelled and unlabelled applicants."""
    row = engine.rows(f"SELECT COUNT({TARGET}), COUNT(*) - COUNT({TARGET}) FROM raw_application")[0]
    return int(row[0]), int(row[1])


def _clean(engine: DuckDB, table: Table, sources: Sequence[Source], folder: Path, progress: Progress) -> TableReport:
    """Write one staged table, sorted by client, and say what became of its rows."""
    progress(f"staging {table.name}")
    raw = identifier(f"raw_{table.name}")
    known = f"{CLIENT} IS NULL OR {CLIENT} IN (SELECT CAST({CLIENT} AS BIGINT) FROM raw_application)"
    order = ", ".join(identifier(name) for name in staged_columns(table))
    key = ", ".join(identifier(name) for name in dict.fromkeys((CLIENT, *table.key)))
    path = folder / f"{table.name}.parquet"
    engine.write_parquet(f"SELECT {order} FROM ({select_cleaned(table, raw)}) WHERE {known} ORDER BY {key}", path)
    received = engine.rows(f"SELECT COUNT(*) FROM {raw}")[0][0]
    engine.view(table.name, path)
    staged = engine.rows(f"SELECT COUNT(*) FROM {identifier(table.name)}")[0][0]
    files = tuple(source.shown for source in sources if source.file in table.files)
    return TableReport(
        table.name,
        files,
        received,
        staged,
        received - staged,
        _orphans(engine, table),
        _blanked(engine, table),
    )


def _orphans(engine: Session, table: Table) -> int:
    """Count staged rows whose parent row was not delivered."""
    if table.parent is None:
        return 0
    key, parent = table.parent
    parents = f"SELECT CAST({key} AS BIGINT) FROM {identifier(f'raw_{parent}')}"
    count = engine.rows(f"SELECT COUNT(*) FROM {identifier(table.name)} WHERE {key} NOT IN ({parents})")[0][0]
    return int(count)


def _blanked(engine: Session, table: Table) -> dict[str, int]:
    """Count, by column, the sentinels that were turned into "not known"."""
    columns = [column for column in table.columns if column.sentinels]
    if not columns:
        return {}
    tests = ", ".join(
        f"coalesce(count_if({identifier(column.name)} IN ({', '.join(map(_value, column.sentinels))})), 0)"
        for column in columns
    )
    counts = engine.rows(f"SELECT {tests} FROM {identifier(f'raw_{table.name}')}")[0]
    return {column.name: int(count) for column, count in zip(columns, counts, strict=True)}


def _value(sentinel: float | str) -> str:
    return literal(sentinel) if isinstance(sentinel, str) else f"{sentinel:.1f}"
