"""The verbs of models: trained, listed, published. Each is a few lines: the work is done in the rooms below."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scoring.cli.options import app, settings
from scoring.cli.screen import Screen, say, table
from scoring.faults import Refused


@app.command()
def train() -> None:
    """Train on the labelled clients and save a bundle."""
    from scoring import pipeline

    with Screen() as screen:
        run = pipeline.Run.resume(screen.line)
        training = run.train()
        manifest = run.save(training)
    say(f"model {manifest.id}: out-of-fold AUC {manifest.metrics['auc']:.4f} ± {manifest.metrics['auc_error']:.4f}")


@app.command()
def evaluate(
    models: Annotated[
        str | None,
        typer.Option(help="catboost,catboost-alone,lightgbm,logistic,scorecard; all that are installed if not given."),
    ] = None,
    policies: Annotated[bool, typer.Option("--policies", help="Also measure what each policy costs.")] = False,
    out: Annotated[Path | None, typer.Option(help="Markdown file to write the tables into, .md.")] = None,
) -> None:
    """Compare models on the same folds, with and without the histories: AUC, cost, paired differences."""
    from scoring.pipeline import evaluation as evaluations

    if out is not None and out.suffix != ".md":
        raise Refused(f"{out}: the tables are written as Markdown; give a file name that ends in .md")
    names = None if models is None else [name.strip() for name in models.split(",")]
    with Screen() as screen:
        evaluation = evaluations.evaluate(settings(), names, policies, screen.line)
    for sheet in evaluations.sheets(evaluation):
        say(f"\n{sheet.title}")
        table(sheet.header, sheet.rows)
    for sentence in evaluation.missing:
        say(sentence)
    if out is not None:
        evaluations.markdown(evaluation, out)


@app.command()
def publish(model: Annotated[str | None, typer.Option(help="Model id; the newest if not given.")] = None) -> None:
    """Score and explain every client into a new store, and make it current."""
    from scoring import pipeline

    with Screen() as screen:
        manifest = pipeline.Run.resume(screen.line).publish(model)
    say(f"store {manifest.id}: {manifest.clients:,} clients")


@app.command()
def runs() -> None:
    """List the finished runs."""
    from scoring import pipeline

    known = pipeline.runs(pipeline.Layout.of(settings()))
    if not known:
        say("no run is finished; run: scoring build")
        return
    table(
        ["run", "model", "clients", "AUC", "cost", "threshold", "seconds"],
        [
            [
                r.id,
                r.model,
                f"{r.clients:,}",
                f"{r.auc:.4f} ± {r.auc_error:.4f}",
                f"{r.cost_per_applicant:.4f}",
                f"{r.threshold:.4f}",
                f"{sum(r.seconds.values()):.0f}",
            ]
            for r in known
        ],
    )
