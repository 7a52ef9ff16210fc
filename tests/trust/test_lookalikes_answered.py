"""A token whose symbol or full name is made to be taken for a well-known one is told as an impostor everywhere."""

from dataclasses import replace
from decimal import Decimal

import pytest

from support.asking import ask_once
from support.service import TOKEN_INFO, asked, out_of_quota, simulate
from support.worlds import BASE, BOB, CHAINS, ETHEREUM, POLYGON, USDC, USDC_BASE, token, wallet
from trust.impostors import FAKE, NAME_SPOOFS, SHOWN, holding_only
from wallet_portfolio.assets.lookalikes import lookalike_of
from wallet_portfolio.simulator import World


@pytest.mark.anyio
@pytest.mark.parametrize(
    "symbol", ["USDC", "usdc.", "USD\u0421", "U$DC", "ＵＳＤＣ", "U\u200bSDC", "ETH", "\u0415TH", "BTC"]
)
async def test_a_lone_impostor_is_not_counted_but_named(symbol):
    simulator = simulate(holding_only(symbol))
    answer = await ask_once(simulator, "list_holdings", wallets=[BOB])
    portfolio = await ask_once(simulator, "show_portfolio", wallets=[BOB])
    for one in (answer, portfolio):
        assert one["holdings"] == []
        assert any(notice.startswith("Not counted: ") and "Ethereum" in notice for notice in one["notices"])
    assert (answer["listed_usd"], portfolio["total_usd"]) == ("0", "0")
    assert len(asked(simulator, TOKEN_INFO)) == 2  # one for each question
    assert simulator.violations == []


OWN_SUM = "This is OKX's own sum: impostors count in it, if there are any. The portfolio leaves them out."
WITH_RISKY = (
    "This is OKX's own sum: impostors count in it, and risky tokens where OKX does not tell them apart, if there are "
    "any. The portfolio says which."
)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, WITH_RISKY),
        ({"chains": ["ethereum"]}, OWN_SUM),
        ({"include_risky": True}, OWN_SUM),
        ({"asset_type": "tokens", "chains": ["ethereum"]}, OWN_SUM),
        ({"asset_type": "defi"}, None),
        ({"chains": ["base"]}, None),  # where nothing is held
    ],
)
async def test_the_sum_of_the_service_says_what_it_counts_and_leads_to_the_portfolio_without_it(arguments, said):
    simulator = simulate(holding_only("USDC"))
    answer = await ask_once(simulator, "get_total_value", wallets=[BOB], **arguments)
    assert (answer["status"], answer["notices"]) == ("ok", [said] if said else [])
    assert len(simulator.requests) == 2  # the networks and the sum
    [step] = [step for step in answer["next_steps"] if step["tool"] == "show_portfolio"]
    shown = await ask_once(simulate(holding_only("USDC")), step["tool"], **step["arguments"])
    assert (answer["total_usd"], shown["total_usd"]) == ("1000000" if said else "0", "0")


@pytest.mark.anyio
async def test_it_is_listed_among_the_risky_with_a_warning():
    answer = await ask_once(simulate(holding_only("USD\u0421")), "list_holdings", wallets=[BOB], include_risky=True)
    assert [held["verified"] for held in answer["holdings"]] == [False]
    assert answer["listed_usd"] == "0"
    assert any(notice.startswith("Beware of impostors: “USD\u0421” on Ethereum.") for notice in answer["notices"])
    assert FAKE not in str([step["arguments"] for step in answer["next_steps"]])


@pytest.mark.anyio
async def test_a_verified_contract_of_such_a_name_is_none():
    for symbol in ("USDC.e", "USD₮0", "USDC", "axlUSDC", "U$DC"):
        answer = await ask_once(
            simulate(holding_only(symbol, verified=True, chain=POLYGON)), "list_holdings", wallets=[BOB]
        )
        assert [held["verified"] in (True, None) for held in answer["holdings"]] == [True]
        assert answer["notices"] == []


