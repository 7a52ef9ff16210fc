"""What a portfolio says when a piece of it is missing or contradicts another."""

import pytest

from support.asking import PRICE_INFO, ask_once
from support.service import ALL, CHAIN_LIST, TOTAL, out_of_quota, simulate
from support.worlds import BOB, CAROL, ETHEREUM, POLYGON, wallet, wide_world
from wallet_portfolio.simulator import Fault, World, demo_world
from wallet_portfolio.simulator.faults import Mutate

from .holders import BY_CHAIN, DEFI_USD, ERIN, SOL, TOKENS_USD, TOTAL_USD, erin, own_world

pytestmark = pytest.mark.anyio


NO_LIST = Fault(Mutate(lambda body: {**body, "data": None}), CHAIN_LIST)


async def portfolio(world, *faults, **arguments):
    return await ask_once(simulate(world, *faults), "show_portfolio", **{"wallets": [ERIN], **arguments})


def of_kind(fault, number):
    """The same fault for one kind of total only."""
    return Fault(fault.effect, fault.path, lambda request: request.query.get("assetType") == number)


def total_of(text):
    return Fault(Mutate(lambda body: {**body, "data": [{"totalValue": text}]}), TOTAL)


async def test_without_quota_for_prices_everything_but_the_change_stands():
    answer = await portfolio(own_world(erin()), out_of_quota(PRICE_INFO))
    assert answer["status"] == "partial"
    assert (answer["total_usd"], answer["defi_usd"]) == (TOTAL_USD, DEFI_USD)
    assert {part["chain"]: part["value_usd"] for part in answer["by_chain"]} == BY_CHAIN
    assert (answer["change_24h_usd"], answer["change_24h_percent"]) == (None, None)
    assert {held["change_24h_percent"] for held in answer["holdings"]} == {None}
    (notice,) = answer["notices"]
    assert notice.startswith("Missing: the changes within 24 hours, because the quota")
    assert answer["summary"].startswith("**Total assets** $4,900.00")
    assert "**24 h**" not in answer["summary"]


@pytest.mark.parametrize("paths", [(TOTAL,), (ALL, TOTAL)])
async def test_a_piece_without_its_total_leaves_no_total(paths):
    faults = [out_of_quota(path, chain="900050") for path in paths]
    answer = await portfolio(wide_world(51), *faults, wallets=[BOB])
    assert (answer["status"], answer["total_usd"]) == ("partial", None)
    assert answer["total_count"] == (50 if ALL in paths else 51)
    assert "Total assets" not in answer["summary"]
    assert "This is not all" in answer["summary"]
    assert any("Net 50" in notice and "quota" in notice for notice in answer["notices"])
    assert len(answer["notices"]) == 1


async def test_a_piece_of_the_list_that_failed_is_named_and_its_sum_is_not_called_a_total():
    answer = await portfolio(wide_world(51), out_of_quota(ALL, chain="900050"), wallets=[BOB])
    assert (answer["status"], answer["total_usd"], answer["total_count"]) == ("partial", "51", 50)
    assert "Total assets" not in answer["summary"]
    assert "$50.00" in answer["summary"]
    assert any("Net 50" in notice for notice in answer["notices"])


async def test_a_wallet_without_a_place_on_the_networks_asked_for_leaves_no_total():
    world = own_world(erin(), wallet(CAROL, (SOL, "1")))
    answer = await portfolio(world, wallets=[ERIN, CAROL], chains=["ethereum"])
    assert (answer["status"], answer["total_usd"], answer["defi_usd"]) == ("partial", None, None)
    assert "Total assets" not in answer["summary"]
    assert [held["symbol"] for held in answer["holdings"]] == ["ETH", "USDC", "LINK"]


async def test_without_the_totals_the_list_stands():
    answer = await portfolio(own_world(erin()), out_of_quota(TOTAL))
    assert (answer["status"], answer["total_usd"], answer["defi_usd"]) == ("partial", None, None)
    assert "Total assets" not in answer["summary"]
    assert len(answer["holdings"]) == 5


async def test_without_the_defi_part_the_total_stands():
    answer = await portfolio(own_world(erin()), of_kind(out_of_quota(TOTAL), "2"))
    assert (answer["status"], answer["total_usd"], answer["defi_usd"]) == ("partial", TOTAL_USD, None)


async def test_without_the_list_there_is_no_portfolio():
    answer = await portfolio(own_world(erin()), out_of_quota(ALL))
    assert answer["error"]["code"] == "quota_exhausted"
    assert not answer["error"]["retryable"]


async def test_without_the_list_of_networks_the_built_in_one_is_used_and_named():
    world = World(demo_world().chains, (), own_world(erin()).wallets)
    answer = await portfolio(world, NO_LIST)
    assert (answer["status"], answer["total_usd"]) == ("partial", None)
    assert any("networks newer than the built-in list" in notice for notice in answer["notices"])


async def test_with_the_networks_named_the_list_is_not_missed():
    answer = await portfolio(own_world(erin()), NO_LIST, chains=["ethereum", "polygon", "base"])
    assert (answer["status"], answer["total_usd"]) == ("ok", TOTAL_USD)


async def test_a_list_that_is_refused_for_good_ends_the_question():
    answer = await portfolio(own_world(erin()), out_of_quota(CHAIN_LIST))
    assert answer["error"]["code"] == "quota_exhausted"


@pytest.mark.parametrize(
    ("total", "said"),
    [
        ("5050", "The total is $150.00 more than the tokens and DeFi positions listed, which nothing explains."),
        ("4750", "The total is $150.00 less than the tokens and DeFi positions listed, which nothing explains."),
        ("4920", None),  # within half a percent: prices move between two calls
        ("4880", None),
    ],
)
async def test_a_total_that_nothing_explains_is_told_with_the_difference(total, said):
    answer = await portfolio(own_world(erin()), of_kind(total_of(total), "0"))
    assert (answer["status"], answer["total_usd"]) == ("ok", total)
    assert answer["notices"] == ([said] if said else [])


async def test_the_difference_is_told_without_defi_too():
    answer = await portfolio(own_world(erin(defi=())), of_kind(total_of("4673.8849"), "0"))
    assert answer["total_usd"] == "4673.8849"
    assert answer["defi_usd"] == "0"
    assert answer["notices"] == [
        "The total is $100.00 more than the tokens and DeFi positions listed, which nothing explains."
    ]


async def test_debts_in_defi_are_no_contradiction():
    faults = [of_kind(total_of("4473.8849"), "0"), of_kind(total_of("-100"), "2")]
    answer = await portfolio(own_world(erin(defi=())), *faults)
    assert (answer["total_usd"], answer["defi_usd"]) == ("4473.8849", "-100")
    assert answer["notices"] == []
    assert TOKENS_USD == "4573.8849"


async def test_networks_named_are_the_only_ones_asked_about():
    world = own_world(erin(defi=((ETHEREUM, "10"), (POLYGON, "5"))))
    answer = await portfolio(world, chains=["polygon"])
    assert (answer["total_usd"], answer["defi_usd"]) == ("255", "5")
    assert [part["chain"] for part in answer["by_chain"]] == ["Polygon"]
