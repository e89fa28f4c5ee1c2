"""Why: exact contributions of each feature to a client's score, and the few reasons said of it."""

from scoring.reasons.check import neutral, neutral_probability
from scoring.reasons.choice import MOST, SIDES, Chosen, Side, Stated, choose, columns_of, relative, stated
from scoring.reasons.contributions import Contributions, contributions
from scoring.reasons.families import FAMILIES, Family, family_of, places, summed
from scoring.reasons.interactions import Pair, interacting, interaction
from scoring.reasons.pushes import pushes
from scoring.reasons.reference import Reference, Tally, Usual
from scoring.reasons.stability import Stability, stability
from scoring.reasons.surrogate import Surrogate, check_installed, surrogate

__all__ = [
    "FAMILIES",
    "MOST",
    "SIDES",
    "Chosen",
    "Contributions",
    "Family",
    "Pair",
    "Reference",
    "Side",
    "Stability",
    "Stated",
    "Surrogate",
    "Tally",
    "Usual",
    "check_installed",
    "choose",
    "columns_of",
    "contributions",
    "family_of",
    "interacting",
    "interaction",
    "neutral",
    "neutral_probability",
    "places",
    "pushes",
    "relative",
    "stability",
    "stated",
    "summed",
    "surrogate",
]
