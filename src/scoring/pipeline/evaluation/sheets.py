"""An evaluation as tables, on the screen and in Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scoring import model
from scoring.aside import file_aside
from scoring.pipeline.evaluation.checks import Check
from scoring.pipeline.evaluation.evaluation import Evaluation
from scoring.pipeline.evaluation.lines import Line, Scored
from scoring.pipeline.evaluation.preface import preface

NOT_KNOWN = "–"
EXPECTED = (
    "Slope 1 and intercept 0 (± standard errors) say that probabilities are right; ECE is the mean gap between the "
    "default rate and probability over tenths of the clients, never quite 0. To review is who scores so near the "
    "threshold, for how sure the score is, that a human should look. An alarm says that the cost is off what the AUC "
    "lets expect by more than 2 % and two standard errors."
)
TIE = "A tie: the 95 % interval holds 0, so that neither is known to be better."


@dataclass(frozen=True)
class Sheet:
    """One table: its title, its header, its rows of as many texts, and what is said above them."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def sheets(evaluation: Evaluation) -> Iterator[Sheet]:
    """Give the tables: models on each group of clients, whether they hold, histories, policies."""
    yield from _models(evaluation)
    if evaluation.alone:
        yield _against_alone(evaluation)
    yield _checks(evaluation)
    yield Sheet(
        "What each model took",
        ("model", "columns", "features", "threshold", "seconds", "of processors"),
        tuple(map(_took, evaluation.scored)),
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
    """Write the tables as Markdown, under what they were measured with and what to beware of."""
    parts = ["# Models on the same folds", *preface(evaluation)]
    for sheet in sheets(evaluation):
        parts += [part for part in (f"## {sheet.title}", sheet.note, "\n".join(_drawn(sheet))) if part]
    with file_aside(out) as aside:
        aside.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _models(evaluation: Evaluation) -> Iterator[Sheet]:
    compared = ("model", "columns", "AUC", "cost", "AUC less CatBoost's", "cost less CatBoost's")
    for group in evaluation.groups:
        lines = [line for line in evaluation.models if line.group == group.name]
        title = f"Models: {group.name}, {group.clients:,} clients, {group.defaults:,} defaults"
        yield Sheet(title, compared, tuple((line.model, line.columns, *_measures(line)) for line in lines))


def _against_alone(evaluation: Evaluation) -> Sheet:
    return Sheet(
        "Challengers against CatBoost alone, on the same clients",
        ("model", "columns", "clients", "AUC less CatBoost alone's", "by AUC", "cost less CatBoost alone's", "by cost"),
        tuple(
            (
                line.model,
                line.columns,
                line.group,
                _difference(line.auc_difference),
                _verdict(line.auc_difference, "better", "worse"),
                _difference(line.cost_difference),
                _verdict(line.cost_difference, "worse", "better"),
            )
            for line in evaluation.alone
        ),
        TIE,
    )


def _checks(evaluation: Evaluation) -> Sheet:
    return Sheet(
        "Whether probabilities and costs are what they should be",
        (
            "model",
            "columns",
            "clients",
            "slope",
            "intercept",
            "ECE",
            "Brier",
            "to review",
            "cost",
            "expected",
            "verdict",
        ),
        tuple((check.model, check.columns, check.group, *_checked(check)) for check in evaluation.checks),
        EXPECTED,
    )


def _checked(check: Check) -> tuple[str, ...]:
    return (
        _with_error(check.slope, check.slope_error, 3),
        _with_error(check.intercept, check.intercept_error, 3),
        f"{check.calibration_error:.4f}",
        f"{check.brier:.4f}",
        NOT_KNOWN if check.review is None else f"{check.review:.1%}",
        _with_error(check.cost, check.cost_error, 4),
        NOT_KNOWN if math.isnan(check.cost_expected) else f"{check.cost_expected:.4f}",
        "ALARM" if check.alarm else "no alarm",
    )


def _took(one: Scored) -> tuple[str, ...]:
    spent = (f"{seconds:.0f}" for seconds in (one.seconds, one.processor_seconds))
    return one.model, one.columns, str(one.features), f"{one.threshold:.4f}", *spent


def _drawn(sheet: Sheet) -> Iterable[str]:
    return (f"| {' | '.join(row)} |" for row in (sheet.header, ["---"] * len(sheet.header), *sheet.rows))


def _measures(line: Line) -> tuple[str, ...]:
    return (
        _with_error(line.auc, line.auc_error, 4),
        f"{line.cost:.4f}",
        _difference(line.auc_difference),
        _difference(line.cost_difference),
    )


def _difference(found: model.Difference | None) -> str:
    if found is None or math.isnan(found.value):
        return NOT_KNOWN
    return f"{found.value:+.4f} ({found.low:+.4f} to {found.high:+.4f})"


def _verdict(found: model.Difference | None, above: str, below: str) -> str:
    """Say what a difference is where it is above 0 or below, and a tie where its interval holds 0."""
    if found is None or math.isnan(found.low):
        return NOT_KNOWN
    return above if found.low > 0 else below if found.high < 0 else "a tie"


def _with_error(value: float, error: float, digits: int) -> str:
    return NOT_KNOWN if math.isnan(value) else f"{value:.{digits}f} ± {error:.{digits}f}"


def _ruled(line: Line) -> str:
    return "default" if line.against is None else line.columns
