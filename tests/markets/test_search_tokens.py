"""Finding tokens: the genuine ones first, the others marked, and nothing that a name says taken at its word."""

from decimal import Decimal

import pytest

from support.answers import text_of
from support.asking import ask, ask_once
from support.service import SEARCH, access_to, asked, out_of_quota, simulate
from support.worlds import (
    ALICE,
    BASE,
    BITCOIN,
    CHAINS,
    DAVE,
    ETHEREUM,
    FAKE_USDC,
    SOLANA,
    USDC_BASE,
    USDC_ETHEREUM,
    USDC_SOLANA,
    evm,
    token,
)
from wallet_portfolio.simulator import World
from wallet_portfolio.tools.calling import to_result
from wallet_portfolio.tools.catalog import BY_NAME

pytestmark = pytest.mark.anyio

USDC_FIGURES = {"market_cap": Decimal("74200000000.5"), "liquidity": Decimal("1200000.25")}
GENUINE = (
    token(ETHEREUM, USDC_ETHEREUM, "USDC", "0.999874213", decimals=6, **USDC_FIGURES),
    token(BASE, USDC_BASE, "USDC", "0.9998", decimals=6, market_cap=Decimal(10**9)),
    token(SOLANA, USDC_SOLANA, "USDC", "0.9997", decimals=6, market_cap=Decimal(10**8)),
)
IMPOSTOR = token(ETHEREUM, FAKE_USDC, "USDC", "0.0000213", verified=False, market_cap=Decimal(10**16))
TALKER = token(
    BASE,
    "0x" + "7a" * 20,
    "[Free](https://free-usdc.example/?w=1)\nUS\u202eCD\u200b",
    verified=False,
)
WORLD = World(CHAINS, (*GENUINE, IMPOSTOR, TALKER, token(BITCOIN, "", "BTC", "90000", decimals=8)))


async def search(*faults, saved="", **arguments):
    return await ask_once(simulate(WORLD, *faults), "search_tokens", saved=saved, **arguments)


def found(answer):
    return [(token["chain"], token["token_address"], token["verified"]) for token in answer["tokens"]]


async def test_verified_ones_come_first_though_the_service_lists_an_impostor_before_them():
    simulator = simulate(WORLD)
    async with access_to(simulator) as access:
        listed = (await access.client.search_tokens("USDC", [chain.index for chain in CHAINS])).value
        assert listed[0].id.address == FAKE_USDC
        answer = await ask(access, "search_tokens", query="usdc")
    assert found(answer)[:4] == [
        ("Ethereum", USDC_ETHEREUM, True),
        ("Base", USDC_BASE, True),
        ("Solana", USDC_SOLANA, True),
        ("Ethereum", FAKE_USDC, False),
    ]
    assert answer["tokens"][0] == {
        "symbol": "USDC",
        "name": "USDC",
        "chain": "Ethereum",
        "chain_index": "1",
        "token_address": USDC_ETHEREUM,
        "price_usd": "0.999874213",
        "market_cap_usd": "74200000000.5",
        "liquidity_usd": "1200000.25",
        "verified": True,
    }
    assert "| not verified |" in answer["summary"]
    assert any("Anyone can give a token any name" in notice for notice in answer["notices"])
    assert simulator.violations == []


async def test_only_the_networks_named_are_searched():
    simulator = simulate(WORLD)
    answer = await ask_once(simulator, "search_tokens", query="USDC", chains=["base", "sol", "Base"])
    assert [request.query["chains"] for request in asked(simulator, SEARCH)] == ["8453,501"]
    assert {token["chain"] for token in answer["tokens"]} == {"Base", "Solana"}
    assert (await search(query="USDC", chains=["atlantis"]))["error"]["code"] == "unsupported_chain"


async def test_the_limit_cuts_after_the_order():
    answer = await search(query="USDC", limit=2)
    assert found(answer) == [("Ethereum", USDC_ETHEREUM, True), ("Base", USDC_BASE, True)]
    assert answer["summary"].startswith("**5 tokens found**, the first 2")
    for limit in (0, 101):
        assert (await search(query="USDC", limit=limit))["error"]["code"] == "invalid_input"


