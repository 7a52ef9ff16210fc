"""The saved wallets as they are now, and telling clients when they are no longer those they know."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from weakref import WeakSet

import anyio
from mcp.server.connection import Connection
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.subscriptions import InMemorySubscriptionBus, ResourcesListChanged, ResourceUpdated

from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.workflows.access import Access

_LOOK_SECONDS = 1.0
_TELL_SECONDS = 5.0


class WalletChanges:
    """Knows the saved wallets, and who is to hear of changes.

    `wallets` gives them as they are now and costs little, since it is asked at every call; None: they stay those of the
    access that the server works with. Clients of 2026-07-28 listen on the `bus`; to those before, which cannot, a
    notification goes over every connection.
    """

    def __init__(self, wallets: Callable[[], SavedWallets] | None, updated: tuple[str, ...]) -> None:
        """`updated`: the resources that hold the list of wallets."""
        self.bus = InMemorySubscriptionBus()
        self._wallets = wallets
        self._updated = updated
        self._told = wallets() if wallets else SavedWallets()
        self._connections: WeakSet[Connection] = WeakSet()
        self._seen = anyio.Event()

    def saved(self) -> SavedWallets:
        """The saved wallets. Where they changed, clients hear of it soon."""
        if self._wallets is None:
            return self._told
        now = self._wallets()
        if now != self._told:
            self._seen.set()
        return now

    def now(self, access: Access) -> Access:
        """The access with the wallets as they are now: one and the same list for the whole of a call."""
        return replace(access, saved=self.saved())

    async def middleware(self, ctx: ServerRequestContext[Access, Any], call_next: CallNext) -> HandlerResult:
        """Remember connections of the older protocol, which hear of changes without asking."""
        result = await call_next(ctx)
        if ctx.method == "notifications/initialized":
            self._connections.add(ctx.session._connection)  # noqa: SLF001  (the session is that of one message)
        return result

    @asynccontextmanager
    async def watched(self, access: Access) -> AsyncIterator[None]:
        """Inside, clients are told of changes; they are looked for at every call, and now and then besides."""
        if self._wallets is None:
            self._told = access.saved
            yield
            return
        async with anyio.create_task_group() as group:
            group.start_soon(self._watch, self._wallets)
            yield
            group.cancel_scope.cancel()

    async def _watch(self, wallets: Callable[[], SavedWallets]) -> None:
        while True:
            with anyio.move_on_after(_LOOK_SECONDS):
                await self._seen.wait()
            self._seen = anyio.Event()
            if (now := wallets()) != self._told:
                self._told = now
                await self._tell()

    async def _tell(self) -> None:
        await self.bus.publish(ResourcesListChanged())
        for uri in self._updated:
            await self.bus.publish(ResourceUpdated(uri))
        for connection in list(self._connections):
            with anyio.move_on_after(_TELL_SECONDS):  # a client that does not read keeps nobody else waiting
                await connection.send_resource_list_changed()
