"""Invented answers about a client among others, for the OpenAPI page."""

from __future__ import annotations

from typing import Any

from scoring.serving.questions import Axis, Band, Cell, Comparison, Criterion, Neighbour, Pair, Range, Variable

VARIABLE = Variable("AMT_CREDIT", "number", "money")
CONTRACT = Variable("NAME_CONTRACT_TYPE", "category", "category")
GROUPS = ("all", "similar")
CRITERIA = (Criterion("age", "DAYS_BIRTH", default=True), Criterion("region", "REGION_RATING_CLIENT", default=False))
COMPARISON = Comparison(
    variable=VARIABLE,
    group=GROUPS[0],
    criteria=(),
    size=5000,
    known=4990,
    minimum=30,
    value=320000.0,
    below=0.375,
    precision=0.02,
    median=450000.0,
    gap=-130000.0,
    default_rate=0.08,
    bands=(Band(0.0, 450000.0, None, 2495, 0.09), Band(450000.0, 900000.0, None, 2495, 0.07)),
)
PAIR = Pair(
    across=Axis(VARIABLE, 320000.0, 0, (Range(0.0, 450000.0, None), Range(450000.0, 900000.0, None))),
    up=Axis(CONTRACT, "Cash loans", 0, (Range(None, None, "Cash loans"), Range(None, None, "Revolving loans"))),
    group=GROUPS[0],
    criteria=(),
    size=5000,
    known=4990,
    minimum=30,
    cells=(Cell(0, 0, 2200, 0.09), Cell(1, 0, 2480, 0.07), Cell(0, 1, 295, None)),
)
NEIGHBOURS = (
    Neighbour(990001, distance=0.04, probability=0.05, decision="granted", outcome="repaid"),
    Neighbour(900018, distance=0.06, probability=0.11, decision="refused", outcome=None),
)
AMONG_OTHERS: dict[str, Any] = {
    "compare": COMPARISON,
    "compare_each": (COMPARISON,),
    "pair": PAIR,
    "neighbours": NEIGHBOURS,
    "compare_of_case": COMPARISON,
    "compare_each_of_case": (COMPARISON,),
    "pair_of_case": PAIR,
    "neighbours_of_case": NEIGHBOURS,
    "variables": (VARIABLE, CONTRACT),
    "groups": GROUPS,
    "criteria": CRITERIA,
}
"""An answer per route, by the name of its function."""
