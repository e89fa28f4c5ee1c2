"""A signed token opens only as its provider meant it: for this API, now, by a key it published."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from scoring.api.access import Actor, Denied, tokens
from scoring.api.access.tokens import Tokens
from scoring.faults import Refused
from scoring.settings import Settings

DAY = 86_400
"""Seconds that tokens made here stand: longer than any run of the tests."""

ISSUER, AUDIENCE = "https://login.example", "scoring"
SIGNER, OTHER = rsa.generate_private_key(65537, 2048), rsa.generate_private_key(65537, 2048)
CURVE = ec.generate_private_key(ec.SECP256R1())


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    given = {"iss": ISSUER, "aud": AUDIENCE, "sub": "ana@example.org", "exp": now + DAY, "roles": ["advisor"]}
    return {name: value for name, value in (given | changed).items() if value is not None}


def signed(content: dict[str, Any], key: Any = SIGNER, algorithm: str = "RS256", kid: str | None = "one") -> str:
    return jwt.encode(content, key, algorithm, {"kid": kid} if kid else None)


def public(key: Any, kid: str) -> dict[str, Any]:
    maker = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    return {**maker.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig"}


def pem(key: Any) -> bytes:
    encoded: bytes = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return encoded


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps({"keys": [public(SIGNER, "one"), public(CURVE, "two")]}), encoding="utf-8")
    return path


@pytest.fixture
def door(file: Path) -> Tokens:
    return Tokens(ISSUER, AUDIENCE, str(file), "roles")


def unsigned(content: dict[str, Any]) -> str:
    parts = [{"alg": "none", "typ": "JWT", "kid": "one"}, content]
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + "."


@pytest.mark.parametrize(
    ("token", "actor"),
    [
        (signed(claims()), Actor("ana@example.org", ("advisor",))),
        (signed(claims(), CURVE, "ES256", "two"), Actor("ana@example.org", ("advisor",))),
        (signed(claims(roles="auditor")), Actor("ana@example.org", ("auditor",))),
        (signed(claims(roles=["staff", "manager", 1, "auditor"])), Actor("ana@example.org", ("auditor", "manager"))),
        (signed(claims(roles=["auditor", "manager", "auditor"])), Actor("ana@example.org", ("auditor", "manager"))),
        (signed(claims(sub="auth0|6f%7C a/é")), Actor("auth0%7C6f%257C%20a%2F%C3%A9", ("advisor",))),
        (signed(claims(sub="a" * 200)), Actor("a" * 200, ("advisor",))),
        (signed(claims(aud=["other", AUDIENCE])), Actor("ana@example.org", ("advisor",))),
    ],
)
def test_a_token_that_stands_opens(door: Tokens, token: str, actor: Actor) -> None:
    assert door.actor(token) == actor


@pytest.mark.parametrize(
    ("claim", "held", "opens"),
    [
        ("realm_access.roles", {"realm_access": {"roles": ["offline_access", "advisor"]}}, True),
        ("resource_access.scoring.roles", {"resource_access": {"scoring": {"roles": "advisor"}}}, True),
        ("https://scoring.example/roles", {"https://scoring.example/roles": ["advisor"]}, True),
        ("realm_access.roles", {"realm_access": ["advisor"]}, False),
        ("realm_access.roles", {"realm_access": {"roles": {"advisor": True}}}, False),
        ("realm_access.roles", {"roles": ["advisor"]}, False),
    ],
)
def test_roles_are_found_in_a_claim_or_inside_one(file: Path, claim: str, held: dict[str, Any], opens: bool) -> None:
    door, token = Tokens(ISSUER, AUDIENCE, str(file), claim), signed(claims(roles=None) | held)
    if opens:
        assert door.actor(token) == Actor("ana@example.org", ("advisor",))
        return
    with pytest.raises(Denied, match=f"its claim {claim} must hold one"):
        door.actor(token)


def test_clocks_may_differ_a_little(door: Tokens) -> None:
    assert door.actor(signed(claims(exp=int(time.time()) - 10))) == Actor("ana@example.org", ("advisor",))


SHARED = pem(SIGNER).decode()
REFUSED = {
    "unsigned": unsigned(claims()),
    "signed by another": signed(claims(), OTHER),
    "of an unknown key": signed(claims(), kid="three"),
    "without a key id": signed(claims(), kid=None),
    "under another's key id": signed(claims(), CURVE, "ES256", "one"),
    "by another signature than its key's": signed(claims(), algorithm="PS256"),
    "by one that is not declared": signed(claims(), algorithm="RS512"),
    "expired": signed(claims(exp=int(time.time()) - 60)),
    "not yet": signed(claims(nbf=int(time.time()) + 3600)),
    "without an end": signed(claims(exp=None)),
    "of another issuer": signed(claims(iss="https://login.example.org")),
    "without an issuer": signed(claims(iss=None)),
    "for another": signed(claims(aud="other")),
    "for nobody": signed(claims(aud=None)),
    "about nobody": signed(claims(sub=None)),
    "about a line break": signed(claims(sub="ana\nroot")),
    "about a long name": signed(claims(sub="a" * 201)),
    "about the empty text": signed(claims(sub="")),
    "without roles": signed(claims(roles=None)),
    "with roles of others": signed(claims(roles=["staff"])),
    "of the owner": signed(claims(roles=["owner"])),
    "with roles as an object": signed(claims(roles={"advisor": True})),
    "altered": signed(claims())[:-6] + "AAAAAA",
    "not a token": "a.b.c",
    "empty parts": "..",
}


@pytest.mark.parametrize("token", REFUSED.values(), ids=REFUSED)
def test_any_other_token_opens_nothing(door: Tokens, token: str) -> None:
    with pytest.raises(Denied) as caught:
        door.actor(token)
    assert token not in str(caught.value)


def test_a_shared_secret_signs_nothing(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_bytes(pem(SIGNER))
    door = Tokens(ISSUER, AUDIENCE, str(file), "roles")
    assert door.actor(signed(claims(), kid=None)).name == "ana@example.org"
    header = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
    body = base64.urlsafe_b64encode(json.dumps(claims()).encode()).decode().rstrip("=")
    mac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    forged = mac.sign(f"{header}.{body}".encode(), pem(SIGNER))  # the public key, taken for a secret
    with pytest.raises(Denied):
        door.actor(f"{header}.{body}.{base64.urlsafe_b64encode(forged).decode().rstrip('=')}")


def test_keys_that_changed_are_read_again(door: Tokens, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(json.dumps({"keys": [public(OTHER, "new")]}), encoding="utf-8")
    token = signed(claims(), OTHER, kid="new")
    with pytest.raises(Denied):  # not at once: unknown ids may not make it fetch all the time
        door.actor(token)
    monkeypatch.setattr(tokens, "SOONEST", 0.0)
    assert door.actor(token).name == "ana@example.org"
    with pytest.raises(Denied):
        door.actor(signed(claims()))


def test_what_was_published_stands_while_the_provider_is_away(
    door: Tokens, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.unlink()
    monkeypatch.setattr(tokens, "FRESH", 0.0)
    assert door.actor(signed(claims())).name == "ana@example.org"


PUBLISHED = json.dumps({"keys": [public(SIGNER, "one")]}).encode()
ANSWERS = {
    # how the provider answers later: status, what announces the length, the body
    "a page that says it is being mended": (200, "content-length: 29", b"<html>Back at ten.</html>\r\n\r\n"),
    "the same as a fault": (503, "content-length: 0", b""),
    "JSON that is no set": (200, "content-length: 10", b'["closed"]'),
    "a set of nothing": (200, "content-length: 11", b'{"keys":[]}'),
    "cut between chunks": (200, "transfer-encoding: chunked", b"ff\r\n" + PUBLISHED[:60]),
    "cut before its length": (200, "content-length: 9999", PUBLISHED[:60]),
    "half of a PEM file": (200, "content-length: 60", pem(SIGNER)[:60]),
}


class Provider(BaseHTTPRequestHandler):
    """Publishes its keys, and then answers something else."""

    protocol_version = "HTTP/1.1"
    answers: list[tuple[int, str, bytes]]

    def do_GET(self) -> None:
        status, length, body = self.answers.pop(0)
        self.send_response(status)
        self.send_header(*length.split(": "))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def provider() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Provider) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/keys"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_what_was_published_stands_while_the_provider_answers_something_else(
    provider: str, monkeypatch: pytest.MonkeyPatch, answer: tuple[int, str, bytes]
) -> None:
    Provider.answers = [(200, f"content-length: {len(PUBLISHED)}", PUBLISHED), answer]
    door = Tokens(ISSUER, AUDIENCE, provider, "roles")
    monkeypatch.setattr(tokens, "FRESH", 0.0)
    assert door.actor(signed(claims())).name == "ana@example.org"
    assert Provider.answers == []
    Provider.answers = [answer]
    with pytest.raises(Refused, match="SCORING_JWT_KEYS: no public keys"):
        Tokens(ISSUER, AUDIENCE, provider, "roles")


@pytest.mark.parametrize("keys", ["nothing.json", "http://login.example/jwks", "ftp://login.example/jwks"])
def test_keys_that_cannot_be_had_are_refused(keys: str) -> None:
    with pytest.raises(Refused, match="SCORING_JWT_KEYS: no public keys"):
        Tokens(ISSUER, AUDIENCE, keys, "roles")


def test_half_of_the_settings_are_refused() -> None:
    with pytest.raises(Refused, match="set also SCORING_JWT_AUDIENCE and SCORING_JWT_KEYS"):
        Tokens.of(Settings(jwt_issuer=ISSUER))
    assert Tokens.of(Settings()) is None
