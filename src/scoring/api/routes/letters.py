"""What a client is given in writing: the letter with the reasons, and their own file."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from scoring import letters
from scoring.api.asking import Asked, Id
from scoring.api.body import StrictRoute
from scoring.serving.questions import Decision
from scoring.words import Language

Form = Literal["html", "pdf"]
Told = Annotated[Language, Query(description="The language of the document.")]
Written = Annotated[Form, Query(description="How it is written.")]
MEDIA: dict[Form, str] = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}
EXAMPLES: dict[int | str, dict[str, object]] = {
    200: {
        "content": {
            "text/html": {"schema": {"type": "string"}},
            "application/pdf": {"schema": {"type": "string", "format": "binary"}},
        }
    }
}

router = APIRouter(route_class=StrictRoute, tags=["Decisions and records"])


@router.get(
    "/v1/clients/{client}/letter", summary="The letter with the reasons", response_class=Response, responses=EXAMPLES
)
def letter(
    request: Request,
    questions: Asked,
    client: Id,
    language: Told = "fr",
    form: Written = "html",
    decision: Annotated[
        Decision | None,
        Query(description="What a person decided, where nothing is recorded; else the decision on record is told."),
    ] = None,
) -> Response:
    """The letter that tells a client what was decided, why, and what they may do."""
    return _sent(letters.letter(questions, client, language, _now(request), decision), form, "letter")


@router.get("/v1/clients/{client}/file", summary="The client's own file", response_class=Response, responses=EXAMPLES)
def file(request: Request, questions: Asked, client: Id, language: Told = "fr", form: Written = "html") -> Response:
    """All that is held of a client, with what was recorded."""
    return _sent(letters.file(questions, client, language, _now(request)), form, "file")


def _now(request: Request) -> datetime:
    return datetime.now(request.app.state.settings.zone)


def _sent(document: letters.Document, form: Form, name: str) -> Response:
    content = letters.pdf(document) if form == "pdf" else letters.html(document).encode()
    named = {"content-disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=MEDIA[form], headers=named)
