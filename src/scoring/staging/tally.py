"""What staging counts: rows whose parent was not delivered, sentinels that were blanked."""

from __future__ import annotations

from scoring.engine import Session, identifier, literal
from scoring.tables import Table


def orphans(engine: Session, table: Table) -> int:
    """Count staged rows whose parent row was not delivered."""
    if table.parent is None:
        return 0
    key, parent = table.parent
    parents = f"SELECT CAST({key} AS BIGINT) FROM {identifier(f'raw_{parent}')}"
    count = engine.rows(f"SELECT COUNT(*) FROM {identifier(table.name)} WHERE {key} NOT IN ({parents})")[0][0]
    return int(count)


def blanked(engine: Session, table: Table) -> dict[str, int]:
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
