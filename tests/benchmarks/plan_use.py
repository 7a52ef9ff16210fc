"""How much of a plan is used: n requests, queued at once, under a plan of r a second, against n / r seconds.

The service is the stand-in, which takes 50 ms and refuses what is over r within any one second. Once the server is
told the plan's rate; once it is told four times as much and has to learn it from refusals, and is measured again when
it has. No refusal is the goal once the pace is known. On a machine with no time to spare a request may arrive so late
that the next one is within its second; more than two such, and something is wrong.
"""

import time
from functools import partial

import anyio
from mcp.client import Client

from benchmarks import clients
from benchmarks.figures import Figure, Goal, WrongAnswer
from benchmarks.loopback import credentials_in_settings
from benchmarks.wallets import caller, make_world
from wallet_portfolio import simulator
from wallet_portfolio.app import make_server
from wallet_portfolio.settings import load_settings

SUBJECT = "plan use"
TOOL = "get_total_value"
_PLAN = 10
_REQUESTS = 60
_USED = 0.97
_LATENCY = 0.05
_MOST_WHILE_LEARNING = 5
_MOST_REFUSED = 2
_REFUSED = "50011"


class Queue:
    """A server under a plan, of which everything is asked at once."""

    def __init__(self, told: float, plan: float) -> None:
        self._told = told
        self._app = simulator.create_app(make_world(), requests_per_second=plan, latency=_LATENCY)

    async def run(self, requests: int, times: int) -> list[tuple[float, int]]:
        """The seconds until all were answered and how many were refused, each time."""
        outcomes = []
        with simulator.in_background(self._app) as url:
            settings = {
                **credentials_in_settings(),
                "OKX_BASE_URL": url,
                "WALLET_PORTFOLIO_MAX_RPS": str(self._told),
                "WALLET_PORTFOLIO_CACHE_SECONDS": "0",
            }
            async with Client(make_server(load_settings(settings))) as client:
                await clients.call(client, "list_supported_chains", {})
                for _ in range(times):
                    await anyio.sleep(1)  # the second before counts for nothing
                    outcomes.append(await self._all_at_once(client, requests))
        return outcomes

    async def _all_at_once(self, client: Client, requests: int) -> tuple[float, int]:
        self._app.requests.clear()
        began = time.perf_counter()
        async with anyio.create_task_group() as group:
            for number in range(requests):
                group.start_soon(clients.call, client, TOOL, {"wallets": [caller(number)]})
        took = time.perf_counter() - began
        return took, sum(request.code == _REFUSED for request in self._app.requests)


def measure(*, quick: bool = False) -> list[Figure]:
    """Both ways to know the pace, side by side."""
    return anyio.run(partial(_measured, requests=4 if quick else _REQUESTS))


async def _measured(requests: int) -> list[Figure]:
    outcomes: dict[str, list[tuple[float, int]]] = {}

    async def run(name: str, told: float, times: int) -> None:
        outcomes[name] = await Queue(told, _PLAN).run(requests, times)

    async with anyio.create_task_group() as group:
        group.start_soon(run, "told", _PLAN, 1)
        group.start_soon(run, "learnt", 4 * _PLAN, 2)
    (told,) = outcomes["told"]
    learning, learnt = outcomes["learnt"]
    return [
        *_figures("the pace is told", told, requests),
        *_figures("while the pace is learnt", learning, requests, learning=True),
        *_figures("once the pace is learnt", learnt, requests),
    ]


def _figures(name: str, outcome: tuple[float, int], requests: int, *, learning: bool = False) -> list[Figure]:
    took, refused = outcome
    if refused > (_MOST_WHILE_LEARNING if learning else _MOST_REFUSED):
        raise WrongAnswer(f"{refused} of {requests} were refused, {name}")
    ideal = requests / _PLAN
    used, none = (None, None) if learning else (Goal("ratio", _USED, at_least=True), Goal("ours", 0))
    shown = f"{requests} at {_PLAN}/s, {name}"
    return [
        Figure(SUBJECT, shown, "s", took, ideal, "n / r", ideal / took, "floor / ours", goal=used, more_is_better=True),
        Figure(SUBJECT, f"{shown}, refused", "requests", refused, goal=none),
    ]
