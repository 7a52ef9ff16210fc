"""The steps that are offered are a closed set: each can be run as it stands, and so can those offered after it."""

import json
import re

import jsonschema
import pytest

from support.asking import ask
from support.service import access_to, simulate
from support.worlds import DAVE, small_world
from wallet_portfolio.simulator import DEMO_TRADERS, DEMO_WALLETS, demo_world
from wallet_portfolio.tools.catalog import BY_NAME

pytestmark = pytest.mark.anyio

DEPTH = 3
SCHEMAS = {name: jsonschema.Draft202012Validator(tool.takes.model_json_schema()) for name, tool in BY_NAME.items()}
SAVED = ",".join(f"{name}={address}" for name, address in DEMO_WALLETS.items())
ABOUT_WALLETS = ("show_portfolio", "get_total_value", "list_holdings", "find_underperformers")
TOKENS = ("ETH", "USDC", "SOL", "bonk", "bitcoin:native", "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48")
ABOUT_NOBODY = [
    ("list_supported_chains", {}),
    ("list_supported_chains", {"query": "polygone"}),
    ("search_tokens", {"query": "BTC"}),
    ("search_tokens", {"query": "no such token"}),
    ("search_tokens", {"query": "Reward"}),
    *((name, {"token": token}) for name in ("get_token_details", "get_price_chart") for token in TOKENS[:4]),
    ("get_token_details", {"token": TOKENS[4]}),
    ("get_price_chart", {"token": TOKENS[5], "bar": "1D", "points": 7}),
]
IN_WORDS = [
    ("ask_wallet", {"request": request})
    for request in (
        "which networks do you support?",
        "what is my wallet worth in total?",
        "show everything I hold",
        "show my portfolio",
        "which of my coins are losing money?",
        "how much BTC do I have?",
        "what is the market cap of PEPE?",
        "price chart of USDC",
        "market cap of PEPE, USDC and ETH",
        "find the token contract address of BONK",
        "swap some ETH for USDC",
        "write a python script that sorts a list",
        " ",
        "显示我的投资组合",
        "¿Cuánto vale mi cartera en total?",
        "Quanto vale a minha carteira no total?",
        "私のウォレットの合計はいくらですか？",
    )
]
NETWORK_NUMBER = re.compile(r"\b\d{1,6}:(?:0x|native|[1-9A-HJ-NP-Za-km-z]{20})")
CODE = re.compile(r"```|\bnull\b|\bNone\b|\bTrue\b|Traceback|\w+\(\)|[a-z]+_[a-z]+")


class Walk:
    """Runs a step, then every step it offers, each only once."""

    def __init__(self, access):
        self.access = access
        self.answers = {}

    async def take(self, name, arguments, depth):
        key = (name, json.dumps({k: v for k, v in arguments.items() if k != "cursor"}, sort_keys=True))
        if depth <= self.answers.get(key, -1):
            return
        first = key not in self.answers
        self.answers[key] = depth
        SCHEMAS[name].validate(arguments)
        answer = await ask(self.access, name, **arguments)
        if first:
            self.judge(name, arguments, answer)
        for step in answer["next_steps"] if depth else []:
            await self.take(step["tool"], step["arguments"], depth - 1)

    def judge(self, name, arguments, answer):
        context = (name, arguments, answer["summary"])
        assert answer["status"] != "error", context
        offered = [(step["tool"], step["arguments"]) for step in answer["next_steps"]]
        assert (name, arguments) not in offered, context
        assert len({json.dumps(step, sort_keys=True) for step in offered}) == len(offered), context
        if answer["status"] != "needs_input":
            assert 2 <= len(offered) <= 3, context
        assert {tool for tool, _ in offered} <= set(BY_NAME), context
        for words in (step["say"] for step in answer["next_steps"]):
            assert not words[0].islower(), words
            assert words == " ".join(words.split()), words
            assert not words.endswith((".", "?")), words
        for text in (answer["summary"], answer["question"] or "", *answer["notices"]):
            assert not NETWORK_NUMBER.search(text), text
            assert not CODE.search(text), text


async def walk(simulator, saved, questions):
    async with access_to(simulator, saved, cache_seconds=600) as access:
        walk = Walk(access)
        for name, arguments in questions:
            await walk.take(name, arguments, DEPTH)
    assert simulator.violations == []
    return walk.answers


