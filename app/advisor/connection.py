"""The connection between a page and its kernel: what the kernel says is passed on at once, and to its user alone."""

from __future__ import annotations

from asyncio import Future
from typing import cast

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.ioloop import IOLoop
from tornado.web import HTTPError
from traitlets import Float

from advisor.kernels import Owned
from advisor.proxied import ProxiedIdentity


class Connection(ZMQChannelsWebsocketConnection):
    """Holds no message back. By default TCP keeps a small one until the last is acknowledged, up to 40 ms later."""

    def connect(self) -> Future[None] | None:  # type: ignore[override]
        """Connect the page, whose websocket is open by now, to its kernel."""
        self.websocket_handler.set_nodelay(True)
        connected: Future[None] | None = super().connect()
        return connected


class Renewed(Connection):
    """Behind a login: for whom the kernel was started, in the roles of then, and no longer than `lasting`.

    Then it is closed. The browser asks for another at once, by the proxy, which says anew who that is; the kernel keeps
    what it says meanwhile. Who has other roles by then, or is another, opens the page again.
    """

    lasting = Float(help="Seconds until it is closed.", config=True)

    _closing: object = None

    async def prepare(self) -> None:
        """Refuse with 403 whom the kernel was not started for, or not in these roles."""
        identity = cast(ProxiedIdentity, self.websocket_handler.identity_provider)
        told = cast(Owned, self.multi_kernel_manager).told.get(self.kernel_id, {})
        if identity.visitor(self.websocket_handler) != identity.owner(told):
            raise HTTPError(403)
        await super().prepare()  # type: ignore[no-untyped-call]

    def connect(self) -> Future[None] | None:  # type: ignore[override]
        """Connect the page for a while."""
        self._closing = IOLoop.current().call_later(self.lasting, self.websocket_handler.close)
        return super().connect()

    def disconnect(self) -> None:  # type: ignore[override]
        """Leave the kernel, by whosever wish."""
        if self._closing is not None:
            IOLoop.current().remove_timeout(self._closing)
        super().disconnect()  # type: ignore[no-untyped-call]
