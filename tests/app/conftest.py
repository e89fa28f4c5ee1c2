"""A session of the page over invented answers, without a browser."""

from __future__ import annotations

import pytest

from advisor.state import State
from tests.app.fake_questions import FakeQuestions


@pytest.fixture
def questions() -> FakeQuestions:
    return FakeQuestions()


@pytest.fixture
def state(questions: FakeQuestions) -> State:
    return State(questions)
