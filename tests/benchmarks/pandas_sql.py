"""The declared SQL computed by vectorised pandas: whole columns at a time, nothing by row or by group.

What expressions share (conditions, lateness, ratios) is computed once. The rows of a condition are
chosen once; the aggregates over them are pandas' own. Comparisons with what is not known are false,
which is what they come to in CASE and WHERE as long as nothing negates them.
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any, cast

import numpy as np
import pandas as pd
import sqlglot
from sqlglot import exp

from scoring.tables import CLIENT

Value = Any
"""A column (pandas.Series), or the number or text that a literal is."""
Node = exp.Expression
Columns = Mapping[str, pd.Series]


def parsed(sql: str) -> Node:
    """Parse a statement or an expression."""
    return cast(Node, sqlglot.parse_one(sql, read="duckdb"))


class Rows:
    """Columns by name, and what expressions over them come to, each computed once.

    `known` are expressions that have been computed, such as the aggregates of a grouped relation.
    """

    def __init__(self, columns: Columns, known: Mapping[Node, Value] | None = None) -> None:
        self._columns = columns
        self._known = dict(known or {})

    def __call__(self, node: Node) -> Value:
        """Give the value of an expression; raises KeyError for one that is not in the vocabulary."""
        if node in self._known:
            return self._known[node]
        if isinstance(node, exp.Literal):
            return node.this if node.is_string else float(node.this)
        if isinstance(node, exp.Column):
            return self._columns[node.name]
        self._known[node] = MEANINGS[type(node)](self, node)
        return self._known[node]


# Expressions --------------------------------------------------------------------------------------


def _both(operation: Callable[[Any, Any], Any]) -> Callable[[Rows, Node], Value]:
    return lambda rows, node: operation(rows(node.this), rows(node.expression))


def _all(operation: Callable[[Any, Any], Any]) -> Callable[[Rows, Node], Value]:
    return lambda rows, node: reduce(operation, map(rows, (node.this, *node.expressions)))


def _case(rows: Rows, node: Node) -> pd.Series:
    (branch,) = node.args["ifs"]
    condition, value, default = rows(branch.this), rows(branch.args["true"]), node.args.get("default")
    if default is not None:
        return pd.Series(np.where(condition, value, rows(default)), condition.index)
    return value.where(condition)


def _cast(rows: Rows, node: Node) -> Value:
    """Keep numbers, which are doubles or whole; read texts as numbers (unknown where they are none)."""
    value = rows(node.this)
    if not isinstance(value, pd.Series) or value.dtype != "category":
        return value
    return value.map(pd.Series(pd.to_numeric(value.cat.categories, errors="coerce"), value.cat.categories)).astype(
        float
    )


def _nullif(rows: Rows, node: Node) -> pd.Series:
    value = rows(node.this)
    return value.where(value != rows(node.expression))


def _in(rows: Rows, node: Node) -> pd.Series:
    return rows(node.this).isin([rows(one) for one in node.expressions])


def _not(rows: Rows, node: Node) -> pd.Series:
    assert isinstance(node.this, exp.Is), f"{node.sql()}: a comparison with what is not known would become true"
    return ~rows(node.this)


def _row_number(rows: Rows, node: Node) -> pd.Series:
    """Number the rows of each partition from 1, by one sort of all rows; unknown values come last."""
    parts = [_sortable(rows(key)) for key in _telling(node.args["partition_by"])]
    orders = [(_sortable(rows(key.this)), key.args["desc"]) for key in node.args["order"].expressions]
    order = np.lexsort([-values if down else values for values, down in reversed(orders)] + parts[::-1])
    place = np.arange(len(order))
    starts = reduce(operator.or_, (np.diff(part[order], prepend=-1) != 0 for part in parts))
    numbers = np.empty(len(order), np.int32)
    numbers[order] = place - np.maximum.accumulate(np.where(starts, place, 0)) + 1
    return pd.Series(numbers, rows(node.args["partition_by"][0]).index)


def _sortable(values: pd.Series) -> np.ndarray:
    return (values.cat.codes if values.dtype == "category" else values).to_numpy()


def _telling(keys: list[Node]) -> list[Node]:
    """Leave the client out of keys that name one of the client's loans, which is then enough."""
    loans = [key for key in keys if key.name.startswith("SK_ID") and key.name != CLIENT]
    return [key for key in keys if key.name != CLIENT] if loans else keys


MEANINGS: dict[type[Node], Callable[[Rows, Any], Value]] = {
    exp.Paren: lambda rows, node: rows(node.this),
    exp.Neg: lambda rows, node: -rows(node.this),
    exp.Add: _both(operator.add),
    exp.Sub: _both(operator.sub),
    exp.Mul: _both(operator.mul),
    exp.Div: _both(operator.truediv),
    exp.EQ: _both(operator.eq),
    exp.GT: _both(operator.gt),
    exp.GTE: _both(operator.ge),
    exp.LT: _both(operator.lt),
    exp.LTE: _both(operator.le),
    exp.And: _both(operator.and_),
    exp.Is: lambda rows, node: rows(node.this).isna(),
    exp.Not: _not,
    exp.In: _in,
    exp.Case: _case,
    exp.Cast: _cast,
    exp.Nullif: _nullif,
    exp.Floor: lambda rows, node: np.floor(rows(node.this)),
    exp.Coalesce: _all(lambda value, other: value.fillna(other)),
    exp.Least: _all(np.fmin),
    exp.Greatest: _all(np.fmax),
    exp.Window: _row_number,
}


# Aggregates ---------------------------------------------------------------------------------------

