"""What people do about a client, as a face asks for it to be recorded and reads it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from scoring.serving.questions.values import Cell, Decision, Record

ActKind = Literal[
    "view",
    "first_opinion",
    "decision",
    "override",
    "signature",
    "statement",
    "review_request",
    "review_outcome",
    "correction_request",
    "correction_declined",
    "correction",
]
ACTS: tuple[ActKind, ...] = get_args(ActKind)
"""What a person may do about a client; docs/ledger.md says what each is."""
DECIDES: tuple[ActKind, ...] = ("decision", "override", "review_outcome")
"""What says whether a client is granted: the newest stands."""
OF_A_SCORE: tuple[ActKind, ...] = ("decision", "override")
"""Acts that answer a score: they refer to it, unless they refer to another record."""
SECOND: tuple[ActKind, ...] = ("signature", "review_outcome")
"""Acts of another person on what was decided: they refer to it, by somebody who was shown the score as it is now."""
GIVEN = ("letter", "file")
"""What a client is given in writing: a view names one of them."""
Leaning = Literal["granted", "refused", "unsure"]
LEANINGS: tuple[Leaning, ...] = get_args(Leaning)
"""What a person may think of a request before they see its score; who decides is sure."""
AMENDERS: tuple[Literal["manager"], ...] = ("manager",)
"""The roles that correct clients' files; others ask them to."""
SIGNERS: tuple[Literal["manager"], ...] = ("manager",)
"""The roles that sign as the second person near the threshold, or do not."""


@dataclass(frozen=True)
class Act:
    """One thing to be recorded; what its kind does not have stays None.

    `refers` is the number of the record that it answers: the decision that is signed, overridden
    or contested. A decision, and an override of what the score proposed, refer by themselves to
    the score that was last shown to the same person, who must have asked for it: what follows it
    is a decision, what does not an override. Who signs a decision, and who says what came of a
    review, must have asked for the score, too.
    """

    kind: ActKind
    refers: int | None = None
    outcome: Decision | None = None
    opinion: Leaning | None = None
    """What the person thought before they saw the score."""
    code: str | None = None
    """Why a decision is overridden, among `History.codes`."""
    agrees: bool | None = None
    text: str | None = None
    what: str | None = None
    """What was given in writing, among GIVEN."""
    before: Record | None = None
    after: Record | None = None
    sha256: str | None = None
    """Of what was given in writing: the SHA-256 of its text, as HTML."""


@dataclass(frozen=True)
class Corrected:
    """One field or history that was corrected: its name, and the correction `said` in each language."""

    name: str
    said: Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """One record as it stands: who did what and when (`at`, ISO, UTC); what its kind does not have is None.

    `erased` says that what is personal (`text`, `before`, `after`, `sha256`) was erased by rule; `corrected`
    says in words what `before` and `after` hold as received.
    """

    number: int
    at: str
    actor: str
    role: str
    kind: str
    refers: int | None
    outcome: Decision | None
    opinion: Leaning | None
    code: str | None
    agrees: bool | None
    what: str | None
    text: str | None
    before: Mapping[str, Cell] | None
    after: Mapping[str, Cell] | None
    erased: bool
    corrected: tuple[Corrected, ...] | None = ()
    sha256: str | None = None


Finality = Literal["final", "unsigned", "declined", "outdated"]


@dataclass(frozen=True)
class StandingDecision:
    """The decision that stands, by its record, and whether the client may be told of it: it may be once it is `final`.

    Near the threshold it is `unsigned` until a second person agrees, and `declined` where the last one asked did not.
    It is `outdated` once the file was corrected, or another model or limit answers: then somebody decides again.
    """

    number: int
    actor: str
    outcome: Decision
    state: Finality


@dataclass(frozen=True)
class History:
    """What was recorded of one client, the newest last.

    `kept` is False where nothing is recorded at all, which is an answer. `looks` counts what was
    shown of the client beside the lines, `codes` are the reasons that an override may have, and
    `stands` is the decision in force, None where nobody decided. Of who asks: `opinion` is what they
    thought before they saw the score, where they said so, `may_amend` whether they may correct the
    client's file, `may_sign` whether they may sign the decision in force, near the threshold and of
    another person, or not sign it, and `may_review` whether they may say what came of the review
    that is asked for: they made none of the decisions that the client contests.
    """

    kept: bool
    lines: tuple[Line, ...]
    looks: int
    codes: tuple[str, ...]
    stands: StandingDecision | None
    opinion: Leaning | None
    may_amend: bool
    may_sign: bool
    may_review: bool
