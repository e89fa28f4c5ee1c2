"""Faults that a person can cause, gathered and said at once."""

from __future__ import annotations

from collections.abc import Iterable


class Refused(ValueError):
    """Input that cannot be accepted: one message that lists every fault.

    Each fault is one sentence saying what is wrong, where, what is allowed and what to do.
    The command line prints it and exits with 2; the API answers with a 4xx. It never carries
    a personal value.
    """

    def __init__(self, faults: str | Iterable[str]) -> None:
        self.faults: tuple[str, ...] = (faults,) if isinstance(faults, str) else tuple(faults)
        super().__init__("\n".join(self.faults))


class UnknownName(Refused):
    """A client, variable or group that was asked for and does not exist."""


def refuse_if(faults: Iterable[str]) -> None:
    """Raise `Refused` with every fault given; return quietly when there is none."""
    found = tuple(faults)
    if found:
        raise Refused(found)


class Unavailable(RuntimeError):
    """What an answer needs does not answer itself, or is held by another: it can be asked again later.

    The command line prints the message and exits with 2; the API answers 503 without it, for it names
    addresses and places. It never carries a personal value.
    """


class NoRoom(Unavailable):
    """A full disk, or less memory than is needed: what was given is not at fault, and nothing of it is lost.

    One sentence says where room is wanted and what to do.
    """


class Damaged(RuntimeError):
    """Published files that are not those that were written: nothing of them is loaded."""
