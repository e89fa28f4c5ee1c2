"""The verbs of the command line. Each is a few lines: the work is done in the rooms below."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scoring.cli import backup as backup
from scoring.cli import keys as keys
from scoring.cli import ledger as ledger
from scoring.cli import modelling as modelling
from scoring.cli.options import Engine, Master, Raw, app, settings
from scoring.cli.policy import unmet_policy
from scoring.cli.screen import Screen, say, table
from scoring.cli.unused import left_out, load_catboost
from scoring.faults import Damaged, Refused, Unavailable
from scoring.settings import is_loopback

if TYPE_CHECKING:
    from scoring.serving.questions import Questions


@app.command()
def build(raw: Raw = None, engine: Engine = None, master: Master = None) -> None:
    """Prepare, train and publish: runs the notebooks into data/runs/<id>/. Nothing new, nothing done."""
    from scoring import pipeline

    with Screen() as screen:
        run = pipeline.Run.start(raw, progress=screen.line, engine=engine, spark_master=master)
        if run.is_published():
            say("up to date: the published store stands for these files, settings and code")
            return
        if kept := pipeline.kept_back(run):
            say("up to date: the model of these files, settings and code was trained, and not promoted")
            say(kept)
            return
        record = pipeline.build(run, screen.watch)
    for sentence in pipeline.staged_report(run.layout).sentences():
        say(sentence)
    done = f"store {record.store} stays" if record.kept else f"{record.clients:,} clients published"
    say(f"run {record.id}: {done}, in {sum(record.seconds.values()):.0f} s")
    if record.kept:
        say(record.kept)
    say(f"model {record.model}: out-of-fold AUC {record.auc:.4f} ± {record.auc_error:.4f}")
    say(f"cost {record.cost_per_applicant:.4f} per applicant")
    for warning in record.warnings:
        say(warning)
    if unmet := unmet_policy(run.settings):
        say(unmet)


@app.command()
def stage(raw: Raw = None) -> None:
    """Clean the raw tables: typed, sentinels blanked, keys checked, sorted by client."""
    from scoring import pipeline

    with Screen() as screen:
        report = pipeline.Run.start(raw, progress=screen.line).stage()
    table(
        ["table", "rows", "dropped", "without parent"],
        [[t.table, f"{t.staged:,}", f"{t.dropped:,}", f"{t.orphans:,}"] for t in report.tables],
    )
    for sentence in report.sentences():
        say(sentence)


@app.command()
def features(engine: Engine = None, master: Master = None) -> None:
    """Compute the declared features of the staged clients."""
    import pyarrow.parquet as pq

    from scoring import pipeline

    with Screen() as screen:
        file = pipeline.Run.resume(screen.line, engine=engine, spark_master=master).features()
    rows = pq.read_metadata(file)
    say(f"{rows.num_columns - 1} features of {rows.num_rows:,} clients")


@app.command()
def score(
    raw: Raw = None,
    staged: Annotated[
        str | None, typer.Option(help="Folder of staged tables instead of raw files; or address.")
    ] = None,
    out: Annotated[str, typer.Option(help="Parquet file to write; with Spark also an address.")] = "scores.parquet",
    reasons: Annotated[int, typer.Option(help="Reasons given in each direction, with their contributions.")] = 0,
    engine: Engine = None,
    master: Master = None,
) -> None:
    """Score raw files with the published model: SK_ID_CURR, probability, decision and, if asked for, reasons."""
    from scoring import pipeline
    from scoring.engine import place

    chosen = settings(engine=engine, spark_master=master)
    if bool(raw) == bool(staged):
        raise Refused(
            "name the raw files to score: scoring score --raw PATH --out scores.parquet (or: --staged FOLDER)"
        )
    notes: list[str] = []
    with Screen() as screen:
        if staged:
            count = pipeline.score_staged(chosen, place(staged), place(out), reasons)
        else:
            count = pipeline.score_raw(chosen, raw or (), place(out), screen.line, reasons, notes.append)
    for note in notes:
        say(note)
    say(f"{count:,} clients scored into {out}")


@app.command()
def synth(
    out: Annotated[Path, typer.Option(help="Folder to write the eight files into, or an archive to write (.zip).")],
    clients: Annotated[int, typer.Option(help="Number of applicants, labelled or not.")] = 5000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    form: Annotated[
        Literal["csv", "zip", "parquet"] | None,
        typer.Option("--format", help="Told by the name unless given: zip for an archive, else csv."),
    ] = None,
) -> None:
    """Invent clients: the eight raw files, with the real ones' shapes and traps."""
    from scoring import synthetic

    with Screen() as screen:
        synthetic.write(out, clients, seed, screen.share, form)
    say(f"{clients:,} invented clients in {out}")


