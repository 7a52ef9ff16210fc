"""A token's figures, exact, and which of several tokens of a name they are of."""

from decimal import Decimal

import pytest

from support.asking import PRICE_INFO, ask, ask_once
from support.service import SEARCH, TOKEN_INFO, access_to, asked, out_of_quota, simulate
from support.worlds import (
    ALICE,
    BASE,
    BITCOIN,
    CHAINS,
    DAVE,
    ETHEREUM,
    EVM_NATIVE,
    FAKE_USDC,
    SOLANA,
    USDC_BASE,
    USDC_ETHEREUM,
    USDC_SOLANA,
    token,
)
from wallet_portfolio.simulator import World

pytestmark = pytest.mark.anyio

UNKNOWN = "0x" + "ab" * 20


def listed(chain, address, symbol, price="1", **figures):
    numbers = {name: Decimal(value) for name, value in figures.items() if isinstance(value, str)}
    return token(chain, address, symbol, price, **{**figures, **numbers})


def contract(number):
    return f"0x{number:040x}"


USDC = (
    listed(ETHEREUM, USDC_ETHEREUM, "USDC", "0.9998", decimals=6, liquidity="900000"),
    listed(BASE, USDC_BASE, "USDC", "0.9997", decimals=6, liquidity="900000.01"),
    listed(SOLANA, USDC_SOLANA, "USDC", "0.9996", decimals=6, liquidity="1000"),
)
GEM = listed(
    ETHEREUM,
    contract(1),
    "GEM",
    "0.000012345678901234567",
    change_24h="-3.4567",
    market_cap="123456.789",
    liquidity="54321.0987654321",
    volume_24h="987.65",
    holders=4321,
)
THIN = listed(ETHEREUM, contract(2), "THIN", liquidity="9999.99")
THINNEST = listed(ETHEREUM, contract(3), "DROP", liquidity="999.99")
DEEP = listed(ETHEREUM, contract(4), "DEEP", liquidity="10000")
STRANGE = listed(ETHEREUM, contract(5), "STRANGE", liquidity="500000", verified=False)
UNPRICED = listed(ETHEREUM, contract(6), "GARDEN", "0", verified=False, holders=212)
ETH = listed(ETHEREUM, "", "ETH", "2000.5", change_24h="2.5", liquidity="5", market_cap="7", volume_24h="9", holders=3)
ETH_ON_BASE = listed(BASE, "", "ETH", "2000.5", liquidity="900000000")
SOL = listed(SOLANA, "", "SOL", "150", decimals=9)
BTC = listed(BITCOIN, "", "BTC", "90000", decimals=8)
IMPOSTOR = listed(ETHEREUM, FAKE_USDC, "ONLYFAKE", "3", verified=False, market_cap="1000000000000")
WORLD = World(CHAINS, (*USDC, GEM, THIN, THINNEST, DEEP, STRANGE, UNPRICED, ETH, ETH_ON_BASE, SOL, BTC, IMPOSTOR))


async def details(token, *faults, saved="", **arguments):
    simulator = simulate(WORLD, *faults)
    answer = await ask_once(simulator, "get_token_details", saved=saved, token=token, **arguments)
    assert simulator.violations == []
    return answer


async def test_figures_are_those_of_the_market_digit_for_digit():
    answer = await details("gem")
    assert answer["token"] == {
        "symbol": "GEM",
        "chain": "Ethereum",
        "chain_index": "1",
        "token_address": GEM.address,
        "verified": True,
    }
    assert answer["price_usd"] == "0.000012345678901234567"
    assert answer["change_24h_percent"] == "-3.4567"
    assert answer["market_cap_usd"] == "123456.789"
    assert answer["liquidity_usd"] == "54321.0987654321"
    assert answer["volume_24h_usd"] == "987.65"
    assert answer["holders"] == 4321
    assert answer["risk"] == []
    assert answer["summary"] == (
        "**GEM on Ethereum** $0.00001235 (-3.5% within 24 hours)\n"
        "market cap $123,456.79 · liquidity $54,321.10 · 24 h volume $987.65 · 4,321 holders"
    )


async def test_of_several_networks_the_one_with_the_deepest_market_is_shown_and_the_others_named():
    answer = await details("USDC")
    assert (answer["token"]["chain"], answer["price_usd"]) == ("Base", "0.9997")
    assert answer["notices"] == ["Shown for Base; USDC is also on Ethereum and Solana."]


@pytest.mark.parametrize(
    ("text", "chain"), [("USDC", "solana"), ("solana:USDC", ""), (USDC_SOLANA, ""), (f"501:{USDC_SOLANA}", "")]
)
async def test_a_network_that_is_named_is_the_one_shown(text, chain):
    answer = await details(text, chain=chain)
    assert (answer["token"]["chain"], answer["price_usd"], answer["notices"]) == ("Solana", "0.9996", [])


