"""The named steps, in order: stage, features, train, publish. Each is resumable."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from scoring import engine, model, staging
from scoring.aside import file_aside
from scoring.faults import Refused
from scoring.features import FEATURES, Feature, learn_durations, write_features
from scoring.pipeline.invented import is_invented
from scoring.pipeline.layout import Layout
from scoring.settings import Settings
from scoring.tables import CLIENT, TARGET

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
    stamp = layout.features.with_suffix(".json")
    if _computed(layout, report):
        progress("features are up to date")
        return layout.features
    with engine.opened(settings, [layout.staged.parent]) as opened:
        stamp.unlink(missing_ok=True)
        progress(f"computing {len(FEATURES)} features of {report.labelled + report.unlabelled:,} clients")
        learn_durations(opened, layout.staged, layout.durations)
        write_features(opened, layout.staged, layout.durations, layout.features)
    with file_aside(stamp) as aside:
        aside.write_text(json.dumps({"fingerprint": report.fingerprint}), encoding="utf-8")
    return layout.features


def staged_report(layout: Layout) -> staging.Report:
    """Give the report of what is staged; raises Refused when nothing is."""
    report = staging.load_report(layout.staged)
    if report is None:
        raise Refused(f"nothing is staged in {layout.staged}; run: scoring stage --raw PATH")
    return report


def computed_report(layout: Layout) -> staging.Report:
    """Give the report of what is staged; raises Refused unless its features are computed."""
    report = staged_report(layout)
    if not _computed(layout, report):
        raise Refused("the features are missing or not of the staged tables; run: scoring features")
    return report


def _computed(layout: Layout, report: staging.Report) -> bool:
    """Whether the features, and the durations they were computed with, are those of what is staged."""
    stamped = _reads(layout.features.with_suffix(".json"))
    return stamped == report.fingerprint and layout.features.exists() and layout.durations.exists()


def _reads(stamp: Path) -> str | None:
    return str(json.loads(stamp.read_text(encoding="utf-8"))["fingerprint"]) if stamp.exists() else None


def labelled_rows(settings: Settings, columns: list[str] | None = None) -> tuple[pa.Table, np.ndarray]:
    """Give the feature rows of the labelled clients, and their outcomes (0/1), in client order.

    `columns` are those wanted, all unless named. Raises Refused when features are not computed or not
    of what is staged.
    """
    layout = Layout.of(settings)
    computed_report(layout)
    outcomes = pq.read_table(layout.staged / "application.parquet", columns=[CLIENT, TARGET]).sort_by(CLIENT)
    target = outcomes.column(TARGET).to_numpy(zero_copy_only=False)
    known = ~np.isnan(target)
    return pq.read_table(layout.features, columns=columns).filter(pa.array(known)), target[known]


def folds(settings: Settings) -> np.ndarray:
    """Give the fold, from 0, of each labelled client in client order: the same for everything that sees outcomes."""
    return model.split(*_persons(settings), settings.folds, settings.seed)


def held_out(settings: Settings) -> np.ndarray:
    """Mark the labelled clients, in client order, that nothing is chosen by."""
    return model.hold_out(*_persons(settings), settings.holdout, settings.seed)


def _persons(settings: Settings) -> tuple[np.ndarray, np.ndarray]:
    """Give the number of the person behind each labelled client, and their outcomes (0/1)."""
    columns = [CLIENT, TARGET, *model.TRAITS]
    staged = pq.read_table(Layout.of(settings).staged / "application.parquet", columns=columns).sort_by(CLIENT)
    labelled = staged.filter(pc.is_valid(staged.column(TARGET)))
    return model.persons(labelled), labelled.column(TARGET).to_numpy()


def prior(settings: Settings) -> model.Prior | None:
    """Give what was known before; None when the setting is off, or the clients themselves are invented.

    It is no credit to a model that it is told how the clients it is tested on were invented. What
    is monotone stays so without it alone.
    """
    invented = is_invented(staged_report(Layout.of(settings)))
    return model.load_prior() if settings.prior and not settings.monotone and not invented else None


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
    table, target = labelled_rows(settings)
    return model.train(
        table,
        target,
        folds(settings),
        arranged(settings),
        parameters(settings),
        progress,
        held_out(settings),
        prior(settings),
    )
