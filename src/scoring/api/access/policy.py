"""Who may ask what, and what of an answer each may see: the two tables, and nothing else decides.

A route that is not in the table is open to its owner alone. A test holds the table to the routes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, cast

from scoring.serving.questions import AMENDERS, SIGNERS, Contribution, Line
from scoring.settings import DESK, OWNER, ROLES

Role = Literal["advisor", "manager", "data_scientist", "auditor", "owner"]

OPEN = ("/health", "/ready")
"""Paths that answer whoever asks: they say nothing but whether, and by which store, there are answers."""

EVERYONE: tuple[Role, ...] = ("advisor", "manager", "data_scientist", "auditor")
MODELLERS: tuple[Role, ...] = ("advisor", "manager", "data_scientist")
"""Those who ask how the model scores, with a client or without one."""

ROUTES: Mapping[str, tuple[Role, ...]] = {
    # what answers
    "about": EVERYONE,
    "variables": EVERYONE,
    "groups": EVERYONE,
    "criteria": EVERYONE,
    "model": EVERYONE,
    "card": EVERYONE,
    "dictionary": EVERYONE,
    "metrics": ("manager", "data_scientist"),
    # lists of ids and files of clients: who serves the clients
    "find": DESK,
    "client": DESK,
    "case": DESK,
    "list_clients": DESK,
    "features": DESK,
    "timeline": DESK,
    "lists": DESK,
    # clients added or corrected: by a manager alone; who looks over shoulders sees that it was done
    "amend": AMENDERS,
    "amendments": DESK,
    "amended": ("manager", "auditor"),
    # one client's score and why: also who answers for the model, and who looks over shoulders
    "score": EVERYONE,
    "explanation": EVERYONE,
    "overview": EVERYONE,
    # what is said to a client holds what the client has and owes
    "reasons": MODELLERS,
    "second_opinion": MODELLERS,
    "second_opinion_of_case": MODELLERS,
    # what people did about a client
    "record": DESK,
    "letter": DESK,
    "file": DESK,
    "history": ("advisor", "manager", "auditor"),
    # many clients at once
    "statistics": MODELLERS,
    "portfolio": ("manager", "data_scientist", "auditor"),
    # what people made of the scores; another cost ratio is a manager's to sign
    "oversight": ("manager", "auditor"),
    "sign_policy": ("manager",),
    "scores": MODELLERS,
    "explanations": MODELLERS,
    "export": ("manager", "data_scientist", "auditor"),
    # a client among others, and live scoring
    "compare": MODELLERS,
    "compare_each": MODELLERS,
    "comparison_chart": MODELLERS,
    "comparison_image": MODELLERS,
    "pair": MODELLERS,
    "compare_of_case": MODELLERS,
    "compare_each_of_case": MODELLERS,
    "pair_of_case": MODELLERS,
    "neighbours": DESK,
    "neighbours_of_case": DESK,
    "predict": MODELLERS,
    "predictions": MODELLERS,
    "changeable": EVERYONE,
    "what_if": MODELLERS,
    "offers": MODELLERS,
    "offer_map": MODELLERS,
    "missing": MODELLERS,
}
"""The roles that may ask each route, by the name of its function. The owner may ask them all."""

WITHHELD: Mapping[Role, Mapping[type, tuple[str, ...]]] = {
    # An auditor judges what moved a score and by how much: not what the client owns or owes.
    # What people decided is theirs to see, not what they or the client wrote.
    "auditor": {Contribution: ("value",), Line: ("text", "before", "after", "corrected")},
}
"""Members of answers that a role does not see, whichever the route: null, and named in a header."""


def may(roles: Iterable[Role], route: str) -> bool:
    """Say whether one of the roles may ask the route of this name."""
    allowed = ROUTES.get(route, ())
    return any(role == OWNER or role in allowed for role in roles)


ACTS: Mapping[str, tuple[Role, ...]] = {
    "signature": SIGNERS,
    "correction": AMENDERS,
    "correction_declined": AMENDERS,
}
"""The acts that not all who may record may have recorded, and who may."""


def may_record(roles: Iterable[Role], act: str) -> bool:
    """Say whether one of the roles may have an act of this kind recorded."""
    return act not in ACTS or any(role == OWNER or role in ACTS[act] for role in roles)


def withheld(roles: Iterable[Role]) -> Mapping[type, tuple[str, ...]]:
    """Give what none of the roles may see, by the shape that carries it."""
    first, *others = (WITHHELD.get(role, {}) for role in roles)
    return {
        shape: kept
        for shape, names in first.items()
        if (kept := tuple(name for name in names if all(name in other.get(shape, ()) for other in others)))
    }


def role(name: object) -> Role | None:
    """Give the role of this name that keys and tokens may have; None for any other."""
    return cast(Role, name) if name in ROLES else None
