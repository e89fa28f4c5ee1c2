"""The verbs of API keys: made, renewed, listed, revoked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from scoring.cli.options import app, settings
from scoring.cli.screen import say, table
from scoring.settings import ROLES

keys_app = typer.Typer(help="Keys of the API: who may ask it, and as what. See docs/api.md.", no_args_is_help=True)
app.add_typer(keys_app, name="keys")

Name = Annotated[str, typer.Argument(help="Whose key it is: a person or a program, as logs shall name it.")]


@keys_app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(help=f"{', '.join(ROLES)}.")],
    days: Annotated[int, typer.Option(min=1, max=3650, help="Days until it ends.")] = 90,
) -> None:
    """Make a key and print it, once: only its hash is kept."""
    from scoring.api.access.keys import Keys

    token = Keys.of(settings()).add(name, role, days)
    say(token)


@keys_app.command()
def renew(
    name: Name,
    days: Annotated[int, typer.Option(min=1, max=3650, help="Days until it ends.")] = 90,
) -> None:
    """Make another key for who has one, in the same role, and end the one before; printed once."""
    from scoring.api.access.keys import Keys

    say(Keys.of(settings()).renew(name, days))


@keys_app.command("list")
def listing() -> None:
    """List every key: whose, as what, until when; never the key itself."""
    from scoring.api.access.keys import Keys

    known = Keys.of(settings()).all()
    if not known:
        say("there are no keys; run: scoring keys add NAME --role advisor")
        return
    now = datetime.now(UTC)
    header = ["name", "role", "id", "made", "ends", "state"]
    table(header, [[key.name, key.role, key.id, key.created, key.expires, key.state(now)] for key in known])


@keys_app.command()
def revoke(name: Name) -> None:
    """End every key of this name, at once: a service that runs knows with its next request."""
    from scoring.api.access.keys import Keys

    count = Keys.of(settings()).revoke(name)
    say(f"{count} key of {name} revoked" if count == 1 else f"{count} keys of {name} revoked")
