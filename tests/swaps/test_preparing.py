"""What is handed on to the user's own wallet, and that nothing is before the user has agreed."""

import base58
import pytest

from swaps.market_world import BASE, GASLESS, LEAF, NATIVE, SOLANA_TRADER, SYSTEM, TRADER, USDC_ADDRESS
from swaps.sessions import APPROVE, INSTRUCTIONS, SWAP, trading
from wallet_portfolio.simulator.contracts import spender

pytestmark = pytest.mark.anyio

USDC_FOR_ETH = {"sell": "USDC", "buy": "ETH", "wallet": TRADER, "chain": "base"}


async def test_nothing_is_prepared_before_it_is_agreed_to():
    async with trading() as session:
        answer = await session.ask("prepare_swap", **USDC_FOR_ETH, amount="1234.5")
        assert session.made == []
    assert (answer["status"], answer["missing"], answer["transactions"]) == ("needs_input", ["confirmed"], [])
    for words in ("1,234.5 USDC", "ETH", "Base"):
        assert words in answer["question"]
    agree = answer["next_steps"][0]
    assert (agree["tool"], agree["arguments"]["confirmed"]) == ("prepare_swap", True)


async def test_a_token_is_approved_for_exactly_what_is_sold_and_then_swapped():
    async with trading() as session:
        answer = await session.ask("prepare_swap", **USDC_FOR_ETH, amount="1234.567891", confirmed=True)
        (approve,), (swap,) = session.asked(APPROVE), session.asked(SWAP)
    assert answer["status"] == "ok"
    allowed = spender(BASE)
    approval, trade = answer["transactions"]
    assert [approval["kind"], trade["kind"]] == ["approval", "swap"]
    data = approval["data"]
    assert (data[:10], len(data)) == ("0x095ea7b3", 2 + 8 + 128)
    assert f"0x{data[34:74]}" == approval["spender"] == allowed
    assert data[10:34] == "0" * 24
    assert int(data[74:], 16) == 1_234_567_891
    assert (approval["to"], approval["value"], approval["from"]) == (USDC_ADDRESS, "0", TRADER)
    assert approve == {
        "chainIndex": "8453",
        "tokenContractAddress": USDC_ADDRESS,
        "approveAmount": "1234567891",
    }
    assert (trade["value"], trade["from"], trade["chain"]) == ("0", TRADER, "Base")
    assert trade["to"] not in {USDC_ADDRESS, TRADER.lower(), NATIVE, allowed}
    assert len(trade["data"]) > 2
    assert swap["slippagePercent"] == "1"
    assert {name: swap[name] for name in ("fromTokenAddress", "toTokenAddress", "amount", "swapMode")} == {
        "fromTokenAddress": USDC_ADDRESS,
        "toTokenAddress": NATIVE,
        "amount": "1234567891",
        "swapMode": "exactIn",
    }
    assert swap["userWalletAddress"] == TRADER
    for words in ("approval", "Nothing is signed or sent", "your own wallet"):
        assert words in answer["summary"]


async def test_a_coin_needs_no_approval_and_is_sent_along():
    async with trading() as session:
        answer = await session.prepare("ETH", "USDC", "0.123456789012345678", TRADER, chain="base", confirmed=True)
        assert session.asked(APPROVE) == []
    (trade,) = answer["transactions"]
    assert (trade["kind"], trade["value"]) == ("swap", "123456789012345678")
    assert (trade["chain"], trade["chain_index"], trade["from"]) == ("Base", "8453", TRADER)
    assert "own wallet" in answer["summary"]


async def test_all_of_a_coin_sends_what_was_checked():
    async with trading() as session:
        checked = await session.check("ETH", "USDC", "100%", TRADER, chain="base")
        answer = await session.prepare("ETH", "USDC", "100%", TRADER, chain="base", confirmed=True)
    (trade,) = answer["transactions"]
    assert trade["value"] == answer["amount_minimal"] == checked["amount_minimal"]


