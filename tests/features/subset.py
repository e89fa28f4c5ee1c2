"""The common subset of SQL: what DuckDB and Spark read alike and compute alike."""

from __future__ import annotations

import re
from collections.abc import Iterable

import sqlglot
from sqlglot import Token, TokenType, exp
from sqlglot.errors import SqlglotError

from scoring.tables import CLIENT

DIALECTS = ("duckdb", "spark")

CLAUSES = (
    "Select",
    "From",
    "Join",
    "Where",
    "Group",
    "Having",
    "Subquery",
    "Alias",
    "TableAlias",
    "Table",
    "Window",
    "Order",
)
VALUES = ("Column", "Identifier", "Literal", "Null", "Star", "Paren", "Cast", "TryCast", "DataType", "Ordered")
OPERATORS = ("Add", "Sub", "Mul", "Div", "Neg", "And", "Or", "Not", "Is", "In", "EQ", "NEQ", "GT", "GTE", "LT", "LTE")
FUNCTIONS = (
    *("Sum", "Avg", "Min", "Max", "Count", "Distinct", "Stddev", "StddevSamp", "Variance", "CovarSamp"),
    *("Case", "If", "Coalesce", "Nullif", "Least", "Greatest", "Floor", "Ln", "RowNumber"),
)
ALLOWED = frozenset((*CLAUSES, *VALUES, *OPERATORS, *FUNCTIONS))
"""Kinds of expression, as sqlglot names them, that were measured to be equal on both engines."""

TYPES = ("DOUBLE", "BIGINT")


def faults(sql: str) -> list[str]:
    """List what in a statement, or in an expression, one engine reads or computes differently."""
    try:
        trees = {dialect: sqlglot.parse_one(sql, read=dialect) for dialect in DIALECTS}
    except SqlglotError as error:
        return [f"cannot be parsed: {str(error).splitlines()[0]}"]
    found = [*_written(sqlglot.tokenize(sql, read="duckdb"))]
    for tree in trees.values():
        for node in tree.walk():
            found += _computed(node)
    return list(dict.fromkeys(found))


def _written(tokens: Iterable[Token]) -> Iterable[str]:
    for token in tokens:
        if token.token_type is TokenType.NUMBER and re.fullmatch(r"\d*\.\d*", token.text):
            yield f"decimal literal {token.text}: write a double, {token.text}e0"
        if token.token_type is TokenType.DCOLON:
            yield ":: is no cast on Spark 3.5: write CAST"
        if token.token_type is TokenType.STRING and "\\" in token.text:
            yield "a backslash escapes on Spark only"
        if token.token_type is TokenType.STRING and "'" in token.text:
            yield "a doubled quote is lost on Spark 3.5"


def _computed(node: exp.Expr) -> Iterable[str]:
    kind = type(node).__name__
    if kind not in ALLOWED:
        yield f"{node.name or kind if isinstance(node, exp.Anonymous) else kind} is outside the subset"
    if isinstance(node, exp.Div) and not _guarded(node.expression):
        yield f"division by {node.expression.sql()}: write NULLIF({node.expression.sql()}, 0e0)"
    if isinstance(node, exp.DataType) and node.sql("duckdb") not in TYPES:
        yield f"type {node.sql('duckdb')}: use {' or '.join(TYPES)}"
    if isinstance(node, exp.Ordered) and node.args.get("nulls_first"):
        yield f"ORDER BY {node.this.sql()}: say NULLS LAST"
    if isinstance(node, exp.Star) and (node.args.get("except_") or node.args.get("replace")):
        yield "EXCLUDE and REPLACE are not on Spark"
    if isinstance(node, exp.Floor) and not _whole(node.parent):
        yield "FLOOR is a double on one engine, a BIGINT on the other: cast it to BIGINT"
    if isinstance(node, exp.RowNumber) and len(_told_apart(node)) < 2:
        yield "ROW_NUMBER: order by a second column, so that ties do not depend on the engine"


def _guarded(divisor: exp.Expr) -> bool:
    return isinstance(divisor, exp.Nullif) and float(divisor.expression.name) == 0


def _whole(parent: exp.Expr | None) -> bool:
    return isinstance(parent, exp.Cast) and parent.to.sql("duckdb") == "BIGINT"


def _told_apart(function: exp.Expr) -> set[str]:
    """Columns that tell the rows apart that a window numbers, but the client's id."""
    window = function.find_ancestor(exp.Window)
    if window is None:
        return set()
    order = window.args.get("order")
    keys = [*window.args.get("partition_by", []), *(order.expressions if order is not None else [])]
    return {column.name for key in keys for column in key.find_all(exp.Column)} - {CLIENT}


def numberings(sql: str) -> list[set[str]]:
    """Give the columns that tell rows apart in each numbering of a statement."""
    return [_told_apart(found) for found in sqlglot.parse_one(sql, read="duckdb").find_all(exp.RowNumber)]


def columns(sql: str) -> set[str]:
    """Name the columns that a statement or an expression reads."""
    return {column.name for column in sqlglot.parse_one(sql, read="duckdb").find_all(exp.Column)}


def texts(sql: str) -> set[tuple[str, str]]:
    """Give the categories that an expression compares with, each beside its column."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    return {
        (comparison.this.name, value.name)
        for comparison in tree.find_all(exp.EQ, exp.NEQ, exp.In)
        for value in comparison.find_all(exp.Literal)
        if value.is_string
    }
