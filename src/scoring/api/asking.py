"""What every route takes and gives: the questions, ids and names, and answers as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request
from fastapi.exceptions import HTTPException
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from scoring.api.access.policy import withheld
from scoring.api.crowd import LATER
from scoring.api.examples import CLIENT_ID
from scoring.api.exchange import CURRENT
from scoring.api.strict import EXACT
from scoring.serving.questions import Prediction, Questions, RowPrediction
from scoring.serving.recording import Actor, Recorder

NOT_READY = "The store and the model are being loaded and verified: ask again in a second."


class Answer(Response):
    """An answer of `serving` as JSON; fails, rather than guess, on a number that is not finite."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Write dataclasses as objects of their fields, without what the role of who asks may not see."""
        return written(content)


def written(content: Any) -> bytes:
    """Write dataclasses as JSON objects of their fields, without what the role of who asks may not see.

    Raises ValueError for a number that is not finite.
    """
    exchange = CURRENT.get(None)  # none while the documentation writes its examples
    hidden = withheld(exchange.actor.roles) if exchange and exchange.actor else {}

    def members(shape: Any) -> dict[str, Any]:
        if exchange and isinstance(shape, Prediction | RowPrediction):
            exchange.decisions.append(shape.score.decision)
        found: dict[str, Any] = vars(shape)
        kept = hidden.get(type(shape))
        if not exchange or not kept:
            return found
        exchange.withheld |= dict.fromkeys(f"{type(shape).__name__}.{name}" for name in kept)
        return found | dict.fromkeys(kept)

    return json.dumps(content, default=members, allow_nan=False, ensure_ascii=False).encode("utf-8")


async def questions_of(request: Request) -> Questions:
    """Give what answers this app's questions, recorded as of who asks; 503 while it is being loaded."""
    opened: Questions | Recorder | None = request.app.state.questions
    if opened is None:
        raise HTTPException(503, [NOT_READY], LATER)
    if not isinstance(opened, Recorder):
        return opened
    exchange = CURRENT.get()
    if exchange.actor is None:  # asked whether the service is ready, which is open to all
        return opened.questions
    exchange.recorded = True
    return opened.by(Actor(exchange.actor.name, ", ".join(exchange.actor.roles)))


async def read(ask: Callable[[], object]) -> Answer:
    """Give what is stored: within the event loop, or in a thread where it is recorded first, which takes a disk."""
    return Answer(await run_in_threadpool(ask) if CURRENT.get().recorded else ask())


def _digits(value: object) -> object:
    # Before int: it would also take "1_0", "+10" and " 10".
    if isinstance(value, str) and not re.fullmatch("[0-9]+", value):
        raise PydanticCustomError("int_parsing", "must be a whole number")
    return value


Asked = Annotated[Questions, Depends(questions_of)]
DIGITS = BeforeValidator(_digits)
Id = Annotated[int, Path(ge=0, le=EXACT, description="The client's id.", examples=[CLIENT_ID]), DIGITS]
Name = Annotated[str, Query(max_length=200)]
