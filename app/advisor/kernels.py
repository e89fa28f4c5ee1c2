"""The kernels behind the page: those that wait for the next visit, and those that are started for one user."""

from __future__ import annotations

from asyncio import Task
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager


class Kernels(AsyncMappingKernelManager):
    """What both have in common."""

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel that nobody uses, unless it is still being started: it would fail, having done nothing yet."""
        if self.get_kernel(kernel_id).trait_has_value("last_activity"):
            await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]


class Waiting(Kernels):
    """What Voilà makes its pool of waiting kernels of; `_pools` and `fill_if_needed` are what it adds.

    One that ends while it waits is replaced, not handed out.
    """

    _pools: dict[str, list[Task[dict[str, Any]]]]
    fill_if_needed: Callable[..., None]

    async def start_kernel(self, **given: Any) -> str:  # type: ignore[override]
        """Start a kernel and give its name."""
        name = await super().start_kernel(**given)
        self.add_restart_callback(name, partial(self.replace, name), "restart")
        return name

    def replace(self, name: str) -> None:
        """Put another into the pool, if this kernel, which ended, waits there.

        It is begun again and knows nothing of the document that Voilà keeps for it: who got both would see no widget.
        Nobody asks for it any more, so it goes as every kernel without a page does.
        """
        for notebook, pool in self._pools.items():
            for waiting in pool:
                if waiting.done() and not waiting.exception() and waiting.result()["kernel_id"] == name:
                    pool.remove(waiting)
                    self.fill_if_needed(delay=0, notebook_name=notebook)
                    return


class Owned(Kernels):
    """Each is started for one user, and `told` of them by its environment."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)  # type: ignore[no-untyped-call]
        self.told: dict[str, Mapping[str, str]] = {}

    async def start_kernel(self, **given: Any) -> str:  # type: ignore[override]
        """Start a kernel, give its name and remember what it was told."""
        name = await super().start_kernel(**given)
        self.told[name] = given.get("env", {})
        return name

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel that has ended."""
        self.told.pop(kernel_id, None)
        return super().remove_kernel(kernel_id)
