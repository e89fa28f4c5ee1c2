"""What staging verifies of typed raw rows before they are cleaned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoring.engine import Session, identifier
from scoring.staging.cleaning import LARGEST_ID
from scoring.tables import CLIENT, TARGET, Column, Table


def faults_of(session: Session, table: Table, relation: str, shown: str, labelled: bool = True) -> list[str]:
    """List the faulty values of a relation: empty keys, broken numbers, values not allowed."""
    conditions = dict(_conditions(table, labelled))
    if not conditions:
        return []
    # count_if of nothing but NULL is NULL; FILTER would count 0, six times slower.
    counted = ", ".join(f"coalesce(count_if({test}), 0)" for test in conditions)
    counts = session.rows(f"SELECT {counted} FROM {relation}")[0]
    return [
        f"{shown}: column {name!r}: {count} row{'s' * (count > 1)} {what}{_first(session, relation, name, test)}"
        for (test, (name, what)), count in zip(conditions.items(), counts, strict=True)
        if count
    ]


def duplicates(session: Session, table: Table, parts: Sequence[tuple[str, str]]) -> list[str]:
    """Say that keys stand on more than one row of relations together, each given with how messages name its file.

    No key is shown: some are clients' ids. The row is that on which one stands for the second time.
    """
    if not table.key:
        return []
    key = ", ".join(map(identifier, table.key))
    known = " AND ".join(f"{identifier(name)} IS NOT NULL" for name in table.key)
    rows = " UNION ALL ".join(f"SELECT {key} FROM {relation}" for relation, _ in parts)
    twice = f"SELECT {key} FROM ({rows}) WHERE {known} GROUP BY {key} HAVING COUNT(*) > 1"
    count = session.rows(f"SELECT COUNT(*) FROM ({twice})")[0][0]
    if not count:
        return []
    part, row = _second(session, key, twice, [relation for relation, _ in parts])
    names = [shown for _, shown in parts]
    where = f" of {names[part]}" * (len(parts) > 1)
    values = f"{count:,} value{'s' * (count > 1)} on more than one row"
    again = f"first again on row {row} after the header{where}"
    return [f"{' and '.join(names)}: key {' + '.join(table.key)}: {values} ({again}); keep one row for each"]


def _second(session: Session, key: str, twice: str, relations: Sequence[str]) -> tuple[int, int]:
    """Find where first a key stands for the second time: the relation's place among them, and the row."""
    numbered = " UNION ALL ".join(
        f"SELECT {key}, {part} AS part, row_number() OVER () AS number FROM {relation}"
        for part, relation in enumerate(relations)
    )
    times = f"row_number() OVER (PARTITION BY {key} ORDER BY part, number)"
    repeated = f"SELECT part, number, {times} AS times FROM ({numbered}) JOIN ({twice}) USING ({key})"
    [place] = session.rows(f"SELECT part, number FROM ({repeated}) WHERE times = 2 ORDER BY part, number LIMIT 1")
    return place[0], place[1]


def keys_are_unique(session: Session, table: Table, relation: str) -> bool:
    """Tell whether no key stands on two rows of a relation sorted by client, then by key; none is empty.

    A key's rows lie side by side then, unless two clients have the same loan, for which the answer is
    no, whatever the rest of the key. Rows are compared with the one before alone, loans once each:
    grouping every row takes thirty times as long.
    """
    if not table.key:
        return True
    loan = identifier(table.key[0])
    before = ", ".join(f"lag({identifier(name)}) OVER () AS before_{place}" for place, name in enumerate(table.key))
    same = " AND ".join(f"{identifier(name)} = before_{place}" for place, name in enumerate(table.key))
    repeated, starts, loans = session.rows(
        f"SELECT coalesce(count_if({same}), 0), COUNT({loan}) FILTER (before_0 IS DISTINCT FROM {loan}),"
        f" COUNT(DISTINCT {loan}) FILTER (before_0 IS DISTINCT FROM {loan})"
        f" FROM (SELECT {', '.join(map(identifier, table.key))}, {before} FROM {relation})"
    )[0]
    return not repeated and starts == loans


def _conditions(table: Table, labelled: bool) -> Iterable[tuple[str, tuple[str, str]]]:
    """Give for each check the condition of a faulty row, and the column and words for it."""
    for column in table.columns:
        name = identifier(column.name)
        if column.kind == "id" or column.name in table.key or (column.name == TARGET and labelled):
            yield f"{name} IS NULL", (column.name, "without a value; every row needs one")
        if column.kind == "text":
            yield f"contains({name}, chr(0))", (column.name, "with NUL bytes: the file is damaged, fetch it again")
            continue
        yield f"NOT isfinite({name})", (column.name, "with a value that is no finite number")
        if column.kind in ("id", "whole"):
            yield (
                f"isfinite({name}) AND {name} <> round({name})",
                (column.name, "with a value that is not whole"),
            )
        if column.kind == "id":
            yield (
                f"isfinite({name}) AND {name} NOT BETWEEN 1 AND {LARGEST_ID}",
                (column.name, f"with an id outside 1 to {LARGEST_ID}"),
            )
        if column.allowed:
            yield (
                _not_allowed(column, name),
                (column.name, f"with a value other than {_list(column.allowed)}"),
            )


def _not_allowed(column: Column, name: str) -> str:
    return f"isfinite({name}) AND {name} NOT IN ({', '.join(str(value) for value in column.allowed)})"


def _list(values: tuple[float, ...]) -> str:
    return " or ".join(f"{value:g}" for value in values)


def _first(session: Session, relation: str, name: str, test: str) -> str:
    """Say on which row a fault stands first, and its value if that is a number and no client's id."""
    numbered = f"SELECT *, row_number() OVER () AS number FROM {relation}"
    number, value = session.rows(
        f"SELECT number, {identifier(name)} FROM ({numbered}) WHERE {test} ORDER BY number LIMIT 1"
    )[0]
    said = f": {value:.15g}" if isinstance(value, float) and name != CLIENT else ""
    return f" (first on row {number} after the header{said})"
