"""The network fee has to be left over."""

from decimal import Decimal
from itertools import count

import pytest

from support.service import out_of_quota
from support.worlds import wallet
from swaps.market_world import (
    ETH_ARBITRUM,
    ETH_BASE,
    GAS_ONE_HOP,
    GAS_TWO_HOPS,
    GASLESS,
    SAVER,
    SOL,
    SOLANA_TRADER,
    TRADER,
    USDC,
    USDC_ARBITRUM,
    USDC_SOL,
    world_with,
)
from swaps.sessions import trading
from wallet_portfolio.simulator import Fault
from wallet_portfolio.simulator.faults import Mutate

pytestmark = pytest.mark.anyio

ETHER = 10**18
# What is kept for the fee to rise, and what the approval of a token takes on top: 60,000 units at 10 gwei.
KEPT_ONE_HOP = GAS_ONE_HOP * 3 // 2
APPROVAL = 60_000 * 10 * 10**9
# One hop from the system's coin: 250,000 units at 5 lamports; and the rent of two token accounts (165 bytes each).
SOLANA_COST = 250_000 * 5 + 2 * 2_039_280


def eth(units):
    return f"{Decimal(units).scaleb(-18):f}"


def coins(units, *more):
    return world_with(wallet(TRADER, (ETH_BASE, eth(units)), *more))


@pytest.mark.parametrize(
    "balance",
    [
        2 * ETHER + 3,
        ETHER // 100,
        10**15 * 5,
        GAS_ONE_HOP * 4 + 1,
        GAS_ONE_HOP * 2,
        GAS_ONE_HOP * 8 // 5,
        123_456_789_012_345_678,
    ],
)
@pytest.mark.parametrize("buy", ["USDC", "DEEP"])
async def test_all_of_a_coin_is_what_gas_leaves(balance, buy):
    async with trading(world=coins(balance)) as session:
        answer = await session.check("ETH", buy, "100%", TRADER, chain="base")
        assert session.quoted
        assert all(0 < amount <= balance - GAS_ONE_HOP for amount in session.quoted)
        selling = int(answer["amount_minimal"])
        assert session.quoted[-1] == selling
    assert answer["verdict"] == "ready"
    assert balance - selling >= GAS_ONE_HOP
    assert balance - selling <= GAS_ONE_HOP * 2
    assert any("stays in the wallet" in notice for notice in answer["notices"])


