"""Who is let in: by a key, by a token, by the page's word, or from this machine."""

from __future__ import annotations

import hmac

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import Scope

from scoring.api.access import policy
from scoring.api.access.actors import Actor, Denied
from scoring.api.access.keys import Keys, digest
from scoring.faults import Refused
from scoring.settings import DESK, NAME, OWNER, Settings, is_passed_on

USER = "x-scoring-user"
"""The header in which the page, and nobody else, names whom it asks for."""

ROLES = "x-scoring-roles"
"""The header in which it says in which roles, with commas between them."""

NO_KEY = "No key was sent: set the header Authorization to 'Bearer ' and your key or token."
NO_USER = "The page named no user of a form that can be logged."
NO_ROLE = f"The page named no role of its user, or one that users of the page do not have: {' or '.join(DESK)}."
PASSED_ON = (
    "A proxy passed this on, so it is not from this machine itself: set SCORING_LOCAL_ROLE to nobody, make a key "
    "(scoring keys add NAME --role advisor), and send Authorization: 'Bearer ' and the key."
)
WRONG_KEY = "The key does not open: it is not known, expired or revoked; scoring keys makes another."


class Door:
    """Tells who asks from what a request carries; holds nothing of a request."""

    def __init__(self, settings: Settings, exposed: bool = False) -> None:
        """Open as the settings say; `exposed` where more than this machine is answered: none comes in unnamed.

        Raises Refused when it is exposed and nobody could come in.
        """
        self._keys = Keys.of(settings)
        self._tokens = None
        if settings.jwt_issuer or settings.jwt_audience or settings.jwt_keys:
            from scoring.api.access.tokens import Tokens  # cryptography is loaded for those who use it

            self._tokens = Tokens.of(settings)
        self._page = settings.page_key
        local: policy.Role | None = OWNER if settings.local_role == OWNER else policy.role(settings.local_role)
        self._local = Actor("local", (local,)) if local and not exposed else None
        if exposed and self._tokens is None and not self._keys.opening():
            raise Refused(
                "Beyond this machine the API answers only who shows who they are, and nobody can: make a key "
                "(scoring keys add NAME --role advisor), or set SCORING_JWT_ISSUER, SCORING_JWT_AUDIENCE and "
                "SCORING_JWT_KEYS; or listen on 127.0.0.1."
            )

    def is_local(self, actor: Actor) -> bool:
        """Say whether this is who asks the machine from itself, without a key: nobody else is kept waiting by them."""
        return actor is self._local

    async def actor(self, scope: Scope) -> Actor:
        """Give who asks; raises Denied for who does not show it."""
        headers = Headers(scope=scope)
        given = headers.get("authorization")
        if given is None:
            if self._local is None:
                raise Denied(NO_KEY)
            if is_passed_on(scope.get("http_version", ""), headers):
                raise Denied(PASSED_ON)
            return self._local
        kind, _, token = given.partition(" ")
        if kind.lower() != "bearer" or not token:
            raise Denied(NO_KEY)
        if self._tokens is not None and token.count(".") == 2:
            return await run_in_threadpool(self._tokens.actor, token)
        if self._page and hmac.compare_digest(digest(token), self._page):
            return _named(headers.get(USER, ""), headers.get(ROLES, ""))
        found = self._keys.find(token)
        if found is None:
            raise Denied(WRONG_KEY)
        return found


def _named(user: str, roles: str) -> Actor:
    """Give whom the page names, in the roles that it names: each must be one that its users may have."""
    if not NAME.fullmatch(user):
        raise Denied(NO_USER)
    given = {*roles.split(",")}
    if not given.issubset(DESK):
        raise Denied(NO_ROLE)
    return Actor(user, tuple(role for role in sorted(DESK) if role in given))
