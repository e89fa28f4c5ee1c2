"""Keys are made once, kept as hashes, end when they should, and a change is seen at once."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scoring.api.access import Actor
from scoring.api.access.keys import Keys
from scoring.faults import Damaged, Refused

START = datetime(2026, 11, 2, 9, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(tmp_path: Path, clock: Clock) -> Keys:
    return Keys(tmp_path / "access" / "keys.json", clock)


def test_a_key_opens_until_it_ends(keys: Keys, clock: Clock) -> None:
    token = keys.add("ana", "advisor", days=2)
    for days, found in ((0, Actor("ana", ("advisor",))), (1, Actor("ana", ("advisor",))), (2, None), (3, None)):
        clock.now = START + timedelta(days=days)
        assert keys.find(token) == found


def test_a_key_that_is_not_whole_opens_nothing(keys: Keys) -> None:
    token = keys.add("ana", "advisor", 1)
    other = keys.add("ben", "manager", 1)
    mixed = "_".join([*token.split("_", 2)[:2], other.split("_", 2)[2]])
    wrong = ["", "pad", "pad__", token[:-1], token + "x", token.upper(), token.replace("pad", "PAD"), mixed, "\ud800"]
    assert [given for given in wrong if keys.find(given)] == []
    assert len(token.split("_", 2)[2]) >= 43  # 256 bits


def test_a_revoked_key_opens_nothing_and_another_reader_knows(keys: Keys) -> None:
    token = keys.add("ana", "advisor", 1)
    running = Keys(keys.path, keys._now)
    assert running.find(token)
    assert keys.revoke("ana") == 1
    assert running.find(token) is None
    assert [key.state(START) for key in running.all()] == ["revoked"]


def test_a_name_that_had_a_key_is_not_given_again(keys: Keys, clock: Clock) -> None:
    keys.add("ana", "advisor", 1)
    keys.add("ben", "manager", 1)
    keys.revoke("ben")
    clock.now = START + timedelta(days=2)
    for name in ("ana", "ben"):  # one is over, one was revoked
        with pytest.raises(Refused, match=f"{name} has, or had, a key: for the same person scoring keys renew"):
            keys.add(name, "advisor", 1)


def test_a_key_is_renewed_in_its_role_and_the_one_before_ends(keys: Keys, clock: Clock) -> None:
    first = keys.add("ana", "advisor", 1)
    second = keys.renew("ana", 1)
    assert (keys.find(first), keys.find(second)) == (None, Actor("ana", ("advisor",)))
    clock.now = START + timedelta(days=2)
    assert (keys.find(second), keys.find(keys.renew("ana", 1))) == (None, Actor("ana", ("advisor",)))
    with pytest.raises(Refused, match="ben never had a key; run: scoring keys add ben --role advisor"):
        keys.renew("ben", 1)


def test_who_changes_keys_at_once_undoes_nothing_of_each_other(keys: Keys) -> None:
    keys.add("eve", "advisor", 1)
    names = [f"p{number}" for number in range(8)]

    def change(name: str) -> None:
        other = Keys(keys.path, keys._now)
        other.add(name, "advisor", 1)
        if name == names[4]:
            other.revoke("eve")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(change, names))
    assert sorted(key.name for key in keys.opening()) == names
    assert [key.state(START) for key in keys.all() if key.name == "eve"] == ["revoked"]


@pytest.mark.parametrize(
    ("name", "role", "faults"),
    [
        ("", "advisor", 1), ("a b", "advisor", 1), ("-a", "advisor", 1), ("a" * 65, "advisor", 1), ("é", "advisor", 1),
        ("ben", "owner", 1), ("ben", "Advisor", 1), ("a\n", "nobody", 2), ("ana", "advisor", 1),
    ],
)  # fmt: skip
def test_what_cannot_be_a_key_is_refused(keys: Keys, name: str, role: str, faults: int) -> None:
    keys.add("ana", "auditor", 1)
    before = keys.path.read_bytes()
    with pytest.raises(Refused) as caught:
        keys.add(name, role, 1)
    assert len(caught.value.faults) == faults
    assert keys.path.read_bytes() == before


def test_revoking_nobodys_key_is_refused(keys: Keys) -> None:
    with pytest.raises(Refused, match="no key of ana opens; scoring keys list"):
        keys.revoke("ana")
    assert not keys.path.exists()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_nobody_else_may_read_or_write_the_file(keys: Keys) -> None:
    token = keys.add("ana", "advisor", 1)
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600
    keys.revoke("ana")
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600
    keys.path.chmod(0o666)
    with pytest.raises(Damaged, match="others may write it"):
        Keys(keys.path).find(token)


@pytest.mark.parametrize(
    "content",
    ["", "[", "{}", '{"keys": 1}', '{"keys": [{}]}', '{"keys": [{"id": "a", "name": "a", "role": "owner", "hash": "", '
     '"created": "2026-11-02T09:00:00+00:00", "expires": "2027-11-02T09:00:00+00:00"}]}',
     '{"keys": [{"id": "a", "name": "a", "role": "advisor", "hash": "", "created": "", "expires": "soon"}]}'],
)  # fmt: skip
def test_a_damaged_file_opens_nothing(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(Damaged, match=r"keys\.json: is not a file of keys"):
        Keys(path)


def test_a_file_that_was_removed_opens_nothing(keys: Keys) -> None:
    token = keys.add("ana", "advisor", 1)
    keys.path.unlink()
    assert keys.find(token) is None
    assert json.loads(json.dumps(keys.all())) == []