AGGREGATES: dict[type[Node], Callable[[Any], pd.Series]] = {
    exp.Avg: lambda groups: groups.mean(),
    exp.Sum: lambda groups: groups.sum(min_count=1),
    exp.Max: lambda groups: groups.max(),
    exp.Min: lambda groups: groups.min(),
    exp.StddevSamp: lambda groups: groups.std(),
    exp.Count: lambda groups: groups.nunique(),
}


def _condition(node: Node) -> tuple[Node | None, Node]:
    """Part CASE WHEN condition THEN value END; any other value stands under no condition."""
    if isinstance(node, exp.Case) and node.args.get("default") is None:
        return node.args["ifs"][0].this, node.args["ifs"][0].args["true"]
    return None, node


def _indicated(node: Node) -> Node | None:
    """Give the condition of CASE WHEN condition THEN 1e0 ELSE 0e0 END."""
    if isinstance(node, exp.Case) and node.args.get("default") is not None:
        values = node.args["ifs"][0].args["true"], node.args["default"]
        if all(isinstance(value, exp.Literal) for value in values) and [float(v.this) for v in values] == [1, 0]:
            return cast(Node, node.args["ifs"][0].this)
    return None


def _chosen(node: Node) -> tuple[Node | None, Node | None]:
    """Say over which rows an aggregate runs, and over what value of them; no value: they are counted."""
    if isinstance(node.this, exp.Star):
        return None, None
    if isinstance(node.this, exp.Distinct):
        return None, node.this.expressions[0]
    condition, value = _condition(node.this)
    indicated = _indicated(value)
    if isinstance(node, exp.Sum) and indicated is not None and condition is None:
        return indicated, None
    return condition, value if indicated is None else indicated


def aggregated(rows: Rows, key: pd.Categorical, nodes: Iterable[Node]) -> dict[Node, pd.Series]:
    """Compute aggregates for each category of `key`: all those over the rows of one condition together."""
    wanted: dict[Node | None, list[tuple[Node, Node | None]]] = defaultdict(list)
    for node in dict.fromkeys(nodes):
        condition, value = _chosen(node)
        wanted[condition].append((node, value))
    return {
        node: values
        for condition, members in wanted.items()
        for node, values in _over(rows, key, condition, members).items()
    }


def _over(
    rows: Rows, key: pd.Categorical, condition: Node | None, members: list[tuple[Node, Node | None]]
) -> dict[Node, pd.Series]:
    """Compute aggregates over the rows of one condition, which are grouped once."""
    where = None if condition is None else np.flatnonzero(rows(condition))
    own = _taken(key, where)
    columns = {value.sql(): _taken(rows(value).array, where) for _, value in members if value is not None}
    groups = _groups(columns, own)
    return {
        node: sizes(own) if value is None else _by_place(AGGREGATES[type(node)](groups[value.sql()]))
        for node, value in members
    }


def _groups(columns: Mapping[str, Any], key: pd.Categorical) -> Any:
    return pd.DataFrame(columns, index=pd.RangeIndex(len(key)), copy=False).groupby(key, observed=False)


def _by_place(groups: pd.Series) -> pd.Series:
    """Index groups by their number: categories are slow to compare."""
    return pd.Series(groups.array, copy=False)


def sizes(key: pd.Categorical) -> pd.Series:
    """Count the rows of each category."""
    return pd.Series(np.bincount(key.codes, minlength=len(key.categories)))


def _taken(values: Any, where: np.ndarray | None) -> Any:
    return values if where is None else values.take(where)


# Statements ---------------------------------------------------------------------------------------


def selected(node: Node, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Compute a SELECT over tables by name."""
    if isinstance(node, exp.Table):
        return tables[node.name]
    if isinstance(node, exp.Subquery):
        return selected(node.this, tables)
    frame = _where(selected(node.args["from_"].this, tables), node.args.get("where"))
    if node.args.get("group"):
        return _grouped(frame, node)
    rows = Rows(frame)
    return frame.assign(**{one.alias: rows(one.this) for one in node.expressions if isinstance(one, exp.Alias)})


def _where(frame: pd.DataFrame, where: Node | None) -> pd.DataFrame:
    mask = True if where is None else Rows(frame)(where.this)
    return frame if np.all(mask) else frame[mask]


def _grouped(frame: pd.DataFrame, node: Node) -> pd.DataFrame:
    """Compute a SELECT ... GROUP BY: one row for each combination of keys that has rows."""
    rows, keys = Rows(frame), node.args["group"].expressions
    key = _key([rows(one) for one in _telling(keys)])
    own = [one for one in node.find_all(exp.AggFunc) if one.find_ancestor(exp.Select) is node]
    known = aggregated(rows, key, own)
    firsts = _groups({one.sql(): rows(one).array for one in keys}, key)
    known |= {one: _by_place(firsts[one.sql()].first()) for one in keys}
    groups, having = Rows({}, known), node.args.get("having")
    found = pd.DataFrame({one.alias_or_name: groups(one.unalias()) for one in node.expressions}, copy=False)
    kept = sizes(key) > 0
    if having is not None:
        kept &= groups(having.this)
    return found if kept.all() else found[kept]


def _key(keys: list[pd.Series]) -> pd.Categorical:
    """Give one category for each combination of keys; a key that is a category stays what it is."""
    if len(keys) == 1 and keys[0].dtype == "category":
        return keys[0].array
    numbers = pd.DataFrame(dict(enumerate(keys)), copy=False).groupby(list(range(len(keys))), dropna=False).ngroup()
    return pd.Categorical.from_codes(numbers.astype("int32"), pd.RangeIndex(numbers.max() + 1), validate=False)