@pytest.mark.anyio
async def test_of_the_real_one_nobody_is_asked():
    simulator = simulate(World(CHAINS, (), (wallet(BOB, (USDC, "5"), (token(ETHEREUM, "", "ETH", "2"), "1")),)))
    answer = await ask_once(simulator, "list_holdings", wallets=[BOB])
    assert [held["verified"] for held in answer["holdings"]] == [True, True]
    assert asked(simulator, TOKEN_INFO) == []


UNCHECKED = (
    "Missing: {symbol} on Ethereum ($1.0M) of 0x1111…1111, because whether that is what its name says could not be "
    "looked up, so it is not counted. The quota of this OKX plan is used up."
)


@pytest.mark.anyio
@pytest.mark.parametrize("symbol", ["USD\u0421", "USDC"])
@pytest.mark.parametrize(
    ("tool", "figures"),
    [
        ("list_holdings", {"listed_usd": "10000", "total_count": 1}),
        ("show_portfolio", {"total_usd": None, "defi_usd": "0", "total_count": 1}),
        ("find_underperformers", {"total_count": 0}),
    ],
)
async def test_where_the_service_does_not_tell_it_is_missing_and_neither_counted_nor_offered(symbol, tool, figures):
    eth = token(ETHEREUM, "", "ETH", "2000", liquidity=Decimal(10**8))
    simulator = simulate(holding_only(symbol, (eth, "5")), out_of_quota(TOKEN_INFO))
    answer = await ask_once(simulator, tool, wallets=[BOB])
    assert answer["status"] == "partial"
    assert any(notice.startswith(UNCHECKED.format(symbol=symbol)) for notice in answer["notices"]), answer["notices"]
    assert FAKE not in str(answer["holdings"])
    assert {name: answer[name] for name in figures} == figures
    assert FAKE not in str([step["arguments"] for step in answer["next_steps"]])
    if tool == "show_portfolio":
        assert [part["value_usd"] for part in answer["by_chain"]] == ["10000"]
        assert "as far as they could be read:** $10,000.00" in answer["summary"]


@pytest.mark.anyio
async def test_asked_for_with_the_risky_ones_it_is_listed_but_not_counted_either():
    simulator = simulate(holding_only("USDC"), out_of_quota(TOKEN_INFO))
    listing = await ask_once(simulator, "list_holdings", wallets=[BOB], include_risky=True)
    portfolio = await ask_once(simulator, "show_portfolio", wallets=[BOB], include_risky=True)
    for one in (listing, portfolio):
        assert [held["verified"] for held in one["holdings"]] == [None]
        assert one["status"] == "partial"
        assert FAKE not in str([step["arguments"] for step in one["next_steps"]])
    assert (listing["listed_usd"], portfolio["total_usd"], portfolio["by_chain"]) == ("0", None, [])


@pytest.mark.anyio
async def test_a_swarm_of_worthless_ones_keeps_none_from_being_looked_at():
    swarm = [(token(ETHEREUM, f"0x{number:040x}", "USDC", "0.000001", verified=False), "1") for number in range(150)]
    simulator = simulate(holding_only("USD\u0421", *swarm))
    answer = await ask_once(simulator, "list_holdings", wallets=[BOB])
    assert len(asked(simulator, TOKEN_INFO)) == 2
    assert (answer["status"], answer["holdings"]) == ("ok", [])


@pytest.mark.anyio
async def test_of_more_than_are_looked_at_the_costly_ones_are():
    swarm = [(token(ETHEREUM, f"0x{number:040x}", "USDC", "0.000001", verified=False), "1") for number in range(503)]
    simulator = simulate(holding_only("USD\u0421", *swarm))
    answer = await ask_once(simulator, "list_holdings", wallets=[BOB])
    assert len(asked(simulator, TOKEN_INFO)) == 5
    assert (answer["status"], answer["holdings"]) == ("partial", [])
    [missing] = [notice for notice in answer["notices"] if notice.startswith("Missing: ")]
    assert missing.count("USDC on Ethereum (<$0.01)") == 4
    assert missing.endswith("so it is not counted. There are too many such tokens.")


