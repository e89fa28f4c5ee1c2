"""Three invented clients, of whom one has no history: their values, their past and what was done about them."""

from __future__ import annotations

from scoring.serving.questions import (
    Act,
    CardMonth,
    CreditElsewhere,
    InstalmentMonth,
    Limits,
    Line,
    LoanMonth,
    PreviousApplication,
    StandingDecision,
    Timeline,
    Value,
    Variable,
)

LIMITS = Limits(0.4, 10.0, 0.5, 6, 60)
KNOWN, NEW, OTHER, ABSENT = 900017, 900018, 917000, 424242
"""NEW has no history: every value of the past is None, and the decision is uncertain. ABSENT is nobody."""

AT = "2026-11-02T10:00:00.000000+00:00"

CREDIT = Variable("AMT_CREDIT", "number", "money")
CONTRACT = Variable("NAME_CONTRACT_TYPE", "category", "category")
DEBT = Variable("BUREAU_DEBT_TOTAL", "number", "money")

STARTS: dict[str, float] = {"all": -2.4, "accepted": -3.1}
"""Where an explanation begins, by base."""

VALUES: dict[int, dict[str, Value]] = {
    KNOWN: {CREDIT.name: 0.1 + 0.2, CONTRACT.name: "Prêt « revolving »", DEBT.name: 5.0},
    NEW: {CREDIT.name: 1e-17, CONTRACT.name: None, DEBT.name: None},
    OTHER: {CREDIT.name: 123456789.125, CONTRACT.name: "Cash loans", DEBT.name: -0.0},
}


NO_PAST = Timeline((), (), (), (), ())
PAST = Timeline(
    elsewhere=(CreditElsewhere("Car loan", None, -400.5, 330.0, None, 9e4, None, 0.0, 0.0, "currency 1"),),
    previous=(PreviousApplication(None, "Refused", -610.0, 4.5e4, None, None, None, None, None, None),),
    instalments=(InstalmentMonth(-20, 2, 4700.25, None, 1, None),),
    cards=(CardMonth(-3, 0.1 + 0.2, None, None, 5.0, None),),
    loans=(LoanMonth(-19, 1, 11.0, 0.0),),
)
ACTS = (
    (3, Act("decision", 2, "refused", "granted", text="d’abord")),
    (
        4,
        Act("correction", before={"AMT_CREDIT": 0.1 + 0.2, "OWN_CAR_AGE": None}, after={"AMT_CREDIT": 1e-17, "É": "é"}),
    ),
    (5, Act("signature", 3, agrees=False)),
)
STANDS = StandingDecision(3, "b", "refused", "declined")
ERASED = Line(1, "2026-01-01T00:00:00+00:00", "b", "advisor", "decision", None, "granted", *[None] * 7, erased=True)
