"""The write side: named steps in order, each resumable, publishing by write-aside and rename."""

from scoring.pipeline.batch import score_raw, score_staged
from scoring.pipeline.build import RunRecord, build, runs
from scoring.pipeline.bundling import bundle_folder, bundles
from scoring.pipeline.evaluation import Evaluation, Sheet, evaluate, markdown, sheets
from scoring.pipeline.exploration import Exploration
from scoring.pipeline.layout import Layout
from scoring.pipeline.publishing import publish
from scoring.pipeline.run import Run
from scoring.pipeline.steps import staged_report

__all__ = [
    "Evaluation",
    "Exploration",
    "Layout",
    "Run",
    "RunRecord",
    "Sheet",
    "build",
    "bundle_folder",
    "bundles",
    "evaluate",
    "markdown",
    "publish",
    "runs",
    "score_raw",
    "score_staged",
    "sheets",
    "staged_report",
]
