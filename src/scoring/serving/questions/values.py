"""What answers are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Value = float | str | None
Decision = Literal["granted", "refused"]
Record = Mapping[str, Value]
"""One row of a raw table: values by column."""
