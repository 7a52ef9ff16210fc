"""64 callers at once, each asking of a wallet of its own, with a service that takes 50 ms for an answer.

The ideal is as many calls a second as 64 callers can make who wait 50 ms each, or as the plan allows, whichever is
less. Raw is the signed requests alone, a client a caller: one httpx client with 64 connections does a tenth of that,
since its pool looks at each connection for each request, and gives one that is free to all who wait, of whom all but
one go on looking. The plain server makes a client for each request.
"""

import ssl
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import anyio
import httpx
from mcp.client import Client

from benchmarks import clients
from benchmarks.clients import BARE, OURS, Raw
from benchmarks.figures import Figure, Goal
from benchmarks.loopback import Loopback, loopback
from benchmarks.servers import PAUSE_SECONDS, plain_server
from benchmarks.wallets import MOST_CALLERS, caller
from wallet_portfolio.app import make_server
from wallet_portfolio.settings import load_settings

SUBJECT = "callers"
TOOL = "get_total_value"
_PLAN = 200
_FASTEST = 1_000
_WARM_UP_SECONDS = 12  # a new server finds out by and by what a plan allows
_KNOWN = "once the pace is known"
_SECONDS = 3
_SEVERAL = 3
_FEW = 4
_USED = 0.95

Ask = Callable[[int], Awaitable[object]]


def measure(*, quick: bool = False) -> list[Figure]:
    """Throughput in memory and over HTTP, and the memory of the process."""
    with loopback() as service:
        figures = anyio.run(_in_memory, service, _FEW if quick else MOST_CALLERS)
        return figures if quick else figures + anyio.run(_over_http, service)


async def _in_memory(service: Loopback, callers: int) -> list[Figure]:
    ideal = min(callers / PAUSE_SECONDS, _FASTEST)
    quick = callers < MOST_CALLERS
    async with AsyncExitStack() as stack:
        request = await _request(service)
        raw = await _each_with_its_own(stack, service, callers)
        plain = await clients.ready(await stack.enter_async_context(Client(plain_server(service.settings))))

        async def ask_raw(number: int) -> None:
            method, target, body = request
            await raw[number].ask(method, target.replace(caller(0), caller(number)), body)

        async def ask_plain(number: int) -> None:
            await clients.call(plain, "total_value", {"address": caller(number), "chains": _chains(request[1])})

        await together(ask_raw, each=1, callers=callers)  # the stand-in is asked once of each
        await together(ask_plain, each=1, callers=callers)
        service.set_latency(PAUSE_SECONDS)
        first, steady = await _ours(service, _PLAN, callers)
        _, fastest = await _ours(service, _FASTEST, callers)
        raw_rate = await together(ask_raw, seconds=0 if quick else 3, callers=callers)
        plain_rate = await together(ask_plain, seconds=0 if quick else 3, callers=callers)
        service.set_latency(0)
    plan, most = (f"{callers} callers, plan {rate:,}/s" for rate in (_PLAN, _FASTEST))
    most_of_it, several = Goal("ratio", _USED, at_least=True), Goal("ratio", _SEVERAL, at_least=True)
    return [
        _rate(f"{plan}, first seconds after a start", first, _PLAN, "ideal: the plan"),
        _rate(f"{plan}, {_KNOWN}", steady, _PLAN, "ideal: the plan", most_of_it),
        _rate(f"{most}, {_KNOWN}", fastest, ideal, "ideal: the plan"),
        _rate(f"{most}, and raw", fastest, raw_rate, "as many raw clients"),
        _rate(f"{most}, and plain", fastest, plain_rate, "plain server", several),
    ]


def _rate(name: str, ours: float, floor: float, floor_is: str, goal: Goal | None = None) -> Figure:
    return Figure(SUBJECT, name, "calls/s", ours, floor, floor_is, goal=goal, more_is_better=True)


