"""An evaluation as tables, on the screen and in Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scoring import model
from scoring.aside import file_aside
from scoring.pipeline.evaluation.evaluation import Evaluation
from scoring.pipeline.evaluation.lines import Line

NOT_KNOWN = "–"


@dataclass(frozen=True)
class Sheet:
    """One table: its title, its header and its rows of as many texts."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheets(evaluation: Evaluation) -> Iterator[Sheet]:
    """Give the tables: the models on each group of clients, what histories add, what policies cost."""
    compared = ("model", "columns", "AUC", "cost", "AUC less CatBoost's", "cost less CatBoost's")
    for group in evaluation.groups:
        lines = [line for line in evaluation.models if line.group == group.name]
        title = f"Models: {group.name}, {group.clients:,} clients, {group.defaults:,} defaults"
        yield Sheet(title, compared, tuple((line.model, line.columns, *_measures(line)) for line in lines))
    yield Sheet(
        "What each model took",
        ("model", "columns", "features", "threshold", "seconds", "of processors"),
        tuple(
            (
                one.model,
                one.columns,
                str(one.features),
                f"{one.threshold:.4f}",
                f"{one.seconds:.0f}",
                f"{one.processor_seconds:.0f}",
            )
            for one in evaluation.scored
        ),
    )
    yield Sheet(
        "What the histories add to each model, on the same clients",
        ("model", "clients", "AUC", "cost", "AUC less without", "cost less without"),
        tuple((line.model, line.group, *_measures(line)) for line in evaluation.histories),
    )
    if evaluation.policies:
        yield Sheet(
            "CatBoost under each policy",
            ("policy", "clients", "AUC", "cost", "AUC less the default's", "cost less the default's"),
            tuple((_ruled(line), line.group, *_measures(line)) for line in evaluation.policies),
        )


def markdown(evaluation: Evaluation, out: Path) -> None:
    """Write the tables as Markdown, under what they were measured with."""
    lines = ["# Models on the same folds", "", *_preface(evaluation)]
    for sheet in sheets(evaluation):
        lines += ["", f"## {sheet.title}", "", *_drawn(sheet)]
    with file_aside(out) as aside:
        aside.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _preface(evaluation: Evaluation) -> Iterator[str]:
    given = evaluation.parameters
    yield f"{'Invented' if evaluation.invented else 'Real'} clients; written by `scoring evaluate --out FILE.md`.\n"
    yield (
        f"{given['folds']} folds, seed {given['seed']}; predictions are out of fold. AUC ± its standard error; cost "
        f"per applicant ({given['cost_ratio']:g} for a missed default, 1 for a good client refused) at the "
        "threshold that is best on the model's own out-of-fold predictions. Differences are of the same clients, "
        "with 95 % intervals: of the AUC by DeLong, of the cost by bootstrap."
    )
    for sentence in evaluation.missing:
        yield f"\n{sentence[0].upper()}{sentence[1:]}."


def _drawn(sheet: Sheet) -> Iterable[str]:
    return (f"| {' | '.join(row)} |" for row in (sheet.header, ["---"] * len(sheet.header), *sheet.rows))


def _measures(line: Line) -> tuple[str, ...]:
    area = NOT_KNOWN if math.isnan(line.auc) else f"{line.auc:.4f} ± {line.auc_error:.4f}"
    return area, f"{line.cost:.4f}", _difference(line.auc_difference), _difference(line.cost_difference)


def _difference(found: model.Difference | None) -> str:
    if found is None or math.isnan(found.value):
        return NOT_KNOWN
    return f"{found.value:+.4f} ({found.low:+.4f} to {found.high:+.4f})"


def _ruled(line: Line) -> str:
    return "default" if line.against is None else line.columns
