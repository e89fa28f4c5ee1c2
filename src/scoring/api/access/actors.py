"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.api.access.policy import Role


@dataclass(frozen=True)
class Actor:
    """A person or a program, by the name that logs know, with its roles."""

    name: str
    roles: tuple[Role, ...]


class Denied(Exception):
    """Who asks has not shown who they are; the message says how to."""
