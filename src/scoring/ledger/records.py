"""What is recorded: one frozen dataclass for each kind of act.

A field is either a fact, which stays in the append-only row, or personal, which lies in the erasable
payload. Facts alone tell nobody who the client was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, Literal

from scoring.faults import Refused
from scoring.ledger.record import Actor, Record, fact, personal

Outcome = Literal["granted", "refused"]
OUTCOMES = ("granted", "refused")
LEANINGS = (*OUTCOMES, "unsure")
"""What a person may think before they see the score."""
OVERRIDES: Mapping[str, str] = {
    "income_proven": "papers prove an income other than the declared one",
    "debt_settled": "a debt that was reported is settled or not the client's",
    "history_wrong": "a history that the score rests on is wrong or out of date",
    "situation_changed": "the client's situation changed after the data were taken",
    "guarantee": "a guarantee or co-borrower that the score does not know",
    "capacity": "the client's budget does not bear the loan, whatever the score says",
    "fraud": "papers or statements that do not agree",
    "policy": "a rule of the lender that the score does not know",
}
"""Why a decision may be overridden: codes, and what each means."""


@dataclass(frozen=True)
class View(Record):
    """A file was looked at: `what` names the part; `found` is False where what was asked for is not there.

    `store`, `model` and `threshold` are those that answered; None in records of before they were named.
    Of a document given, `sha256` is that of its text; a letter refers to the decision that it tells.
    """

    kind: ClassVar[str] = "view"
    refers_to: ClassVar[tuple[str, ...]] = ("decision", "override", "review_outcome")
    what: str = fact()
    found: bool = fact(default=True)
    store: str | None = fact(default=None)
    model: str | None = fact(default=None)
    threshold: float | None = fact(default=None)
    sha256: str | None = personal(default=None)

    def _faults(self) -> Iterator[str]:
        yield from super()._faults()
        if self.sha256 is not None and not re.fullmatch("[0-9a-f]{64}", self.sha256):
            yield "view: sha256 is not 64 hexadecimal digits"


@dataclass(frozen=True)
class ScoreShown(Record):
    """A score was shown: by which model and store, of which data, under which threshold.

    `question` is what was asked, `answer` the canonical JSON of what was answered or, of explanations
    asked for together, "sha256:" and its SHA-256. `inputs` is the SHA-256 of the question's, and
    `reasons` are the features named, the strongest first.
    """

    kind: ClassVar[str] = "score_shown"
    store: str = fact()
    model: str = fact()
    data: str = fact()
    threshold: float = fact()
    question: Mapping[str, Any] = personal()
    answer: str = personal()
    inputs: str = personal()
    reasons: tuple[str, ...] = personal(default=())


@dataclass(frozen=True)
class FirstOpinion(Record):
    """What a person thought of a request before they saw its score; what they saw when tells that it was before."""

    kind: ClassVar[str] = "first_opinion"
    opinion: str = fact(among=LEANINGS)


@dataclass(frozen=True)
class Decision(Record):
    """A person decided as the score they were shown proposes; `opinion` is what they thought before they saw it."""

    kind: ClassVar[str] = "decision"
    refers_to: ClassVar[tuple[str, ...]] = ("score_shown",)
    must_refer: ClassVar[bool] = True
    outcome: Outcome = fact(among=OUTCOMES)
    opinion: Outcome | None = fact(default=None, among=OUTCOMES)
    text: str = personal(default="")


@dataclass(frozen=True)
class Override(Record):
    """A decision, or what a score proposed, was replaced by another, for a declared reason and in words."""

    kind: ClassVar[str] = "override"
    refers_to: ClassVar[tuple[str, ...]] = ("score_shown", "decision", "override", "review_outcome")
    must_refer: ClassVar[bool] = True
    outcome: Outcome = fact(among=OUTCOMES)
    code: str = fact(among=tuple(OVERRIDES))
    text: str = personal()


@dataclass(frozen=True)
class Signature(Record):
    """A second person signs a decision or an override, or does not; never the one who made it."""

    kind: ClassVar[str] = "signature"
    refers_to: ClassVar[tuple[str, ...]] = ("decision", "override")
    must_refer: ClassVar[bool] = True
    agrees: bool = fact()
    text: str = personal(default="")


@dataclass(frozen=True)
class Statement(Record):
    """What the client says, in their words."""

    kind: ClassVar[str] = "statement"
    refers_to: ClassVar[tuple[str, ...]] = ("score_shown", "decision", "override")
    text: str = personal()


@dataclass(frozen=True)
class ReviewRequest(Record):
    """The client contests a decision and asks that a person looks at it again."""

    kind: ClassVar[str] = "review_request"
    refers_to: ClassVar[tuple[str, ...]] = ("decision", "override", "review_outcome")
    must_refer: ClassVar[bool] = True
    text: str = personal(default="")


@dataclass(frozen=True)
class ReviewOutcome(Record):
    """What came of a review: the decision that stands now, and why; by nobody whose decision is contested, and once."""

    kind: ClassVar[str] = "review_outcome"
    refers_to: ClassVar[tuple[str, ...]] = ("review_request",)
    must_refer: ClassVar[bool] = True
    outcome: Outcome = fact(among=OUTCOMES)
    text: str = personal()


@dataclass(frozen=True)
class _Fields(Record):
    """Fields of a client's file; both say the same fields, before and after."""

    before: Mapping[str, Any] = personal()
    after: Mapping[str, Any] = personal()

    def _faults(self) -> Iterator[str]:
        yield from super()._faults()
        if not self.before or self.before.keys() != self.after.keys():
            yield f"{self.kind}: before and after must name the same fields, one at least"


