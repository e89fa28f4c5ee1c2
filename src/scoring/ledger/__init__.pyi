"""The ledger: an append-only record of what people saw, decided, contested and corrected.

Kept in a SQL database, chained by a key, with what is personal apart and erasable: docs/ledger.md.
"""

from .chain import Keys
from .encoding import canonical
from .head import Head
from .ledger import Ledger
from .places import Places
from .record import Actor, Record
from .records import (
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
from .verification import Altered, Verified

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
