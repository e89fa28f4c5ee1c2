"""The verbs of the ledger: verified, replayed, exported, erased by rule."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scoring.aside import file_aside
from scoring.cli.options import app, settings
from scoring.cli.screen import say

if TYPE_CHECKING:
    from scoring.ledger import Entry, Ledger

NOT_IDENTICAL = 2
ledger_app = typer.Typer(help="The record of what people saw and decided: see docs/ledger.md.", no_args_is_help=True)
app.add_typer(ledger_app, name="ledger")


@contextmanager
def _opened() -> Iterator[Ledger]:
    from scoring.ledger import Ledger

    ledger = Ledger.existing(settings())
    try:
        yield ledger
    finally:
        ledger.close()


@ledger_app.command()
def verify(
    new_head: Annotated[bool, typer.Option("--new-head", help="Verify, and write a head where there is none.")] = False,
    expect: Annotated[str | None, typer.Option(metavar="COUNT:MAC", help="A head that was noted earlier.")] = None,
    lost: Annotated[
        bool,
        typer.Option("--lost", help="Record, in your name, that amendments that are gone are lost."),
    ] = False,
) -> None:
    """Find records and amendments that are not as written: altered, removed, reordered, put in, cut.

    Amendments that are not recorded yet are.
    """
    from scoring.ledger import Head

    expected = None if expect is None else Head.of(expect)
    with _opened() as ledger:
        found = ledger.renew_head(expected) if new_head else ledger.verify(expected)
        if lost:
            _record_lost(ledger)
        reconcile(ledger)
        say(f"intact: {found.head.count:,} records of {ledger}; {found.erased:,} payloads erased by rule")
        say(f"head {found.head}")
    if found.after_head and not new_head:
        say(f"{found.after_head:,} of them came after the head that is kept here")


def reconcile(ledger: Ledger) -> None:
    """Hold the amendments to their records, and say which had none."""
    from scoring.serving.reconciling import reconciled
    from scoring.store import AMENDED

    for entry in reconciled(settings().data / AMENDED, ledger):
        made = f"an amendment of {entry.facts['amended']}, beside store {entry.facts['store']}, was not recorded"
        say(f"record {entry.sequence}: {made}; it is now, as found")


def _record_lost(ledger: Ledger) -> None:
    from scoring.ledger import Actor
    from scoring.serving import reconciling
    from scoring.store import AMENDED

    for entry in reconciling.lost(settings().data / AMENDED, ledger, Actor(_user(), "operator")):
        say(f"record {entry.sequence}: a client's amendments beside store {entry.facts['store']} are recorded as lost")


@ledger_app.command()
def begin() -> None:
    """Begin a ledger where its key is already and neither records nor head: the first, or one after a loss."""
    from scoring.ledger import Ledger

    ledger = Ledger.begin(settings())
    say(f"begun: {ledger}")
    ledger.close()


@ledger_app.command()
def replay(record: Annotated[int, typer.Argument(help="Number of a record of a score that was shown.")]) -> None:
    """Show a score again by the store of its record, and say whether it is identical."""
    from scoring.serving import replay as replaying

    with _opened() as ledger:
        found = replaying.replay(ledger.get(record), settings().data / "store")
    say(found.said)
    if found.verdict != "identical":
        raise typer.Exit(NOT_IDENTICAL)


@ledger_app.command()
def export(
    client: Annotated[int, typer.Option(min=0, help="The client's id.")],
    out: Annotated[Path | None, typer.Option(help="File to write, one JSON object a line; printed if not.")] = None,
) -> None:
    """Give everything that is recorded of a client and not erased yet."""
    with _opened() as ledger:
        lines = [_line(entry) for entry in ledger.of_client(client)]
    if out is None:
        for line in lines:
            print(line)
        return
    with file_aside(out) as aside:
        aside.touch(0o600)
        aside.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    say(f"{len(lines)} records in {out}")


def _line(entry: Entry) -> str:
    from scoring.ledger import canonical

    return canonical(vars(entry) | {"at": entry.at.isoformat()})


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # in a container whose user has no name
        return f"user {os.getuid()}"


@ledger_app.command()
def erase(
    before: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day (UTC); by SCORING_LEDGER_MONTHS if not."),
    ] = None,
) -> None:
    """Erase what is personal and older than the rule keeps it, in records and amendments; the chain stays whole."""
    from scoring.keeping import retention
    from scoring.ledger import Actor

    day = None if before is None else before.replace(tzinfo=UTC)
    erased = retention.erase(settings(), Actor(_user(), "operator"), day)
    say(f"payloads erased: {erased.records:,}; the records stay, and verify")
    if erased.amendments:
        say(f"amendments erased from: {erased.amendments:,}; those in force stay, as the clients' files")
