"""Every question a face may ask, and the shape of every answer.

Standard library only, so that the page's kernel stays thin. Two makers answer: `local`
(the store and the bundle in this process) and `http` (the API of a scoring process).
Probabilities are of default, in [0, 1]; contributions are SHAP values in log-odds.
"""

from scoring.serving.questions.bulk import (
    MOST_CLIENTS,
    ClientExplanation,
    ClientScore,
    Explanations,
    Exported,
    Scores,
)
from scoring.serving.questions.clients import (
    EVERYONE,
    About,
    Client,
    ClientLine,
    ClientPage,
    Field,
    Filters,
    Lists,
    Matches,
)
from scoring.serving.questions.comparison import Band, Comparison, Variable
from scoring.serving.questions.portfolio import CategoryShare, Point, Portfolio, Statistics
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
from scoring.serving.questions.timeline import (
    CardMonth,
    CreditElsewhere,
    InstalmentMonth,
    LoanMonth,
    PreviousApplication,
    Timeline,
)
from scoring.serving.questions.values import Decision, Record, Value

__all__ = [
    "EVERYONE",
    "MOST_CLIENTS",
    "About",
    "Application",
    "Band",
    "Base",
    "CardMonth",
    "CategoryShare",
    "Check",
    "Client",
    "ClientExplanation",
    "ClientLine",
    "ClientPage",
    "ClientScore",
    "Comparison",
    "Contribution",
    "CreditElsewhere",
    "Decision",
    "Explanation",
    "Explanations",
    "Exported",
    "FamilyWeight",
    "FeatureWeight",
    "Field",
    "Filters",
    "InstalmentMonth",
    "Lists",
    "LoanMonth",
    "Matches",
    "Opinion",
    "Overview",
    "Point",
    "Portfolio",
    "Prediction",
    "PreviousApplication",
    "Questions",
    "Reason",
    "Reasons",
    "Record",
    "Score",
    "Scores",
    "SecondOpinion",
    "Statistics",
    "Timeline",
    "Value",
    "Variable",
]
