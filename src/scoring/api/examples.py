"""Invented answers and applications for the OpenAPI page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scoring.api.comparison_examples import AMONG_OTHERS, VARIABLE
from scoring.api.model_examples import ABOUT, MEANING, MODEL
from scoring.serving.questions import (
    Act,
    AmendedClient,
    Amendment,
    Case,
    Change,
    Changeable,
    Check,
    Client,
    ClientExplanation,
    ClientLine,
    ClientPage,
    ClientScore,
    CodeCount,
    Contribution,
    CostPolicy,
    CreditElsewhere,
    Explanation,
    Explanations,
    FamilyWeight,
    FeatureWeight,
    Field,
    History,
    InstalmentMonth,
    Limits,
    Line,
    Lists,
    LoanMonth,
    MapCell,
    Matches,
    Missing,
    Offer,
    OfferMap,
    Offers,
    Opinion,
    Option,
    Oversight,
    Overview,
    Point,
    Portfolio,
    Predicted,
    Prediction,
    Predictions,
    PreviousApplication,
    Reason,
    Reasons,
    Score,
    Scores,
    SecondOpinion,
    StandingDecision,
    Statistics,
    Timeline,
    Version,
    Waiting,
    WhatIf,
)

CLIENT_ID = 900017

CLIENT = Client(
    id=CLIENT_ID,
    fields=(
        Field("NAME_CONTRACT_TYPE", "Cash loans", "category"),
        Field("AMT_CREDIT", 320000.0, "money"),
        Field("OWN_CAR_AGE", None, "years"),
    ),
)
SCORE = Score(
    0.04, low=0.03, high=0.05, threshold=0.09, decision="granted", review=False, model=ABOUT.model, points=534
)
EXPLANATION = Explanation(
    base=-2.5,
    raw=-3.25,
    base_probability=0.076,
    probability=0.04,
    contributions=(
        Contribution("EXT_SOURCE_MEAN", 0.625, "score", -1.0, -0.048),
        Contribution("BUREAU_DEBT_TOTAL", None, "money", 0.25, 0.012),
    ),
)
REASONS = Reasons(
    against=(),
    favour=(
        Reason(
            family="external_scores",
            feature="EXT_SOURCE_MEAN",
            features=("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3", "EXT_SOURCE_MEAN"),
            value=0.625,
            usual=0.5,
            share=None,
            unit="score",
            contribution=-0.75,
            points=-0.036,
            said={
                "fr": "Votre score externe moyen est de 0,62 sur 1\u00a0; chez les clients acceptés\u00a0: 0,50",
                "en": "Your mean external score is 0.62 out of 1; among granted clients: 0.50",
            },
        ),
    ),
    check=Check(
        probability=0.07,
        decision="granted",
        flips=False,
        said={
            "fr": "Vérifié\u00a0: même avec des valeurs habituelles sur ces points forts, le crédit resterait accordé.",
            "en": "Checked: even with usual values on these strong points, the credit would still be granted.",
        },
    ),
)
SECOND_OPINION = SecondOpinion(
    probability=0.041,
    imputed=("BUREAU_DEBT_TOTAL",),
    opinions=(
        Opinion("EXT_SOURCE_MEAN", 0.625, "score", shap=-1.0, lime=-0.5),
        Opinion("BUREAU_DEBT_TOTAL", None, "money", shap=0.25, lime=0.125),
    ),
    rank=1.0,
    sign=1.0,
    fit=0.75,
)
OVERVIEW = Overview(
    families=(
        FamilyWeight(
            family="external_scores",
            label={"fr": "Scores externes", "en": "External scores"},
            weight=0.5,
            share=0.25,
            features=(
                FeatureWeight(
                    "EXT_SOURCE_MEAN", {"fr": "Score externe moyen", "en": "Mean external score"}, 0.25, "lowers"
                ),
            ),
        ),
    )
)
POINT = Point(0.09, 3600, 1400, 0.52, 0.49, 120, 900)

PREDICTION = Prediction(SCORE, EXPLANATION, REASONS)
OFFER = Offer(
    amount=320000.0,
    down_payment=0.0,
    duration=24,
    annuity=16000.0,
    goods_price=300000.0,
    burden=0.1,
    leverage=2.0,
    state="granted",
    score=SCORE,
)
AMENDED_AT = "2026-11-02T10:00:00.000000+00:00"
AMENDMENT = Amendment(
    client=CLIENT_ID,
    at=AMENDED_AT,
    store=ABOUT.store,
    in_force=True,
    before=Version({"AMT_CREDIT": 320000.0}, {"bureau": []}, SCORE),
    after=Version({"AMT_CREDIT": 250000.0}, {"bureau": []}, replace(SCORE, amended=True, amended_at=AMENDED_AT)),
)
WRITTEN = "Pay slips of three months."
OVERRIDE = Act("override", outcome="granted", code="income_proven", text=WRITTEN)
SIGNED = CostPolicy(57, "2026-11-24T10:00:00+00:00", "ben", "manager", 12.0, 0.08, "Losses rose since the spring.")
LINE = Line(41, "2026-11-24T09:30:00+00:00", "ana", "advisor", **(vars(OVERRIDE) | {"refers": 40}), erased=False)
STANDS = StandingDecision(41, "ana", "granted", "unsigned")
ANSWERS: dict[str, Any] = {
    "health": {"status": "alive"},
    "ready": {"status": "ready", "store": ABOUT.store, "model": ABOUT.model},
    "metrics": f'scoring_store_info{{model="{ABOUT.model}",store="{ABOUT.store}"}} 1.0\n'
    'scoring_predictions_total{decision="granted"} 41.0',
    "about": ABOUT,
    "find": Matches(total=2, ids=(CLIENT_ID, 990001)),
    "client": CLIENT,
    "case": Case(CLIENT, SCORE, EXPLANATION, REASONS),
    "score": SCORE,
    "explanation": EXPLANATION,
    "reasons": REASONS,
    "second_opinion": SECOND_OPINION,
    "second_opinion_of_case": SECOND_OPINION,
    "overview": OVERVIEW,
    **AMONG_OTHERS,
    "predict": PREDICTION,
    "predictions": Predictions(
        (Predicted(PREDICTION), Predicted(None, ("there is no client with this id in the store",))), refused=1
    ),
    "amend": AMENDMENT,
    "amendments": (AMENDMENT,),
    "amended": (AmendedClient(CLIENT_ID, AMENDED_AT, ABOUT.store, carried_over=True),),
    "features": (
        Field("BUREAU_COUNT", 3.0, "count", "bureau", "elsewhere"),
        Field("BUREAU_DEBT_TOTAL", None, "money", "bureau", "elsewhere"),
    ),
    "timeline": Timeline(
        elsewhere=(
            CreditElsewhere("Consumer credit", "Active", -400.0, 330.0, None, 90000.0, 41000.0, 0.0, 0.0, "currency 1"),
        ),
        previous=(
            PreviousApplication(
                "Cash loans", "Approved", -610.0, 45000.0, 48000.0, 4700.0, 12.0, -580.0, -250.0, -240.0
            ),
        ),
        instalments=(InstalmentMonth(-20, 1, 4700.0, 4700.0, 0, 0.0), InstalmentMonth(-19, 1, 4700.0, None, 1, None)),
        cards=(),
        loans=(LoanMonth(-19, 1, 11.0, 0.0),),
    ),
    "lists": Lists(("all", "to_review"), ("id", "probability", "AMT_CREDIT")),
    "list_clients": ClientPage(
        1, 0, (ClientLine(CLIENT_ID, 0.04, "granted", False, (Field("AMT_CREDIT", 320000.0, "money"),)),)
    ),
    "scores": Scores((ClientScore(CLIENT_ID, SCORE),), (424242,)),
    "explanations": Explanations((ClientExplanation(CLIENT_ID, EXPLANATION),), (424242,)),
    "statistics": Statistics(VARIABLE, 5000, 4990, 599000.0, 45000.0, 270000.0, 513531.0, 808650.0, 4050000.0, ()),
    "portfolio": Portfolio(5000, 4200, 310, 10.0, POINT, POINT, (POINT,)),
    "oversight": Oversight(
        True,
        240,
        12,
        9,
        (CodeCount("income_proven", 7), CodeCount("policy", 5)),
        (Waiting(41, LINE.at, "review", CLIENT_ID, "ana"),),
        SIGNED,
    ),
    "sign_policy": SIGNED,
    "changeable": (
        Changeable("NAME_CONTRACT_TYPE", "text", "category", None, None, ("Cash loans", "Revolving loans")),
        Changeable("AMT_CREDIT", "number", "money", 0.01, 1e9, ()),
    ),
    "what_if": WhatIf((Change("AMT_CREDIT", "money", 320000.0, 250000.0),), PREDICTION, PREDICTION),
    "offers": Offers(
        asked=OFFER,
        nearest=Option(OFFER, None, ()),
        largest=Option(OFFER, None, ()),
        largest_at_duration=Option(OFFER, None, ()),
        shortest=Option(None, "none_within_policy", ()),
        limits=Limits(0.4, 10.0, 0.5, 6, 60),
    ),
    "offer_map": OfferMap((320000.0,), (24,), (MapCell(320000.0, 24, 16000.0, 0.04, "granted"),), ()),
    "model": MODEL,
    "dictionary": (MEANING,),
    "record": LINE,
    "history": History(True, (LINE,), 3, ("income_proven", "policy"), STANDS, "unsure", False, False, False),
    "missing": (Missing("OWN_CAR_AGE", ("OWN_CAR_AGE",), low=0.03, high=0.05, width=0.02, flips=False),),
}
"""An answer per route that answers in JSON, by the name of its function."""
