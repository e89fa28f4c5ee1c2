"""The write side: named steps in order, each resumable, publishing by write-aside and rename."""

from scoring.pipeline.batch import score_raw, score_staged
from scoring.pipeline.build import RunRecord, build, runs
from scoring.pipeline.bundling import bundle_folder, bundles
from scoring.pipeline.layout import Layout
from scoring.pipeline.publishing import publish
from scoring.pipeline.run import Run
from scoring.pipeline.steps import staged_report

__all__ = [
    "Layout",
    "Run",
    "RunRecord",
    "build",
    "bundle_folder",
    "bundles",
    "publish",
    "runs",
    "score_raw",
    "score_staged",
    "staged_report",
]
