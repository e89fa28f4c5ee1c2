"""What is personal is erased by rule; the chain stays whole, and what was erased is nowhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from scoring.faults import Refused
from scoring.ledger import Altered, Decision, Erased, Ledger, Override, Statement, View, verification
from scoring.ledger.rule import months_before
from scoring.settings import Settings
from tests.ledger import raw
from tests.ledger.conftest import ANA, BEN, CLIENT, NEW, SHOWN

SECRET = "Je travaille depuis mars chez Dupont"
OLD = 3


@pytest.fixture
def aged(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """Three records of a year ago, and two of now; NEW is in both, CLIENT in the first alone."""

    class LastYear(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) - timedelta(days=365)

    with monkeypatch.context() as patch:
        patch.setattr("scoring.ledger.writing.datetime", LastYear)
        ledger.append(ANA, Statement(CLIENT, SECRET))
        ledger.append(ANA, SHOWN)
        ledger.append(ANA, Decision(NEW, "granted"), 2)
    ledger.append(ANA, View(NEW, "client"))
    ledger.append(BEN, Statement(NEW, "Rien à ajouter"))
    return ledger


def test_by_rule_the_old_payloads_go_and_the_chain_stays_whole(aged: Ledger) -> None:
    assert aged.erase(BEN) == OLD
    found = aged.verify()
    assert (found.head.count, found.erased) == (6, OLD)
    assert [entry.sequence for entry in aged.of_client(NEW)] == [4, 5]
    assert list(aged.of_client(CLIENT)) == []


def test_of_an_erased_record_the_facts_stay(aged: Ledger) -> None:
    before = aged.get(3)
    aged.erase(BEN)
    after = aged.get(3)
    assert (after.facts, after.actor, after.at) == (before.facts, before.actor, before.at)
    assert after.facts == {"outcome": "granted", "opinion": None}
    assert after.personal is None
    with pytest.raises(Erased, match="record 3: its payload was erased"):
        _ = after.record


def test_the_erasure_is_recorded(aged: Ledger) -> None:
    aged.erase(BEN)
    entry = aged.get(6)
    assert (entry.kind, entry.actor) == ("erasure", BEN)
    assert (entry.facts["through"], entry.facts["payloads"]) == (OLD, OLD)


def test_erasing_twice_erases_nothing_more(aged: Ledger) -> None:
    aged.erase(BEN)
    assert aged.erase(BEN) == 0
    assert aged.verify().head.count == 6


def test_a_day_can_be_named_and_nothing_newer_than_it_goes(aged: Ledger) -> None:
    assert aged.erase(BEN, datetime.now(UTC) - timedelta(days=366)) == 0
    assert aged.erase(BEN, aged.get(3).at) == 2
    assert aged.erase(BEN, datetime.now(UTC) - timedelta(days=200)) == 1
    assert aged.verify().erased == OLD


def test_what_the_rule_still_keeps_is_not_erased(aged: Ledger) -> None:
    with pytest.raises(Refused, match="is kept for 6 months; give a date up to 20"):
        aged.erase(BEN, datetime.now(UTC) - timedelta(days=100))
    assert aged.verify().erased == 0


def test_what_is_erased_while_it_is_verified_is_no_fault(
    aged: Ledger, settings: Settings, opened: Callable[[Settings], Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    through, other = verification._erased_through, opened(settings)

    def slowly(connection: Connection) -> int:
        found = through(connection)
        assert other.erase(BEN) == OLD
        return found

    monkeypatch.setattr(verification, "_erased_through", slowly)
    assert (aged.verify().head.count, other.get(1).personal) == (5, None)


def test_it_goes_on_afterwards(aged: Ledger, settings: Settings, opened: Callable[[Settings], Ledger]) -> None:
    aged.erase(BEN)
    again = opened(settings)
    assert again.append(BEN, Override(NEW, "refused", "policy", "x"), 3).sequence == 7
    assert again.verify().head.count == 7


def test_nothing_of_it_is_left_in_the_files(aged: Ledger, settings: Settings) -> None:
    if settings.ledger:
        with raw.connected(settings) as connection:
            left = connection.execute("SELECT sequence FROM ledger_payload ORDER BY sequence").fetchall()
        assert left == [(1,), (2,), (3,), (4,), (5,)]
        aged.erase(BEN)
        with raw.connected(settings) as connection:
            assert connection.execute("SELECT MIN(sequence) FROM ledger_payload").fetchall() == [(4,)]
        return
    files = [settings.data / "ledger" / name for name in ("ledger.db", "ledger.db-wal")]
    assert any(SECRET.encode() in file.read_bytes() for file in files)
    aged.erase(BEN)
    assert not any(SECRET.encode() in file.read_bytes() for file in files)


@pytest.mark.parametrize(
    ("statement", "sequence", "said"),
    [
        ("DELETE FROM ledger_payload WHERE sequence = 4", 4, "was not erased by rule"),
        (
            "INSERT INTO ledger_payload SELECT * FROM kept WHERE sequence = 2",
            2,
            "its payload was erased, and is there again",
        ),
        ("UPDATE ledger_record SET facts = replace(facts, ':3', ':5') WHERE sequence = 6", 6, "altered"),
        ("UPDATE ledger_record SET facts = '[]' WHERE sequence = 6", 6, "it does not say what was erased"),
        ("UPDATE ledger_record SET facts = 'x' WHERE sequence = 6", 6, "it does not say what was erased"),
    ],
)
def test_an_erasure_hides_nothing_else(
    aged: Ledger, settings: Settings, statement: str, sequence: int, said: str
) -> None:
    with raw.connected(settings) as connection:
        connection.execute("CREATE TABLE kept AS SELECT * FROM ledger_payload")
    aged.erase(BEN)
    with raw.unguarded(settings) as connection:
        connection.execute(statement)
        if "replace" in statement:
            connection.execute("DELETE FROM ledger_payload WHERE sequence IN (4, 5)")
    with pytest.raises(Altered, match=f"record {sequence}: .*{said}"):
        aged.verify()


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-11-24", 6, "2026-05-24"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-08-31", 6, "2024-02-29"),
        ("2026-01-15", 6, "2025-07-15"),
        ("2026-06-30", 6, "2025-12-30"),
        ("2026-12-31", 36, "2023-12-31"),
    ],
)
def test_months_are_the_calendar_s(day: str, months: int, before: str) -> None:
    assert months_before(datetime.fromisoformat(day), months) == datetime.fromisoformat(before)
