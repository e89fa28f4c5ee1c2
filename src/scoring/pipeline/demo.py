"""Which raw files are meant when none are named: the person's own, else the synthetic demo."""

from __future__ import annotations

from pathlib import Path

from scoring import staging, synthetic
from scoring.pipeline.layout import Layout
from scoring.pipeline.steps import Progress
from scoring.settings import Settings

DEMO_SEED = 1


def raw_paths(settings: Settings, given: list[Path], progress: Progress = print) -> list[Path]:
    """Give the raw files to use: those named, else the setting's, else data/raw, else the demo.

    The demo is made on first use.
    """
    layout = Layout.of(settings)
    if given:
        return given
    if settings.raw:
        return [Path(settings.raw)]
    if staging.holds_raw(layout.raw):
        return [layout.raw]
    if not staging.holds_raw(layout.demo):
        progress(f"making the demo: {settings.demo_clients:,} invented clients")
        synthetic.write(layout.demo, settings.demo_clients, DEMO_SEED)
    return [layout.demo]
