"""Clients added or corrected since the publication, before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.serving.questions.scores import Score
from scoring.serving.questions.values import Record


@dataclass(frozen=True)
class Version:
    """A client's file at one time: the application and the rows of each history, as staged, and the score.

    `unseen` are the features whose category the model that answers has never seen, as in `Prediction`; none
    are named of a version beside an earlier store.
    """

    fields: Record
    histories: Mapping[str, Sequence[Record]]
    score: Score
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Amendment:
    """One client added (`before` is None) or corrected, at a time (UTC), beside one store.

    `in_force` says that it is the client's last, and of the store that answers; `erased` that what
    was before was erased by rule, with all amendments before this one.
    """

    client: int
    at: str
    store: str
    in_force: bool
    before: Version | None
    after: Version
    erased: bool = False


@dataclass(frozen=True)
class AmendedClient:
    """A client amended beside one store, last at a time (UTC).

    `carried_over` is False where another store answers now: it knows the client from its own files alone.
    """

    client: int
    at: str
    store: str
    carried_over: bool
