"""Raw files read into typed tables of the engine, or every fault that stands in the way."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pyarrow import ArrowInvalid

from scoring.engine import EngineError, Session, identifier, read_raw
from scoring.faults import Refused, refuse_if
from scoring.staging.checks import duplicates, faults_of
from scoring.staging.cleaning import RAW_TYPES
from scoring.staging.header import UNLABELLED, check_header, expected, is_cut, read_header
from scoring.staging.sources import Source
from scoring.tables import APPLICATION, CLIENT, TABLES, TARGET, Table


def read_table(
    engine: Session,
    table: Table,
    sources: Sequence[Source],
    folder: Path,
    labelled: bool,
    progress: Callable[[str], None],
) -> list[str]:
    """Read a table's sources into the relation raw_<table>; give the faults found, source by source.

    Where nothing else is wrong keys are not compared: `repeated_keys` does. Packed files are unpacked
    into `folder` for as long as they are read. Without `labelled`, TARGET is neither read nor needed.
    No source makes an empty relation.
    """
    faults: list[list[str]] = []
    unread: set[Source] = set()
    for number, source in enumerate(sources):
        progress(f"reading {source.file}")
        try:
            faults.append(_read(engine, table, source, folder, labelled, _part(table, number)))
        except Refused as refused:
            faults.append(list(refused.faults))
            unread.add(source)
    if not any(faults):
        _name(engine, table, len(sources))
        return []
    for number, source in enumerate(sources):
        if source not in unread:
            faults[number] += duplicates(engine, table, [_shown(table, number, source)])
    return [fault for found in faults for fault in found]


def repeated_keys(engine: Session, table: Table, sources: Sequence[Source]) -> list[str]:
    """List the keys that stand on more than one row of a source, or else of all sources together."""
    each = [
        fault
        for number, source in enumerate(sources)
        for fault in duplicates(engine, table, [_shown(table, number, source)])
    ]
    if each or len(sources) < 2:
        return each
    return duplicates(engine, table, [_shown(table, number, source) for number, source in enumerate(sources)])


def forget(engine: Session, table: Table, sources: Sequence[Source]) -> None:
    """Free a table's raw rows; of a table that others point at, keys and clients stay."""
    children = [other for other in TABLES if other.parent is not None and other.parent[1] == table.name]
    if children:
        (key,) = table.key
        engine.materialise(f"keys_{table.name}", f"SELECT {key}, {CLIENT} FROM {_raw(table)}")
        engine.run(f"CREATE OR REPLACE TEMP VIEW {_raw(table)} AS FROM {identifier(f'keys_{table.name}')}")
    for number in range(len(sources)):
        engine.run(f"DROP TABLE IF EXISTS {identifier(_part(table, number))}")


def _part(table: Table, number: int) -> str:
    return f"raw_{table.name}_{number}"


def _shown(table: Table, number: int, source: Source) -> tuple[str, str]:
    """Give the relation of a source, and how messages name it."""
    return identifier(_part(table, number)), source.shown


def _raw(table: Table) -> str:
    return identifier(f"raw_{table.name}")


def _read(engine: Session, table: Table, source: Source, folder: Path, labelled: bool, relation: str) -> list[str]:
    """Read one source and list its faulty values; raises Refused for a source that is not read."""
    wanted = [name for name in expected(table, source.file) if labelled or name != TARGET]
    path = source.unpacked(folder)
    try:
        types = {name: RAW_TYPES[table[name].kind] for name in wanted}
        refuse_if(_line_faults(engine, path, source.shown, types, relation, labelled))
    except (csv.Error, ArrowInvalid, EngineError) as error:
        raise Refused(f"{source.shown}: cannot be read ({_why(error)}); fetch or save it again") from error
    finally:
        if path != source.path:
            path.unlink()
    if table is APPLICATION and not engine.rows(f"FROM {identifier(relation)} LIMIT 1"):
        raise Refused(f"{source.shown}: has a header and no row; give at least one applicant")
    own = Table(table.name, table.files, table.key, tuple(table[name] for name in wanted), table.parent)
    return faults_of(engine, own, identifier(relation), source.shown, source.file != UNLABELLED)


def _line_faults(
    engine: Session, path: Path, shown: str, types: Mapping[str, str], relation: str, labelled: bool
) -> list[str]:
    """Read a file; list the lines that do not fit. A header that does not fit is refused."""
    header = read_header(path)
    ignored = () if labelled else (TARGET,)
    check_header([name for name in header if name not in ignored], tuple(types), shown)
    read = read_raw(engine, path, header, types, relation)
    faults = [
        f"{shown}: line {reject.line}{f', column {reject.column!r}' * bool(reject.column)}: {reject.problem}"
        for reject in read
    ]
    if is_cut(path):
        faults.append(f"{shown}: its last line does not end; fetch it again, or end the line if the file is whole")
    return faults


def _why(error: Exception) -> str:
    if "state machine" in str(error):
        return "its lines end in different ways, or its quotes are out of place"
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _name(engine: Session, table: Table, parts: int) -> None:
    """Name the rows of all the table's parts raw_<table>."""
    columns = ", ".join(
        f"CAST(NULL AS {RAW_TYPES[column.kind]}) AS {identifier(column.name)}" for column in table.columns
    )
    union = "".join(f" UNION ALL BY NAME FROM {identifier(_part(table, number))}" for number in range(parts))
    engine.run(f"CREATE OR REPLACE TEMP VIEW {_raw(table)} AS SELECT {columns} WHERE false{union}")
