"""A client that is made when it is first asked for, as loading it and reading the certificates takes a while."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio
import anyio.abc
from pydantic import SecretStr

from wallet_portfolio.okx.signing import Credentials

if TYPE_CHECKING:
    import httpx

    from wallet_portfolio.okx.calling import Caller
    from wallet_portfolio.okx.client import Client
    from wallet_portfolio.okx.transport import Transport


@dataclass(frozen=True, slots=True)
class Service:
    """Which service is asked, as whom, and how much of it may be used.

    `redis_url` is where replicas share pace and answers; without it this process is on its own. `http` makes what
    carries the requests; without it they go over the network.
    """

    credentials: Credentials
    base_url: str
    most_per_second: float
    balance_seconds: float
    http: "Callable[[], httpx.AsyncBaseTransport] | None" = None
    redis_url: SecretStr | None = None


class ClientOnDemand:
    """Calling it gives the client, always the same one. Raises InputError for a bad URL, or without Redis' client."""

    def __init__(self, service: Service, group: anyio.abc.TaskGroup, closing: AsyncExitStack) -> None:
        self._service = service
        self._group = group
        self._closing = closing
        self._client: Client | None = None

    def __call__(self) -> "Client":
        """The client."""
        if self._client is None:
            self._client = self._made()
        return self._client

    def _made(self) -> "Client":
        from wallet_portfolio.okx.client import Client
        from wallet_portfolio.okx.transport import Transport

        service = self._service
        transport = Transport(service.credentials, service.base_url, http=service.http() if service.http else None)
        self._closing.push_async_callback(_close, transport)
        caller = self._sharing(transport, service.redis_url) if service.redis_url else self._alone(transport)
        return Client(caller, balance_seconds=service.balance_seconds)

    def _alone(self, transport: "Transport") -> "Caller":
        from wallet_portfolio.okx.calling import Caller
        from wallet_portfolio.okx.pacing import Pacer

        return Caller(transport, Pacer(self._service.most_per_second), self._group)

    def _sharing(self, transport: "Transport", redis_url: SecretStr) -> "Caller":
        from wallet_portfolio.okx.calling import Caller
        from wallet_portfolio.okx.pacing import Pacer
        from wallet_portfolio.okx.redis_link import RedisLink, shared_name
        from wallet_portfolio.okx.sealing import Sealer
        from wallet_portfolio.okx.shared_cache import SharedCache, SharedStore
        from wallet_portfolio.okx.shared_pace import SharedMemory

        service = self._service
        link = RedisLink(redis_url, shared_name(service.credentials, service.base_url), self._group)
        self._closing.push_async_callback(link.close)
        memory = SharedMemory(service.most_per_second, link)
        self._closing.push_async_callback(memory.say_goodbye)
        pacer = Pacer(service.most_per_second, memory)
        store = SharedStore(link, Sealer(service.credentials.secret_key, service.base_url))
        return Caller(transport, pacer, self._group, shared=SharedCache(store))


@asynccontextmanager
async def client_on_demand(service: Service) -> AsyncIterator[ClientOnDemand]:
    """Gives what gives the client, which lasts as long as the context."""
    async with AsyncExitStack() as closing, anyio.create_task_group() as group:
        yield ClientOnDemand(service, group, closing)
        group.cancel_scope.cancel()


@asynccontextmanager
async def open_client(service: Service) -> "AsyncIterator[Client]":
    """A client over one pool of connections, for as long as the context lasts. Raises InputError for a bad URL."""
    async with client_on_demand(service) as client:
        yield client()


async def _close(transport: "Transport") -> None:
    with anyio.CancelScope(shield=True):
        await transport.close()
