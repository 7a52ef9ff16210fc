"""Too little of what is to be sold ends the check before anything is asked about the trade itself."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from support.service import access_to, simulate
from support.worlds import wallet
from swaps.market_world import (
    ETH_BASE,
    GASLESS,
    SAVER,
    SOLANA_TRADER,
    TRADER,
    TRON_TRADER,
    USDC,
    USDC_POLYGON,
    WORLD,
    world_with,
)
from swaps.sessions import trading
from wallet_portfolio.assets.trading import parse_trade_amount
from wallet_portfolio.simulator import Fault
from wallet_portfolio.simulator.faults import Mutate
from wallet_portfolio.workflows.swap_check import check_swap
from wallet_portfolio.workflows.swap_checked import SwapQuestion
from wallet_portfolio.workflows.swap_trade import find_trade

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("sell", "buy", "amount", "missing"),
    [
        # 2.000000000000000003 ETH are there
        ("ETH", "USDC", "2.000000000000000004", "0.000000000000000001 ETH"),
        ("ETH", "USDC", "3.5", "1.499999999999999997 ETH"),
        ("ETH", "USDC", "1,500", "1,497.999999999999999997 ETH"),
        ("ETH", "USDC", "$5100", "0.039999999999999997 ETH"),
        # 5000.000001 USDC are there
        ("USDC", "ETH", "5000.000002", "0.000001 USDC"),
        ("USDC", "ETH", "12,345.5", "7,345.499999 USDC"),
        ("USDC", "ETH", "$6000.5", "1,000.499999 USDC"),
        ("DEEP", "ETH", "50%", "no DEEP"),
        ("DEEP", "ETH", "100%", "no DEEP"),
        ("DEEP", "ETH", "$100", "50 DEEP ($100.00)"),
        ("DEEP", "ETH", "1", "1 DEEP"),
    ],
)
async def test_the_shortfall_is_named_and_no_quote_is_asked_for(sell, buy, amount, missing):
    async with trading() as session:
        answer = await session.check(sell, buy, amount, TRADER, chain="base")
        assert session.aggregator == []
    assert (answer["status"], answer["verdict"]) == ("ok", "insufficient_balance")
    assert missing in answer["reasons"][0]
    assert "Base" in answer["reasons"][0]
    assert (answer["receive"], answer["fee_usd"], answer["route"]) == (None, None, [])


@pytest.mark.parametrize("tool", ["check_swap", "prepare_swap"])
@pytest.mark.parametrize("confirmed", [{}, {"confirmed": True}])
async def test_preparing_stops_there_too(tool, confirmed):
    arguments = {"sell": "USDC", "buy": "ETH", "amount": "6000", "wallet": TRADER, "chain": "base"}
    async with trading() as session:
        answer = await session.ask(tool, **arguments, **(confirmed if tool == "prepare_swap" else {}))
        assert session.aggregator == []
    assert answer["verdict"] == "insufficient_balance"
    assert answer.get("transactions", []) == []


@pytest.mark.parametrize("amount", ["3", "$7500"])
async def test_buying_what_is_clearly_too_dear(amount):
    async with trading() as session:
        answer = await session.check("USDC", "ETH", amount, TRADER, amount_of="buy", chain="base")
        assert session.aggregator == []
    assert answer["verdict"] == "insufficient_balance"
    assert "2,499.999999 USDC" in answer["reasons"][0]  # 3 * 2500 - 5000.000001


async def test_buying_a_token_that_nobody_holds_is_counted_by_its_price():
    async with trading() as session:
        answer = await session.check("USDC", "DEEP", "2600", TRADER, amount_of="buy", chain="base")
        assert session.aggregator == []
    assert "199.999999 USDC" in answer["reasons"][0]


async def test_the_quote_decides_where_prices_do_not():
    # 1.999 ETH are worth 4997.50; one pool of 100 million keeps 0.1 % and a little: 5002.7 are needed
    async with trading() as session:
        answer = await session.check("USDC", "ETH", "1.999", TRADER, amount_of="buy", chain="base")
        assert session.quoted == [1_999 * 10**15]
    assert answer["verdict"] == "insufficient_balance"
    short = int(answer["amount_minimal"]) - 5_000_000_001
    assert 2_000_000 < short < 4_000_000
    assert f"{short // 10**6}.{short % 10**6:06d}".rstrip("0") in answer["reasons"][0]


async def test_the_only_network_with_enough_is_taken():
    async with trading() as session:
        answer = await session.check("USDC", "ETH", "1500", SAVER)
        assert {query["chainIndex"] for query in session.asked("/aggregator/quote")} == {"1"}
    assert (answer["sell"]["chain"], answer["balance"]) == ("Ethereum", "2000")


async def test_several_with_enough_are_asked_about_and_every_choice_runs():
    async with trading() as session:
        answer = await session.check("USDC", "no-such-token", "1", SAVER)
        assert answer["status"] == "error"
        answer = await session.check("USDC", "native", "30", SAVER)
        assert session.aggregator == []
        assert (answer["status"], answer["missing"]) == ("needs_input", ["chain"])
        chosen = [await session.ask(step["tool"], **step["arguments"]) for step in answer["next_steps"]]
    assert {one["sell"]["chain"] for one in chosen} == {"Ethereum", "Polygon", "Base"}
    assert len(chosen) == 3
    assert {one["status"] for one in chosen} == {"ok"}
    assert all(name in answer["question"] for name in ("Ethereum", "Polygon", "Base"))


async def test_without_enough_anywhere_the_largest_balance_is_named():
    async with trading() as session:
        answer = await session.check("USDC", "native", "2500", SAVER)
        assert session.aggregator == []
    assert (answer["verdict"], answer["sell"]["chain"], answer["balance"]) == (
        "insufficient_balance",
        "Ethereum",
        "2000",
    )
    assert "500 USDC" in answer["reasons"][0]


async def test_a_saved_name_of_two_wallets_asks_which():
    other = "0x2222222222222222222222222222222222222222"
    world = world_with(wallet(SAVER, (USDC, "50"), (ETH_BASE, "1")), wallet(other, (USDC, "60"), (ETH_BASE, "1")))
    async with trading(world=world, saved=f"both={SAVER},both={other}") as session:
        answer = await session.check("USDC", "ETH", "20", "both")
        assert (answer["status"], answer["missing"]) == ("needs_input", ["wallet"])
        chosen = [await session.ask(step["tool"], **step["arguments"]) for step in answer["next_steps"]]
        only = await session.check("USDC", "ETH", "55", "both")
    assert [one["wallet"] for one in chosen] == [SAVER, other]
    assert only["wallet"] == other


@pytest.mark.parametrize(
    ("wallet_address", "sell", "buy", "chain"),
    [
        (TRADER, "SOL", "USDC", "solana"),
        (TRADER, "501:native", "501:EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGkZwyTDt1v", ""),
        (TRADER, "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGkZwyTDt1v", "ETH", ""),
        (SOLANA_TRADER, "ETH", "USDC", "base"),
        (SOLANA_TRADER, "8453:native", f"8453:{USDC.address}", ""),
        (SOLANA_TRADER, USDC.address, "SOL", ""),
        (TRON_TRADER, "ethereum:native", "TRX", ""),
        (TRADER, "1:native", f"1:{USDC_POLYGON.address}", "base"),
    ],
)
async def test_a_wallet_and_a_token_of_different_kinds(wallet_address, sell, buy, chain):
    async with trading() as session:
        answer = await session.check(sell, buy, "1", wallet_address, chain=chain)
        assert session.aggregator == []
    assert answer["error"]["code"] == "invalid_input"
    assert "Something went wrong" not in answer["summary"]
    assert len(answer["summary"]) < 300


async def test_the_symbol_of_another_kind_of_network_is_not_found():
    async with trading() as session:
        answer = await session.check("SOL", "USDC", "1", TRADER)
    assert answer["error"]["code"] == "token_not_found"


async def test_dollars_of_what_is_held_on_one_of_many_networks():
    async with trading() as session:
        answer = await session.check("USDC", "ETH", "$100", GASLESS, chain="base")
        assert answer["amount"] == "100"
        answer = await session.check("USDC", "native", "$1000", SAVER)
    assert (answer["sell"]["chain"], answer["amount"]) == ("Ethereum", "1000")


async def test_the_balance_that_decides_is_the_one_of_now():
    rich = world_with(wallet(TRADER, (ETH_BASE, "1"), (USDC, "1000")))
    poor = world_with(wallet(TRADER, (ETH_BASE, "1"), (USDC, "10")))
    simulator = simulate(rich)
    question = SwapQuestion("USDC", "ETH", "500", chain="base", wallet=TRADER)
    async with access_to(simulator, cache_seconds=600.0) as access:
        assert (await check_swap(access, question)).verdict == "ready"
        simulator.world = poor
        check = await check_swap(access, question)
    assert (check.verdict, check.trade.balance) == ("insufficient_balance", 10)


async def test_a_check_is_as_old_as_its_oldest_figure():
    async with access_to(simulate(WORLD), "") as access:
        old = datetime(2020, 1, 1, tzinfo=UTC)
        real = access.service().markets.figures

        async def figures(tokens):
            return replace(await real(tokens), at=old)

        access.service().markets.figures = figures
        question = SwapQuestion("ETH", "USDC", "1", chain="base", wallet=TRADER)
        assert (await check_swap(access, question)).as_of == old
        buying = replace(question, amount_of="buy")
        assert (await find_trade_of(access, buying)).as_of == old


async def find_trade_of(access, question):
    amount = parse_trade_amount(question.amount)
    return await find_trade(access, "ETH", "USDC", amount, question.amount_of, chain="base", wallet=TRADER)


async def test_one_network_that_tells_no_decimals_does_not_stop_the_others():
    def without_decimals(chain):
        def change(body):
            for row in body["data"]:
                if row["chainIndex"] in chain:
                    row["decimal"] = ""
            return body

        return [Fault(Mutate(change), path) for path in ("/token/search", "/token/basic-info")]

    async with trading(*without_decimals({"137"})) as session:
        answer = await session.check("USDC", "ETH", "10", TRADER)
    assert (answer["verdict"], answer["sell"]["chain"]) == ("ready", "Base")
    async with trading(*without_decimals({"137", "8453", "1", "42161", "7777777"})) as session:
        answer = await session.check("USDC", "native", "10", TRADER)
    assert answer["error"]["code"] == "bad_response"
