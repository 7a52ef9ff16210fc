"""A wallet of 5,000 tokens and one of 50,000: time, memory, and the size of what a model is told.

Raw is the requests that the call sends, signed, one after another by a client kept open, each answer read and parsed:
what is over that is our own time. Memory is the most that a server's process held, which has answered this one
question.

Profiled, and changed since: a row of the form that nearly all have is read at a glance (2 us instead of 7) and only
the others by pydantic; a holding is a tuple (0.5 us instead of 2); the names of a wallet are compared all at once
(0.9 us each instead of 2 to 4); networks, tokens and the total are one sum; and a fifth of what a portfolio took was
its picture, whose letters FreeType hinted anew each time (9 ms instead of 16).
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

import anyio
from mcp.client import Client
from mcp.types import CallToolResult

from benchmarks import clients
from benchmarks.clients import BARE, OURS
from benchmarks.figures import Figure, Goal, Times, in_turn
from benchmarks.loopback import Loopback, loopback
from benchmarks.token_cost import tokens
from benchmarks.wallets import large
from wallet_portfolio.app import make_server
from wallet_portfolio.settings import load_settings

SUBJECT = "large wallets"
_SIZES = (5_000, 50_000)
_ROUNDS = 4
_OWN_MS = 60
_MEGABYTES = 300
_TEXT_TOKENS = 900
_ALONE = 5  # calls a round, where there is only one size
_LINEAR = 1.25  # growing tenfold may take so much more than ten times the time


def measure(*, quick: bool = False) -> list[Figure]:
    """Figures of each size, and how one grows to the other."""
    sizes = (20, 40) if quick else _SIZES
    with loopback(*sizes) as service:

        def ask(tool: str, *sizes: int) -> list[Asked]:
            rounds, warm_up = (1, 0) if quick else (_ROUNDS, 1)
            return anyio.run(partial(asked, service, tool, sizes, rounds, warm_up=warm_up))

        small, big = ask("show_portfolio", *sizes)
        (listed,) = ask("list_holdings", sizes[0])
        own = Goal("over", _OWN_MS)
        figures = [small.time(SUBJECT, own), listed.time(SUBJECT, own), big.time(SUBJECT), _growth(small, big)]
        figures += [size for one in (small, listed, big) for size in _sizes(one)]
        figures += [figure for rows in sizes[: 1 if quick else None] for figure in _memory(service, rows)]
    return figures


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a wallet of so many tokens: how long it took, what came, and what that was made of."""

    tool: str
    rows: int
    ours: Times
    raw: Times
    result: CallToolResult
    received: int

    @property
    def own(self) -> float:
        """Our own milliseconds."""
        return self.ours.p50 - self.raw.p50

    def time(self, subject: str, goal: Goal | None = None) -> Figure:
        """The time as a figure."""
        return Figure(
            subject,
            f"{self.tool}, {self.rows:,} tokens",
            "ms",
            self.ours.p50,
            self.raw.p50,
            "its raw requests",
            goal=goal,
            spread=self.ours.spread,
        )


async def asked(service: Loopback, tool: str, sizes: Sequence[int], rounds: int, *, warm_up: int = 1) -> list[Asked]:
    """Ask in memory, and by raw requests, all within one loop: a small wallet so often that it makes as many rows."""
    async with clients.raw(service) as raw, Client(make_server(load_settings(service.settings))) as connected:
        client = await clients.ready(connected)
        calls: dict[str, Callable[[], Awaitable[object]]] = {}
        came: dict[int, tuple[CallToolResult, int]] = {}
        for rows in sizes:
            ours = partial(clients.call, client, tool, {"wallets": [large(rows)]})
            await ours()
            service.taken()
            result = await ours()
            fetch = partial(_fetched, raw, service.taken())
            came[rows] = result, await fetch()
            for number in range(max(sizes) // rows if len(sizes) > 1 else _ALONE):
                calls |= {f"{rows} ours {number}": ours, f"{rows} raw {number}": fetch}
        times = await in_turn(calls, rounds, warm_up=warm_up)

    def taken(how: str) -> Times:
        return Times(tuple(one for name, each in times.items() if name.startswith(how) for one in each.taken))

    return [Asked(tool, rows, taken(f"{rows} ours"), taken(f"{rows} raw"), *came[rows]) for rows in sizes]


async def _fetched(raw: clients.Raw, requests: Sequence[tuple[str, str, str]]) -> int:
    return sum([await raw.ask(*request) for request in requests])


def _growth(small: Asked, big: Asked) -> Figure:
    return Figure(
        SUBJECT,
        f"{big.tool}, own time, {big.rows:,} tokens",
        "ms",
        big.own,
        small.own * big.rows / small.rows,
        f"{big.rows // small.rows} x {small.rows:,} tokens",
        goal=Goal("ratio", _LINEAR),
    )


def _sizes(one: Asked) -> list[Figure]:
    structured = len(one.result.model_dump_json(by_alias=True, exclude_none=True).encode())
    name = f"{one.tool}, {one.rows:,} tokens"
    limit = Goal("ours", _TEXT_TOKENS) if one.tool == "show_portfolio" else None
    text = tokens(clients.text_of(one.result))
    return [
        Figure(SUBJECT, f"{name}, the answer", "bytes", structured, one.received, "bytes received"),
        Figure(SUBJECT, f"{name}, its text", "model tokens", text, goal=limit),
    ]


def _memory(service: Loopback, rows: int) -> list[Figure]:
    peaks = [anyio.run(partial(_peak, service, command, rows)) for command in (OURS, BARE)]
    ours, bare = peaks
    if ours is None or bare is None:
        return []
    goal = Goal("ours", _MEGABYTES)
    return [Figure(SUBJECT, f"peak memory, {rows:,} tokens", "MB", ours, bare, "bare SDK server", goal=goal)]


async def _peak(service: Loopback, command: tuple[str, ...], rows: int) -> float | None:
    with clients.listening(command, service.settings) as (url, pid):
        async with clients.over_http(url) as client:
            if command == OURS:
                await clients.call(client, "show_portfolio", {"wallets": [large(rows)]})
            else:
                await clients.call(client, "echo", {"text": large(rows)})
        return clients.peak_megabytes(pid)
