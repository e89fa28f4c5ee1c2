"""Keys on the command line: made and shown once, listed without them, revoked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import REFUSAL, Scoring


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "keys.json"
    monkeypatch.setenv("SCORING_KEYS", str(path))
    return path


def test_a_key_is_made_listed_and_revoked(scoring: Scoring) -> None:
    assert scoring("keys", "list").out == "there are no keys; run: scoring keys add NAME --role advisor\n"
    token = scoring("keys", "add", "ana", "--role", "advisor", "--days", "2").out.strip()
    assert re.fullmatch("pad_[0-9a-f]{8}_[A-Za-z0-9_-]{43}", token)
    listed = scoring("keys", "list").out
    assert "valid" in listed
    assert token.split("_", 2)[2] not in listed
    other = scoring("keys", "renew", "ana").out.strip()
    assert re.fullmatch("pad_[0-9a-f]{8}_[A-Za-z0-9_-]{43}", other)
    assert other != token
    assert scoring("keys", "revoke", "ana").out == "1 key of ana revoked\n"
    assert "revoked" in scoring("keys", "list").out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("keys", "add", "ana", "--role", "king"), "give advisor, manager, data_scientist, auditor"),
        (("keys", "add", "a b", "--role", "advisor"), "a name is 1 to 64 letters"),
        (("keys", "revoke", "ana"), "no key of ana opens"),
        (("keys", "renew", "ana"), "ana never had a key"),
        (("api", "--host", "0.0.0.0"), "make a key (scoring keys add NAME --role advisor)"),
        (("app", "--host", "0.0.0.0"), "set SCORING_PROXY_USER"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(
    scoring: Scoring, file: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    said = scoring(*arguments)
    assert said.code == REFUSAL
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert not file.exists()
