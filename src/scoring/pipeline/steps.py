"""The named steps, in order: stage, features, train, publish. Each is resumable."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from scoring import engine, model, staging
from scoring.features import FEATURES, Feature, learn_durations, write_features
from scoring.pipeline.invented import is_invented
from scoring.pipeline.labelled import Labelled
from scoring.pipeline.layout import Layout
from scoring.pipeline.prepared import is_computed, staged_report, stamp, unstamp
from scoring.settings import Settings

Progress = Callable[[str], None]


def stage(settings: Settings, raws: Sequence[Path], progress: Progress = print) -> staging.Report:
    """Stage the raw files, unless what is staged already came from them by the same code."""
    layout = Layout.of(settings)
    done = staging.load_report(layout.staged)
    wanted = input_fingerprint(raws)
    if done is not None and done.fingerprint == wanted:
        progress("staged tables are up to date")
        return done
    limits = staging.Limits(settings.memory, settings.threads)
    return staging.stage(raws, layout.staged, limits, fingerprint=wanted, progress=progress)


def input_fingerprint(raws: Sequence[Path]) -> str:
    """Stand for the raw files' contents and the code that turns them into features."""
    found = staging.fingerprint(staging.find(raws))
    return hashlib.sha256(f"{found} {model.code_fingerprint()}".encode()).hexdigest()


def features(settings: Settings, progress: Progress = print) -> Path:
    """Compute the features of the staged tables, unless they are up to date; give their file.

    Any engine may: they agree to the last digits, so the features of one are up to date for the other.
    """
    engine.check(settings)
    layout = Layout.of(settings)
    report = staged_report(layout)
    if is_computed(layout, report):
        progress("features are up to date")
        return layout.features
    with engine.opened(settings, [layout.staged.parent]) as opened:
        unstamp(layout)
        progress(f"computing {len(FEATURES)} features of {report.labelled + report.unlabelled:,} clients")
        learn_durations(opened, layout.staged, layout.durations)
        write_features(opened, layout.staged, layout.durations, layout.features)
    stamp(layout, report)
    return layout.features


def prior(settings: Settings) -> model.Prior | None:
    """Give what was known before; None for a model that does not lean on it."""
    return model.load_prior() if leans(settings) else None


def leans(settings: Settings) -> bool:
    """Say whether a model leans on the prior: not where the setting is off, or the clients themselves are invented.

    It is no credit to a model that it is told how the clients it is tested on were invented. What
    is monotone stays so without it alone.
    """
    wanted = settings.prior and not settings.monotone
    return bool(wanted) and not is_invented(staged_report(Layout.of(settings)))


def arranged(settings: Settings) -> tuple[Feature, ...]:
    """Give the features in the order in which a model of the staged clients takes them."""
    known = prior(settings)
    return FEATURES if known is None else known.arranged(FEATURES)


def parameters(settings: Settings) -> model.Parameters:
    """Take the training's parameters from the settings."""
    names = model.Parameters.__dataclass_fields__
    return model.Parameters(**{name: getattr(settings, name) for name in names})


def train(settings: Settings, progress: Progress = print) -> model.Training:
    """Train on the labelled clients' features."""
    labelled = Labelled.of(settings)
    return model.train(
        labelled.rows(),
        labelled.target,
        labelled.fold,
        arranged(settings),
        parameters(settings),
        progress,
        labelled.held_out,
        prior(settings),
    )
