"""What the kernel says goes to the page at once, before anything is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from traitlets.utils.importstring import import_item
from voila.app import Voila

from advisor.connection import Connection
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


def test_voila_connects_pages_by_it(tmp_path: Path) -> None:
    name = voila_settings(1, tmp_path)["Voila"]["kernel_websocket_connection_class"]
    assert import_item(name) is Connection
    assert Voila.class_traits()["kernel_websocket_connection_class"].klass in Connection.__mro__