async def _ours(service: Loopback, plan: int, callers: int) -> tuple[float, float]:
    """Calls a second: of the first 5 calls of each, and once the pace is known."""
    settings = {**service.settings, "WALLET_PORTFOLIO_MAX_RPS": str(plan)}
    async with Client(make_server(load_settings(settings))) as connected:
        client = await clients.ready(connected)

        async def ask(number: int) -> None:
            await clients.call(client, TOOL, {"wallets": [caller(number)]})

        first = await together(ask, each=5, callers=callers)
        if callers < MOST_CALLERS:
            return first, first
        await together(ask, seconds=_WARM_UP_SECONDS)
        return first, await together(ask, seconds=_SECONDS)


async def _over_http(service: Loopback) -> list[Figure]:
    rates: dict[tuple[str, ...], list[float]] = {OURS: [], BARE: []}
    peaks: dict[tuple[str, ...], float | None] = {}
    async with AsyncExitStack() as stack:
        servers = {}
        asks: dict[tuple[str, ...], Ask] = {}
        for command in rates:
            url, servers[command] = stack.enter_context(clients.listening(command, service.settings))
            asks[command] = await _askers(stack, command, url)
        await together(asks[OURS], each=1)
        service.set_latency(PAUSE_SECONDS)
        await together(asks[OURS], seconds=_WARM_UP_SECONDS)
        for _ in range(3):
            for command, ask in asks.items():
                rates[command].append(await together(ask, seconds=1))
        service.set_latency(0)
        peaks = {command: clients.peak_megabytes(pid) for command, pid in servers.items()}
    ours, bare = (statistics.median(rates[command]) for command in (OURS, BARE))
    floor = f"SDK tool that waits {PAUSE_SECONDS * 1000:.0f} ms"
    figures = [_rate(f"64 callers over HTTP, {_KNOWN}", ours, bare, floor)]
    if (peak := peaks[OURS]) and (bare_peak := peaks[BARE]):
        figures.append(Figure(SUBJECT, "peak memory with 64 callers over HTTP", "MB", peak, bare_peak, "the same tool"))
    return figures


async def together(ask: Ask, *, each: int = 1_000_000, seconds: float = 60, callers: int = MOST_CALLERS) -> float:
    """So many calls of each of the callers, but none begun after so long; gives how many there were a second."""
    began = time.perf_counter()
    made = 0

    async def one(number: int) -> None:
        nonlocal made
        for _ in range(each):
            await ask(number)
            made += 1
            if time.perf_counter() - began > seconds:
                return

    async with anyio.create_task_group() as group:
        for number in range(callers):
            group.start_soon(one, number)
    return made / (time.perf_counter() - began)


async def _askers(stack: AsyncExitStack, command: tuple[str, ...], url: str) -> Ask:
    """A call of one of 8 clients: one with 64 connections would be busy with choosing among them."""
    connected = [await stack.enter_async_context(clients.over_http(url)) for _ in range(8)]

    async def ask(number: int) -> None:
        client = connected[number % len(connected)]
        if command == OURS:
            await clients.call(client, TOOL, {"wallets": [caller(number)]})
        else:
            await clients.call(client, "pause", {"text": caller(number)})

    return ask


async def _request(service: Loopback) -> tuple[str, str, str]:
    """What the tool sends for the first caller, once it knows the networks."""
    async with Client(make_server(load_settings(service.settings))) as connected:
        service.taken()
        await clients.call(connected, TOOL, {"wallets": [caller(0)]})
    return service.taken()[-1]


async def _each_with_its_own(stack: AsyncExitStack, service: Loopback, callers: int) -> list[Raw]:
    authorities = ssl.create_default_context()  # reading them for each client would take a second
    return [
        Raw(
            service,
            await stack.enter_async_context(httpx.AsyncClient(trust_env=False, verify=authorities, timeout=60)),
        )
        for _ in range(callers)
    ]


def _chains(target: str) -> str:
    return httpx.URL(target).params["chains"]
