"""What every route takes and gives: the questions, ids and names, and answers as JSON."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from scoring.api.examples import CLIENT_ID
from scoring.api.strict import EXACT
from scoring.serving.questions import Questions


class Answer(Response):
    """An answer of `serving` as JSON; fails, rather than guess, on a number that is not finite."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Write dataclasses as objects of their fields."""
        return written(content)


def written(content: Any) -> bytes:
    """Write dataclasses as JSON objects of their fields; raises ValueError for a number that is not finite."""
    return json.dumps(content, default=vars, allow_nan=False, ensure_ascii=False).encode("utf-8")


async def questions_of(request: Request) -> Questions:
    """Give what answers this app's questions."""
    questions: Questions = request.app.state.questions
    return questions


def _digits(value: object) -> object:
    # Before int: it would also take "1_0", "+10" and " 10".
    if isinstance(value, str) and not re.fullmatch("[0-9]+", value):
        raise PydanticCustomError("int_parsing", "must be a whole number")
    return value


Asked = Annotated[Questions, Depends(questions_of)]
DIGITS = BeforeValidator(_digits)
Id = Annotated[int, Path(ge=0, le=EXACT, description="The client's id.", examples=[CLIENT_ID]), DIGITS]
Name = Annotated[str, Query(max_length=200)]
