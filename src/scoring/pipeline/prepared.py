"""What is prepared already: the staged tables, and whether the features are theirs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from scoring import staging
from scoring.aside import file_aside
from scoring.faults import Refused
from scoring.pipeline.layout import Layout

if TYPE_CHECKING:
    from scoring import model


def staged_report(layout: Layout) -> staging.Report:
    """Give the report of what is staged; raises Refused when nothing is."""
    report = staging.load_report(layout.staged)
    if report is None:
        raise Refused(f"nothing is staged in {layout.staged}; run: scoring stage --raw PATH")
    return report


def computed_report(layout: Layout) -> staging.Report:
    """Give the report of what is staged; raises Refused unless its features are computed."""
    report = staged_report(layout)
    if not is_computed(layout, report):
        raise Refused("the features are missing or not of the staged tables; run: scoring features")
    return report


def report_for(layout: Layout, manifest: model.Manifest) -> staging.Report:
    """Give the report of what is staged and computed; raises Refused unless the model was trained on it."""
    report = computed_report(layout)
    if manifest.fingerprint != report.fingerprint:
        raise Refused(f"model {manifest.id} was trained on other data than is staged; run: scoring train")
    return report


def is_computed(layout: Layout, report: staging.Report) -> bool:
    """Say whether the features, and the durations they were computed with, are those of what is staged."""
    stamp = _stamp(layout)
    stamped = json.loads(stamp.read_text(encoding="utf-8"))["fingerprint"] if stamp.exists() else None
    return stamped == report.fingerprint and layout.features.exists() and layout.durations.exists()


def unstamp(layout: Layout) -> None:
    """Take back that the features are computed: until they are again, nothing learns from them."""
    _stamp(layout).unlink(missing_ok=True)


def stamp(layout: Layout, report: staging.Report) -> None:
    """Note that the features on disk are those of what is staged."""
    with file_aside(_stamp(layout)) as aside:
        aside.write_text(json.dumps({"fingerprint": report.fingerprint}), encoding="utf-8")


def _stamp(layout: Layout) -> Path:
    return layout.features.with_suffix(".json")
