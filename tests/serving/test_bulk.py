"""Many clients at once: each answer is the one that the client alone has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scoring.faults import Refused
from scoring.pipeline import Run
from scoring.serving.local import Local

FIRST, NEW, NOBODY = 100001, 100058, 999999


@pytest.fixture(scope="module")
def questions(tiny_run: Run) -> Iterator[Local]:
    made = Local.open(tiny_run.settings.data)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("asked", "known", "unknown"),
    [
        ([], [], ()),
        ([NEW], [NEW], ()),
        ([NEW, FIRST], [NEW, FIRST], ()),
        ([NEW, NOBODY, FIRST, NEW, NOBODY], [NEW, FIRST], (NOBODY,)),
        ([NOBODY, 10**30, -1], [], (NOBODY, 10**30, -1)),
    ],
)
def test_each_client_is_answered_once_in_order(
    questions: Local, asked: list[int], known: list[int], unknown: tuple[int, ...]
) -> None:
    scores, explained = questions.scores(asked), questions.explanations(asked)
    assert scores.unknown == explained.unknown == unknown
    assert [(one.id, one.score) for one in scores.scores] == [(one, questions.score(one)) for one in known]
    assert [(one.id, one.explanation) for one in explained.explanations] == [
        (one, questions.explanation(one)) for one in known
    ]


def test_too_many_are_refused(questions: Local) -> None:
    with pytest.raises(Refused, match="at most 10000"):
        questions.scores([FIRST] * 10_001)


def test_an_export_has_the_score_of_every_client(questions: Local) -> None:
    exported = list(questions.export())
    assert [line.id for line in exported] == list(questions.find("", 150).ids)
    for line in exported:
        score = questions.score(line.id)
        told = (score.probability, score.low, score.high, score.decision, score.review)
        assert (line.probability, line.low, line.high, line.decision, line.review) == told
