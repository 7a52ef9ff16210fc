"""A client that is made when it is first asked for, as loading it and reading the certificates takes a while."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING

import anyio

from wallet_portfolio.okx.signing import Credentials

if TYPE_CHECKING:
    from wallet_portfolio.okx.client import Client


@asynccontextmanager
async def client_on_demand(
    credentials: Credentials, base_url: str, *, most_per_second: float, balance_seconds: float
) -> "AsyncIterator[Callable[[], Client]]":
    """Gives what gives the client, always the same. It lasts as long as the context.

    InputError is raised for a bad URL when the client is asked for.
    """
    async with AsyncExitStack() as closing, anyio.create_task_group() as group:

        @cache
        def client() -> "Client":
            from wallet_portfolio.okx.calling import Caller
            from wallet_portfolio.okx.client import Client
            from wallet_portfolio.okx.pacing import Pacer
            from wallet_portfolio.okx.transport import Transport

            transport = Transport(credentials, base_url)
            closing.push_async_callback(_close, transport.close)
            return Client(Caller(transport, Pacer(most_per_second), group), balance_seconds=balance_seconds)

        yield client
        group.cancel_scope.cancel()


async def _close(close: Callable[[], Awaitable[None]]) -> None:
    with anyio.CancelScope(shield=True):
        await close()
