"""Clean tables: typed, sentinels blanked, keys checked, sorted by client."""

from scoring.staging.cleaning import select_cleaned, staged_columns
from scoring.staging.report import Report, TableReport, load_report
from scoring.staging.sources import SUFFIXES, Source, find, fingerprint
from scoring.staging.stage import Limits, stage

__all__ = [
    "SUFFIXES",
    "Limits",
    "Report",
    "Source",
    "TableReport",
    "find",
    "fingerprint",
    "load_report",
    "select_cleaned",
    "stage",
    "staged_columns",
]