async def test_a_coin_is_asked_about_by_its_market_name_without_a_search():
    simulator = simulate(WORLD)
    async with access_to(simulator) as access:
        ether = await ask(access, "get_token_details", token="ETH")
        sol = await ask(access, "get_token_details", token="SOL")
    assert (ether["token"]["chain"], ether["token"]["token_address"]) == ("Ethereum", "")
    assert (ether["price_usd"], ether["change_24h_percent"], ether["risk"]) == ("2000.5", "2.5", [])
    assert ether["notices"] == ["Shown for Ethereum; ETH is also on Base."]
    assert sol["price_usd"] == "150"
    assert asked(simulator, SEARCH) == []
    first, second = asked(simulator, PRICE_INFO)
    assert {"chainIndex": "1", "tokenContractAddress": EVM_NATIVE} in first.json
    assert second.json == [{"chainIndex": "501", "tokenContractAddress": "1" * 32}]
    assert simulator.violations == []


async def test_a_coin_without_a_market_has_no_price_and_no_chart_is_offered():
    answer = await details("bitcoin:native", saved=f"cold={DAVE}")
    assert answer["summary"] == "**BTC on Bitcoin** has no market price."
    assert (answer["price_usd"], answer["risk"]) == (None, [])
    assert [step["tool"] for step in answer["next_steps"]] == ["get_token_balances", "show_portfolio"]


@pytest.mark.parametrize(
    ("token", "risk"),
    [
        ("DEEP", []),
        ("THIN", ["Its markets hold only $9,999.99: small trades move its price."]),
        ("DROP", ["Its markets hold only $999.99: it may not be possible to sell it."]),
        (STRANGE.address, ["STRANGE is not verified: anyone can give a token that name."]),
    ],
)
async def test_risks_are_told(token, risk):
    answer = await details(token)
    assert answer["risk"] == risk
    for sentence in risk:
        assert f"- {sentence}" in answer["summary"]


async def test_a_token_without_a_price_is_told_as_one():
    answer = await details(UNPRICED.address)
    assert answer["status"] == "ok"
    assert answer["summary"].startswith("**GARDEN on Ethereum** has no market price.\nliquidity $0.00 · 212 holders")
    assert (answer["price_usd"], answer["change_24h_percent"], answer["market_cap_usd"]) == (None, None, None)
    assert answer["risk"][0] == "GARDEN is not verified: anyone can give a token that name."


@pytest.mark.parametrize("token", [UNKNOWN, f"ethereum:{UNKNOWN}", f"base:{UNKNOWN.upper().replace('X', 'x')}"])
async def test_a_contract_that_nobody_knows_is_not_described(token):
    answer = await details(token)
    assert answer["error"]["code"] == "token_not_found"
    assert "Check the contract and the network." in answer["summary"]


async def test_a_symbol_that_only_impostors_have_is_not_found():
    answer = await details("ONLYFAKE")
    assert answer["error"]["code"] == "token_not_found"
    assert "is unverified, and anyone can use that name" in answer["summary"]
    assert (await details("NOSUCH"))["error"]["code"] == "token_not_found"


async def test_without_a_token_it_asks():
    answer = await details("  ")
    assert (answer["status"], answer["missing"]) == ("needs_input", ["token"])


@pytest.mark.parametrize("token", ["USDC", "ETH", USDC_ETHEREUM, UNKNOWN])
async def test_without_quota_for_figures_it_says_so(token):
    answer = await details(token, out_of_quota(PRICE_INFO))
    assert answer["error"]["code"] == "quota_exhausted"
    assert "quota" in answer["summary"]
    assert not answer["error"]["retryable"]


async def test_without_quota_for_names_a_contract_is_still_answered_but_not_called_verified():
    answer = await details(f"ethereum:{USDC_ETHEREUM}", out_of_quota(TOKEN_INFO))
    assert (answer["status"], answer["price_usd"]) == ("ok", "0.9998")
    assert answer["token"]["verified"] is None
    assert "Whether this token is verified could not be looked up." in answer["risk"]
    assert all("of  " not in step["say"] and not step["say"].endswith(" ") for step in answer["next_steps"])
    anywhere = await details(USDC_ETHEREUM, out_of_quota(TOKEN_INFO))
    assert (anywhere["token"]["chain"], anywhere["notices"]) == ("Ethereum", [])


async def test_a_saved_wallet_that_cannot_hold_it_is_not_offered():
    answer = await details("GEM", saved=f"cold={DAVE}")
    assert [step["tool"] for step in answer["next_steps"]] == ["get_price_chart", "show_portfolio"]
    answer = await details("GEM", saved=f"cold={DAVE},main={ALICE}")
    assert [step["tool"] for step in answer["next_steps"]] == ["get_price_chart", "check_swap", "get_token_balances"]
    assert answer["next_steps"][1]["arguments"]["wallet"] == "main"


async def test_figures_are_reused_within_the_cache():
    simulator = simulate(WORLD)
    async with access_to(simulator, cache_seconds=60) as access:
        await ask(access, "get_token_details", token="USDC")
        count = len(simulator.requests)
        await ask(access, "get_token_details", token="USDC")
        assert len(simulator.requests) == count
