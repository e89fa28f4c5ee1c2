"""The verbs of copies: made, checked, put back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from scoring.cli.ledger import reconcile
from scoring.cli.options import app, settings
from scoring.cli.screen import Screen, say


@app.command()
def backup(
    out: Annotated[Path, typer.Option(help="Folder to make; one that is there is not written over.")],
    key: Annotated[
        Path | None, typer.Option("--key", help="Also copy the ledger's key, to this file elsewhere.")
    ] = None,
) -> None:
    """Copy what cannot be made again: the ledger, amendments, API keys, the stores and bundles that records need."""
    from scoring.keeping.backup import back_up
    from scoring.ledger import Ledger

    ledger = Ledger.find(settings())
    if ledger is not None:
        with closing(ledger):
            reconcile(ledger)
    with Screen() as screen:
        made = back_up(settings(), out, key, screen.line)
    records = "no ledger: nothing is recorded" if made.records is None else f"{made.records:,} records, verified"
    what = f"stores: {len(made.stores)}, bundles: {len(made.bundles)}, files of amendments: {made.amended}"
    say(f"copied into {out}: {records}; {what}; {made.size / 1e6:,.1f} MB")
    for name in made.gone:
        say(f"store {name}, which records name, is no longer here: they cannot be shown again")
    if made.records is not None:
        where = f"was copied to {key}" if key else f"is not in the copy: {made.key}"
        say(f"the ledger's key {where}; keep it apart: nothing can be put back without it")


@app.command()
def restore(
    copy: Annotated[Path, typer.Argument(help="Folder that scoring backup made.")],
    key: Annotated[Path | None, typer.Option(help="File of the ledger's key; where the settings say if not.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Check the copy, and put nothing back.")] = False,
) -> None:
    """Check a copy whole and put it where the settings say; nothing that is there is written over."""
    from scoring.keeping import restoring

    found = (restoring.check if check else restoring.restore)(settings(), copy, key)
    records = found.contents.records
    ledger = "no ledger, and so no seal" if records is None else f"{records:,} records, verified"
    done = "intact" if check else "put back"
    say(f"{done}: {len(found.contents.files):,} files, copied at {found.contents.made_at}; {ledger}")
