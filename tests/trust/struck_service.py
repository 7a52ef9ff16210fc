"""The stand-in behind a real socket: it notes what it is asked and what it delivers, and can be struck at one call."""

import asyncio
import json
import ssl
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import anyio
import httpx
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from okx.keys import DEMO
from trust.settling_time import NOBODY
from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.okx.calling import Caller
from wallet_portfolio.okx.client import Client
from wallet_portfolio.okx.pacing import Pacer
from wallet_portfolio.okx.transport import Transport
from wallet_portfolio.simulator import Fault, create_app
from wallet_portfolio.simulator.faults import Effect, Hang
from wallet_portfolio.workflows.access import Access

NOW = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC)
_TLS = ssl.create_default_context()
_NO_LIMIT = 1_000_000.0


@dataclass(frozen=True)
class Elsewhere:
    """The connection is made to another place: a name that does not exist, or one that fails to speak TLS."""

    scheme: str
    host: str
    kind: str = ""


@dataclass(frozen=True)
class Raw:
    """These bytes on the connection in the place of the right answer, made of its body.

    `whole` where they are an answer that can be read to its end.
    """

    make: object
    close: bool = True
    whole: bool = False


@dataclass(frozen=True)
class Strike:
    """A fault at one call: `nth` counts the requests that are alike, from 0; for good means from that one on."""

    fault: object
    key: tuple
    nth: int = 0
    for_good: bool = False

    def hits(self, key, nth):
        return key == self.key and (nth >= self.nth if self.for_good else nth == self.nth)


@dataclass
class Delivered:
    """What went out as the answer to one request; `whole` where it is one that a client can have read to its end."""

    key: tuple
    struck: bool
    status: int = 0
    body: bytes = b""
    whole: bool = False


@dataclass
class Service:
    """An ASGI application around the stand-in. `strike` may be changed at any time."""

    world: object
    strike: Strike | None = None
    delivered: list = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    struck: int = 0
    url: str = ""

    def __post_init__(self):
        self.app = create_app(self.world, clock=lambda: NOW)

    def renew(self, strike=None):
        """From now on only this; what was counted and noted is forgotten."""
        self.strike = strike
        self.delivered, self.counts, self.struck = [], Counter(), 0
        self.app.faults.clear()

    def take(self, key):
        """The fault for a request that is about to be made, or None."""
        nth, self.counts[key] = self.counts[key], self.counts[key] + 1
        if self.strike is None or not self.strike.hits(key, nth):
            return None
        self.struck += 1
        return self.strike.fault

    async def __call__(self, scope, receive, send):
        body = await _body(receive)
        key = key_of(scope["method"], scope["path"], scope["query_string"].decode(), body)
        fault = None
        if not (self.strike and isinstance(self.strike.fault, Elsewhere)):  # the client counts those itself
            fault = self.take(key)
        note = Delivered(key, fault is not None)
        self.delivered.append(note)
        tap = _Tap(note, send, seen=not isinstance(fault, Hang))
        if isinstance(fault, Effect):
            self.app.faults.add(Fault(fault, when=lambda request: _is(request, key), times=1))
        if isinstance(fault, Raw):
            quiet = _Quiet()
            await self.app(scope, _replay(body, receive), quiet.send)
            written = fault.make(quiet.body)
            if fault.whole:
                note.status, note.body, note.whole = 200, written.partition(b"\r\n\r\n")[2], True
            tap.transport.write(written)
            if fault.close:
                tap.transport.close()
            else:
                while (await receive())["type"] != "http.disconnect":
                    pass
            return
        await self.app(scope, _replay(body, receive), tap.send)


class _Quiet:
    def __init__(self):
        self.body = b""

    async def send(self, message):
        self.body += message.get("body", b"")


class _Tap:
    """Passes on what the application sends, and notes it."""

    def __init__(self, note, send, *, seen):
        self.transport = send.__self__.transport
        self._note, self._send, self._seen = note, send, seen

    async def send(self, message):
        if message["type"] == "http.response.start":
            self._note.status = message["status"]
            self._headers = dict(message["headers"])
        elif len(self._note.body) < 1_000_000:
            self._note.body += message.get("body", b"")
            sized = int(self._headers.get(b"content-length", b"-1")) == len(self._note.body)
            self._note.whole = self._seen and sized and not message.get("more_body")
        await self._send(message)


class Detour(httpx.AsyncBaseTransport):
    """The way to the service; requests that an `Elsewhere` strikes go there instead, over sockets like the others."""

    def __init__(self, service, places):
        self._service, self._places = service, places
        self._inner = httpx.AsyncHTTPTransport(verify=_TLS)

    async def handle_async_request(self, request):
        strike = self._service.strike
        if strike and isinstance(strike.fault, Elsewhere):
            key = key_of(request.method, request.url.path, request.url.query.decode(), request.content)
            if fault := self._service.take(key):
                host = fault.host or "127.0.0.1"
                port = self._places.get(fault.kind)
                request.url = request.url.copy_with(scheme=fault.scheme, host=host, port=port)
        return await self._inner.handle_async_request(request)

    async def aclose(self):
        await self._inner.aclose()


@asynccontextmanager
async def serving(service):
    """The service at a loopback port of its own, on this very loop."""
    loop = asyncio.get_running_loop()
    config = uvicorn.Config(
        service,
        http="h11",
        ws="none",
        lifespan="off",
        date_header=False,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="critical",
    )
    config.load()
    state = ServerState()
    server = await loop.create_server(
        partial(H11Protocol, config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    service.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield service
    finally:
        server.close()
        for connection in list(state.connections):
            connection.shutdown()
        for task in list(state.tasks):
            task.cancel()
        await asyncio.gather(*state.tasks, return_exceptions=True)


@asynccontextmanager
async def access_over_sockets(service, places=None, saved=""):
    """A process of its own that asks the service, with the program's own times."""
    transport = Transport(DEMO, service.url, http=Detour(service, places or {}), now=lambda: NOW)
    try:
        async with anyio.create_task_group() as group:
            caller = Caller(transport, Pacer(_NO_LIMIT), group)
            yield Access(Client(caller, balance_seconds=0), SavedWallets.parse(saved))
            group.cancel_scope.cancel()
    finally:
        await transport.close()


def key_of(method, path, query, body):
    """What makes two requests the same question."""
    return (method, path, query, body.decode() if isinstance(body, bytes) else body)


def _is(request, key):
    """Whether a request as the stand-in records it is that one."""
    method, path, query, body = key
    if (request.method, request.path) != (method, path):
        return False
    return request.json == json.loads(body) if method == "POST" else request.query == dict(httpx.QueryParams(query))


async def _body(receive):
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


def _replay(body, receive):
    told = False

    async def replay():
        nonlocal told
        if not told:
            told = True
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return replay


DNS_FAILURE = Elsewhere("http", NOBODY)
