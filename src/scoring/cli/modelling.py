"""The verbs of models: trained, listed, published. Each is a few lines: the work is done in the rooms below."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scoring.cli.options import app, settings
from scoring.cli.screen import Screen, say, table
from scoring.faults import Refused

if TYPE_CHECKING:
    from scoring import model, pipeline


@app.command()
def train() -> None:
    """Train on the labelled clients and save a bundle."""
    from scoring import model, pipeline

    with Screen() as screen:
        run = pipeline.Run.resume(screen.line)
        training = run.train()
        manifest = run.save(training)
    say(f"model {manifest.id}: out-of-fold AUC {manifest.metrics['auc']:.4f} ± {manifest.metrics['auc_error']:.4f}")
    for warning in model.cost_warnings(manifest.metrics):
        say(warning)
    replace(run, progress=say).track(manifest, _plots(run, training))


@app.command()
def tune(
    trials: Annotated[int, typer.Option(min=1, help="Trials in all; those finished before count.")] = 50,
    timeout: Annotated[float | None, typer.Option(min=0, help="Seconds after which no new trial begins.")] = None,
) -> None:
    """Search for better settings; stopped or killed, it goes on when it is called again."""
    from scoring.pipeline import tuning

    with Screen() as screen:
        found = tuning.tune(settings(), trials, timeout, screen.line)
    say(f"{found.trials} trials, {found.given_up} of them given up early; best log-loss on the folds {found.loss:.5f}")
    if not found.compared:
        say("no settings were found that do better than the present ones")
        return
    table(
        ["on the same clients, in folds drawn anew", "present", "found", "difference", "95 % interval"],
        [
            [
                name,
                f"{pair.present:.5f}",
                f"{pair.found:.5f}",
                f"{pair.difference.value:+.5f}",
                f"{pair.difference.low:+.5f} to {pair.difference.high:+.5f}",
            ]
            for name, pair in found.compared.items()
        ],
    )
    if found.compared["log-loss"].difference.high >= 0:
        say("those found are not known to be better: what the search won by was the luck of its folds")
    say(f"to set them: {tuning.environment(found)}")


def _plots(run: pipeline.Run, training: model.Training) -> Mapping[str, object]:
    """Draw the plots of a training, where they are tracked and can be drawn."""
    from scoring import pipeline

    if not pipeline.is_tracked(run.settings) or importlib.util.find_spec("matplotlib") is None:
        return {}
    from scoring import figures

    return figures.plots(training)


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
    for caution in evaluations.cautions(evaluation):
        say(f"\n{caution}")
    for sheet in evaluations.sheets(evaluation):
        say(f"\n{sheet.title}")
        if sheet.note:
            say(sheet.note)
        table(sheet.header, sheet.rows)
    for sentence in evaluation.missing:
        say(sentence)
    if out is not None:
        evaluations.markdown(evaluation, out)


@app.command()
def explain(
    model: Annotated[str | None, typer.Argument(help="Model id; the newest if not given.")] = None,
    clients: Annotated[int, typer.Option(min=1, help="Clients it is explained on, drawn at random.")] = 2000,
) -> None:
    """Explain a model: runs notebook 03 into data/runs/<id>/, with every plot."""
    from scoring import pipeline

    with Screen() as screen:
        executed = pipeline.execute_explanation(settings(), model, clients, screen.watch)
    say(f"open {executed} to see what the model looks at")


@app.command()
def publish(model: Annotated[str | None, typer.Option(help="Model id; the newest if not given.")] = None) -> None:
    """Score and explain every client into a new store, and make it current."""
    from scoring import pipeline

    with Screen() as screen:
        manifest = pipeline.Run.resume(screen.line).publish(model)
    say(f"store {manifest.id}: model {manifest.model} of the {settings().model_source}, {manifest.clients:,} clients")


@app.command()
def promote(
    model: Annotated[str | None, typer.Argument(help="Model id; the newest if not given.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Publish it whatever the rule says.")] = False,
) -> None:
    """Publish a model if it costs less than the published one and leaves no group worse off."""
    from scoring import pipeline

    with Screen() as screen:
        promotion = pipeline.Run.resume(screen.line).promote(model, force)
    for sentence in promotion.said:
        say(sentence)
    say(f"store {promotion.store.id}: model {promotion.store.model}, {promotion.store.clients:,} clients")


@app.command()
def rollback() -> None:
    """Go back to the store that was published before the current one."""
    from scoring import pipeline

    manifest = pipeline.rollback(settings(), say)
    say(f"store {manifest.id}: model {manifest.model}, {manifest.clients:,} clients, every file verified")


runs_app = typer.Typer(invoke_without_command=True)
app.add_typer(runs_app, name="runs")


@runs_app.callback()
def runs(context: typer.Context) -> None:
    """List the finished runs; the model that is published is marked. Or: prune."""
    if context.invoked_subcommand is None:
        _list_runs()


@runs_app.command()
def prune(
    yes: Annotated[bool, typer.Option("--yes", help="Remove them; without it they are only listed.")] = False,
) -> None:
    """Remove stores, their amendments and bundles, neither published, nor before it, nor needed by recorded scores."""
    from scoring.keeping import pruning

    planned = pruning.plan_pruning(settings())
    rows = [[str(folder), reason] for folder, reason in planned.kept]
    table(["folder or file", ""], rows + [[str(folder), "to be removed"] for folder in planned.removed])
    if yes:
        pruning.prune(planned)
    how = ": scoring runs prune --yes" if planned.removed and not yes else ""
    say(f"{len(planned.removed)} {'removed' if yes else 'can be removed'}, {planned.size / 1e6:,.1f} MB{how}")


def _list_runs() -> None:
    from scoring import pipeline

    layout = pipeline.Layout.of(settings())
    known, published = pipeline.runs(layout), pipeline.current_model(layout)
    if not known:
        say("no run is finished; run: scoring build")
        return
    table(
        ["run", "model", "clients", "AUC", "cost", "threshold", "seconds", "", ""],
        [
            [
                r.id,
                r.model,
                f"{r.clients:,}",
                f"{r.auc:.4f} ± {r.auc_error:.4f}",
                f"{r.cost_per_applicant:.4f}",
                f"{r.threshold:.4f}",
                f"{sum(r.seconds.values()):.0f}",
                "! cost is off" if r.warnings else "",
                "current" if r.model == published else "",
            ]
            for r in known
        ],
    )
