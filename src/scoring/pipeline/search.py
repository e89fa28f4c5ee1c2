"""What every trial of a study shares, and what one trial is: parameters tried on clients held out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from scoring import model
from scoring.model.growing import Grower
from scoring.model.selection import kept
from scoring.model.tuning import SPACE, changes, forget, held_out_losses, pooled, snapshot_folder, space
from scoring.pipeline import steps
from scoring.pipeline.bundling import parameter_record
from scoring.pipeline.labelled import Labelled
from scoring.pipeline.layout import Layout
from scoring.pipeline.prepared import staged_report
from scoring.settings import Settings

if TYPE_CHECKING:
    from optuna.trial import Trial

FAULT = "fault"
"""Attribute of a trial that failed by itself: it is not tried again, as one that was stopped is."""


BEFORE_GIVING_UP = 5
"""Trials that are trained on every fold before one is given up for being worse than the median."""


@dataclass(frozen=True)
class Search:
    """What every trial of a study shares: the clients, their folds, and the settings that do not change.

    The clients of the holdout are not among them.
    """

    settings: Settings
    trained: Grower
    fold: np.ndarray
    fingerprint: str

    @classmethod
    def of(cls, settings: Settings) -> Search:
        """Take the labelled clients that are staged, on their stored folds."""
        labelled, features = Labelled.of(settings), steps.arranged(settings)
        chosen = np.flatnonzero(~labelled.held_out)
        fingerprint = staged_report(Layout.of(settings)).fingerprint
        rows, target = labelled.rows().take(chosen), labelled.target[chosen]
        trained = Grower.of(rows, target, features, steps.parameters(settings))
        return cls(settings, trained, labelled.fold[chosen], fingerprint)

    @property
    def snapshots(self) -> Path:
        """The snapshots of what is being trained."""
        return Layout.of(self.settings).tuning / "snapshots"

    def changed(self, found: dict[str, float]) -> Settings:
        """Give the settings with those of a point in the space."""
        return replace(self.settings, **changes(found))  # type: ignore[arg-type]

    @property
    def name(self) -> str:
        """Name of the study: another for other data, code, device or settings that are not searched."""
        searched = changes({dimension.name: dimension.low for dimension in SPACE})
        fixed = {name: value for name, value in parameter_record(self.settings).items() if name not in searched}
        facts = {"data": self.fingerprint, **fixed}
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]

    def present(self) -> dict[str, float]:
        """Give the point of the space where the settings are."""
        parameters = steps.parameters(self.settings)
        features = kept(int(np.sum(self.trained.data.get_label())), parameters)
        values = {"features": features, **vars(parameters)}
        return {dimension.name: values[dimension.name] for dimension in space(self.settings.device)}

    def grower(self, parameters: model.Parameters) -> Grower:
        """Give what trains with other parameters on the same clients."""
        return replace(self.trained, parameters=parameters)

    def train(self, every: Sequence[Settings], progress: steps.Progress) -> list[model.Training]:
        """Train with each of some settings on the same clients, in folds drawn anew.

        Of many settings, the best on some folds owe part of that to these folds.
        """
        labelled = Labelled.of(self.settings)
        chosen = np.flatnonzero(~labelled.held_out)
        rows, target = labelled.rows().take(chosen), labelled.target[chosen]
        fold = labelled.drawn(self.settings.seed + 1)[chosen]

        def trained(one: Settings) -> model.Training:
            features, parameters, prior = steps.arranged(one), steps.parameters(one), steps.prior(one)
            return model.train(rows, target, fold, features, parameters, progress, prior=prior)

        return [trained(one) for one in every]

    def objective(self, trial: Trial) -> float:
        """Log-loss of all clients, each held out; given up after a fold that leaves no hope."""
        import optuna

        values = {}
        for ends in space(self.settings.device):
            suggest: Any = trial.suggest_int if ends.whole else trial.suggest_float
            values[ends.name] = suggest(ends.name, ends.low, ends.high, log=ends.even)
        parameters = steps.parameters(self.changed(values))
        snapshots = snapshot_folder(self.snapshots, parameters, self.fingerprint)
        clients = np.bincount(self.fold).tolist()
        losses: list[list[float]] = []
        try:
            for found in held_out_losses(self.grower(parameters), self.fold, snapshots):
                losses.append(found)
                trial.report(pooled(losses, clients), len(losses))
                if len(losses) < len(clients) and hopeless(trial, len(losses)):
                    break
        except Exception as error:
            trial.set_user_attr(FAULT, str(error))
            raise
        forget(snapshots)
        if len(losses) < len(clients):
            raise optuna.TrialPruned
        return pooled(losses, clients)


def hopeless(trial: Trial, folds: int) -> bool:
    """Say whether a trial does worse on so many folds than the median of the trials before it on the same.

    Optuna's own pruner compares the best of a trial, after whichever fold: folds differ more than settings do, and
    where the first is the easiest no trial would ever be given up.
    """
    found = {one.number: one.intermediate_values.get(folds) for one in trial.study.get_trials(deepcopy=False)}
    own = found.pop(trial.number)
    before = [value for value in found.values() if value is not None]
    return folds > 1 and own is not None and len(before) >= BEFORE_GIVING_UP and own > float(np.median(before))