@pytest.mark.anyio
@pytest.mark.parametrize("symbol", ["USD\u0421", "USDC"])
async def test_a_balance_asked_for_by_its_contract_comes_with_the_warning(symbol):
    answer = await ask_once(
        simulate(holding_only(symbol)), "get_token_balances", wallets=[BOB], tokens=[FAKE], chains=["ethereum"]
    )
    assert any(notice.startswith("Beware of impostors: ") for notice in answer["notices"])


@pytest.mark.anyio
@pytest.mark.parametrize("symbol", SHOWN)
async def test_a_search_marks_it(symbol):
    world = holding_only(symbol)
    world = replace(world, tokens=(USDC,))
    answer = await ask_once(simulate(world), "search_tokens", query=FAKE, chains=["ethereum"])
    (found,) = answer["tokens"]
    assert not found["verified"]
    assert f"not verified, imitates {lookalike_of(symbol)}" in answer["summary"]
    assert any(notice.startswith("Beware of impostors: ") for notice in answer["notices"])


@pytest.mark.anyio
@pytest.mark.parametrize(("symbol", "name", "known"), [NAME_SPOOFS[0], ("1USDC", "USD Coin", None)])
async def test_a_search_marks_a_full_name_that_another_coin_has(symbol, name, known):
    one = replace(token(ETHEREUM, FAKE, symbol, "1", verified=False), name=name)
    answer = await ask_once(simulate(World(CHAINS, (one,), ())), "search_tokens", query=FAKE, chains=["ethereum"])
    assert [found["name"] for found in answer["tokens"]] == [name]
    assert ("imitates" in answer["summary"]) == (known is not None)
    assert any(notice.startswith("Beware of impostors: ") for notice in answer["notices"]) == (known is not None)


@pytest.mark.anyio
async def test_a_search_marks_no_genuine_one():
    real = (USDC, token(BASE, USDC_BASE, "USDC", "1"), token(POLYGON, "0x" + "ee" * 20, "USD₮0", "1"))
    for query in ("USDC", "USD₮0"):
        answer = await ask_once(simulate(World(CHAINS, real, ())), "search_tokens", query=query)
        assert answer["tokens"]
        assert "imitates" not in answer["summary"]
        assert answer["notices"] == []


@pytest.mark.anyio
async def test_its_details_and_its_chart_warn():
    simulator = simulate(holding_only("USD\u0421"))
    details = await ask_once(simulator, "get_token_details", token=FAKE, chain="ethereum")
    assert details["risk"][0].startswith("Strong warning: USD\u0421 is not verified and only bears the name of USDC")
    chart = await ask_once(simulator, "get_price_chart", token=FAKE, chain="ethereum")
    assert any(notice.startswith("Beware of impostors: ") for notice in chart["notices"])


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("sell", "buy", "amount", "verdict"),
    [
        ("ETH", FAKE, "0.1", "warning"),
        (FAKE, "ETH", "10", "warning"),
        (FAKE, "ETH", "2000000", "insufficient_balance"),
        ("ETH", FAKE, "100", "insufficient_balance"),
    ],
)
async def test_a_swap_check_warns_even_where_the_balance_ends_it(sell, buy, amount, verdict):
    world = holding_only("U$DC", (token(ETHEREUM, "", "ETH", "2000", liquidity=Decimal(10**8)), "5"))
    answer = await ask_once(
        simulate(world), "check_swap", sell=sell, buy=buy, amount=amount, chain="ethereum", wallet=BOB
    )
    assert answer["verdict"] == verdict
    assert any(
        reason.startswith("Strong warning: U$DC is not verified and only bears the name of USDC")
        for reason in answer["reasons"]
    )
