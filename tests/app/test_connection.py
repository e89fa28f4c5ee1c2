"""What the kernel says goes to the page at once; behind a login to its user alone, who is asked for now and then."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.httputil import HTTPHeaders
from tornado.web import HTTPError
from traitlets.utils.importstring import import_item
from voila.app import Voila

from advisor.connection import Connection, Renewed
from advisor.login import Login
from advisor.proxied import ProxiedIdentity
from advisor.roles import Roles
from advisor.voila_settings import voila_settings


class Websocket:
    """Notes what it is told, in order."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def set_nodelay(self, value: bool) -> None:
        self.told.append(value)


class Opened(Connection):
    """With a websocket, and nothing else of a server."""

    websocket_handler = Websocket()


def test_no_message_is_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = Opened.__new__(Opened)
    told = connection.websocket_handler.told
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda _: told.append("connected"))
    connection.connect()
    assert told == [True, "connected"]


@pytest.mark.parametrize("login", [None, Login("X-User", ("10.0.0.7",), "", Roles("", {}, "advisor"), 0.5)])
def test_voila_connects_pages_by_it(tmp_path: Path, login: Login | None) -> None:
    settings = voila_settings(1, tmp_path, login=login)
    name = settings["Voila"]["kernel_websocket_connection_class"]
    assert import_item(name) is (Renewed if login else Connection)
    assert Voila.class_traits()["kernel_websocket_connection_class"].klass in import_item(name).__mro__
    assert settings.get("Renewed") == ({"lasting": 30.0} if login else None)


ROLES = Roles("X-Groups", {"desk": "advisor", "heads": "manager"}, "advisor")
TOLD = {"HTTP_X_USER": "ana", "HTTP_X_GROUPS": "staff,heads"}


class Visited(Renewed):
    """Of a kernel that was started for Ana, a manager."""

    websocket_handler = SimpleNamespace()
    multi_kernel_manager = SimpleNamespace(told={"hers": TOLD})
    kernel_id = "hers"


@pytest.mark.parametrize(
    ("user", "groups", "kernel", "let_in"),
    [
        ("ana", "staff,heads", "hers", True),
        ("ana", "heads;others", "hers", True),  # the same roles
        ("ana", "staff,desk", "hers", False),
        ("ana", "desk,heads", "hers", False),
        ("ana", "", "hers", False),
        ("ana", "staff", "hers", False),  # no role at all
        ("ben", "staff,heads", "hers", False),
        ("ana", "staff,heads", "another", False),  # of whom nothing is known
    ],
)
def test_a_kernel_is_for_its_user_in_the_roles_of_its_start(
    monkeypatch: pytest.MonkeyPatch, user: str, groups: str, kernel: str, let_in: bool
) -> None:
    identity = ProxiedIdentity(header="X-User", addresses=["10.0.0.7"], roles=asdict(ROLES))
    headers = HTTPHeaders({"X-User": user, "X-Groups": groups})
    connection, prepared = Visited.__new__(Visited), []
    connection.kernel_id = kernel
    connection.websocket_handler = SimpleNamespace(
        request=SimpleNamespace(headers=headers, remote_ip="10.0.0.7"), identity_provider=identity
    )

    async def prepare(_: object) -> None:
        prepared.append(kernel)

    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "prepare", prepare)
    with refused(not let_in):
        asyncio.run(connection.prepare())
    assert prepared == ([kernel] if let_in else [])


@contextmanager
def refused(refused: bool) -> Iterator[None]:
    """Expect 403, or nothing."""
    if not refused:
        yield
        return
    with pytest.raises(HTTPError) as refusal:
        yield
    assert refusal.value.status_code == 403


@pytest.mark.parametrize(("left", "closed"), [(False, ["closed"]), (True, [])])
def test_it_is_closed_after_a_while_unless_it_was_left(
    monkeypatch: pytest.MonkeyPatch, left: bool, closed: list[str]
) -> None:
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda _: None)
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "disconnect", lambda _: None)
    told: list[str] = []

    async def connected() -> None:
        connection = Visited.__new__(Visited)
        connection.lasting = 0.01
        connection.websocket_handler = SimpleNamespace(set_nodelay=lambda _: None, close=lambda: told.append("closed"))
        connection.connect()
        if left:
            connection.disconnect()
        await asyncio.sleep(0.05)

    asyncio.run(connected())
    assert told == closed


def test_one_that_never_came_to_be_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[str] = []
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "disconnect", lambda _: left.append("left"))
    Visited.__new__(Visited).disconnect()
    assert left == ["left"]
