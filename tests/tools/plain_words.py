"""Requests in plain words that leave no doubt, so that they are read the same after the router was trained anew.

And a user who can be asked back.
"""

from contextlib import asynccontextmanager

from mcp import types
from mcp.client import Client

from support.answers import check
from support.service import access_to, simulate
from wallet_portfolio.intents.readings import as_offer
from wallet_portfolio.intents.router import route
from wallet_portfolio.simulator import DEMO_WALLETS, demo_world
from wallet_portfolio.tools import serving

SAVED = ",".join(f"{name}={address}" for name, address in DEMO_WALLETS.items())
DEMO_NOTICES = {
    "en": "Demo data: these wallets and figures are made up.",
    "zh": "演示数据：这些钱包和数字均为虚构。",
    "es": "Datos de demostración: estas billeteras y cifras son inventadas.",
    "pt": "Dados de demonstração: estas carteiras e estes números são fictícios.",
    "ja": "デモデータ：これらのウォレットと数値は架空のものです。",
}
SWAP = {"chains": ["8453"], "sell": "ETH", "buy": "USDC"}
SAME = {
    "total_value": {
        "en": "what is my wallet worth in total?",
        "zh": "我的钱包总共值多少钱？",
        "es": "¿Cuánto vale mi cartera en total?",
        "pt": "Quanto vale a minha carteira no total?",
        "ja": "私のウォレットの合計はいくらですか？",
    },
    "token_balances": {
        "en": "how much USDC do I have on Base?",
        "zh": "我在Base上有多少USDC？",
        "es": "¿Cuánto USDC tengo en Base?",
        "pt": "Quanto USDC eu tenho na Base?",
        "ja": "私はBaseにUSDCをどれくらい持っていますか？",
    },
    "pre_swap_check": {
        "en": "swap 0.1 ETH for USDC on Base",
        "zh": "我想在Base上用0.1个ETH换USDC",
        "es": "quiero cambiar 0.1 ETH por USDC en Base",
        "pt": "quero trocar 0.1 ETH por USDC na Base",
        "ja": "Baseで0.1 ETHをUSDCに交換したい",
    },
}
NO_AMOUNT = {
    "en": "I want to swap ETH for USDC on Base",
    "zh": "我想在Base上把ETH换成USDC",
    "es": "quiero cambiar ETH por USDC en Base",
    "pt": "quero trocar ETH por USDC na Base",
    "ja": "BaseでETHをUSDCに交換したい",
}
# Bare words, of which some are always doubtful.
DOUBTFUL = ["USDC", "PEPE", "BONK", "USDC?", "balance", "prepare a swap of 0.1 ETH for USDC on Base, confirmed", "DAI"]


def doubtful(names=()):
    """A request that two readings are close for, and these."""
    for words in DOUBTFUL:
        request = route(words, names)
        found = [offer for offer in map(as_offer, (request.best, *request.alternatives)) if offer]
        if request.close and len(found) >= 2:
            return words, [offer.tool for offer in found[:2]]
    raise AssertionError("no request is doubtful any more; find another one")


class User:
    """Answers every form by `pick`, which sees the form, and remembers what was asked."""

    def __init__(self, pick, action="accept"):
        self.pick = pick
        self.action = action
        self.forms = []

    async def __call__(self, context, params):
        self.forms.append(params)
        content = self.pick(params.requested_schema["properties"]) if self.action == "accept" else None
        return types.ElicitResult(action=self.action, content=content)


@asynccontextmanager
async def asking(mode, user, simulator=None, saved=SAVED):
    """Asks over MCP with a user who can be asked back; each answer is checked."""
    simulator = simulator or simulate(demo_world())
    server = serving.make_server(lambda: access_to(simulator, saved))
    async with Client(server, mode=mode, elicitation_callback=user) as client:
        tools = (await client.list_tools()).tools

        async def put(request, **more):
            return check(tools, "ask_wallet", await client.call_tool("ask_wallet", {"request": request, **more}))

        yield put


def prepared(simulator):
    """What was asked of the service that only preparing asks."""
    return [
        request.path
        for request in simulator.requests
        if request.path.endswith(("/approve-transaction", "/aggregator/swap", "/swap-instruction"))
    ]
