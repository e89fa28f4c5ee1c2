"""The write side: named steps in order, each resumable, publishing by write-aside and rename."""

from scoring.pipeline.batch import score_raw, score_staged
from scoring.pipeline.build import RunRecord, build, kept_back, runs
from scoring.pipeline.bundling import bundle_folder, bundles
from scoring.pipeline.explained import execute_explanation
from scoring.pipeline.layout import Layout
from scoring.pipeline.prepared import staged_report
from scoring.pipeline.promotion import NotPromoted, Promotion, current_model, promote, rollback
from scoring.pipeline.publishing import publish
from scoring.pipeline.run import Run
from scoring.pipeline.tracking import is_tracked

__all__ = [
    "Layout",
    "NotPromoted",
    "Promotion",
    "Run",
    "RunRecord",
    "build",
    "bundle_folder",
    "bundles",
    "current_model",
    "execute_explanation",
    "is_tracked",
    "kept_back",
    "promote",
    "publish",
    "rollback",
    "runs",
    "score_raw",
    "score_staged",
    "staged_report",
]
