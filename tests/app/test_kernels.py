"""A kernel that ends while it waits for a visit is replaced; one that is started for a user is theirs until it ends."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager

from advisor.kernels import Kernels, Owned, Waiting


class Pooled(Waiting):
    """With a pool as Voilà adds one, which tells what it was asked to fill."""

    def __init__(self, *results: dict[str, Any] | Exception) -> None:
        super().__init__()
        self.filled: list[str] = []
        self._pools = {"page.ipynb": [asyncio.ensure_future(given(result)) for result in results]}

    def fill_if_needed(self, delay: float, notebook_name: str) -> None:
        self.filled.append(notebook_name)


async def given(result: dict[str, Any] | Exception) -> dict[str, Any]:
    """Give or raise what is given."""
    if isinstance(result, Exception):
        raise result
    return result


@pytest.mark.parametrize(
    ("ended", "left", "filled"),
    [
        ("waits", ["other"], ["page.ipynb"]),
        ("visited", ["waits", "other"], []),
    ],
)
def test_only_a_waiting_kernel_is_replaced(ended: str, left: list[str], filled: list[str]) -> None:
    async def replaced() -> tuple[list[str], list[str]]:
        kernels = Pooled(OSError("not started"), {"kernel_id": "waits"}, {"kernel_id": "other"})
        await asyncio.wait(kernels._pools["page.ipynb"])
        kernels.replace(ended)
        pool = kernels._pools["page.ipynb"]
        return [one.result()["kernel_id"] for one in pool if not one.exception()], kernels.filled

    assert asyncio.run(replaced()) == (left, filled)


@pytest.mark.parametrize("kind", [Kernels, Owned])
@pytest.mark.parametrize(("active", "ended"), [(None, []), (datetime(2026, 11, 29, tzinfo=UTC), ["one"])])
def test_a_kernel_that_is_still_started_is_not_ended_for_doing_nothing(
    active: datetime | None, ended: list[str], kind: type[Kernels]
) -> None:
    async def culled() -> list[str]:
        kernels, kernel, gone = kind(cull_idle_timeout=1, cull_connected=True), ServerKernelManager(), []
        if active is not None:
            kernel.last_activity = active
            kernel.execution_state = "idle"

        async def shutdown_kernel(kernel_id: str, **_: Any) -> None:
            gone.append(kernel_id)

        kernels._kernels["one"], kernels._kernel_connections["one"] = kernel, 0
        kernels.shutdown_kernel = shutdown_kernel
        await kernels.cull_kernel_if_idle("one")
        return gone

    assert asyncio.run(culled()) == ended


def test_what_a_kernel_was_told_is_known_until_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    async def started(kernels: Owned, **_: object) -> str:
        kernels._kernels["one"] = ServerKernelManager()
        return "one"

    async def known() -> dict[str, object]:
        await kernels.start_kernel(env={"HTTP_X_FORWARDED_USER": "ana"})
        return dict(kernels.told)

    monkeypatch.setattr(Kernels, "start_kernel", started)
    kernels = Owned()
    assert asyncio.run(known()) == {"one": {"HTTP_X_FORWARDED_USER": "ana"}}
    kernels.remove_kernel("one")
    assert kernels.told == {}
