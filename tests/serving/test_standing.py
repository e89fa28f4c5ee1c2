"""The decision that stands, and whether the client may be told of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scoring.serving.questions import Line, Score, StandingDecision
from scoring.serving.standing import Rule, may_review, may_sign, standing

EMPTY: dict[str, Any] = dict.fromkeys(("opinion", "code", "what", "text", "before", "after"))
NEAR = Score(0.1, 0.08, 0.12, 0.09, "refused", True, "model-1", 60)
RULE = Rule("model-1", 0.09)
FAR = Score(0.3, 0.25, 0.35, 0.09, "refused", False, "model-1", 30)


def told(*rows: tuple[str, str, Any, Any]) -> list[Line]:
    """Give records, numbered from 1: by whom, of which kind, about which, and the outcome or whether it agrees."""
    return [
        Line(
            number=number,
            at=f"2026-11-24T09:{number:02}:00+00:00",
            actor=actor,
            role="advisor",
            kind=kind,
            refers=refers,
            outcome=said if isinstance(said, str) else None,
            agrees=said if isinstance(said, bool) else None,
            erased=False,
            **EMPTY,
        )
        for number, (actor, kind, refers, said) in enumerate(rows, start=1)
    ]


DECIDED = ("ana", "decision", None, "refused")
SIGNED, DECLINED = ("ben", "signature", 1, True), ("ben", "signature", 1, False)
OVERRIDDEN = ("ana", "override", 1, "granted")
CONTESTED, CLOSED = ("ana", "review_request", 1, None), ("ben", "review_outcome", 2, "granted")
AGAIN = ("ana", "review_request", 3, None)

STANDS: dict[str, tuple[list[Line], tuple[int, str, str, str] | None, str | None]] = {
    # records,                                      what stands near the threshold,         its state far from it
    "nothing recorded": (told(),                            None,                               None),
    "nothing decided": (told(("ana", "statement", None, None)), None,                           None),
    "unsigned":     (told(DECIDED),                         (1, "ana", "refused", "unsigned"),  "final"),
    "signed":       (told(DECIDED, SIGNED),                 (1, "ana", "refused", "final"),     "final"),
    "declined":     (told(DECIDED, DECLINED),               (1, "ana", "refused", "declined"),  "final"),
    "signed after all": (told(DECIDED, DECLINED, SIGNED),   (1, "ana", "refused", "final"),     "final"),
    "withdrawn":    (told(DECIDED, SIGNED, DECLINED),       (1, "ana", "refused", "declined"),  "final"),
    "decided anew": (told(DECIDED, DECLINED, OVERRIDDEN),   (3, "ana", "granted", "unsigned"),  "final"),
    "another's signature": (told(DECIDED, OVERRIDDEN, SIGNED), (2, "ana", "granted", "unsigned"), "final"),
    "reviewed":     (told(DECIDED, CONTESTED, CLOSED),      (3, "ben", "granted", "final"),     "final"),
}  # fmt: skip


@pytest.mark.parametrize("case", STANDS)
def test_near_the_threshold_a_decision_is_final_once_a_second_person_signed(case: str) -> None:
    lines, near, far = STANDS[case]
    assert standing(lines, NEAR, RULE) == (None if near is None else StandingDecision(*near))  # type: ignore[arg-type]
    found = standing(lines, FAR, None)
    assert (found and found.state) == far


CORRECTED = ("ben", "correction", None, None)
OUTDATED: dict[str, tuple[list[Line], Score, Rule | None, str]] = {
    # records,                                      the score now, by what the score shown was decided, state
    "corrected":            (told(DECIDED, CORRECTED),          FAR,  RULE,                     "outdated"),
    "corrected before":     (told(CORRECTED, DECIDED),          FAR,  RULE,                     "final"),
    "decided again":        (told(DECIDED, CORRECTED, DECIDED), FAR,  RULE,                     "final"),
    "decided again near":   (told(DECIDED, CORRECTED, DECIDED), NEAR, RULE,                     "unsigned"),
    "signed before":        (told(DECIDED, SIGNED, CORRECTED),  NEAR, RULE,                     "outdated"),
    "reviewed, corrected":  (told(DECIDED, CONTESTED, CLOSED, CORRECTED), FAR, RULE,            "outdated"),
    "a record that failed": (told(DECIDED), replace(FAR, amended_at="2026-11-24T10:00:00+00:00"), RULE, "outdated"),
    "amended before":       (told(DECIDED), replace(FAR, amended_at="2026-11-24T09:00:00+00:00"), RULE, "final"),
    "another model":        (told(DECIDED),                     FAR,  Rule("model-0", 0.09),    "outdated"),
    "another limit":        (told(DECIDED),                     FAR,  Rule("model-1", 0.08),    "outdated"),
    "no score was shown":   (told(DECIDED),                     FAR,  None,                     "final"),
}  # fmt: skip


@pytest.mark.parametrize("case", OUTDATED)
def test_a_decision_is_outdated_once_the_score_may_be_another(case: str) -> None:
    lines, score, shown, state = OUTDATED[case]
    found = standing(lines, score, shown)
    assert (found and found.state) == state


@pytest.mark.parametrize(("case", "ana", "ben"), [
    ("nothing decided", False, False),
    ("unsigned",        False, True),
    ("declined",        False, True),
    ("signed",          False, False),
    ("decided anew",    False, True),
    ("reviewed",        False, False),
])  # fmt: skip
def test_another_person_signs_what_lacks_a_signature(case: str, ana: bool, ben: bool) -> None:
    stands = standing(STANDS[case][0], NEAR, RULE)
    assert [may_sign(stands, who) for who in ("ana", "ben")] == [ana, ben]
    assert not may_sign(standing(STANDS[case][0], FAR, RULE), "ben")


@pytest.mark.parametrize(("lines", "ana", "ben"), [
    (told(),                           False, False),
    (told(DECIDED),                    False, False),
    (told(DECIDED, CONTESTED),         False, True),
    (told(DECIDED, CONTESTED, CLOSED), False, False),
    (told(DECIDED, CONTESTED, CLOSED, AGAIN), False, False),
    (told(("cleo", *DECIDED[1:]), CONTESTED, CLOSED, AGAIN), True, False),
])  # fmt: skip
def test_another_person_reviews_what_is_contested(lines: list[Line], ana: bool, ben: bool) -> None:
    assert [may_review(lines, who) for who in ("ana", "ben")] == [ana, ben]
