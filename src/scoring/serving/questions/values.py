"""What answers are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

Value = float | str | None
Decision = Literal["granted", "refused"]
Record = Mapping[str, Value]
"""One row of a raw table: values by column."""
Cell = Value | Sequence[Record]
"""What a client's file has of a field: its value; of a history all its rows."""
