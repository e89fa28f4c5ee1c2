"""Why: exact contributions of each feature to a client's score."""

from scoring.reasons.contributions import Contributions, contributions

__all__ = ["Contributions", "contributions"]