async def test_buying_an_exact_amount_approves_the_most_it_may_take():
    async with trading() as session:
        answer = await session.ask("prepare_swap", **USDC_FOR_ETH, amount="0.5", amount_of="buy", confirmed=True)
        (swap,) = session.asked(SWAP)
        (approve,) = session.asked(APPROVE)
    assert (swap["swapMode"], swap["amount"]) == ("exactOut", str(5 * 10**17))
    sold = int(answer["amount_minimal"])
    most = -(-sold * 101 // 100)
    assert int(answer["transactions"][0]["data"][74:], 16) == int(approve["approveAmount"]) == most
    assert answer["receive"] == "0.5"


async def test_buying_with_a_coin_sends_no_more_than_slippage_allows():
    async with trading() as session:
        answer = await session.prepare("ETH", "USDC", "500", TRADER, chain="base", amount_of="buy", confirmed=True)
    (trade,) = answer["transactions"]
    sold = int(answer["amount_minimal"])
    assert sold <= int(trade["value"]) <= -(-sold * 101 // 100)


@pytest.mark.parametrize(("amount", "listed"), [("0.500000002", False), ("0.500000001", True)])
async def test_solana_gets_its_instructions_in_both_shapes(amount, listed):
    async with trading() as session:
        answer = await session.prepare("SOL", "USDC", amount, SOLANA_TRADER, confirmed=True)
        (query,) = session.asked(INSTRUCTIONS)
        assert session.asked(APPROVE) == session.asked(SWAP) == []
    assert int(query["amount"]) % 2 == listed
    assert (query["fromTokenAddress"], query["userWalletAddress"]) == (SYSTEM, SOLANA_TRADER)
    (trade,) = answer["transactions"]
    assert (trade["kind"], trade["chain"], trade["from"]) == ("swap", "Solana", SOLANA_TRADER)
    budget, swap = trade["instructions"]
    assert budget["program_id"] == "ComputeBudget111111111111111111111111111111"
    signers = [account for account in swap["accounts"] if account["is_signer"]]
    assert signers == [{"pubkey": SOLANA_TRADER, "is_signer": True, "is_writable": True}]
    assert len(base58.b58decode(swap["program_id"])) == 32
    assert swap["data"]
    assert len(trade["address_lookup_tables"]) == 1


@pytest.mark.parametrize(
    ("arguments", "verdict"),
    [
        ({"sell": "USDC", "buy": "ETH", "amount": "100", "wallet": GASLESS, "chain": "base"}, "insufficient_gas"),
        ({**USDC_FOR_ETH, "amount": "9999"}, "insufficient_balance"),
        ({**USDC_FOR_ETH, "sell": "0x00000000000000000000000000000000000000d8", "amount": "5"}, "blocked"),
        ({**USDC_FOR_ETH, "sell": "DRYWELL", "amount": "5"}, "no_route"),
    ],
)
async def test_a_check_that_fails_prepares_nothing_whoever_agrees(arguments, verdict):
    async with trading() as session:
        answer = await session.ask("prepare_swap", **arguments, confirmed=True)
        assert session.made == []
    assert (answer["verdict"], answer["transactions"]) == (verdict, [])
    assert "Nothing was prepared." in answer["notices"]


async def test_a_warning_is_agreed_to_after_it_was_read():
    async with trading() as session:
        asked = await session.prepare(f"base:{LEAF.address}", "ETH", "4060", TRADER)
        assert "Strong warning" in asked["summary"]
        answer = await session.ask("prepare_swap", **asked["next_steps"][0]["arguments"])
    assert (answer["verdict"], len(answer["transactions"])) == ("warning", 2)


@pytest.mark.parametrize("slippage", ["0", "0.5", "2.75"])
async def test_the_slippage_is_passed_on(slippage):
    async with trading() as session:
        await session.ask("prepare_swap", **USDC_FOR_ETH, amount="10", slippage_percent=slippage, confirmed=True)
        (swap,) = session.asked(SWAP)
    assert swap["slippagePercent"] == slippage
