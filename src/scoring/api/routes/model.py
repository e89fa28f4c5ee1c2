"""The model itself: facts, card, and what its features mean."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import PlainTextResponse, Response

from scoring.api.asking import Answer, Asked
from scoring.api.body import StrictRoute
from scoring.serving.questions import CardForm, FeatureMeaning, ModelFacts

router = APIRouter(route_class=StrictRoute, tags=["The model"])

MEDIA: dict[CardForm, str] = {"markdown": "text/markdown; charset=utf-8", "html": "text/html; charset=utf-8"}
"""Media type of each form of the card."""
FORMS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/markdown": {"schema": {"type": "string"}, "example": "# Model card 2026-11-02T08-41-10\n"},
            "text/html": {"schema": {"type": "string"}},
        }
    }
}


class Card(PlainTextResponse):
    """A card; its media type is that of the form asked for."""

    media_type = "text/markdown"


@router.get("/v1/model", summary="What the model is", response_model=ModelFacts)
def model(questions: Asked) -> Answer:
    """The manifests in short: thresholds, measures, parameters, versions, and what it was made from."""
    return Answer(questions.model())


@router.get("/v1/model/card", summary="The model card", response_class=Card, responses=FORMS)
def card(
    questions: Asked,
    form: Annotated[CardForm, Query(description="Markdown, or one page to be shown and printed.")] = "markdown",
) -> Response:
    """The card of the published store: purpose, data, features, measures, calibration, decision, self-check."""
    return Response(questions.card(form), headers={"content-type": MEDIA[form]})


@router.get("/v1/features", summary="What the features mean", response_model=tuple[FeatureMeaning, ...])
def dictionary(questions: Asked) -> Answer:
    """Every feature with its label and meaning in each language, its unit, source and family."""
    return Answer(questions.dictionary())
