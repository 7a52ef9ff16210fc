"""Which token is meant: the verified one, the coin itself, or a contract as given; never an impostor."""

import pytest

from support.service import SEARCH
from support.worlds import wallet
from swaps.market_world import ETH_BASE, FAKE_ADDRESS, MOSS, TRADER, TWINS, USDC_ADDRESS, world_with
from swaps.sessions import QUOTE, trading

pytestmark = pytest.mark.anyio


async def test_an_impostor_listed_first_is_not_taken():
    async with trading() as session:
        answer = await session.check("ETH", "USDC", "0.1", TRADER, chain="base")
        (search,) = [request for request in session.simulator.requests if request.path.endswith(SEARCH)]
        assert search.query["search"] == "USDC"
        assert session.asked(QUOTE)[0]["toTokenAddress"] == USDC_ADDRESS
    assert (answer["buy"]["token_address"], answer["buy"]["verified"], answer["verdict"]) == (
        USDC_ADDRESS,
        True,
        "ready",
    )


async def test_the_balance_of_an_impostor_is_not_counted():
    async with trading() as session:
        answer = await session.check("USDC", "ETH", "6000", TRADER, chain="base")
    assert (answer["verdict"], answer["balance"]) == ("insufficient_balance", "5000.000001")


async def test_native_coins_take_no_search():
    async with trading() as session:
        await session.check("ETH", f"base:{USDC_ADDRESS}", "0.1", TRADER)
        assert not [request for request in session.simulator.requests if request.path.endswith(SEARCH)]


@pytest.mark.parametrize("name", [FAKE_ADDRESS, f"base:{FAKE_ADDRESS}", FAKE_ADDRESS.upper().replace("0X", "0x")])
async def test_a_contract_is_taken_as_given_with_a_warning(name):
    async with trading() as session:
        answer = await session.check(name, "ETH", "1000", TRADER, chain="base")
    assert (answer["sell"]["token_address"], answer["verdict"]) == (FAKE_ADDRESS, "warning")
    assert "not verified" in answer["reasons"][0]


async def test_an_unverified_symbol_is_refused_until_its_contract_is_given():
    async with trading() as session:
        answer = await session.check("MOSS", "ETH", "10", TRADER, chain="base")
        assert answer["error"]["code"] == "token_not_found"
        assert session.aggregator == []
        answer = await session.check(MOSS.address, "ETH", "10", TRADER, chain="base")
    assert (answer["verdict"], len(answer["reasons"])) == ("warning", 1)


@pytest.mark.parametrize(("sell", "buy", "argument"), [("TWIN", "ETH", "sell"), ("ETH", "TWIN", "buy")])
async def test_two_verified_tokens_of_a_name_are_asked_about(sell, buy, argument):
    world = world_with(wallet(TRADER, (ETH_BASE, "1"), *((twin, "50") for twin in TWINS)))
    async with trading(world=world) as session:
        answer = await session.check(sell, buy, "0.5", TRADER, chain="base")
        assert session.aggregator == []
        assert (answer["status"], answer["missing"]) == ("needs_input", [argument])
        chosen = [await session.ask(step["tool"], **step["arguments"]) for step in answer["next_steps"]]
    assert [one[argument]["token_address"] for one in chosen] == [twin.address for twin in TWINS]
    assert {one["status"] for one in chosen} == {"ok"}


@pytest.mark.parametrize(
    ("sell", "buy"),
    [("USDC", "USDC"), ("ETH", "eth"), ("usdc", f"base:{USDC_ADDRESS}"), ("base:native", "ETH")],
)
async def test_the_same_token_twice(sell, buy):
    async with trading() as session:
        answer = await session.check(sell, buy, "1", TRADER, chain="base")
        assert session.aggregator == []
    assert answer["error"]["code"] == "invalid_input"
    assert "same token" in answer["summary"]


@pytest.mark.parametrize(
    ("sell", "buy", "names"),
    [("1:native", "8453:native", ("Ethereum", "Base")), ("SOLO", "LEAF", ("Polygon", "Base"))],
)
async def test_tokens_without_a_network_in_common(sell, buy, names):
    async with trading() as session:
        answer = await session.check(sell, buy, "1", TRADER)
        assert session.aggregator == []
    assert answer["error"]["code"] == "invalid_input"
    assert all(name in answer["summary"] for name in names)
