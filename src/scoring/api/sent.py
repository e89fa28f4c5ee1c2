"""Invented applications, acts and ids to send, for the OpenAPI page."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from scoring.api.examples import CLIENT_ID, OVERRIDE, WRITTEN
from scoring.serving.questions import Act, Application

APPLICATIONS = {
    "A known client who asks for less": Application(client=CLIENT_ID, fields={"AMT_CREDIT": 250000.0}),
    "A new application": Application(
        fields={"AMT_CREDIT": 320000.0, "AMT_ANNUITY": 16000.0, "OWN_CAR_AGE": None},
        histories={"bureau": [{"SK_ID_BUREAU": 7000001, "DAYS_CREDIT": -400, "AMT_CREDIT_SUM": 90000.0}]},
    ),
}

IDS = {"Two clients, of whom one is unknown": {"clients": [CLIENT_ID, 424242]}}
AMONG = {"group": "all", "criteria": ["age", "income"]}
ALSO_ASKED: dict[str, dict[str, Any]] = {
    "predict": {"base": "all"},
    "what_if": {"changes": {"AMT_CREDIT": 250000.0}, "base": "accepted"},
    "offer_map": {"steps": 20},
    "compare_of_case": {"variable": "AMT_CREDIT"} | AMONG,
    "compare_each_of_case": {"variables": ["AMT_CREDIT", "AMT_ANNUITY"]} | AMONG,
    "pair_of_case": {"across": "AMT_CREDIT", "up": "NAME_CONTRACT_TYPE"} | AMONG,
    "neighbours_of_case": {"count": 10},
}
"""What some routes ask beside the application."""
ASKED_OF_A_CASE = ("offers", "missing", "second_opinion_of_case", *ALSO_ASKED)
ACTS = {
    "An opinion before the score is shown": Act("first_opinion", opinion="unsure"),
    "A decision that follows the score": Act("decision", outcome="granted"),
    "An override": OVERRIDE,
    "A second signature": Act("signature", refers=41, agrees=True),
    "A request to correct a field": Act(
        "correction_request", before={"AMT_INCOME_TOTAL": 202500.0}, after={"AMT_INCOME_TOTAL": 270000.0}, text=WRITTEN
    ),
}
CASES = {
    route: {name: asdict(case) | ALSO_ASKED.get(route, {}) for name, case in APPLICATIONS.items()}
    for route in ASKED_OF_A_CASE
}
ROW = {"features": {"EXT_SOURCE_MEAN": 0.625, "NAME_CONTRACT_TYPE": "Cash loans", "BUREAU_DEBT_TOTAL": None}}
"""A row of a model of three features."""
BODIES: dict[str, dict[str, Any]] = {
    **CASES,
    "predict": CASES["predict"] | {"A feature row": ROW},
    "predictions": {"Two of them": {"applications": [asdict(case) for case in APPLICATIONS.values()]}},
    "amend": {
        "Another amount, and no credit elsewhere": {"fields": {"AMT_CREDIT": 250000.0}, "histories": {"bureau": []}}
    },
    "sign_policy": {"A default costs more": {"cost_ratio": 12.0, "text": "Losses rose since the spring."}},
    "scores": IDS,
    "explanations": IDS,
    "record": {
        name: {member: value for member, value in vars(act).items() if value is not None} for name, act in ACTS.items()
    },
}
"""Bodies to send, by the name of the route's function."""
