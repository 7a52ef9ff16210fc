"""What the server costs a model: tokens of the list of tools, and of the text of each tool's answer.

Counted with the tokenizers of two families of models, by whichever counts more. The list is compared to that of the
plain server, which has four tools; the text of an answer to its structured form.
"""

import json
from functools import partial
from typing import Any

import anyio
import toktok
from mcp.client import Client
from pydantic import JsonValue

from benchmarks import clients
from benchmarks.figures import Figure, Goal
from benchmarks.servers import plain_server
from wallet_portfolio.app import make_server
from wallet_portfolio.settings import load_settings
from wallet_portfolio.simulator import DEMO_WALLETS

SUBJECT = "token cost"
_LIST = 3_500
_PORTFOLIO = 900
_ETHEREUM: dict[str, JsonValue] = {"chain": "ethereum"}
QUESTIONS: dict[str, dict[str, JsonValue]] = {
    "list_supported_chains": {},
    "get_total_value": {},
    "list_holdings": {},
    "get_token_balances": {"tokens": ["USDC", "ETH"]},
    "show_portfolio": {},
    "find_underperformers": {},
    "check_swap": {"sell": "USDC", "buy": "ETH", "amount": "100", **_ETHEREUM},
    "prepare_swap": {"sell": "USDC", "buy": "ETH", "amount": "100", "confirmed": True, **_ETHEREUM},
    "search_tokens": {"query": "pepe"},
    "get_token_details": {"token": "ETH", **_ETHEREUM},
    "get_price_chart": {"token": "ETH", **_ETHEREUM},
    "ask_wallet": {"request": "show my portfolio"},
}


def tokens(text: str) -> int:
    """By whichever counts more."""
    return max(int(toktok.batch_count([text], encoding)[0]) for encoding in ("o200k_base", "cl100k_base"))


def measure(*, quick: bool = False) -> list[Figure]:
    """The list, and each answer of the demo."""
    return anyio.run(partial(_measured, list(QUESTIONS)[: 2 if quick else None]))


async def _measured(tools: list[str]) -> list[Figure]:
    plain = plain_server({"OKX_BASE_URL": "http://localhost"})
    async with Client(make_server(load_settings({"WALLET_PORTFOLIO_DEMO": "1"}))) as ours, Client(plain) as thin:
        figures = [
            Figure(
                SUBJECT,
                "the list of tools",
                "model tokens",
                await _listed(ours),
                await _listed(thin),
                "plain server's 4 tools",
                goal=Goal("ours", _LIST),
            )
        ]
        figures += [await _answer(ours, tool, tool, QUESTIONS[tool]) for tool in tools]
        many = {"wallets": [DEMO_WALLETS["many"]]}
        goal = Goal("ours", _PORTFOLIO)
        figures.append(await _answer(ours, "show_portfolio, the demo's 5,000 tokens", "show_portfolio", many, goal))
    return figures


async def _listed(client: Client) -> int:
    listed = (await client.list_tools()).model_dump(mode="json", by_alias=True, exclude_none=True)
    return _as_json(listed)


async def _answer(client: Client, name: str, tool: str, arguments: dict[str, Any], goal: Goal | None = None) -> Figure:
    result = await clients.call(client, tool, arguments)
    structured = _as_json(result.structured_content)
    return Figure(
        SUBJECT, name, "model tokens", tokens(clients.text_of(result)), structured, "structured form", goal=goal
    )


def _as_json(data: Any) -> int:
    return tokens(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
