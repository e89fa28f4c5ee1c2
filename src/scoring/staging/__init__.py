"""Clean tables: typed, sentinels blanked, keys checked, sorted by client."""

from scoring.staging.cleaning import select_cleaned, staged_columns
from scoring.staging.finding import SUFFIXES, find, holds_raw
from scoring.staging.report import Report, TableReport, load_report
from scoring.staging.sources import Source, fingerprint
from scoring.staging.stage import Limits, stage

__all__ = [
    "SUFFIXES",
    "Limits",
    "Report",
    "Source",
    "TableReport",
    "find",
    "fingerprint",
    "holds_raw",
    "load_report",
    "select_cleaned",
    "stage",
    "staged_columns",
]
