"""Every tool over MCP in each of its states. That answers fit the published schemas is checked with every call."""

import pytest

from support.asking import PRICE_INFO
from support.service import ALL, CHAIN_LIST, GIVEN, SEARCH, TOKEN_INFO, TOTAL, out_of_quota, simulate
from support.worlds import ALICE, BOB, small_world, wide_world
from wallet_portfolio.simulator import DEMO_WALLETS, demo_world
from wallet_portfolio.tools.catalog import TOOLS

pytestmark = pytest.mark.anyio

NAMES = {tool.name for tool in TOOLS}
SWAP = {"sell": "ETH", "buy": "USDC", "amount": "0.1", "chain": "base", "wallet": DEMO_WALLETS["main"]}
MAIN = {"wallets": [DEMO_WALLETS["main"]]}
ANSWERED = {
    "show_portfolio": MAIN,
    "get_total_value": MAIN,
    "list_holdings": MAIN,
    "get_token_balances": {**MAIN, "tokens": ["USDC"]},
    "find_underperformers": MAIN,
    "check_swap": SWAP,
    "prepare_swap": {**SWAP, "confirmed": True},
    "search_tokens": {"query": "USDC"},
    "get_token_details": {"token": "USDC"},
    "get_price_chart": {"token": "USDC"},
    "list_supported_chains": {},
    "ask_wallet": {"request": f"show my portfolio {DEMO_WALLETS['main']}"},
}
# What is missing when nothing is said and no wallet is saved.
ASKED_FOR = {
    "show_portfolio": ({}, ["wallets"]),
    "get_total_value": ({}, ["wallets"]),
    "list_holdings": ({}, ["wallets"]),
    "get_token_balances": ({"tokens": ["USDC"]}, ["wallets"]),
    "find_underperformers": ({}, ["wallets"]),
    "check_swap": ({}, ["sell", "buy", "amount", "wallet"]),
    "prepare_swap": (SWAP, ["confirmed"]),
    "search_tokens": ({}, ["query"]),
    "get_token_details": ({}, ["token"]),
    "get_price_chart": ({}, ["token"]),
    "ask_wallet": ({"request": "show my portfolio"}, ["wallets"]),
}
EVERYTHING_METERED = [
    out_of_quota(path)
    for path in (ALL, TOTAL, GIVEN, CHAIN_LIST, SEARCH, TOKEN_INFO, PRICE_INFO, "/candles", "/aggregator/quote")
]


async def test_each_answers_and_what_it_offers_can_be_called(demo):
    assert set(ANSWERED) == NAMES
    for name, arguments in ANSWERED.items():
        answer = await demo.ask(name, **arguments)
        assert answer["status"] == "ok", name
        assert answer["notices"][0] == "Demo data: these wallets and figures are made up."
        assert {step["tool"] for step in answer["next_steps"]} <= NAMES


async def test_each_that_needs_something_asks_for_it(over):
    assert set(ASKED_FOR) == NAMES - {"list_supported_chains"}
    async with over(simulate(demo_world())) as session:
        for name, (arguments, missing) in ASKED_FOR.items():
            answer = await session.ask(name, **arguments)
            assert (answer["status"], answer["missing"]) == ("needs_input", missing), name


async def test_a_swap_that_is_not_agreed_to_is_asked_about_with_its_figures(demo):
    answer = await demo.ask("prepare_swap", **SWAP)
    assert (answer["status"], answer["transactions"]) == ("needs_input", [])
    assert answer["as_of"] is not None
    assert answer["verdict"] in {"ready", "warning"}
    agreed = answer["next_steps"][0]
    assert agreed["arguments"]["confirmed"] is True
    prepared = await demo.ask(agreed["tool"], **agreed["arguments"])
    assert (prepared["status"], len(prepared["transactions"])) == ("ok", 1)


async def test_each_says_in_words_that_the_quota_is_used_up(over):
    async with over(simulate(demo_world(), *EVERYTHING_METERED)) as session:
        for name, arguments in ANSWERED.items():
            answer = await session.ask(name, **arguments)
            assert answer["error"]["code"] == "quota_exhausted", name
            assert "quota" in answer["summary"]
            assert answer["next_steps"] == []


async def test_each_that_is_put_together_of_pieces_can_be_partial(over):
    faults = [out_of_quota(path, chain="900050") for path in (ALL, TOTAL, GIVEN)]
    async with over(simulate(wide_world(51), *faults)) as session:
        for name in ("show_portfolio", "get_total_value", "list_holdings", "find_underperformers"):
            answer = await session.ask(name, wallets=[BOB])
            assert answer["status"] == "partial", name
            assert any("Net 50" in notice for notice in answer["notices"])
    async with over(simulate(small_world(), out_of_quota(PRICE_INFO))) as session:
        for name in ("show_portfolio", "find_underperformers"):
            assert (await session.ask(name, wallets=[ALICE]))["status"] == "partial"


async def test_without_credentials_each_says_the_three_steps(unconfigured):
    for name, arguments in ANSWERED.items():
        answer = await unconfigured.ask(name, **arguments)
        assert answer["error"]["code"] == "not_configured", name
        assert all(step in answer["summary"] for step in ("1. ", "2. ", "3. "))


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("show_portfolio", {"top": 0}, "top has to be at least 1."),
        ("find_underperformers", {"limit": 101}, "limit has to be at most 100."),
        ("find_underperformers", {"max_change_percent": "much"}, "has to be a percentage"),
        ("search_tokens", {"query": "x" * 201}, "query takes at most 200 characters."),
        ("get_token_details", {"token": ["ETH"]}, "token has to be text."),
        ("get_price_chart", {"token": "ETH", "bar": "2D"}, "bar has to be '1m', "),
        ("get_price_chart", {"token": "ETH", "points": 1}, "points has to be at least 2."),
        ("check_swap", {**SWAP, "amount_of": "both"}, "amount_of has to be 'sell' or 'buy'."),
        ("prepare_swap", {**SWAP, "confirmed": "perhaps"}, "confirmed has to be true or false."),
        ("ask_wallet", {}, "request is needed."),
        ("ask_wallet", {"request": ""}, "request is needed."),
        ("ask_wallet", {"request": ["show my portfolio"]}, "request has to be text."),
        ("ask_wallet", {"request": "show my portfolio " * 300}, "request takes at most 4000 characters."),
    ],
)
async def test_bounds_are_told_in_words(demo, name, arguments, said):
    answer = await demo.ask(name, **arguments)
    assert answer["error"]["code"] == "invalid_input"
    assert said in answer["summary"]


async def test_progress_of_a_portfolio_is_told_to_a_caller_who_asked(demo):
    heard = []

    async def hear(done, of, what):
        heard.append((done, of))

    await demo.call("show_portfolio", {"wallets": ["main", "sol", "btc"]}, progress_callback=hear)
    assert heard == [(1, 3), (2, 3), (3, 3)]
