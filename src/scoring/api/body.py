"""Reading a JSON body strictly: what JSON leaves open, a lender must not guess."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

from fastapi import Request
from fastapi.exceptions import HTTPException
from fastapi.routing import APIRoute
from starlette.responses import Response

from scoring.api.access.policy import OPEN, may
from scoring.api.crowd import CLOSE
from scoring.api.exchange import CURRENT
from scoring.api.places import Places
from scoring.api.problems import unlisted
from scoring.api.strict import Loose, strict_json

LARGEST = 1024 * 1024
"""Bytes of a body: the longest histories known, all six of them, take some 700 kB."""

LARGEST_BATCH = 8 * LARGEST
"""Bytes of a body of many applications: a thousand with every field take some 4 MB."""

DRAINED = 8
"""Times as many bytes are read, and not kept, of a body too large: honest senders first send, then read."""


class StrictRequest(Request):
    """A request whose body is bounded in size and time and read as strict JSON."""

    largest = LARGEST

    async def body(self) -> bytes:
        """Receive the body; 408, 413 or 415 when it is too slow, too large or not JSON."""
        if not hasattr(self, "_body"):
            kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != "application/json":
                _refuse(415, "The body must be JSON: set Content-Type to application/json.", CLOSE)
            seconds: float = self.app.state.settings.body_seconds
            try:
                with self.app.state.receiving:
                    async with asyncio.timeout(seconds):
                        self._body = await self._received()
            except TimeoutError:
                _refuse(408, f"The body did not arrive within {seconds:g} s: send it again.", CLOSE)
        return self._body

    async def _received(self) -> bytes:
        body, size = bytearray(), 0
        async for chunk in self.stream():
            size += len(chunk)
            if size <= self.largest:
                body += chunk
            elif size > DRAINED * self.largest:
                break
        if size > self.largest:
            _refuse(413, f"The body may have at most {self.largest} bytes: send less history.", CLOSE)
        if not body:
            _refuse(400, "The body is empty: send a JSON object.")
        return bytes(body)

    async def json(self) -> Any:
        """Read the body as JSON; 400 when it is none, 422 when it says two things or nothing exact."""
        try:
            return strict_json(await self.body())
        except Loose as loose:
            places = Places(loose.tree)
            faults = [f"{places.said(one.loc)} {one.what}" for one in loose.faults]
            more = [unlisted(loose.more)] if loose.more else []
            raise HTTPException(422, faults + more) from None


class StrictRoute(APIRoute):
    """A route that asks whether it may be asked, and reads its body as `request` does."""

    request: type[StrictRequest] = StrictRequest

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap FastAPI's handler so that it sees a strict request."""
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            actor = CURRENT.get().actor
            if actor is None and self.path not in OPEN:
                raise RuntimeError("no layer said who asks")
            if actor is not None and not may(actor.roles, self.name):
                _refuse(403, f"The role {' or '.join(actor.roles)} may not ask this: docs/api.md says which may.")
            return await handle(self.request(request.scope, request.receive))

        return strict


class LargeRequest(StrictRequest):
    """A strict request whose body holds many applications."""

    largest = LARGEST_BATCH


class LargeRoute(StrictRoute):
    """A strict route whose body holds many applications."""

    request = LargeRequest


def _refuse(status: int, fault: str, headers: dict[str, str] | None = None) -> NoReturn:
    raise HTTPException(status, [fault], headers)
