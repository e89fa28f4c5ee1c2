"""Every question a face may ask, and the shape of every answer.

Standard library only, so that the page's kernel stays thin. Two makers answer: `local`
(the store and the bundle in this process) and `http` (the API of a scoring process).
Probabilities are of default, in [0, 1]; contributions are SHAP values in log-odds.
"""

from scoring.serving.questions.clients import About, Client, Field, Matches
from scoring.serving.questions.comparison import Band, Comparison, Variable
from scoring.serving.questions.lending import (
    Change,
    Changeable,
    MapCell,
    Missing,
    Offer,
    OfferMap,
    Offers,
    Option,
    State,
    WhatIf,
    Why,
)
from scoring.serving.questions.protocol import Questions
from scoring.serving.questions.scores import (
    Application,
    Base,
    Check,
    Contribution,
    Explanation,
    FamilyWeight,
    FeatureWeight,
    Opinion,
    Overview,
    Prediction,
    Reason,
    Reasons,
    Score,
    SecondOpinion,
)
from scoring.serving.questions.values import Decision, Record, Value

__all__ = [
    "About",
    "Application",
    "Band",
    "Base",
    "Change",
    "Changeable",
    "Check",
    "Client",
    "Comparison",
    "Contribution",
    "Decision",
    "Explanation",
    "FamilyWeight",
    "FeatureWeight",
    "Field",
    "MapCell",
    "Matches",
    "Missing",
    "Offer",
    "OfferMap",
    "Offers",
    "Opinion",
    "Option",
    "Overview",
    "Prediction",
    "Questions",
    "Reason",
    "Reasons",
    "Record",
    "Score",
    "SecondOpinion",
    "State",
    "Value",
    "Variable",
    "WhatIf",
    "Why",
]
