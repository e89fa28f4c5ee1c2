"""The ledger: an append-only record of what people saw, decided, contested and corrected.

Kept in a SQL database, chained by a key, with what is personal apart and erasable: docs/ledger.md.
"""

from scoring.ledger.chain import Keys
from scoring.ledger.encoding import canonical
from scoring.ledger.head import Head
from scoring.ledger.ledger import Ledger
from scoring.ledger.places import Places
from scoring.ledger.record import Actor, Record
from scoring.ledger.records import (
    KINDS,
    OVERRIDES,
    Correction,
    CorrectionDeclined,
    CorrectionRequest,
    CostPolicySigned,
    Decision,
    Entry,
    Erased,
    Erasure,
    FirstOpinion,
    Outcome,
    Override,
    ReviewOutcome,
    ReviewRequest,
    ScoreShown,
    Signature,
    Statement,
    View,
)
from scoring.ledger.verification import Altered, Verified

__all__ = [
    "KINDS",
    "OVERRIDES",
    "Actor",
    "Altered",
    "Correction",
    "CorrectionDeclined",
    "CorrectionRequest",
    "CostPolicySigned",
    "Decision",
    "Entry",
    "Erased",
    "Erasure",
    "FirstOpinion",
    "Head",
    "Keys",
    "Ledger",
    "Outcome",
    "Override",
    "Places",
    "Record",
    "ReviewOutcome",
    "ReviewRequest",
    "ScoreShown",
    "Signature",
    "Statement",
    "Verified",
    "View",
    "canonical",
]
