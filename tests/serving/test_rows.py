"""A feature row that is sent has the score of the client whose it is; what it may hold is declared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.faults import Refused
from scoring.ledger import Ledger, ScoreShown
from scoring.serving.local import Local
from scoring.serving.questions import Application, Record, Value
from scoring.serving.recording import Actor, Recorder

FIRST, NEW = 100001, 100058
"""NEW has no history: most features are not known."""
NUMBER, TEXT = "AMT_CREDIT", "NAME_CONTRACT_TYPE"


def row(local: Local, client: int) -> dict[str, Value]:
    """A published client's feature row."""
    return local._opened.values(client)


@pytest.mark.parametrize("client", [FIRST, NEW])
def test_a_client_s_row_has_the_client_s_score(local: Local, client: int) -> None:
    asked = row(local, client)
    quick, explained, known = local.predict_row(asked), local.predict_row(asked, explain=True), local.score(client)
    assert None in asked.values()
    assert quick.score == explained.score
    assert quick.score.probability == pytest.approx(known.probability, abs=1e-9)
    assert (quick.score.low, quick.score.high) == pytest.approx((known.low, known.high), abs=1e-9)
    assert (quick.explanation, quick.reasons) == (None, None)
    live = local.predict(Application(client))
    assert (explained.explanation, explained.reasons) == (live.explanation, live.reasons)


def test_rows_together_are_scored_as_alone_and_refused_in_their_place(local: Local) -> None:
    sound = [row(local, client) for client in (FIRST, NEW)]
    found = local.predict_rows([sound[0], {}, sound[1]])
    assert [one.prediction for one in found] == [local.predict_row(sound[0]), None, local.predict_row(sound[1])]
    assert found[1].faults[0].startswith("features: left out; give null where not known: ")
    assert local.predict_rows([]) == ()


UNKNOWN = "features: (an unknown field, number {place}) is no feature; GET /v1/features lists them"


@pytest.mark.parametrize(("value", "unseen"), [("Barter", (TEXT,)), ("Cash loans", ()), ("", ()), (None, ())])
def test_a_category_never_seen_is_scored_and_named(local: Local, value: Value, unseen: tuple[str, ...]) -> None:
    asked = row(local, NEW) | {TEXT: value}
    assert local.predict_row(asked).unseen == local.predict_row(asked, explain=True).unseen == unseen


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("SHOE_SIZE", 42.0, UNKNOWN),
        ("Jean Dupont, 42", 1.0, UNKNOWN),
        (NUMBER, "12", f"features.{NUMBER}: must be a finite number, or null"),
        (NUMBER, True, f"features.{NUMBER}: must be a finite number, or null"),
        (NUMBER, float("nan"), f"features.{NUMBER}: must be a finite number, or null"),
        (NUMBER, float("-inf"), f"features.{NUMBER}: must be a finite number, or null"),
        (NUMBER, 1e39, f"features.{NUMBER}: must be a finite number, or null"),
        (TEXT, 3.0, f"features.{TEXT}: must be text without NUL, or null"),
        (TEXT, "Cash\0loans", f"features.{TEXT}: must be text without NUL, or null"),
    ],
)
@pytest.mark.parametrize("explain", [False, True])
def test_what_is_not_declared_is_refused(local: Local, name: str, value: Value, fault: str, explain: bool) -> None:
    with pytest.raises(Refused) as refused:
        local.predict_row(row(local, NEW) | {name: value}, explain)
    assert refused.value.faults == (fault.format(place=len(row(local, NEW)) + 1),)


def test_all_faults_are_listed_at_once(local: Local) -> None:
    asked: Record = {name: value for name, value in row(local, FIRST).items() if name != "OWN_CAR_AGE"}
    with pytest.raises(Refused) as refused:
        local.predict_row({**asked, NUMBER: "x", "SHOE_SIZE": 1.0})
    assert [fault.partition(":")[0] for fault in refused.value.faults] == [f"features.{NUMBER}", *["features"] * 2]
    assert refused.value.faults[-1].endswith(": OWN_CAR_AGE")


ASKED: dict[str, tuple[Callable[[Recorder, list[Record]], object], int]] = {
    "alone": (lambda recorder, rows: recorder.by(Actor("ana", "advisor")).predict_row(rows[0], True), 1),
    "together": (lambda recorder, rows: recorder.by(Actor("ana", "advisor")).predict_rows([*rows, {}]), 2),
}


@pytest.mark.parametrize("how", ASKED)
def test_each_answer_is_recorded(local: Local, ledger: Ledger, how: str, tmp_path: Path) -> None:
    ask, count = ASKED[how]
    rows: list[Record] = [row(local, client) for client in (FIRST, NEW)]
    ask(Recorder(local, local.fingerprint, ledger), rows)
    entries = [ledger.get(number) for number in range(1, count + 1)]
    assert [entry.record.kind for entry in entries] == [ScoreShown.kind] * count
    assert [entry.record.question for entry in entries] == [
        {"ask": "predict_row", "features": asked, "explain": how == "alone"} for asked in rows[:count]
    ]
