"""A tool call's time over the raw signed request to the same service, in memory, over stdio and over HTTP.

Ours is `get_total_value` of one wallet with nothing kept, which is one request to the service: signed, sent, read,
checked, put into words. Raw is that same request by a client that is kept open. Echo is a tool that does nothing on a
server of the same SDK, over the same transport with the same client; that its answer is shorter than ours makes no
difference that could be measured. `plain` is the usual thin server.

What a call costs besides its request is (ours - raw) / echo, taken round by round, of which the median is told: where
others use the machine in bursts, that differs half as much from run to run as the same of three medians.

Found by profiling, and changed: the client around httpx' transport took a fifth of a request, and tenacity a tenth
though nothing was retried; over stdio two threads were woken for each message; over HTTP an answer left in two packets,
each of which woke the client, and two tasks watched whether it had left. What is left of our own is spread thinly: the
task that shared requests run in, the pace, the signature, the sentences of the answer and its check by the client.
"""

import statistics
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

import anyio
import httpx
from mcp.client import Client

from benchmarks import clients
from benchmarks.clients import BARE, OURS, PLAIN
from benchmarks.figures import Figure, Goal, Times, in_turn
from benchmarks.loopback import Loopback, loopback
from benchmarks.servers import bare_server, plain_server
from benchmarks.wallets import MAIN
from wallet_portfolio.app import make_server
from wallet_portfolio.settings import load_settings

SUBJECT = "calls"
TOOL = "get_total_value"
_ROUNDS = 300
_TRANSPORTS = ("in memory", "stdio", "HTTP")


def measure(*, quick: bool = False) -> list[Figure]:
    """The figures, for each transport."""
    rounds = 3 if quick else _ROUNDS
    figures = []
    with loopback() as service:
        for transport in _TRANSPORTS[: 1 if quick else None]:
            times = anyio.run(partial(_measured, service, transport, rounds))
            figures += _figures(transport, times)
    return figures


async def _measured(service: Loopback, transport: str, rounds: int) -> dict[str, Times]:
    async with AsyncExitStack() as stack:
        raw = await stack.enter_async_context(clients.raw(service))
        ours, bare, plain = [await _client(stack, service, transport, command) for command in (OURS, BARE, PLAIN)]
        service.taken()
        await clients.call(ours, TOOL, {"wallets": [MAIN]})
        request = service.taken()[-1]
        chains = httpx.URL(request[1]).params["chains"]
        return await in_turn(
            {
                "raw": partial(raw.ask, *request),
                "ours": partial(clients.call, ours, TOOL, {"wallets": [MAIN]}),
                "echo": partial(clients.call, bare, "echo", {"text": "hello"}),
                "plain": partial(clients.call, plain, "total_value", {"address": MAIN, "chains": chains}),
            },
            rounds,
            seldom=["plain"],
        )


async def _client(stack: AsyncExitStack, service: Loopback, transport: str, command: tuple[str, ...]) -> Client:
    """A client of one of the servers."""
    if transport == "in memory":
        made: dict[tuple[str, ...], Any] = {
            OURS: lambda: make_server(load_settings(service.settings)),
            BARE: bare_server,
            PLAIN: lambda: plain_server(service.settings),
        }
        return await clients.ready(await stack.enter_async_context(Client(made[command]())))
    if transport == "stdio":
        return await stack.enter_async_context(clients.over_stdio(command, service.settings))
    url, _ = stack.enter_context(clients.listening(command, service.settings))
    return await stack.enter_async_context(clients.over_http(url))


def _figures(transport: str, times: dict[str, Times]) -> list[Figure]:
    ours, raw, echo, plain = times["ours"], times["raw"], times["echo"], times["plain"]
    own = ours.p50 - raw.p50
    in_memory = transport == "in memory"
    return [
        Figure(
            SUBJECT,
            f"a call, {transport}",
            "ms",
            ours.p50,
            raw.p50,
            "raw signed request",
            goal=Goal("over", 1.5) if in_memory else None,
            spread=ours.spread,
        ),
        Figure(SUBJECT, f"a call, {transport}, p99", "ms", ours.p99, raw.p99, "raw signed request"),
        Figure(
            SUBJECT,
            f"a call without its request, {transport}",
            "ms",
            own,
            echo.p50,
            "echo tool",
            ratio=statistics.median(
                (one - request) / nothing
                for one, request, nothing in zip(ours.taken, raw.taken, echo.taken, strict=True)
            ),
            formula="(ours - raw) / echo",
            goal=None if in_memory else Goal("ratio", 1.2),
            spread=echo.spread,
        ),
        Figure(
            SUBJECT,
            f"a call, {transport}, by a plain server",
            "ms",
            ours.p50,
            plain.p50,
            "plain server",
            goal=Goal("ratio", 1.0),
            spread=plain.spread,
        ),
    ]
