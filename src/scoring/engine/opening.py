"""The engine that the settings name; and the face that features see of any engine."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from scoring.engine.duckdb import DuckDB
from scoring.engine.places import Place
from scoring.engine.spark import Spark
from scoring.engine.starting import missing
from scoring.faults import refuse_if
from scoring.settings import Settings


class Statements(Protocol):
    """A session of any engine: relations by name, and files of what is asked of them."""

    def view(self, name: str, *parquet: Place, where: str = "") -> None:
        """Name the rows of Parquet files, or those that meet a condition, as a relation."""

    def hold(self, name: str, table: pa.Table) -> None:
        """Name an Arrow table as a relation of this session."""

    def materialise(self, name: str, sql: str) -> None:
        """Name a query's result as a relation of this session."""

    def write_parquet(self, sql: str, place: Place) -> None:
        """Write a query's result, in its order."""


class Engine(Protocol):
    """Any engine."""

    def session(self) -> AbstractContextManager[Statements]:
        """Give a session of its own."""


def check(settings: Settings) -> None:
    """Raise Refused when this machine lacks what the settings' engine needs."""
    refuse_if(missing() if settings.engine == "spark" else ())


def opened(settings: Settings, folders: Sequence[Path]) -> AbstractContextManager[Engine]:
    """Open the settings' engine for features; DuckDB may touch the folders alone. Raises Refused as `check` does."""
    if settings.engine == "spark":
        return Spark(settings.spark_master, settings.memory)
    return DuckDB(settings.memory, settings.threads, folders, apart=True)
