from __future__ import annotations

from typing import Any

import pytest

from advisor.widgets import Finder
from scoring.faults import Refused
from scoring.serving.questions import Matches


class Search:
    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def __call__(self, text: str, limit: int) -> Matches:
        self.asked.append((text, limit))
        return Matches(total=91, ids=(100002, 100020))


def broken(text: str, limit: int) -> Matches:
    raise Refused(f"Nobody answers about {text}.")


def answers(finder: Finder, **content: Any) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []
    finder.send = sent.append
    finder._handle_custom_msg(content, [])
    return sent


@pytest.mark.parametrize(
    ("typed", "asked"),
    [("1000", "1000"), (" 100 0", "1000"), ("100\u202f0", "1000"), ("", "")],
)
def test_digits_are_asked_for_without_their_spaces(typed: str, asked: str) -> None:
    search = Search()
    answer = answers(Finder(search), kind="find", turn="t7", text=typed)
    assert search.asked == [(asked, 20)]
    assert answer == [{"turn": "t7", "kind": "found", "total": 91, "ids": [100002, 100020]}]


@pytest.mark.parametrize("typed", ["dupont", "1000a", "-1", "1.5", "١٢"])
def test_what_is_no_number_is_not_asked_for(typed: str) -> None:
    search = Search()
    answer = answers(Finder(search), kind="find", turn="t1", text=typed)
    assert search.asked == []
    assert answer == [{"turn": "t1", "kind": "not_digits"}]


def test_a_search_that_breaks_says_so_and_logs_nothing_that_was_typed(caplog: Any) -> None:
    answer = answers(Finder(broken), kind="find", turn="t1", text="100002")
    assert answer == [{"turn": "t1", "kind": "error"}]
    assert "Refused" in caplog.text and "in broken" in caplog.text
    assert "100002" not in caplog.text


def test_another_message_is_not_answered() -> None:
    assert answers(Finder(Search()), kind="anywidget-command", name="x") == []


def test_the_value_is_a_client_or_none() -> None:
    finder = Finder(Search(), value=100002)
    finder.value = None
    assert finder.value is None
