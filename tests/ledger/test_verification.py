"""Every way to alter a ledger is found, and the first fault is named, on both databases."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.faults import Damaged, Refused, Unavailable
from scoring.ledger import Altered, Correction, Decision, Head, Ledger, Override, Signature, Statement, View
from scoring.settings import Settings
from tests.ledger import raw
from tests.ledger.conftest import ANA, BEN, CLIENT, NEW, SHOWN

RECORDS = 6


def fill(ledger: Ledger) -> Ledger:
    """Six records: two clients, references, a payload that is compressed."""
    ledger.append(ANA, SHOWN)
    ledger.append(ANA, Decision(NEW, "granted"), 1)
    ledger.append(BEN, Override(NEW, "refused", "capacity", "trop de charges"), 2)
    ledger.append(BEN, Statement(CLIENT, "x" * 5000))
    ledger.append(ANA, Correction(CLIENT, before={"a": 1}, after={"a": 2}), 4)
    ledger.append(ANA, Signature(NEW, agrees=True), 3)
    return ledger


def test_a_ledger_cut_with_its_head_put_back_is_found_by_a_head_that_was_noted(
    ledger: Ledger, settings: Settings, opened: Callable[[Settings], Ledger]
) -> None:
    fill(ledger)
    kept, noted = (settings.data / "ledger-head" / "head.json").read_bytes(), ledger.verify().head
    ledger.append(BEN, Statement(NEW, "encore"))
    later = ledger.verify(noted).head
    with raw.unguarded(settings) as connection:
        for statement in removed(RECORDS + 1):
            connection.execute(statement)
    (settings.data / "ledger-head" / "head.json").write_bytes(kept)
    again = opened(settings)
    assert again.verify(noted).head == again.verify(Head(0, "")).head == noted
    with pytest.raises(Altered, match=f"record {RECORDS + 1}: it is missing, with all after it: 7 records were noted"):
        again.verify(later)
    with pytest.raises(Altered, match=f"record {RECORDS}: it is not the one that was noted"):
        again.verify(Head(RECORDS, later.mac))


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    return fill(ledger)


def moved(number: int, to: int) -> list[str]:
    return [f"UPDATE ledger_{table} SET sequence = {to} WHERE sequence = {number}" for table in ("record", "payload")]


def removed(*numbers: int) -> list[str]:
    return [
        f"DELETE FROM ledger_{table} WHERE sequence = {number}" for table in ("payload", "record") for number in numbers
    ]


def copied(number: int, to: int) -> list[str]:
    columns = {
        "record": "recorded_at, kind, actor, role, refers, facts, payload_hash, mac",
        "payload": "salt, pseudonym, body",
    }
    return [
        f"INSERT INTO ledger_{table} (sequence, {rest})"
        f" SELECT {to}, {rest} FROM ledger_{table} WHERE sequence = {number}"
        for table, rest in columns.items()
    ]


def set_record(column: str, value: str, number: int = 3) -> list[str]:
    return [f"UPDATE ledger_record SET {column} = {value} WHERE sequence = {number}"]


def set_payload(column: str, value: str, number: int = 3) -> list[str]:
    return [f"UPDATE ledger_payload SET {column} = {value} WHERE sequence = {number}"]


ROW, MISSING, PAYLOAD = "was altered, or is not the one", "it is missing", "its payload was altered"
TAMPERING: dict[str, tuple[list[str], int, str]] = {
    "time": (set_record("recorded_at", "'2020-01-01T00:00:00.000000+00:00'"), 3, ROW),
    "kind": (set_record("kind", "'view'"), 3, ROW),
    "actor": (set_record("actor", "'ana'"), 3, ROW),
    "role": (set_record("role", "'advisor'"), 3, ROW),
    "reference": (set_record("refers", "1"), 3, ROW),
    "no reference": (set_record("refers", "NULL"), 3, ROW),
    "facts": (set_record("facts", "replace(facts, 'refused', 'granted')"), 3, ROW),
    "hash of the payload": (set_record("payload_hash", "mac"), 3, ROW),
    "MAC": (set_record("mac", "payload_hash"), 3, ROW),
    "the first": (set_record("actor", "'eve'", 1), 1, ROW),
    "the last": (set_record("actor", "'eve'", RECORDS), RECORDS, ROW),
    "two: the first is named": (set_record("actor", "'eve'", 5) + set_record("actor", "'eve'", 2), 2, ROW),
    "removed": (removed(4), 4, "it is missing; record 5 follows"),
    "the first removed": (removed(1), 1, MISSING),
    "removed and renumbered": (removed(4) + moved(5, 4) + moved(6, 5), 4, ROW),
    "reordered": (moved(4, 99) + moved(5, 4) + moved(99, 5), 4, ROW),
    "inserted": (moved(6, 7) + moved(5, 6) + copied(4, 5), 5, ROW),
    "inserted at the end": (copied(6, 7), 7, ROW),
    "inserted before the first": (copied(1, 0), 1, MISSING),
    "cut by one": (removed(6), 6, "it is missing, with all after it: the head tells of 6 records"),
    "cut by two": (removed(5, 6), 5, MISSING),
    "all cut": (removed(*range(1, RECORDS + 1)), 1, MISSING),
    "body": (set_payload("body", "(SELECT body FROM ledger_payload WHERE sequence = 1)"), 3, PAYLOAD),
    "salt": (set_payload("salt", "(SELECT salt FROM ledger_payload WHERE sequence = 1)"), 3, PAYLOAD),
    "pseudonym": (set_payload("pseudonym", "NULL"), 3, PAYLOAD),
    "another's payload": (
        [f"DELETE FROM ledger_payload WHERE sequence = {4}", set_payload("sequence", "4", 3)[0]],
        3,
        "its payload is missing, and was not erased by rule",
    ),
    "payload removed": (["DELETE FROM ledger_payload WHERE sequence = 3"], 3, "its payload is missing"),
    "stray payload": ([copied(1, 99)[1]], 99, "there is no such record"),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found_and_the_first_fault_named(filled: Ledger, settings: Settings, what: str) -> None:
    statements, sequence, said = TAMPERING[what]
    with raw.unguarded(settings) as connection:
        for statement in statements:
            connection.execute(statement)
    with pytest.raises(Altered, match=f"record {sequence}: .*{said}") as raised:
        filled.verify()
    assert raised.value.sequence == sequence


ONLY_SQLITE = {
    "a value of another type": (set_record("actor", "x'00'"), 3, "a value is not of its column's type"),
    "a body of another type": (set_payload("body", "'text'"), 3, "a value is not of its column's type"),
    "a time that is a number": (set_record("facts", "1"), 3, ROW),
}


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("what", ONLY_SQLITE)
def test_tampering_that_only_sqlite_lets_through_is_found(filled: Ledger, settings: Settings, what: str) -> None:
    statements, sequence, said = ONLY_SQLITE[what]
    with raw.unguarded(settings) as connection:
        for statement in statements:
            connection.execute(statement)
    with pytest.raises(Altered, match=f"record {sequence}: .*{said}"):
        filled.verify()


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_text_that_is_none_is_said(filled: Ledger, settings: Settings) -> None:
    with raw.unguarded(settings) as connection:
        connection.execute("UPDATE ledger_record SET actor = CAST(x'ff' AS TEXT) WHERE sequence = 3")
    with pytest.raises((Unavailable, Damaged), match="Could not decode to UTF-8"):
        filled.verify()


@pytest.mark.parametrize("what", ["actor", "facts", "kind", "body", "salt"])
def test_a_record_that_was_altered_is_not_read(filled: Ledger, settings: Settings, what: str) -> None:
    statements, sequence, _ = TAMPERING[what]
    with raw.unguarded(settings) as connection:
        for statement in statements:
            connection.execute(statement)
    for read in (lambda: filled.get(sequence), lambda: list(filled.of_client(NEW))):
        with pytest.raises(Altered, match=f"record {sequence}: "):
            read()
    assert filled.get(sequence - 1).kind == "decision"


def test_what_nobody_touched_is_intact(filled: Ledger, ledger: Ledger) -> None:
    found = filled.verify()
    assert (found.head.count, found.erased, found.after_head) == (RECORDS, 0, 0)


def test_an_empty_ledger_is_intact(ledger: Ledger) -> None:
    assert ledger.verify().head.count == 0


@pytest.mark.parametrize("what", ["cut by one", "the last", "all cut"])
def test_nothing_is_appended_to_an_end_that_is_not_the_head_s(filled: Ledger, settings: Settings, what: str) -> None:
    with raw.unguarded(settings) as connection:
        for statement in TAMPERING[what][0] if what != "the last" else set_record("mac", "payload_hash", RECORDS):
            connection.execute(statement)
    with pytest.raises(Altered, match="6 records that are not those in the ledger: scoring ledger verify"):
        filled.append(ANA, View(NEW, "client"))


def test_a_record_is_checked_by_the_words_of_the_documentation(filled: Ledger, settings: Settings) -> None:
    """The chain made again with the standard library, as docs/ledger.md says."""
    key = bytes.fromhex((settings.data / "ledger" / "ledger.key").read_text())
    chain, mac = hmac.digest(key, b"chain", "sha256"), ""
    with raw.connected(settings) as connection:
        rows = connection.execute("SELECT * FROM ledger_record ORDER BY sequence").fetchall()
        payloads = connection.execute("SELECT * FROM ledger_payload ORDER BY sequence").fetchall()
    assert len(rows) == RECORDS
    for row, (_, salt, pseudonym, body) in zip(rows, payloads, strict=True):
        text = mac + json.dumps(row[:8], ensure_ascii=False, separators=(",", ":"))
        mac = hmac.digest(chain, text.encode(), "sha256").hex()
        assert mac == row[8]
        assert row[7] == hashlib.sha256(f"{salt}\n{pseudonym or ''}\n".encode() + bytes(body)).hexdigest()
    assert json.loads((settings.data / "ledger-head" / "head.json").read_text())["mac"] == mac


# The head and the key ------------------------------------------------------------------------------


def head_of(settings: Settings) -> Path:
    return settings.data / "ledger-head" / "head.json"


HEADS: dict[str, tuple[Callable[[str], str], str]] = {
    "lower count": (lambda text: text.replace('"count": 6', '"count": 5'), "not sealed with this key"),
    "other MAC": (lambda text: text.replace('"mac": "', '"mac": "0'), "not sealed with this key"),
    "no JSON": (lambda text: text[:-5], "not a head of a ledger"),
    "other JSON": (lambda text: "[]", "not a head of a ledger"),
}


@pytest.mark.parametrize("what", HEADS)
def test_a_head_that_was_altered_is_found(filled: Ledger, settings: Settings, what: str) -> None:
    change, said = HEADS[what]
    head = head_of(settings)
    head.write_text(change(head.read_text()))
    for act in (filled.verify, lambda: filled.append(ANA, View(NEW, "client")), lambda: Ledger.open(settings)):
        with pytest.raises(Damaged, match=said):
            act()


def test_a_head_that_is_gone_is_found_and_made_anew_when_asked_for(filled: Ledger, settings: Settings) -> None:
    head_of(settings).unlink()
    for act in (filled.verify, lambda: filled.append(ANA, View(NEW, "client"))):
        with pytest.raises(Altered, match="the head of the ledger is not here; put it back"):
            act()
    assert filled.renew_head().head.count == RECORDS
    assert filled.verify().head.count == RECORDS
    with pytest.raises(Refused, match="there is a head; it is not replaced"):
        filled.renew_head()


def test_a_head_is_not_made_anew_of_records_that_were_altered(filled: Ledger, settings: Settings) -> None:
    head_of(settings).unlink()
    with raw.unguarded(settings) as connection:
        connection.execute("UPDATE ledger_record SET actor = 'eve' WHERE sequence = 2")
    with pytest.raises(Altered, match="record 2"):
        filled.renew_head()
    assert not head_of(settings).exists()


def test_another_key_is_found(filled: Ledger, settings: Settings) -> None:
    (settings.data / "ledger" / "ledger.key").write_text("ab" * 32 + "\n")
    with pytest.raises(Damaged, match="not sealed with this key: the key is another one, or the head was altered"):
        Ledger.existing(settings)


def test_another_key_is_found_without_the_head(filled: Ledger, settings: Settings) -> None:
    (settings.data / "ledger" / "ledger.key").write_text("ab" * 32)
    head_of(settings).unlink()
    with pytest.raises(Altered, match=r"record 1: .* or the key is another"):
        Ledger.existing(settings).renew_head()


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("same_key", [True, False])
def test_records_written_anew_are_found(
    filled: Ledger, settings: Settings, opened: Callable[[Settings], Ledger], tmp_path: Path, same_key: bool
) -> None:
    """Another story of as many records, chained as it should be, put in the place of the first."""
    other = replace(settings, data=tmp_path / "other")
    if same_key:
        (other.data / "ledger").mkdir(parents=True)
        shutil.copy(settings.data / "ledger" / "ledger.key", other.data / "ledger")
        Ledger.begin(other).close()
    fill(opened(other)).close()
    filled.close()
    for file in (settings.data / "ledger").glob("ledger.db*"):
        file.unlink()
    shutil.copy(other.data / "ledger" / "ledger.db", settings.data / "ledger")
    said = f"record {RECORDS}: it is not the one that the head" if same_key else "record 1: .* or the key is another"
    with pytest.raises(Altered, match=said):
        Ledger.existing(settings).verify()
    with pytest.raises(Altered, match="6 records that are not those in the ledger"):
        Ledger.open(settings)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_file_with_a_flipped_bit_is_found_or_holds_the_same_records(filled: Ledger, settings: Settings) -> None:
    expected = [filled.get(number) for number in range(1, RECORDS + 1)]
    filled.close()
    file, found = settings.data / "ledger" / "ledger.db", 0
    content = file.read_bytes()
    draw = random.Random(0)
    for _ in range(60):
        flipped = bytearray(content)
        flipped[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
        file.write_bytes(flipped)
        try:
            ledger = Ledger.existing(settings)
            ledger.verify()
            assert [ledger.get(number) for number in range(1, RECORDS + 1)] == expected
            ledger.close()
        except (Refused, Unavailable, Damaged):
            found += 1
    assert found > 0