@pytest.mark.parametrize("wallet", list(DEMO_WALLETS))
async def test_from_every_question_about_a_saved_wallet(wallet):
    questions = [
        *((name, {"wallets": [wallet]}) for name in ABOUT_WALLETS),
        ("get_total_value", {"wallets": [wallet], "asset_type": "defi"}),
        ("list_holdings", {"wallets": [wallet], "include_risky": True, "limit": 3}),
        ("show_portfolio", {"wallets": [wallet], "include_risky": True}),
        ("find_underperformers", {"wallets": [wallet], "include_risky": True, "max_change_percent": "50"}),
        ("get_token_balances", {"wallets": [wallet], "tokens": ["ETH", "SOL", "BTC"]}),
    ]
    taken = await walk(simulate(demo_world()), SAVED, questions)
    assert len(taken) > len(questions)


async def test_from_every_question_about_several_wallets_and_some_networks():
    several = {"wallets": ["main", "sol", "btc"]}
    questions = [
        *((name, several) for name in ABOUT_WALLETS),
        *((name, {"wallets": ["main", "sol"], "chains": ["ethereum", "solana"]}) for name in ABOUT_WALLETS),
        *((name, {"chains": ["arbitrum"]}) for name in ABOUT_WALLETS),
    ]
    await walk(simulate(demo_world()), SAVED, questions)


@pytest.mark.parametrize("wallet", list(DEMO_TRADERS.values()))
async def test_from_every_question_about_a_wallet_given_by_its_address(wallet):
    await walk(simulate(demo_world()), "", [(name, {"wallets": [wallet]}) for name in ABOUT_WALLETS])


async def test_from_every_question_about_tokens_and_networks():
    await walk(simulate(demo_world()), SAVED, ABOUT_NOBODY)


async def test_from_every_request_in_words():
    requests = [
        "USDC?",
        "balance",
        "how much USDC do I have on Base?",
        "show my btc wallet",
        "swap 0.1 ETH for USDC on Base",
        "swap 1000 ETH for USDC on Base",
        "用 0.1 个 ETH 在 Base 上兑换 USDC",
    ]
    taken = await walk(
        simulate(demo_world()), SAVED, [*IN_WORDS, *(("ask_wallet", {"request": words}) for words in requests)]
    )
    assert {name for name, _ in taken} >= set(BY_NAME) - {"search_tokens"}


@pytest.mark.parametrize("name", ["check_swap", "prepare_swap"])
async def test_from_every_kind_of_swap(name):
    main, trader, solana = DEMO_WALLETS["main"], DEMO_TRADERS["evm"], DEMO_TRADERS["solana"]
    swaps = [
        {"sell": "ETH", "buy": "USDC", "amount": "0.1", "chain": "base", "wallet": main},
        {"sell": "USDC", "buy": "ETH", "amount": "$100", "chain": "ethereum", "wallet": main},
        {"sell": "ETH", "buy": "USDC", "amount": "1000", "chain": "base", "wallet": main},  # more than there is
        {"sell": "USDC", "buy": "ETH", "amount": "10", "chain": "arbitrum", "wallet": trader},  # nothing for gas
        {"sell": "GLADE", "buy": "ETH", "amount": "16240", "chain": "base", "wallet": trader},  # a great impact
        {"sell": "DRYWELL", "buy": "ETH", "amount": "1", "chain": "base", "wallet": trader},  # no market
        {"sell": "SOL", "buy": "USDC", "amount": "100%", "chain": "solana", "wallet": solana},
        {"sell": "ETH", "buy": "USDC", "wallet": main},  # how much was not said
    ]
    questions = [(name, swap) for swap in swaps]
    if name == "prepare_swap":
        questions += [(name, {**swap, "confirmed": True}) for swap in swaps]
    await walk(simulate(demo_world()), SAVED, questions)


EVERYTHING = [
    *((name, {}) for name in BY_NAME if name not in {"get_token_balances", "ask_wallet"}),
    *ABOUT_NOBODY,
    *IN_WORDS,
]


async def test_without_saved_wallets_every_step_runs_or_asks():
    taken = await walk(simulate(demo_world()), "", EVERYTHING)
    assert {name for name, _ in taken} == set(BY_NAME)


async def test_with_nothing_but_bitcoin_saved_every_step_runs():
    saved = f"cold={DEMO_WALLETS['btc']}"
    taken = await walk(simulate(demo_world()), saved, EVERYTHING)
    assert {name for name, _ in taken} >= set(BY_NAME) - {"get_token_balances"}
    assert await walk(simulate(small_world()), f"cold={DAVE}", [(name, {}) for name in ABOUT_WALLETS])
