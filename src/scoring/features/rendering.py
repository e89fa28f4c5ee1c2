"""The declared features as common-subset SQL, run unmodified by every engine."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from scoring.features import durations
from scoring.features.declaration import Block, Feature
from scoring.tables import CLIENT

HISTORIES = "histories"


def block_sql(block: Block) -> str:
    """Query of one history block: one row per client of its source."""
    columns = ",\n    ".join(f"{feature.expression} AS {feature.name}" for feature in block.features)
    return f"SELECT {CLIENT},\n    {columns}\nFROM {block.source}\nWHERE {CLIENT} IS NOT NULL\nGROUP BY {CLIENT}"


def histories_sql(blocks: Sequence[Block]) -> str:
    """Query of every applicant's history features, from the blocks' relations.

    Clients without rows in a block get each feature's declared value.
    """
    columns = ",\n    ".join(f"{_known(feature)} AS {feature.name}" for block in blocks for feature in block.features)
    joins = "\n".join(
        f"LEFT JOIN {block.relation} ON {block.relation}.{CLIENT} = application.{CLIENT}" for block in blocks
    )
    return f"SELECT application.{CLIENT},\n    {columns}\nFROM application\n{joins}"


def application_sql(features: Sequence[Feature], histories: str = HISTORIES, passed: Collection[Feature] = ()) -> str:
    """Query of features over the application and the client's history features.

    `histories` is a relation, or a query in parentheses; features that are `passed` are columns of
    it. Columns: SK_ID_CURR, then `features` in order; numbers are doubles, categories text.
    """
    columns = ",\n    ".join(f"{_column(feature, feature in passed)} AS {feature.name}" for feature in features)
    band = durations.band(*(f"application.{name}" for name in durations.READS))
    return (
        f"SELECT application.{CLIENT},\n    {columns}\nFROM application\n"
        f"JOIN {histories} AS known ON known.{CLIENT} = application.{CLIENT}\n"
        f"LEFT JOIN {durations.RELATION} ON {durations.RELATION}.BAND = {band}"
    )


def row_sql(features: Sequence[Feature], blocks: Sequence[Block], histories: str = HISTORIES) -> str:
    """Query of the whole feature row of every applicant, from the relation of their history features."""
    return application_sql(features, histories, {feature for block in blocks for feature in block.features})


@cache
def mentioned(feature: Feature) -> frozenset[str]:
    """Columns of the application and history features that an expression reads, itself or through what is learnt."""
    names = frozenset(re.findall(r"[A-Za-z_]\w*", feature.expression))
    return names | set(durations.READS) if durations.LEARNT in names else names


def columns_read(features: Sequence[Feature]) -> frozenset[str]:
    """Columns that `application_sql` of these features reads: theirs, and those that join the learnt durations."""
    return frozenset({CLIENT, *durations.READS}).union(*map(mentioned, features))


def _known(feature: Feature) -> str:
    return feature.name if feature.absent is None else f"COALESCE({feature.name}, {feature.absent!r}e0)"


def _column(feature: Feature, passed: bool) -> str:
    expression = feature.name if passed else feature.expression
    return expression if feature.kind == "category" else f"CAST({expression} AS DOUBLE)"