@pytest.mark.parametrize("written", [USDC_ETHEREUM, "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", f" {USDC_ETHEREUM} "])
async def test_a_contract_is_found_in_whatever_case_it_is_written(written):
    simulator = simulate(WORLD)
    answer = await ask_once(simulator, "search_tokens", query=written)
    assert found(answer) == [("Ethereum", USDC_ETHEREUM, True)]
    assert simulator.violations == []


async def test_a_contract_of_a_network_with_case_keeps_it():
    assert found(await search(query=USDC_SOLANA)) == [("Solana", USDC_SOLANA, True)]


@pytest.mark.parametrize(
    ("written", "code"),
    [("0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB49", "invalid_address"), (DAVE, "invalid_address")],
)
async def test_what_cannot_be_a_contract_is_said_before_anything_is_asked(written, code):
    simulator = simulate(WORLD)
    answer = await ask_once(simulator, "search_tokens", query=written)
    assert answer["error"]["code"] == code
    assert asked(simulator, SEARCH) == []


async def test_nothing_found_is_an_answer_with_a_way_on():
    answer = await search(query="NO*SUCH\n[x](http://bad.example)")
    assert (answer["status"], answer["tokens"]) == ("ok", [])
    assert answer["summary"].startswith("No token was found for “")
    for part in ("*", "[", "http", "\n", "bad.example"):
        assert part not in answer["summary"]
    assert len(answer["next_steps"]) == 2


@pytest.mark.parametrize("query", [None, "", "  \n"])
async def test_without_words_it_asks(query):
    answer = await search(**({} if query is None else {"query": query}))
    assert (answer["status"], answer["missing"]) == ("needs_input", ["query"])
    assert answer["question"].startswith("Which token are you looking for?")


async def test_a_name_that_talks_is_cleaned_and_called_unusual():
    simulator = simulate(WORLD)
    async with access_to(simulator) as access:
        answer = await BY_NAME["search_tokens"].run(access, {"query": "Free"})
    (talker,) = answer.tokens
    text = text_of(to_result(answer))
    for trick in ("http", "free-usdc.example", "[", "](", "\u200b", "\u202e"):
        assert trick not in text
        assert trick not in talker.symbol + talker.name
    assert max(len(talker.symbol), len(talker.name)) <= 32
    assert any(notice.startswith("Unusual name: ") for notice in answer.notices)
    assert [step.tool for step in answer.next_steps] == ["show_portfolio", "list_supported_chains"]


async def test_the_first_verified_one_is_offered_never_an_impostor():
    answer = await search(query="USDC", chains=["ethereum"], saved=f"main={ALICE}")
    assert [step["arguments"] for step in answer["next_steps"]] == [
        {"token": f"1:{USDC_ETHEREUM}"},
        {"token": f"1:{USDC_ETHEREUM}"},
        {"sell": "1:native", "buy": f"1:{USDC_ETHEREUM}", "amount": "10%", "wallet": "main"},
    ]
    assert FAKE_USDC not in str(answer["next_steps"])


async def test_of_a_coin_without_a_market_no_chart_is_offered():
    answer = await search(query="BTC", saved=f"cold={DAVE}")
    assert [step["tool"] for step in answer["next_steps"]] == ["get_token_details", "get_token_balances"]
    answer = await search(query="BTC", saved=f"main={ALICE}")
    assert [step["tool"] for step in answer["next_steps"]] == ["get_token_details", "show_portfolio"]


async def test_networks_that_could_not_be_searched_are_named():
    chains = (*(evm(str(900_000 + number), f"Net {number}") for number in range(51)),)
    world = World(chains, tuple(token(chain, "0x" + "1c" * 20, "COIN", "1") for chain in chains))
    simulator = simulate(world, out_of_quota(SEARCH, chain="900050"))
    answer = await ask_once(simulator, "search_tokens", query="COIN", limit=100)
    assert (answer["status"], len(answer["tokens"])) == ("partial", 50)
    assert any("Net 50" in notice and "quota" in notice for notice in answer["notices"])
    assert simulator.violations == []


async def test_a_search_that_failed_says_why():
    answer = await search(out_of_quota(SEARCH), query="USDC")
    assert answer["error"]["code"] == "quota_exhausted"
    assert not answer["error"]["retryable"]
