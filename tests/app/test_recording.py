"""What is said of something sent to be recorded: it was, it was not, or nobody knows."""

from __future__ import annotations

import pytest

from advisor.recording import NotRecorded, recorded
from advisor.state import State
from scoring.faults import Refused, UnknownName
from scoring.serving.http import Unreachable
from scoring.serving.questions import Act, Line
from tests.app.fake_clients import NO_HISTORY
from tests.app.fake_questions import FakeQuestions

SAID = Act("statement", text="J’ai un garant.")


def sent(state: State) -> Line | NotRecorded:
    return recorded(state, lambda: state.questions.record(NO_HISTORY, SAID))


def test_what_was_recorded_is_given(state: State, questions: FakeQuestions) -> None:
    assert [sent(state)] == [line for _, line in questions.lines]
    assert state.notice is None


@pytest.mark.parametrize(("fault", "said", "kind"), [
    (Refused("no"),          NotRecorded.FAILED, "refused"),
    (UnknownName("nobody"),  NotRecorded.FAILED, "unknown"),
    (Unreachable("no answer within 10 s"), NotRecorded.UNSURE, "unreachable"),
])  # fmt: skip
def test_what_fails_is_told_and_noticed(
    state: State, questions: FakeQuestions, fault: Exception, said: NotRecorded, kind: str
) -> None:
    questions.broken = fault
    assert sent(state) is said
    assert state.notice is not None
    assert (state.notice.kind, questions.lines) == (kind, [])


def test_what_nobody_foresaw_is_not_hidden(state: State, questions: FakeQuestions) -> None:
    questions.broken = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        sent(state)