@pytest.mark.parametrize("balance", [GAS_ONE_HOP, GAS_ONE_HOP - 1, GAS_ONE_HOP * 5 // 4])
async def test_all_of_a_coin_that_is_not_worth_the_gas(balance):
    async with trading(world=coins(balance)) as session:
        answer = await session.check("ETH", "USDC", "100%", TRADER, chain="base")
    assert answer["verdict"] == "insufficient_gas"
    assert (answer["amount"], answer["receive"]) == (None, None)


async def test_all_of_a_coin_whose_fee_is_not_told():
    def without_fee(body):
        body["data"][0]["tradeFee"] = ""
        return body

    async with trading(Fault(Mutate(without_fee), "/quote")) as session:
        answer = await session.check("ETH", "USDC", "100%", TRADER, chain="base")
        assert answer["error"]["code"] == "invalid_input"
        some = await session.check("ETH", "USDC", "1", TRADER, chain="base")
    assert (some["verdict"], some["fee_usd"]) == ("warning", None)


async def test_an_amount_that_leaves_just_enough_for_gas():
    balance = 2 * ETHER + 3
    async with trading() as session:
        enough = await session.check("ETH", "USDC", eth(balance - KEPT_ONE_HOP), TRADER, chain="base")
        short = await session.check("ETH", "USDC", eth(balance - KEPT_ONE_HOP + 10**14 + 1), TRADER, chain="base")
    assert enough["verdict"] == "ready"
    assert short["verdict"] == "insufficient_gas"
    assert "0.000100000000000001 ETH" in short["reasons"][0]
    assert "0.003 ETH" in short["reasons"][0]


async def test_a_token_without_any_coin_for_gas():
    for chain in ("base", "arbitrum"):  # a balance of nothing comes as a row of 0 on one and as no row on the other
        async with trading() as session:
            answer = await session.check("USDC", "ETH", "100", GASLESS, chain=chain)
        assert answer["verdict"] == "insufficient_gas"
        # Base: 200,000 units and 60,000 for the approval at 10 gwei, half of it on top; Arbitrum: at 0.05 gwei
        assert ("0.0039 ETH" if chain == "base" else "0.0000195 ETH") in answer["reasons"][0]


async def test_a_token_without_any_coin_for_gas_and_without_prices():
    async with trading(out_of_quota("/price-info")) as session:
        answer = await session.check("USDC", "ETH", "100", GASLESS, chain="arbitrum")
    assert answer["verdict"] == "insufficient_gas"
    assert any("ETH" in reason for reason in answer["reasons"])


async def test_a_token_with_a_little_too_little_for_two_hops():
    enough = (GAS_TWO_HOPS + APPROVAL) * 3 // 2
    world = coins(enough - 10**14, (USDC, "100"))
    async with trading(world=world) as session:
        answer = await session.check("USDC", "DEEP", "100%", TRADER)
        assert session.quoted == [100_000_000]
    assert answer["verdict"] == "insufficient_gas"
    assert "0.0001 ETH" in answer["reasons"][0]
    async with trading(world=coins(enough, (USDC, "100"))) as session:
        assert (await session.check("USDC", "DEEP", "100%", TRADER))["verdict"] == "ready"


async def test_gas_on_another_network_does_not_count():
    world = world_with(wallet(SAVER, (ETH_ARBITRUM, "3"), (USDC, "100"), (USDC_ARBITRUM, "1")))
    async with trading(world=world) as session:
        answer = await session.check("USDC", "ETH", "50", SAVER)
    assert (answer["sell"]["chain"], answer["verdict"]) == ("Base", "insufficient_gas")


async def test_buying_with_a_coin_leaves_room_for_gas_too():
    async with trading(world=coins(ETHER)) as session:
        answer = await session.check("ETH", "USDC", "2460", TRADER, amount_of="buy", chain="base")
        assert answer["verdict"] == "ready"
        answer = await session.check("ETH", "USDC", "2470", TRADER, amount_of="buy", chain="base")
    assert answer["verdict"] == "insufficient_gas"
    missing = -(-int(answer["amount_minimal"]) * 101 // 100) + KEPT_ONE_HOP - ETHER
    assert 0 < missing < KEPT_ONE_HOP
    assert f" {eth(missing).rstrip('0')} ETH" in answer["reasons"][0]


async def test_gas_units_that_are_not_told_count_the_approval_as_half_of_the_fee():
    def without_units(body):
        body["data"][0]["estimateGasFee"] = ""
        return body

    enough = GAS_ONE_HOP * 3 // 2 * 3 // 2
    for balance, verdict in ((enough, "ready"), (enough - 1, "insufficient_gas")):
        fault = Fault(Mutate(without_units), "/quote")
        async with trading(fault, world=coins(balance, (USDC, "100"))) as session:
            answer = await session.check("USDC", "ETH", "50", TRADER)
        assert answer["verdict"] == verdict
    assert " 0.000000000000000001 ETH" in answer["reasons"][0]


async def test_a_fee_that_rises_within_the_room_left_for_it():
    """All of a coin is sold: the room is there for the fee of the second quote."""
    asked = count()

    def dearer(body):
        if next(asked):
            body["data"][0]["tradeFee"] = "6.5"
        return body

    async with trading(Fault(Mutate(dearer), "/quote")) as session:
        answer = await session.check("ETH", "USDC", "100%", TRADER, chain="base")
    assert answer["verdict"] == "ready"


@pytest.mark.parametrize("balance", ["12.5", "0.02", "0.012345678"])
async def test_all_of_solanas_coin(balance):
    units = int(Decimal(balance) * 10**9)
    async with trading(world=world_with(wallet(SOLANA_TRADER, (SOL, balance)))) as session:
        answer = await session.check("SOL", "USDC", "100%", SOLANA_TRADER)
        assert all(amount <= units - SOLANA_COST for amount in session.quoted)
    assert answer["verdict"] == "ready"
    assert units - int(answer["amount_minimal"]) >= SOLANA_COST


async def test_a_token_of_solana_without_its_coin():
    async with trading(world=world_with(wallet(SOLANA_TRADER, (USDC_SOL, "50")))) as session:
        answer = await session.check("USDC", "SOL", "50", SOLANA_TRADER)
    assert answer["verdict"] == "insufficient_gas"
    assert "SOL" in answer["reasons"][0]
