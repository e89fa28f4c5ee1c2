"""Why: exact contributions of each feature to a client's score."""

from scoring.reasons.contributions import Contributions, contributions
from scoring.reasons.interactions import Pair, interacting, interaction

__all__ = ["Contributions", "Pair", "contributions", "interacting", "interaction"]
