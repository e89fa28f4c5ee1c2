"""One evaluation: which models, compared how, kept where."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from scoring import model
from scoring.aside import file_aside
from scoring.faults import Refused
from scoring.pipeline import steps
from scoring.pipeline.bundling import parameter_record
from scoring.pipeline.evaluation.checks import Check, checked
from scoring.pipeline.evaluation.clients import Clients, labelled
from scoring.pipeline.evaluation.lines import Line, Scored, compared
from scoring.pipeline.evaluation.made import Made, made
from scoring.pipeline.evaluation.scores import ALL, ALONE, COLUMNS, OURS, OWN, scored, under_policies
from scoring.pipeline.invented import is_invented
from scoring.pipeline.layout import Layout
from scoring.pipeline.prepared import computed_report
from scoring.settings import Settings

MODELS = (OURS, ALONE, *model.CHALLENGERS)


@dataclass(frozen=True)
class Group:
    """A group of clients, and how many of them defaulted."""

    name: str
    clients: int
    defaults: int


@dataclass(frozen=True)
class Evaluation:
    """What was scored, of whom (`invented` clients or real ones), from what, and the comparisons.

    `models` compares each model with CatBoost on the same columns, `alone` the challengers with
    CatBoost that does not lean on the prior (`leans` says that ours does), `histories` each with
    itself without them, `policies` each policy with the default, both without the prior; `checks`
    are of every model in `models`; `missing` says which models are not installed.
    """

    fingerprint: str
    invented: bool
    leans: bool
    made: Made
    code: str
    parameters: dict[str, object]
    groups: tuple[Group, ...]
    scored: tuple[Scored, ...]
    models: tuple[Line, ...]
    alone: tuple[Line, ...]
    checks: tuple[Check, ...]
    histories: tuple[Line, ...]
    policies: tuple[Line, ...]
    missing: tuple[str, ...]


def evaluate(
    settings: Settings,
    names: Sequence[str] | None = None,
    policies: bool = False,
    progress: steps.Progress = print,
) -> Evaluation:
    """Score the labelled clients out of fold by each model named, or all that are installed; compare and save.

    Raises Refused for a name that is not a model, a model that is not installed, and where no
    features are computed.
    """
    chosen, missing = choose(names)
    began = made(settings, names, policies)
    layout = Layout.of(settings)
    report = computed_report(layout)
    if not steps.leans(settings) and ALONE in chosen and names is None:
        chosen = tuple(name for name in chosen if name != ALONE)  # it is ours
    clients = labelled(settings)
    found = {
        (name, columns): scored(settings, clients, name, columns, progress) for name in chosen for columns in COLUMNS
    }
    ruled: list[Scored] = []
    if policies:
        default = found.get((ALONE, ALL)) or scored(settings, clients, ALONE, ALL, progress)
        ruled = [default, *under_policies(settings, clients, progress)]
    rivals = [
        (one, found[ALONE, one.columns]) for one in found.values() if ALONE in chosen and one.model in model.CHALLENGERS
    ]
    evaluation = Evaluation(
        fingerprint=report.fingerprint,
        invented=is_invented(report),
        leans=steps.leans(settings),
        made=began,
        code=model.code_fingerprint(),
        parameters=parameter_record(settings),
        groups=_groups(clients),
        scored=(*found.values(), *(one for one in ruled if (one.model, one.columns) not in found)),
        models=compared(settings, clients, [(one, found.get((OURS, one.columns))) for one in found.values()]),
        alone=compared(settings, clients, rivals),
        checks=checked(settings, clients, list(found.values())),
        histories=compared(settings, clients, [(found[name, ALL], found[name, OWN]) for name in chosen]),
        policies=compared(settings, clients, [(one, ruled[0]) for one in ruled]),
        missing=missing,
    )
    save(evaluation, layout.evaluation)
    return evaluation


def _groups(clients: Clients) -> tuple[Group, ...]:
    counts = {name: (int(held.sum()), int(clients.target[held].sum())) for name, held in clients.groups.items()}
    return tuple(Group(name, *counted) for name, counted in counts.items())


def choose(names: Sequence[str] | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the models to run, and a sentence for each that is not installed; one that is named must be."""
    if names is None:
        absent = [challenger for challenger in model.CHALLENGERS.values() if not challenger.installed()]
        sentences = tuple(f"{one.name} is left out: {one.package} is not installed; {one.mend}" for one in absent)
        return tuple(name for name in MODELS if name not in {one.name for one in absent}), sentences
    if unknown := [name for name in names if name not in MODELS]:
        raise Refused(f"there is no model {', '.join(map(repr, unknown))}; allowed: {', '.join(MODELS)}")
    for name in names:
        if name in model.CHALLENGERS:
            model.CHALLENGERS[name].check()
    return tuple(name for name in MODELS if name in names), ()


def save(evaluation: Evaluation, path: Path) -> None:
    """Write an evaluation as JSON, without the clients' predictions; what is not known is null."""
    with file_aside(path) as aside:
        aside.write_text(json.dumps(_plain(asdict(evaluation)), indent=1, allow_nan=False), encoding="utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(held) for name, held in value.items() if not isinstance(held, np.ndarray)}
    if isinstance(value, list | tuple):
        return [_plain(held) for held in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
