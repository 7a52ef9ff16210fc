"""Replicas in this process: callers that have nothing in common but one Redis and the key of the service."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime

import anyio
import httpx

from okx.keys import CANARIES, DEMO
from okx.test_calling import Script
from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.okx.calling import Caller
from wallet_portfolio.okx.client import Client
from wallet_portfolio.okx.pacing import Pacer
from wallet_portfolio.okx.redis_link import RedisLink, shared_name
from wallet_portfolio.okx.sealing import Sealer
from wallet_portfolio.okx.shared_cache import SharedCache, SharedStore
from wallet_portfolio.okx.transport import Transport
from wallet_portfolio.workflows.access import Access

SERVICE = "https://service.example"
PATIENT = 10.0  # seconds for Redis to answer: no test is to fail because a machine is slow


class Replica:
    """`sent` counts the requests that reached the service."""

    def __init__(self, script, caller, link, store):
        self.script = script
        self.caller = caller
        self.link = link
        self.store = store

    @property
    def sent(self):
        return len(self.script.sent)

    async def ask(self, path="/x", read=lambda data: data, *, keep_seconds=60.0, **question):
        return await self.caller.call("GET", path, read, keep_seconds=keep_seconds, **question)


@asynccontextmanager
async def replica(
    server,
    *answers,
    key=CANARIES,
    service=SERVICE,
    work_seconds=PATIENT,
    now=lambda: datetime.now(UTC),
):
    """One that asks a service which answers so; `now` is its clock where things of others are dated."""
    script = Script(*answers or ("good",))
    async with anyio.create_task_group() as group:
        link = RedisLink(server.url, shared_name(CANARIES, SERVICE), group, work_seconds=work_seconds)
        store = SharedStore(link, Sealer(key.secret_key, service, now=now))
        yield Replica(script, Caller(script, Pacer(1_000), group, shared=SharedCache(store)), link, store)
        group.cancel_scope.cancel()
        await link.close()


@asynccontextmanager
async def answering(server, app, *, one_of_several=True, now=lambda: datetime.now(UTC)):
    """A replica with all that a workflow uses, over a stand-in of the service."""
    async with anyio.create_task_group() as group:
        link = RedisLink(server.url, shared_name(CANARIES, SERVICE), group, work_seconds=PATIENT)
        shared = SharedCache(SharedStore(link, Sealer(CANARIES.secret_key, SERVICE, now=now)))
        transport = Transport(DEMO, "http://localhost", http=httpx.ASGITransport(app=app))
        client = Client(Caller(transport, Pacer(1_000), group, shared=shared), balance_seconds=0)
        yield Access(client, SavedWallets(), one_of_several=one_of_several)
        group.cancel_scope.cancel()
        with anyio.CancelScope(shield=True):
            await transport.close()
            await link.close()


@asynccontextmanager
async def two(server, first=("good",), second=("other",), **options):
    """Two of them; they would be told different things by the service."""
    async with replica(server, *first, **options) as one, replica(server, *second, **options) as other:
        yield one, other
