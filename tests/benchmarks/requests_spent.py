"""How many requests to the service a question costs, asked of a server that has just started and asked again.

The networks are asked for once an hour, so a first question pays for them. The plain server's four tools spend one
each, however often they are asked, but leave it to the model to name networks and to add up.
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
from benchmarks.wallets import MAIN
from wallet_portfolio.app import make_server
from wallet_portfolio.settings import load_settings

SUBJECT = "requests spent"
_PORTFOLIO = "show_portfolio"
_MOST_COLD = 4
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
    """Cold and warm, for each tool."""
    tools = [_PORTFOLIO] if quick else list(QUESTIONS)
    with loopback() as service:
        return [figure for tool in tools for figure in anyio.run(partial(_spent, service, tool))]


async def _spent(service: Loopback, tool: str) -> list[Figure]:
    settings = {
        **service.settings,
        "WALLET_PORTFOLIO_CACHE_SECONDS": "60",
        "WALLET_PORTFOLIO_WALLETS": f"main={MAIN}",
    }
    async with Client(make_server(load_settings(settings))) as client:
        cold, warm = [await _counted(service, client, tool, QUESTIONS[tool]) for _ in range(2)]
    floor = None
    if tool in _LIKE_OURS:
        async with Client(plain_server(service.settings)) as client:
            floor = await _counted(service, client, *_LIKE_OURS[tool])
    floor_is = "" if floor is None else "plain server"
    most = {"cold": _MOST_COLD, "warm": 0} if tool == _PORTFOLIO else {}
    return [
        Figure(
            SUBJECT,
            f"{tool}, {name}",
            "requests",
            spent,
            floor,
            floor_is,
            goal=Goal("ours", most[name]) if name in most else None,
        )
        for name, spent in (("cold", cold), ("warm", warm))
    ]


async def _counted(service: Loopback, client: Client, tool: str, arguments: dict[str, Any]) -> int:
    service.taken()
    await clients.call(client, tool, arguments)
    return len(service.taken())
