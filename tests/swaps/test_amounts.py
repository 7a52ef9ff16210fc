"""Amounts as people write them, exact to the last digit the token has."""

from decimal import Decimal

import pytest

from swaps.market_world import SOLANA_TRADER, TRADER, USDC_ADDRESS
from swaps.sessions import trading
from wallet_portfolio.assets.trading import (
    after_slippage,
    before_slippage,
    round_up,
    slippage_keeping,
    slippage_up_to,
)

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("sell", "amount", "minimal"),
    [
        ("ETH", "1.5", "1500000000000000000"),
        ("ETH", ".5", "500000000000000000"),
        ("ETH", " 0.3 ", "300000000000000000"),
        ("ETH", str(Decimal("0.1") + Decimal("0.2")), "300000000000000000"),
        ("ETH", "0.123456789012345678", "123456789012345678"),
        ("ETH", "1.000000000000000001", "1000000000000000001"),
        ("ETH", "0.00001", "10000000000000"),
        ("ETH", "1.50000000000000000000", "1500000000000000000"),
        ("ETH", "50%", "1000000000000000001"),  # half of 2.000000000000000003, rounded down
        ("ETH", "33.3 %", "666000000000000000"),
        ("ETH", "$100", "40000000000000000"),
        ("ETH", "$ 1,000.01", "400004000000000000"),
        ("USDC", "1,500", "1500000000"),
        ("USDC", "1,234.567891", "1234567891"),
        ("USDC", "100%", "5000000001"),
        ("USDC", "0.000001%", "50"),
        ("USDC", "$0.333333", "333333"),
        ("USDC", "5000.000001", "5000000001"),
    ],
)
async def test_what_is_written_is_what_is_quoted(sell, amount, minimal):
    async with trading() as session:
        answer = await session.check(sell, "DEEP", amount, TRADER, chain="base")
        assert session.quoted == [int(minimal)]
    assert answer["verdict"] == "ready"
    assert answer["amount_minimal"] == minimal
    assert Decimal(answer["amount"]).scaleb(18 if sell == "ETH" else 6) == int(minimal)


@pytest.mark.parametrize("amount", [1.5, 1, "0.1"])
async def test_numbers_of_json_are_taken_as_written(amount):
    async with trading() as session:
        answer = await session.check("ETH", "DEEP", amount, TRADER, chain="base")
    assert answer["amount"] == str(amount)


@pytest.mark.parametrize(
    "amount",
    [
        *("0", "0.0", "$0", "0%", "-1", "-0.5", "$-5", "101%", "100.0000001%", "abc", "NaN", "Infinity", "1e3", "1 2"),
        *("$50%", "0,5", "1,5", "1,50,000", ",5", "5.", "1.2.3", "1_000", "½", "٣", "all", "+1", "0x10"),
    ],
)
async def test_what_is_no_amount_is_refused_with_a_sentence(amount):
    async with trading() as session:
        answer = await session.check("ETH", "DEEP", amount, TRADER, chain="base")
        assert session.simulator.requests == type(session.simulator.requests)()
    assert answer["error"]["code"] == "invalid_input"
    assert answer["summary"].endswith(".")


@pytest.mark.parametrize(
    ("sell", "amount", "digits"),
    [("ETH", "0.1234567890123456789", "18"), ("USDC", "1.0000001", "6"), ("USDC", "9999.1234567", "6")],
)
async def test_a_digit_too_many_is_refused(sell, amount, digits):
    async with trading() as session:
        answer = await session.check(sell, "DEEP", amount, TRADER, chain="base")
        assert session.aggregator == []
    assert answer["error"]["code"] == "invalid_input"
    assert amount in answer["summary"]
    assert f"{digits} decimals" in answer["summary"]


async def test_a_digit_too_many_of_what_is_bought():
    async with trading() as session:
        answer = await session.check("ETH", "USDC", "1.0000001", TRADER, chain="base", amount_of="buy")
        assert session.aggregator == []
    assert "6 decimals" in answer["summary"]


async def test_nine_digits_on_solana():
    async with trading() as session:
        answer = await session.check("SOL", "USDC", "0.123456789", SOLANA_TRADER)
        assert session.quoted == [123_456_789]
        refused = await session.check("SOL", "USDC", "0.1234567891", SOLANA_TRADER)
    assert answer["amount_minimal"] == "123456789"
    assert refused["error"]["code"] == "invalid_input"


async def test_a_percentage_of_what_is_bought_makes_no_sense():
    async with trading() as session:
        answer = await session.check("ETH", "USDC", "50%", TRADER, amount_of="buy")
        assert session.aggregator == []
    assert answer["error"]["code"] == "invalid_input"


async def test_less_than_the_smallest_unit():
    async with trading() as session:
        answer = await session.check("USDC", "ETH", "$0.0000001", TRADER, chain="base")
        assert session.aggregator == []
    assert answer["error"]["code"] == "invalid_input"


async def test_dollars_without_a_price():
    async with trading() as session:
        answer = await session.check("base:0x00000000000000000000000000000000000000d9", "ETH", "$5", TRADER)
        assert session.aggregator == []
    assert "no price" in answer["summary"]


@pytest.mark.parametrize("slippage", ["51", "-1", "abc", "NaN", "1e1", "", "0.0000001", "-0"])
async def test_a_slippage_that_makes_no_sense(slippage):
    async with trading() as session:
        answer = await session.check("ETH", f"base:{USDC_ADDRESS}", "1", TRADER, slippage_percent=slippage)
        assert session.aggregator == []
    assert answer["error"]["code"] == "invalid_input"


@pytest.mark.parametrize(
    ("slippage", "kept"), [("0", "1"), ("0.5%", "0.995"), ("1", "0.99"), (".25", "0.9975"), ("50", "0.5")]
)
async def test_the_least_to_receive_is_rounded_down(slippage, kept):
    async with trading() as session:
        answer = await session.check("ETH", "USDC", "0.7", TRADER, chain="base", slippage_percent=slippage)
    units = int(Decimal(answer["receive"]).scaleb(6))
    numerator, denominator = Decimal(kept).as_integer_ratio()
    assert Decimal(answer["receive_minimum"]).scaleb(6) == units * numerator // denominator


@pytest.mark.parametrize(("units", "kept"), [(1_000, 990), (995, 990), (1_003, 990), (990, 990), (10**30 + 7, 10**30)])
def test_no_more_slippage_than_leaves_what_was_agreed_to(units, kept):
    percent = slippage_keeping(units, least=kept, slippage_percent=Decimal(1))
    assert after_slippage(units, percent) >= kept
    assert 0 <= percent <= 1


@pytest.mark.parametrize(("units", "most"), [(1_000, 1_010), (1_005, 1_010), (990, 1_010), (1_010, 1_010)])
def test_no_more_slippage_than_takes_what_was_agreed_to(units, most):
    percent = slippage_up_to(units, most=most, slippage_percent=Decimal(1))
    assert before_slippage(units, percent) <= most
    assert 0 <= percent <= 1


def test_what_is_out_of_reach_leaves_no_slippage():
    assert slippage_keeping(9, least=10, slippage_percent=Decimal(1)) == 0
    assert slippage_up_to(11, most=10, slippage_percent=Decimal(1)) == 0
    assert round_up(Decimal("0.0000011"), 6) == Decimal("0.000002")
