"""A swap that the default wallet cannot make, and another saved one could: it is asked which wallet is meant."""

import pytest

from support.worlds import ALICE, BOB, CAROL, DAVE
from swaps.market_world import WORLD
from swaps.sessions import QUOTE, trading

pytestmark = pytest.mark.anyio
SAVED = f"main={ALICE},cold={BOB},sun={CAROL},vault={DAVE}"


@pytest.mark.parametrize(
    ("sell", "buy", "chain"),
    [
        ("SOL", "USDC", ""),
        ("usdc", "sol", ""),
        ("USDC", "SOL", "solana"),
        ("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGkZwyTDt1v", "SOL", ""),
    ],
)
async def test_it_asks_for_the_one_that_belongs_there(sell, buy, chain):
    async with trading(saved=SAVED) as session:
        answer = await session.ask("check_swap", sell=sell, buy=buy, amount="1", chain=chain)
        assert not session.asked(QUOTE)
    assert (answer["status"], answer["missing"]) == ("needs_input", ["wallet"])
    assert "main (0x9B92…5227) has no place on Solana" in answer["question"]
    assert [step["say"] for step in answer["next_steps"]] == ["Take sun (HnAaZ2…Ymbp)"]
    (step,) = answer["next_steps"]
    assert step["arguments"]["wallet"] == CAROL
    assert step["arguments"]["sell"] == sell


@pytest.mark.parametrize("saved", ["", f"main={ALICE}", f"main={ALICE},vault={DAVE}", f"main={ALICE},sun=no-address"])
async def test_without_such_a_wallet_it_says_what_is_wrong(saved):
    async with trading(saved=saved or f"main={ALICE}") as session:
        answer = await session.ask("check_swap", sell="SOL", buy="USDC", amount="1")
    assert answer["error"]["code"] == "token_not_found"


async def test_a_wallet_that_could_not_make_it_either_is_not_offered():
    async with trading(saved=SAVED) as session:
        answer = await session.ask("check_swap", sell="SOL", buy="NOSUCHCOIN", amount="1")
    assert answer["error"]["code"] == "token_not_found"


async def test_a_wallet_that_was_named_is_taken_at_its_word():
    async with trading(saved=SAVED) as session:
        answer = await session.ask("check_swap", sell="SOL", buy="USDC", amount="1", wallet="main")
    assert answer["error"]["code"] == "token_not_found"


async def test_what_the_default_wallet_can_do_is_not_asked():
    async with trading(saved=SAVED, world=WORLD) as session:
        answer = await session.ask("check_swap", sell="ETH", buy="NOSUCHCOIN", amount="1")
    assert answer["error"]["code"] == "token_not_found"
