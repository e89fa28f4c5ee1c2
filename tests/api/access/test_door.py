"""Who is let in, and by what; beyond this machine nobody unnamed."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.api.access import Actor, Denied, Door, policy
from scoring.api.access.keys import Keys
from scoring.faults import Refused
from scoring.settings import Settings

PAGE = "a page's own key, random in life"
HASH = hashlib.sha256(PAGE.encode()).hexdigest()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(keys=str(tmp_path / "keys.json"), page_key=HASH)


@pytest.fixture
def key(settings: Settings) -> str:
    return Keys.of(settings).add("ana", "manager", 1)


def ask(door: Door, **headers: str) -> Actor | None:
    """Who is let in with these headers; None for nobody."""
    sent = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    try:
        return asyncio.run(door.actor({"type": "http", "headers": sent}))
    except Denied:
        return None


@pytest.mark.parametrize("role", ["owner", "advisor", "manager", "data_scientist", "auditor", "nobody"])
def test_this_machine_is_let_in_as_its_setting_says(settings: Settings, role: str) -> None:
    expected = None if role == "nobody" else Actor("local", (role,))  # type: ignore[arg-type]
    assert ask(Door(replace(settings, local_role=role))) == expected


def test_beyond_this_machine_the_unnamed_are_not_let_in(settings: Settings, key: str) -> None:
    door = Door(settings, exposed=True)
    assert ask(door) is None
    assert ask(door, authorization=f"Bearer {key}") == Actor("ana", ("manager",))


def test_beyond_this_machine_somebody_must_be_able_to_come_in(settings: Settings) -> None:
    with pytest.raises(Refused, match=r"scoring keys add NAME --role advisor.*SCORING_JWT_ISSUER.*127\.0\.0\.1"):
        Door(settings, exposed=True)


def test_a_key_that_is_over_lets_nobody_in(settings: Settings, key: str) -> None:
    Keys.of(settings).revoke("ana")
    with pytest.raises(Refused, match="nobody can"):
        Door(settings, exposed=True)


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer wrong", "Bearer a.b.c", "Bearer \xe9"])
def test_a_wrong_key_lets_nobody_in_even_from_here(settings: Settings, sent: str) -> None:
    assert ask(Door(settings), authorization=sent) is None


@pytest.mark.parametrize(
    ("user", "roles", "expected"),
    [
        ("ana@example.org", "advisor", ("advisor",)),
        ("ana@example.org", "manager", ("manager",)),
        ("ana@example.org", "manager,advisor", ("advisor", "manager")),  # in one order, as the ledger keeps them
        ("ana@example.org", "manager,manager", ("manager",)),
        ("ana@example.org", "", None),
        ("ana@example.org", "auditor", None),
        ("ana@example.org", "owner", None),
        ("ana@example.org", "manager,owner", None),
        ("ana@example.org", "manager,", None),
        ("ana@example.org", "Manager", None),
        ("", "advisor", None),
        ("a b", "advisor", None),
        ("a" * 65, "advisor", None),
    ],
)
def test_the_page_names_its_user_and_their_role(
    settings: Settings, user: str, roles: str, expected: tuple[policy.Role, ...] | None
) -> None:
    found = ask(Door(settings), authorization=f"Bearer {PAGE}", x_scoring_user=user, x_scoring_roles=roles)
    assert found == (Actor(user, expected) if expected else None)


def test_nobody_else_names_another_or_takes_a_role(settings: Settings) -> None:
    door, key = Door(settings), Keys.of(settings).add("ana", "advisor", 1)
    named = {"x_scoring_user": "ben", "x_scoring_roles": "manager"}
    assert ask(door, authorization=f"Bearer {key}", **named) == Actor("ana", ("advisor",))
    assert ask(door, **named) == Actor("local", ("owner",))
    assert ask(door, authorization="Bearer wrong", **named) is None


@pytest.mark.parametrize(
    "mark", ["Forwarded", "Via", "X-Real-IP", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"]
)
def test_a_proxy_on_this_machine_is_not_this_machine(settings: Settings, key: str, mark: str) -> None:
    door, headers = Door(settings), {mark.lower(): "for whom"}
    assert ask(door, **headers) is None
    assert ask(door, authorization=f"Bearer {key}", **headers) == Actor("ana", ("manager",))
    assert ask(door, x_scoring_user="ben", referer="Via", accept="*/*") == Actor("local", ("owner",))


@pytest.mark.parametrize(("version", "let_in"), [("1.0", False), ("1.1", True), ("2", True)])
def test_the_oldest_http_is_a_proxys(settings: Settings, version: str, let_in: bool) -> None:
    scope = {"type": "http", "http_version": version, "headers": []}
    try:
        assert asyncio.run(Door(settings).actor(scope)) == Actor("local", ("owner",))
        assert let_in
    except Denied as denied:
        assert not let_in
        assert "SCORING_LOCAL_ROLE" in str(denied)


def test_no_page_key_is_no_page(settings: Settings) -> None:
    door = Door(replace(settings, page_key=""))
    for authorization in ("Bearer ", f"Bearer {PAGE}"):
        assert ask(door, authorization=authorization, x_scoring_user="ben", x_scoring_roles="advisor") is None
