"""How much is bought, rather than how much is sold."""

from decimal import Decimal
from math import ceil

import pytest

from support.worlds import BNB_CHAIN, wallet
from swaps.market_world import (
    BNB,
    ETH,
    ETH_ARBITRUM,
    ETH_BASE,
    POL,
    SAVER,
    SOLANA_TRADER,
    TRADER,
    USDC,
    USDC_ADDRESS,
    USDC_ARBITRUM,
    USDC_POLYGON,
    contract,
    deep,
    world_with,
)
from swaps.sessions import QUOTE, trading

pytestmark = pytest.mark.anyio

CAKE = deep(BNB_CHAIN, contract("ca4e"), "CAKE", "2")


async def test_an_exact_amount_is_bought_where_the_network_has_it():
    async with trading() as session:
        answer = await session.check("ETH", "USDC", "1000.25", TRADER, amount_of="buy", chain="base")
        (query,) = session.asked(QUOTE)
    assert (query["swapMode"], query["amount"]) == ("exactOut", "1000250000")
    # What has to go in for v: v * d / (d - v) / 0.999, d being 50 million; at 2,500 USD
    value = Decimal("1000.25")
    wei = ceil(value * 50_000_000 / (50_000_000 - value) / Decimal("0.999") / 2_500 * 10**18)
    assert abs(int(answer["amount_minimal"]) - wei) <= 1
    assert Decimal(answer["amount"]).scaleb(18) == int(answer["amount_minimal"])
    assert (answer["receive"], answer["verdict"]) == ("1000.25", "ready")
    assert any("slippage" in notice for notice in answer["notices"])


@pytest.mark.parametrize(
    ("coin", "other", "sell", "buy", "chain"),
    [
        (ETH, None, "ETH", "USDC", "1"),
        (ETH_BASE, None, "ETH", "USDC", "8453"),
        (BNB, CAKE, "BNB", "CAKE", "56"),
        (ETH_ARBITRUM, USDC_ARBITRUM, "ETH", "USDC", "42161"),
    ],
)
async def test_the_four_networks_that_have_it(coin, other, sell, buy, chain):
    held = [(coin, "5"), *([(other, "1")] if other else [])]
    async with trading(world=world_with(wallet(SAVER, *held))) as session:
        answer = await session.check(sell, buy, "$50", SAVER, amount_of="buy", chain=chain)
        assert {(query["chainIndex"], query["swapMode"]) for query in session.asked(QUOTE)} == {(chain, "exactOut")}
    assert (answer["status"], answer["verdict"]) == ("ok", "ready")
    assert answer["receive"] == ("25" if buy == "CAKE" else "50")


@pytest.mark.parametrize(
    ("owner", "sell", "buy", "chain", "digits"),
    [(SAVER, "USDC", "POL", "polygon", 18), (SOLANA_TRADER, "SOL", "USDC", "", 6)],
)
async def test_elsewhere_the_nearest_is_sold_with_a_notice(owner, sell, buy, chain, digits):
    async with trading() as session:
        answer = await session.check(sell, buy, "200", owner, amount_of="buy", chain=chain)
        quotes = session.asked(QUOTE)
    assert {query["swapMode"] for query in quotes} == {"exactIn"}
    assert quotes[-1]["amount"] == answer["amount_minimal"]
    assert abs(Decimal(answer["receive"]) - 200) < Decimal("0.001")
    assert any("exact amount" in notice for notice in answer["notices"])
    assert answer["verdict"] == "ready"


async def test_dollars_of_what_is_bought():
    async with trading() as session:
        await session.check(f"base:{USDC_ADDRESS}", "ETH", "$250", TRADER, amount_of="buy")
        assert session.quoted == [10**17]


async def test_a_digit_of_slack_is_not_taken_from_the_balance():
    # Needs 50 * 0.25 = 12.50 USDC by price; the pool takes 0.1 % more, and the wallet has no more than 12.50
    tokens = (POL, "5"), (USDC_POLYGON, "12.5")
    async with trading(world=world_with(wallet(SAVER, *tokens))) as session:
        answer = await session.check("USDC", "POL", "50", SAVER, amount_of="buy")
    assert answer["verdict"] == "insufficient_balance"


@pytest.mark.parametrize("amount", ["0.39", "0.396", "0.399"])
async def test_the_most_that_can_be_spent_has_to_be_there(amount):
    """1,000 USDC buy about 0.3996 ETH, but 1 % of slippage on top has to be there as well."""
    held = (ETH_BASE, "1"), (USDC, "1000")
    async with trading(world=world_with(wallet(TRADER, *held))) as session:
        answer = await session.check("USDC", "ETH", amount, TRADER, amount_of="buy", chain="base")
    most = -(-int(answer["amount_minimal"]) * 101 // 100)
    if most <= 10**9:
        assert answer["verdict"] == "ready"
    else:
        assert answer["verdict"] == "insufficient_balance"
        assert f" {Decimal(most - 10**9).scaleb(-6):f}".rstrip("0") in answer["reasons"][0]
    assert (answer["verdict"] == "ready") == (amount == "0.39")
