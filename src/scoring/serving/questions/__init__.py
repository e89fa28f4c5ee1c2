"""Every question a face may ask, and the shape of every answer.

Standard library only, so that the page's kernel stays thin. Two makers answer: `local`
(the store and the bundle in this process) and `http` (the API of a scoring process).
Probabilities are of default, in [0, 1]; contributions are SHAP values in log-odds.
"""

from scoring.serving.questions.clients import About, Client, Field, Matches
from scoring.serving.questions.comparison import (
    Axis,
    Band,
    Cell,
    Comparison,
    Criterion,
    Neighbour,
    Outcome,
    Pair,
    Range,
    Variable,
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
    "Axis",
    "Band",
    "Base",
    "Cell",
    "Check",
    "Client",
    "Comparison",
    "Contribution",
    "Criterion",
    "Decision",
    "Explanation",
    "FamilyWeight",
    "FeatureWeight",
    "Field",
    "Matches",
    "Neighbour",
    "Opinion",
    "Outcome",
    "Overview",
    "Pair",
    "Prediction",
    "Questions",
    "Range",
    "Reason",
    "Reasons",
    "Record",
    "Score",
    "SecondOpinion",
    "Value",
    "Variable",
]
