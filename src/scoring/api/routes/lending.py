"""What would change a decision: other values, other terms, documents not yet given."""

from __future__ import annotations

from fastapi import APIRouter

from scoring.api.asking import Answer, Asked
from scoring.api.body import StrictRoute
from scoring.api.shapes import Case, MapCase, WhatIfCase
from scoring.serving.questions import Changeable, Missing, OfferMap, Offers, WhatIf

router = APIRouter(route_class=StrictRoute, tags=["What-if and offers"])


@router.get("/v1/changeable", summary="What a what-if may change", response_model=tuple[Changeable, ...])
def changeable(questions: Asked) -> Answer:
    """Every column of the application that may be changed, with the values it may have."""
    return Answer(questions.changeable())


@router.post("/v1/what-if", summary="An application before and after changes", response_model=WhatIf)
def what_if(questions: Asked, case: WhatIfCase) -> Answer:
    """Score an application as it is and with `changes` laid over its columns."""
    return Answer(questions.what_if(case.application(), case.changes, case.base))


@router.post("/v1/offers", summary="Terms that would be granted", response_model=Offers)
def offers(questions: Asked, case: Case) -> Answer:
    """The nearest granted terms, the largest amounts and the shortest duration, within what can be afforded."""
    return Answer(questions.offers(case.application()))


@router.post("/v1/offer-map", summary="What is granted by amount and duration", response_model=OfferMap)
def offer_map(questions: Asked, case: MapCase) -> Answer:
    """A grid of amounts and durations around what is asked, each scored."""
    return Answer(questions.offer_map(case.application(), case.steps))


@router.post("/v1/missing", summary="What a missing document is worth", response_model=tuple[Missing, ...])
def missing(questions: Asked, case: Case) -> Answer:
    """Items that are not known, and the probabilities they could lead to; the widest range first."""
    return Answer(questions.missing(case.application()))
