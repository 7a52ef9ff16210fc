"""How many requests to the service a question costs, asked of a server that has just started and asked again.

The networks are asked for once an hour, so a first question pays for them. The plain server's four tools spend one
each, however often they are asked, but leave it to the model to name networks and to add up.

A portfolio is made of networks, balances, total and prices. Where the total is not what is listed, the DeFi part is
asked for besides, so that it is known whether it explains the difference; and where a token has the name of another,
whether it is that one. Every other figure is of the demo's main wallet, which has both.
"""

from functools import partial
from typing import Any

import anyio
from mcp.client import Client

from benchmarks import clients
from benchmarks.figures import Figure, Goal
from benchmarks.loopback import Loopback, loopback
from benchmarks.servers import plain_server
from benchmarks.token_cost import QUESTIONS
from benchmarks.wallets import MAIN, TOKENS_ONLY, WITH_DEFI
from wallet_portfolio.app import make_server
from wallet_portfolio.settings import load_settings

SUBJECT = "requests spent"
_PORTFOLIO = "show_portfolio"
_MOST_COLD = 4
_PORTFOLIOS = {
    f"{_PORTFOLIO}, cold": TOKENS_ONLY,
    f"{_PORTFOLIO}, cold, with DeFi": WITH_DEFI,
    f"{_PORTFOLIO}, cold, with DeFi and a doubtful name": MAIN,
}
_LIKE_OURS: dict[str, tuple[str, dict[str, Any]]] = {
    "list_supported_chains": ("supported_chains", {}),
    "get_total_value": ("total_value", {"address": MAIN, "chains": "1,56"}),
    "list_holdings": ("all_balances", {"address": MAIN, "chains": "1,56"}),
    "get_token_balances": (
        "token_balances",
        {"address": MAIN, "tokens": [{"chainIndex": "1", "tokenContractAddress": ""}]},
    ),
}


def measure(*, quick: bool = False) -> list[Figure]:
    """Cold and warm, for each tool; a portfolio of wallets of several kinds."""
    tools = [tool for tool in QUESTIONS if tool != _PORTFOLIO]
    with loopback() as service:
        figures = [anyio.run(partial(_portfolio, service, name, wallet)) for name, wallet in _PORTFOLIOS.items()]
        figures.append(anyio.run(partial(_warm, service)))
        return figures + [
            figure for tool in tools[: 0 if quick else None] for figure in anyio.run(partial(_spent, service, tool))
        ]


async def _portfolio(service: Loopback, name: str, wallet: str) -> Figure:
    async with _started(service) as client:
        spent = await _counted(service, client, _PORTFOLIO, {"wallets": [wallet]})
    return Figure(SUBJECT, name, "requests", spent, goal=Goal("ours", _MOST_COLD) if wallet == TOKENS_ONLY else None)


async def _warm(service: Loopback) -> Figure:
    async with _started(service) as client:
        spent = [await _counted(service, client, _PORTFOLIO, {}) for _ in range(2)]
    return Figure(SUBJECT, f"{_PORTFOLIO}, warm", "requests", spent[1], goal=Goal("ours", 0))


async def _spent(service: Loopback, tool: str) -> list[Figure]:
    async with _started(service) as client:
        cold, warm = [await _counted(service, client, tool, QUESTIONS[tool]) for _ in range(2)]
    floor = None
    if tool in _LIKE_OURS:
        async with Client(plain_server(service.settings)) as client:
            floor = await _counted(service, client, *_LIKE_OURS[tool])
    floor_is = "" if floor is None else "plain server"
    return [
        Figure(SUBJECT, f"{tool}, {name}", "requests", spent, floor, floor_is)
        for name, spent in (("cold", cold), ("warm", warm))
    ]


def _started(service: Loopback) -> Client:
    """A client of a server that knows nothing yet."""
    kept = {"WALLET_PORTFOLIO_CACHE_SECONDS": "60", "WALLET_PORTFOLIO_WALLETS": f"main={MAIN}"}
    return Client(make_server(load_settings({**service.settings, **kept})))


async def _counted(service: Loopback, client: Client, tool: str, arguments: dict[str, Any]) -> int:
    service.taken()
    await clients.call(client, tool, arguments)
    return len(service.taken())
