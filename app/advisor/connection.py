"""The connection between a page and its kernel: what the kernel says is passed on at once."""

from __future__ import annotations

from asyncio import Future

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class Connection(ZMQChannelsWebsocketConnection):
    """Holds no message back. By default TCP keeps a small one until the last is acknowledged, up to 40 ms later."""

    def connect(self) -> Future[None] | None:  # type: ignore[override]
        """Connect the page, whose websocket is open by now, to its kernel."""
        self.websocket_handler.set_nodelay(True)
        connected: Future[None] | None = super().connect()
        return connected
