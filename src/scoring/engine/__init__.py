"""Runs SQL, reads raw files and writes Parquet. One module per engine; DuckDB is the default."""

from scoring.engine.csv import Reject, read_raw
from scoring.engine.duckdb import DuckDB, EngineError, Session, identifier, literal

__all__ = ["DuckDB", "EngineError", "Reject", "Session", "identifier", "literal", "read_raw"]
