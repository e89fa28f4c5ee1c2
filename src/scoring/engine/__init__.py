"""Runs SQL, reads raw files and writes Parquet. One module per engine; DuckDB is the default."""

from scoring.engine.csv import Reject, read_raw
from scoring.engine.duckdb import DuckDB, EngineError, Session, identifier, literal
from scoring.engine.opening import Engine, Statements, check, opened
from scoring.engine.places import Address, Place, path, place
from scoring.engine.spark import Spark

__all__ = [
    "Address",
    "DuckDB",
    "Engine",
    "EngineError",
    "Place",
    "Reject",
    "Session",
    "Spark",
    "Statements",
    "check",
    "identifier",
    "literal",
    "opened",
    "path",
    "place",
    "read_raw",
]
