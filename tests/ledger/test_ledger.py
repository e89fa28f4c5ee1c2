"""What is recorded is read back as it was written, of every kind, on both databases."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scoring.faults import Refused, UnknownName
from scoring.ledger import (
    Actor,
    Correction,
    CorrectionDeclined,
    CorrectionRequest,
    CostPolicySigned,
    Decision,
    FirstOpinion,
    Ledger,
    Override,
    Record,
    ReviewOutcome,
    ReviewRequest,
    Signature,
    Statement,
    View,
)
from scoring.ledger.records import KINDS, Erasure
from scoring.settings import Settings
from tests.ledger import raw
from tests.ledger.conftest import ANA, BEN, CLIENT, NEW, SHOWN

ROOT = Path(__file__).parents[2]
STORY: list[tuple[Actor, Record, int | None]] = [
    (ANA, View(NEW, "client"), None),
    (ANA, View(10**12, "client", found=False), None),
    (ANA, SHOWN, None),
    (ANA, Decision(NEW, "granted", opinion="refused", text="« très » bon dossier\n\u0000 d’accord"), 3),
    (BEN, Override(NEW, "refused", "capacity", "trop de charges"), 4),
    (ANA, Signature(NEW, agrees=False), 5),
    (BEN, Statement(NEW, "Je travaille depuis mars. " * 300), None),
    (BEN, ReviewRequest(NEW, "je conteste"), 5),
    (ANA, ReviewOutcome(NEW, "granted", "pièces reçues"), 8),
    (BEN, Correction(NEW, before={"AMT_INCOME_TOTAL": None}, after={"AMT_INCOME_TOTAL": 18000.5}), 7),
    (ANA, FirstOpinion(NEW, "unsure"), None),
    (ANA, CorrectionRequest(NEW, before={"AMT_CREDIT": 1.0}, after={"AMT_CREDIT": None}, text="« non » dit"), 7),
    (BEN, CorrectionDeclined(NEW, "pas prouvé"), 12),
    (BEN, CostPolicySigned(None, 12.0, 0.1 + 0.2, "les pertes montent"), None),
]
"""Every kind that can be appended, of a client without history; each with whom it is by and what it refers to."""


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    for actor, record, refers in STORY:
        ledger.append(actor, record, refers)
    return ledger


def test_the_story_has_every_kind() -> None:
    assert {record.kind for _, record, _ in STORY} == set(KINDS) - {Erasure.kind}


def test_every_kind_is_documented() -> None:
    told = re.findall(r"^\| .* \|$", (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = {kind for line in told for kind in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert set(KINDS) <= named


def test_what_is_appended_is_what_is_read(ledger: Ledger) -> None:
    before = datetime.now(UTC)
    for number, (actor, record, refers) in enumerate(STORY, start=1):
        entry = ledger.append(actor, record, refers)
        assert entry == ledger.get(number)
        assert (entry.sequence, entry.actor, entry.kind, entry.refers) == (number, actor, record.kind, refers)
        assert entry.record == record
        assert before <= entry.at <= datetime.now(UTC)


def test_a_client_has_their_records_and_no_other_s(told: Ledger) -> None:
    told.append(ANA, View(CLIENT, "client"))
    own = [number for number, (_, record, _) in enumerate(STORY, start=1) if record.client == NEW]
    assert [entry.sequence for entry in told.of_client(NEW)] == own
    assert [entry.sequence for entry in told.of_client(CLIENT)] == [len(STORY) + 1]
    assert list(told.of_client(424242)) == []


def test_the_row_tells_nobody_who_it_was(told: Ledger, settings: Settings) -> None:
    with raw.connected(settings) as connection:
        rows = connection.execute("SELECT * FROM ledger_record").fetchall()
    assert len(rows) == len(STORY)
    assert not [text for text in (str(NEW), "travaille", "AMT_INCOME", "0.3333", "EXT_SOURCE_2") if text in str(rows)]


def test_what_is_needed_to_show_scores_again(told: Ledger) -> None:
    assert told.needed() == ({SHOWN.store}, {SHOWN.model})


def test_another_opening_goes_on(told: Ledger, settings: Settings, opened: Callable[[Settings], Ledger]) -> None:
    again = opened(settings)
    assert again.append(BEN, View(None, "file")).sequence == len(STORY) + 1
    assert told.verify().head.count == len(STORY) + 1
    assert told.get(4).record == STORY[3][1]


def test_time_does_not_go_back(told: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    class Late(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) - timedelta(days=400)

    last = told.get(len(STORY)).at
    monkeypatch.setattr("scoring.ledger.writing.datetime", Late)
    assert told.append(ANA, View(NEW, "client")).at == last


REFERENCES: dict[str, tuple[Actor, Record, int | None, str]] = {
    "nothing where something is due": (
        ANA,
        Override(NEW, "granted", "policy", "x"),
        None,
        "must refer to a record: score_shown or dec",
    ),
    "what is not there": (ANA, Override(NEW, "granted", "policy", "x"), 99, "there is no record 99"),
    "record 0": (ANA, Override(NEW, "granted", "policy", "x"), 0, "there is no record 0"),
    "a giant number": (ANA, Override(NEW, "granted", "policy", "x"), 10**30, "there is no record 1000"),
    "another kind": (
        ANA,
        ReviewRequest(NEW),
        3,
        "record 3 is a score_shown; it may refer to: dec",
    ),
    "what refers to nothing": (ANA, FirstOpinion(NEW, "unsure"), 3, "it may refer to: none"),
    "another client's": (ANA, Override(CLIENT, "granted", "policy", "x"), 4, "record 4 is about another client"),
    "one's own": (ANA, Signature(NEW, True), 4, "record 4 was made by the same person"),
    "one's own, contested": (BEN, ReviewOutcome(NEW, "granted", "x"), 8, "record 5, which is contested, was made by"),
    "a review that ended": (ANA, ReviewOutcome(NEW, "refused", "x"), 8, "record 8 has its outcome, record 9"),
}


@pytest.mark.parametrize("what", REFERENCES)
def test_a_reference_that_cannot_be_is_refused_and_nothing_written(told: Ledger, what: str) -> None:
    actor, record, refers, said = REFERENCES[what]
    with pytest.raises(Refused, match=said) as raised:
        told.append(actor, record, refers)
    assert isinstance(raised.value, UnknownName) == ("there is no record" in said)
    assert told.verify().head.count == len(STORY)


def test_of_two_outcomes_written_at_once_one_is_refused(told: Ledger) -> None:
    contested = told.append(ANA, ReviewRequest(NEW), 5).sequence
    writer, outcome = told._writer, ReviewOutcome(NEW, "granted", "x")
    with pytest.raises(Refused, match=f"record {contested} has its outcome, record {contested + 1}"):
        writer.append([writer.pending(ANA, outcome, contested), writer.pending(ANA, outcome, contested)])
    assert told.verify().head.count == contested + 1


NOT_A_RECORD: dict[str, tuple[Callable[[], object], str]] = {
    "outcome": (lambda: Decision(NEW, "perhaps"), "decision: outcome is not allowed; give granted or refused"),  # type: ignore[arg-type]
    "opinion": (lambda: Decision(NEW, "granted", "perhaps"), "opinion is not allowed"),  # type: ignore[arg-type]
    "code": (lambda: Override(NEW, "granted", "whim", "x"), "code is not allowed; give income_proven or debt_settled"),
    "no words": (lambda: Override(NEW, "granted", "policy", " \n"), "the text is empty"),
    "too many words": (lambda: Statement(NEW, "x" * 10_001), "longer than 10,000 characters"),
    "negative id": (lambda: View(-1, "client"), "the client is not an id"),
    "giant id": (lambda: View(2**63, "client"), "the client is not an id"),
    "truth as id": (lambda: View(True, "client"), "the client is not an id"),
    "other fields": (lambda: Correction(NEW, before={"a": 1}, after={"b": 1}), "must name the same fields"),
    "no fields": (lambda: Correction(NEW, before={}, after={}), "one at least"),
    "no name": (lambda: Actor("", "advisor"), "the actor's name must be"),
    "unprintable role": (lambda: Actor("ana", "a\u0000b"), "the actor's role must be"),
}


@pytest.mark.parametrize("what", NOT_A_RECORD)
def test_values_that_are_not_allowed_are_refused_without_echo(what: str) -> None:
    make, said = NOT_A_RECORD[what]
    with pytest.raises(Refused, match=said) as raised:
        make()
    assert not [value for value in ("perhaps", "whim", "xxx", str(2**63)) if value in str(raised.value)]


def test_every_fault_is_said_at_once() -> None:
    with pytest.raises(Refused) as raised:
        Override(-1, "perhaps", "whim", "")  # type: ignore[arg-type]
    assert len(raised.value.faults) == 4


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), "\ud800", {1}, object()], ids=["nan", "inf", "half", "set", "object"]
)
def test_what_json_does_not_have_is_refused(ledger: Ledger, value: object) -> None:
    with pytest.raises(Refused, match="cannot be written as JSON"):
        ledger.append(ANA, Correction(NEW, before={"a": value}, after={"a": 1}))
    assert ledger.verify().head.count == 0


def test_an_erasure_is_not_appended_by_hand(ledger: Ledger) -> None:
    with pytest.raises(Refused, match="recorded by erasing"):
        ledger.append(ANA, Erasure(None, "2026-01-01", 1, 1))


@pytest.mark.parametrize("number", [0, -1, len(STORY) + 1, 10**30])
def test_a_record_that_is_not_there_is_named(told: Ledger, number: int) -> None:
    with pytest.raises(UnknownName, match=f"there is no record {number} in the ledger"):
        told.get(number)


@pytest.mark.parametrize(
    "change",
    ["UPDATE ledger_record SET actor = 'x'", "DELETE FROM ledger_record", "UPDATE ledger_payload SET body = 'x'"],
)
def test_the_database_itself_refuses_changes(told: Ledger, settings: Settings, change: str) -> None:
    with pytest.raises(Exception, match="is append-only"), raw.connected(settings) as connection:
        connection.execute(change)
    assert told.verify().head.count == len(STORY)


@pytest.mark.parametrize("table", ["ledger_record CASCADE", "ledger_payload"])
@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_postgresql_refuses_to_truncate(told: Ledger, settings: Settings, table: str) -> None:
    with pytest.raises(Exception, match="is append-only"), raw.connected(settings) as connection:
        connection.execute(f"TRUNCATE {table}")
    assert told.verify().head.count == len(STORY)
