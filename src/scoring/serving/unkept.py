"""What is answered of records where nothing is recorded: nothing may look as if it were."""

from __future__ import annotations

from scoring.faults import Refused
from scoring.serving.questions import NOT_KEPT, Act, CostPolicy, History, Line, Oversight, Questions

NO_LEDGER = "nothing is recorded here; set SCORING_RECORD to 1"


class Unkept(Questions):
    """The questions about records, of one who keeps none."""

    def record(self, client: int, act: Act) -> Line:
        """Refuse."""
        raise Refused(NO_LEDGER)

    def history(self, client: int) -> History:
        """Say that nothing is recorded, of a client who is there."""
        self.score(client)
        return History(
            kept=False,
            lines=(),
            looks=0,
            codes=(),
            stands=None,
            opinion=None,
            may_amend=False,
            may_sign=False,
            may_review=False,
        )

    def oversight(self) -> Oversight:
        """Say that nothing is recorded."""
        return NOT_KEPT

    def sign_policy(self, cost_ratio: float, text: str) -> CostPolicy:
        """Refuse."""
        raise Refused(NO_LEDGER)
