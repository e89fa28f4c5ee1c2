"""The layer that lets requests in: from no other site, not too many at once, by who they are, not too fast."""

from __future__ import annotations

from fastapi.exceptions import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from scoring.api.access import Denied, Door
from scoring.api.access.policy import OPEN
from scoring.api.crowd import Buckets, Places
from scoring.api.exchange import CURRENT
from scoring.api.problems import OTHER_SITE, answer, problem
from scoring.settings import Settings

ELSEWHERE = "A page of another site made the browser ask: open the address itself, or ask from a program."
OWN = ("none", "same-origin")
"""What browsers say of requests that a person made, and those of /docs; programs say nothing."""

HOW = {"www-authenticate": "Bearer"}


class Gate:
    """Lets in who may come in; the paths in OPEN answer all, however crowded it is."""

    def __init__(self, app: ASGIApp, door: Door, settings: Settings) -> None:
        self.app, self.door = app, door
        self.places, self.buckets = Places(settings.concurrent), Buckets(settings.rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the app, or with 401, 403, 429 or 503."""
        if scope["type"] != "http" or scope["path"] in OPEN:
            await self.app(scope, receive, send)
            return
        # A browser asks from this machine itself, and some answers are recorded: an image's address must not be one.
        if Headers(scope=scope).get("sec-fetch-site", "none") not in OWN:
            await answer(problem(403, [ELSEWHERE], OTHER_SITE))(scope, receive, send)
            return
        try:
            with self.places:
                await self._enter(scope)
                await self.app(scope, receive, send)
        except HTTPException as refusal:  # the app's own never come out of it
            faults: object = refusal.detail
            members = problem(refusal.status_code, faults if isinstance(faults, list) else [])
            await answer(members, refusal.headers)(scope, receive, send)

    async def _enter(self, scope: Scope) -> None:
        try:
            actor = await self.door.actor(scope)
        except Denied as denied:
            self.buckets.take(f"address {(scope.get('client') or ('',))[0]}")
            raise HTTPException(401, [str(denied)], HOW) from None
        CURRENT.get().actor = actor
        if not self.door.is_local(actor):
            self.buckets.take(actor.name)
