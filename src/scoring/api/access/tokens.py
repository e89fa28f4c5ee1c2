"""Tokens that an identity provider signs (OIDC): a JWT says who asks and in which roles."""

from __future__ import annotations

import json
import threading
import time
import urllib.parse
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from scoring.api.access import policy
from scoring.api.access.actors import Actor, Denied
from scoring.faults import Refused
from scoring.settings import Settings

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Signatures that only the provider can make; "none" and shared secrets are not among them."""

LEEWAY = 30
"""Seconds by which two clocks may differ."""

FRESH, SOONEST = 600.0, 30.0
"""Seconds after which keys are read again; and before which an unknown key id does not make it happen."""

PATIENCE = 3.0
"""Seconds the provider may take to give its keys."""

NOT_HAD = (OSError, HTTPException, ValueError, jwt.PyJWTError)
"""What is raised where the provider does not answer, is cut off, or answers with something else than keys."""

LONGEST_NAME = 200
"""Characters of a name as it is logged and recorded, escaped as in an address."""

REFUSAL = "The token does not open: ask your identity provider for a new one, made for this API."


class Tokens:
    """Verifies tokens of one issuer, for one audience, by its published keys."""

    def __init__(self, issuer: str, audience: str, keys: str, claim: str) -> None:
        """Read the keys once. Raises Refused when they cannot be had."""
        self._issuer, self._audience, self._place, self._claim = issuer, audience, keys, claim
        self._lock = threading.Lock()
        try:
            self._keys, self._read = _read(keys), time.monotonic()
        except NOT_HAD as error:
            raise Refused(f"SCORING_JWT_KEYS: no public keys are had from {keys} ({type(error).__name__})") from error

    @classmethod
    def of(cls, settings: Settings) -> Tokens | None:
        """Verify as the settings say; None when they name no issuer. Raises Refused for half of it."""
        needed = {
            "SCORING_JWT_ISSUER": settings.jwt_issuer,
            "SCORING_JWT_AUDIENCE": settings.jwt_audience,
            "SCORING_JWT_KEYS": settings.jwt_keys,
        }
        if not any(needed.values()):
            return None
        if missing := [name for name, value in needed.items() if not value]:
            raise Refused(f"tokens need {', '.join(needed)}: set also {' and '.join(missing)}")
        return cls(settings.jwt_issuer, settings.jwt_audience, settings.jwt_keys, settings.jwt_roles)

    def actor(self, token: str) -> Actor:
        """Give who a token speaks for; raises Denied for any that does not stand. May read the keys again."""
        try:
            claims = self._claims(token)
        except (jwt.PyJWTError, ValueError):
            raise Denied(REFUSAL) from None
        name = quote(claims["sub"], safe="@")  # "auth0|1" is "auth0%7C1": no two are the same
        if not claims["sub"].isprintable() or not 0 < len(name) <= LONGEST_NAME:
            raise Denied(f"The token names nobody who can be logged: its sub must be 1 to {LONGEST_NAME} characters.")
        found = {role for given in _texts(_inside(claims, self._claim)) if (role := policy.role(given))}
        if not found:
            raise Denied(f"The token names no role of this API: its claim {self._claim} must hold one.")
        return Actor(name, tuple(sorted(found)))  # in one order: an actor of the ledger is a name and its roles

    def _claims(self, token: str) -> dict[str, Any]:
        key = self._key(jwt.get_unverified_header(token).get("kid"))
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=list(ALGORITHMS),
            issuer=self._issuer,
            audience=self._audience,
            leeway=LEEWAY,
            options={"require": ["exp", "iss", "aud", "sub"]},
        )
        return claims

    def _key(self, kid: str | None) -> Any:
        self._refresh(FRESH)
        if kid not in self._keys and None not in self._keys:
            self._refresh(SOONEST)
        key = self._keys.get(kid, self._keys.get(None))
        if key is None:
            raise jwt.InvalidKeyError
        return key

    def _refresh(self, age: float) -> None:
        """Read the keys again when they are older than this; while that fails, those at hand stand."""
        with self._lock:
            if time.monotonic() - self._read < age:
                return
            self._read = time.monotonic()
            try:
                self._keys = _read(self._place)
            except NOT_HAD:
                # The provider is away or being mended just now: what it published before still proves.
                return


def _read(place: str) -> dict[str | None, Any]:
    """Give the public keys by id; a PEM file's one key stands under None. Raises one of NOT_HAD."""
    content = _fetched(place) if "://" in place else Path(place).read_bytes()
    if content.lstrip().startswith(b"-----BEGIN PUBLIC KEY"):
        load_pem_public_key(content)  # half of a key is refused here, and not with every token
        return {None: content}
    told = json.loads(content)
    if not isinstance(told, dict):
        raise ValueError("no set of keys")
    return {key.key_id: key for key in jwt.PyJWKSet.from_dict(told).keys if key.key_type != "oct"}


def _fetched(address: str) -> bytes:
    parts = urllib.parse.urlsplit(address)
    if parts.scheme != "https" and (parts.scheme, parts.hostname) != ("http", "127.0.0.1"):
        raise ValueError("the address must begin with https://")
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - https, or this machine
        content: bytes = answer.read(1_000_000)
    return content


def _inside(claims: dict[str, Any], path: str) -> object:
    """Give the claim of a name, or the one that a dotted path leads to: names may hold dots themselves."""
    if path in claims:
        return claims[path]
    found: object = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _texts(claim: object) -> list[str]:
    given = claim if isinstance(claim, list) else [claim]
    return [one for one in given if isinstance(one, str)]
