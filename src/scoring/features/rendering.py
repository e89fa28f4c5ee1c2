"""The declared features as common-subset SQL, run unmodified by every engine."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.features.declaration import Block, Feature
from scoring.tables import CLIENT


def block_sql(block: Block) -> str:
    """Query of one history block: one row per client of its source."""
    columns = ",\n    ".join(f"{feature.expression} AS {feature.name}" for feature in block.features)
    return f"SELECT {CLIENT},\n    {columns}\nFROM {block.source}\nWHERE {CLIENT} IS NOT NULL\nGROUP BY {CLIENT}"


def row_sql(features: Sequence[Feature], blocks: Sequence[Block]) -> str:
    """Query of the feature row of every applicant, from the application and the blocks' relations.

    Clients without rows in a block get each feature's declared value. Columns: SK_ID_CURR, then
    `features` in order; numbers are doubles, categories text.
    """
    histories = [feature for block in blocks for feature in block.features]
    joined = ",\n        ".join(f"{_known(feature)} AS {feature.name}" for feature in histories)
    joins = "\n    ".join(
        f"LEFT JOIN {block.relation} ON {block.relation}.{CLIENT} = application.{CLIENT}" for block in blocks
    )
    inner = f"SELECT application.*,\n        {joined}\n    FROM application\n    {joins}"
    names = {feature.name for feature in histories}
    columns = ",\n    ".join(_column(feature, feature.name in names) for feature in features)
    return f"SELECT {CLIENT},\n    {columns}\nFROM (\n    {inner}\n) AS joined"


def _known(feature: Feature) -> str:
    return feature.name if feature.absent is None else f"COALESCE({feature.name}, {feature.absent!r}e0)"


def _column(feature: Feature, computed: bool) -> str:
    expression = feature.name if computed else feature.expression
    if feature.kind == "category":
        return f"{expression} AS {feature.name}"
    return f"CAST({expression} AS DOUBLE) AS {feature.name}"