@app.command("app")
def page(
    raw: Raw = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port of the page; the next free one if busy.")
    ] = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; beyond this machine, a login is needed.")
    ] = "127.0.0.1",
) -> None:
    """Serve the advisor's page; builds first when raw files are named or nothing is published."""
    from advisor import launch
    from advisor.login import Login

    chosen = settings()
    login = Login.of(chosen) if chosen.proxy_user or not is_loopback(host) else None
    if raw or not (chosen.data / "store" / "current").exists():
        build(raw)
        # Begin anew: what building loaded (half a gigabyte) does not stay while the page is served.
        ports = [] if port is None else ["--port", str(port)]
        os.execv(sys.executable, [sys.executable, "-m", "scoring.cli", "app", "--host", host, *ports])  # noqa: S606 - our own verb
    raise typer.Exit(launch.serve(chosen.data, port or chosen.port, host=host, login=login))


@app.command()
def api(
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on.")] = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; beyond this machine, keys or tokens are needed.")
    ] = "127.0.0.1",
) -> None:
    """Serve the prediction API over the published store."""
    gc.disable()  # what is loaded stays: looking through it for what does not takes an eighth of the start
    from scoring import store

    chosen = settings()
    with suppress(Refused):  # that nothing is published is said below
        store.begin_verifying(store.current(chosen.data / "store"))
    with left_out():
        from scoring import api as face
        from scoring.serving.recording import Recorder

        def opened() -> Questions | Recorder:
            # Loaded while the service already says that it is alive.
            load_catboost()
            from scoring.serving.local import Local

            try:
                made = Recorder.configured(chosen) if chosen.record else Local.configured(chosen)
                gc.freeze()  # what failed is let go: DuckDB complains at the end of what is not
            finally:
                gc.enable()
            return made

        try:
            face.serve(opened, chosen, host, port or chosen.api_port)
        finally:
            gc.unfreeze()  # at the end all is let go


@app.command()
def dictionary(
    out: Annotated[Path, typer.Option(help="File to write, .csv or .html.")] = Path("dictionary.html"),
) -> None:
    """Write the dictionary of features: meaning, unit, sources, value without history."""
    from scoring.features import dictionary as entries

    count = entries.write(out)
    say(f"{count} features in {out}")


@app.command()
def doctor() -> None:
    """Say what is installed, built and missing, and the command that mends it."""
    from scoring.cli.checkup import findings

    found = findings(settings())
    table(["", "what", "found", "to mend"], [[("ok" if f.well else "!"), f.what, f.found, f.mend] for f in found])
    table(["setting", "value", "reason"], [[r.variable, r.shown, r.reason] for r in settings().rows()])


def main() -> None:
    """Run the command line; faults a person can cause are said in words, with exit code 2."""
    # A service is stopped by SIGTERM: leave as on Ctrl-C, so that temporary files of clients go.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        app(prog_name="scoring")
    except (Refused, Unavailable, Damaged) as refused:
        for fault in str(refused).splitlines():
            print(f"scoring: {fault}", file=sys.stderr)
        sys.exit(2)
    except OSError as error:  # a full disk, a folder that may not be written
        print(f"scoring: {error.filename or 'the system'}: {error.strerror or error}", file=sys.stderr)
        sys.exit(2)
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.partition(".")[0] in ("scoring", "advisor"):
            raise
        print(f"scoring: {missing.name} is not installed; run: scoring doctor", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("scoring: stopped", file=sys.stderr)
        sys.exit(130)