@dataclass(frozen=True)
class CorrectionRequest(_Fields):
    """A person who may not correct a client's file asks that it is corrected."""

    kind: ClassVar[str] = "correction_request"
    refers_to: ClassVar[tuple[str, ...]] = ("statement", "review_request")
    text: str = personal(default="")


@dataclass(frozen=True)
class CorrectionDeclined(Record):
    """What was asked to be corrected stays as it is, and why."""

    kind: ClassVar[str] = "correction_declined"
    refers_to: ClassVar[tuple[str, ...]] = ("correction_request",)
    must_refer: ClassVar[bool] = True
    text: str = personal()


@dataclass(frozen=True)
class Correction(_Fields):
    """Fields of a client's file were corrected; `amended` is when, beside which `store`, where an amendment did it.

    With a store and no time it says that the amendments of this client beside it are lost, and the file as before.
    The hashes are that amendment's, of all that it says: they tell nothing without its salt, which goes with it.
    """

    kind: ClassVar[str] = "correction"
    refers_to: ClassVar[tuple[str, ...]] = ("statement", "review_request", "correction_request")
    store: str | None = fact(default=None)
    amended: str | None = fact(default=None)
    after_hash: str | None = fact(default=None)
    before_hash: str | None = personal(default=None)


@dataclass(frozen=True)
class CostPolicySigned(Record):
    """Another cost ratio was signed, and the threshold that would cost least by it; of no client, and never erased."""

    kind: ClassVar[str] = "cost_policy"
    cost_ratio: float = fact()
    threshold: float = fact()
    text: str = fact()


@dataclass(frozen=True)
class Erasure(Record):
    """Payloads recorded before a time were erased: those of the records up to `through`. Only `erase` writes it."""

    kind: ClassVar[str] = "erasure"
    before: str = fact()
    through: int = fact()
    payloads: int = fact()


KINDS: Mapping[str, type[Record]] = {
    kind.kind: kind
    for kind in (
        View,
        ScoreShown,
        FirstOpinion,
        Decision,
        Override,
        Signature,
        Statement,
        ReviewRequest,
        ReviewOutcome,
        CorrectionRequest,
        CorrectionDeclined,
        Correction,
        CostPolicySigned,
        Erasure,
    )
}


class Erased(Refused):
    """A record whose payload was erased: what it held cannot be told any more."""


@dataclass(frozen=True)
class Entry:
    """A record as it stands in the ledger; `personal` is None once its payload was erased."""

    sequence: int
    at: datetime
    actor: Actor
    kind: str
    refers: int | None
    facts: Mapping[str, Any]
    personal: Mapping[str, Any] | None

    @property
    def record(self) -> Record:
        """The record that was written. Raises Erased when its payload is gone."""
        if self.personal is None:
            raise Erased(f"record {self.sequence}: its payload was erased")
        values = {**self.facts, **self.personal}
        return KINDS[self.kind](**{name: _frozen(value) for name, value in values.items()})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def parts(record: Record) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split a record into its facts and what is personal."""
    values: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    for one in fields(record):
        values[one.metadata["personal"]][one.name] = getattr(record, one.name)
    return values
