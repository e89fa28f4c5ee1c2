"""The search for better settings: a study in a file, gone on with whenever it is asked for again."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scoring import model
from scoring.aside import scratch
from scoring.faults import Damaged, Refused
from scoring.model.tuning import changes, forget
from scoring.pipeline.layout import Layout
from scoring.pipeline.search import FAULT, Search
from scoring.pipeline.steps import Progress
from scoring.settings import Settings

if TYPE_CHECKING:
    from optuna import Study
    from optuna.trial import FrozenTrial

STUDY = "study.db"


@dataclass(frozen=True)
class Compared:
    """One measure of the present settings and of those found: found less present.

    On the same clients out of fold, in folds that chose neither.
    """

    present: float
    found: float
    difference: model.Difference


@dataclass(frozen=True)
class Tuned:
    """The best settings found, by name, among so many trials; `compared` with the present ones, by measure.

    Where none did better, both are empty.
    """

    trials: int
    given_up: int
    loss: float
    settings: Mapping[str, float]
    compared: Mapping[str, Compared]


def tune(settings: Settings, trials: int, timeout: float | None = None, progress: Progress = print) -> Tuned:
    """Search until the study has so many finished trials, or for so many seconds; compare the best with the present.

    What was stopped or killed is gone on with: the study is a file, the trainings have snapshots.
    The first trial is where the settings are. Raises Refused without Optuna, or while another
    process searches; Damaged when the file is no study that can be gone on with.
    """
    if not installed():
        raise Refused("tuning needs Optuna; run: pip install '.[tuning]'")
    search, file = Search.of(settings), Layout.of(settings).tuning / STUDY
    with scratch(file), _kept_in(file):
        study = _study(search, file)
        _take_up(study, search)

        def tell(study: Study, trial: FrozenTrial) -> None:
            loss = f"log-loss {trial.value:.5f}" if trial in _whole(study) else "given up"
            progress(f"trial {len(_finished(study))} of {trials}: {loss}; {_said(changes(trial.params))}")

        left = trials - len(_finished(study))
        if left > 0:
            study.optimize(search.objective, n_trials=left, timeout=timeout, callbacks=[tell])
        forget(search.snapshots)
        return _result(search, study, progress)


def installed() -> bool:
    """Say whether Optuna can be imported."""
    return importlib.util.find_spec("optuna") is not None


def environment(found: Tuned) -> str:
    """Give the settings found as the environment variables that set them."""
    return " ".join(f"SCORING_{name.upper()}={value}" for name, value in found.settings.items())


@contextmanager
def _kept_in(file: Path) -> Iterator[None]:
    """Say what is wrong with a study's file in one sentence, as Damaged."""
    from optuna.exceptions import StorageInternalError
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (SQLAlchemyError, StorageInternalError) as error:
        reason = getattr(error, "orig", None) or error.__cause__ or error
        raise Damaged(
            f"{file}: the search cannot be read or written ({str(reason).splitlines()[0]}); "
            "make room on the disk, or move the file away: the search then begins anew"
        ) from error


def _study(search: Search, file: Path) -> Study:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        storage=f"sqlite:///{file.resolve().as_posix()}",
        study_name=search.name,
        load_if_exists=True,
    )
    # A seed of its own for each start: the same one would propose again what was tried already.
    study.sampler = optuna.samplers.TPESampler(seed=search.settings.seed + len(study.trials))
    return study


def _take_up(study: Study, search: Search) -> None:
    """Queue where the settings are, in a new study; and what was stopped on the way, in one gone on with."""
    from optuna.trial import TrialState

    if not study.trials:
        study.enqueue_trial(search.present())
    for trial in study.get_trials(states=(TrialState.RUNNING,)):  # of a process that was killed
        study.tell(trial.number, state=TrialState.FAIL)
    others = [trial for trial in study.trials if trial.state != TrialState.FAIL]
    queued = [trial.params or trial.system_attrs.get("fixed_params") for trial in others]
    for trial in study.get_trials(states=(TrialState.FAIL,)):
        if FAULT not in trial.user_attrs and trial.params and trial.params not in queued:
            study.enqueue_trial(trial.params)
            queued.append(trial.params)


def _finished(study: Study) -> list[FrozenTrial]:
    """List the trials that were trained or given up, not those that were stopped."""
    return [trial for trial in study.trials if trial.state.name in ("COMPLETE", "PRUNED")]


def _whole(study: Study) -> list[FrozenTrial]:
    """List the trials that were trained on every fold."""
    return [trial for trial in study.trials if trial.state.name == "COMPLETE"]


def _said(values: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in values.items())


def _result(search: Search, study: Study, progress: Progress) -> Tuned:
    finished, whole = _finished(study), _whole(study)
    if not whole:
        raise Refused("no trial is finished; give more time: scoring tune --trials N --timeout SECONDS")
    better, given_up = changes(study.best_params), len(finished) - len(whole)
    if better == changes(search.present()):
        return Tuned(len(finished), given_up, study.best_value, {}, {})
    progress("training with the settings as they are, then with those found, in folds drawn anew")
    present, found = search.train([search.settings, search.changed(study.best_params)], progress)
    compared = {"log-loss": _losses(present, found), "cost per applicant": _costs(present, found)}
    return Tuned(len(finished), given_up, study.best_value, better, compared)


def _losses(present: model.Training, found: model.Training) -> Compared:
    before, after = (model.log_loss(one.target, one.probability) for one in (present, found))
    return Compared(before, after, model.loss_difference(found.target, found.probability, present.probability))


def _costs(present: model.Training, found: model.Training) -> Compared:
    thresholds = found.curve.best, present.curve.best
    ratio, seed = found.parameters.cost_ratio, found.parameters.seed
    apart = model.cost_difference(found.target, found.probability, present.probability, thresholds, ratio, seed)
    return Compared(present.curve.least, found.curve.least, apart)
