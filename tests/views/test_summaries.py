"""Sentences for users, as a service that answers only in part makes them."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from support.service import ALL, TOTAL, access_to, out_of_quota, simulate
from support.worlds import (
    ALICE,
    BASE,
    BOB,
    CAROL,
    CHAINS,
    ETHEREUM,
    POLYGON,
    USDC_BASE,
    USDC_ETHEREUM,
    World,
    small_world,
    token,
    wallet,
)
from wallet_portfolio.assets.holdings import Holding
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.views import summaries
from wallet_portfolio.workflows.listing import ListingQuestion, list_holdings
from wallet_portfolio.workflows.supported_chains import list_supported_chains
from wallet_portfolio.workflows.token_balances import get_token_balances
from wallet_portfolio.workflows.total_value import get_total_value

pytestmark = pytest.mark.anyio


async def total(simulator, *wallets, chains=(), asset_type="all"):
    async with access_to(simulator) as access:
        return summaries.total_value(await get_total_value(access, wallets, chains, asset_type, include_risky=False))


async def listed(simulator, *wallets, **question):
    async with access_to(simulator) as access:
        return summaries.holdings(await list_holdings(access, ListingQuestion(wallets=wallets, **question)))


async def balances(simulator, wallet, *tokens):
    async with access_to(simulator) as access:
        found = await get_token_balances(access, [wallet], [], tokens, include_risky=False)
        return summaries.token_balances(found)


async def chains(simulator, query):
    async with access_to(simulator) as access:
        return summaries.supported_chains(await list_supported_chains(access, query))


@pytest.mark.parametrize(
    ("wallets", "on", "asset_type", "summary"),
    [
        ([ALICE], ["base", "eth"], "tokens", "**Tokens** $12,398.34 on Base and Ethereum"),
        ([ALICE], [], "defi", "**DeFi positions** $1,204.88 across 4 networks"),
        ([CAROL], [], "all", "**Total assets** $7,247.32 on Solana"),
    ],
)
async def test_a_total_says_of_what_and_where(wallets, on, asset_type, summary):
    assert await total(simulate(small_world()), *wallets, chains=on, asset_type=asset_type) == summary


async def test_several_wallets_are_listed_below_the_total():
    assert (await total(simulate(small_world()), BOB, CAROL)).splitlines()[1:] == [
        "- 0x1111…1111: $6,346.04",
        "- HnAaZ2…Ymbp: $7,247.32",
    ]


@pytest.mark.parametrize("asset_type", ["all", "tokens", "defi"])
async def test_a_partial_figure_is_never_called_a_total(asset_type):
    simulator = simulate(small_world(), out_of_quota(TOTAL, chain="501"))
    summary = await total(simulator, BOB, CAROL, asset_type=asset_type)
    assert "total" not in summary.casefold()
    assert "as far as they could be read:**" in summary
    assert "This is not all." in summary
    assert summary.splitlines()[2] == "- HnAaZ2…Ymbp: $0.00 (not all of it)"


async def test_a_partial_list_says_so():
    summary = await listed(simulate(small_world(), out_of_quota(ALL, chain="501")), BOB, CAROL)
    assert summary.startswith(
        "**2 holdings**, as far as they could be read, worth $6,346.04 on Ethereum and BNB Chain\n"
    )


async def test_an_empty_wallet_is_an_answer():
    assert await listed(simulate(small_world()), "0x" + "22" * 20) == "**Nothing held** across 4 networks."


async def test_nothing_is_not_said_of_what_could_not_be_read():
    simulator = simulate(small_world(), out_of_quota(ALL, chain="501"))
    assert "Nothing held" not in await listed(simulator, "0x" + "22" * 20, CAROL)


async def test_a_page_says_which_one_it_is():
    summary = await listed(simulate(small_world()), ALICE, limit=2)
    assert summary.split("\n\n")[1] == "1 to 2 of 6, by value"


async def test_a_table_names_the_wallet_only_where_there_are_several():
    assert "| Wallet |" not in await listed(simulate(small_world()), ALICE)
    assert "| ETH | 2 | $6,254.84 | $3,127.42 | Ethereum | 0x1111…1111 |" in await listed(
        simulate(small_world()), ALICE, BOB
    )


@pytest.mark.parametrize("symbol", ["A|B", "|", "| --- |", "A\n| B |", "a`b`", "**A**", "[red]A[/red]", "a\\|b", "‮A|B"])
async def test_no_name_can_break_the_table(symbol):
    evil = token(ETHEREUM, "0x" + "ab" * 20, symbol, "2")
    summary = await listed(simulate(World(CHAINS, (), (wallet(BOB, (evil, "3")),))), BOB)
    rows = summary.split("\n\n")[-1].splitlines()
    assert len(rows) == 3
    assert {row.count("|") for row in rows} == {6}
    assert not set("*`[]\\‮") & set(rows[2])


async def test_a_token_without_a_price_is_not_worth_nothing():
    assert await balances(simulate(small_world()), ALICE, f"1:{'0x4fdc4d68951ab85c117f3f52b67abd9db2d7b8f5'}") == (
        "**GARDEN 0x4fdc…b8f5** 42 (no price) on Ethereum"
    )


async def test_balances_add_up_over_networks_and_zero_is_said():
    assert (await balances(simulate(small_world()), ALICE, "ETH", "BNB")).splitlines() == [
        "**ETH** 2.3429 ($7,327.24): Ethereum 1.8429 · Base 0.5",
        "**BNB** 0 on BNB Chain",
    ]


async def test_only_verified_tokens_of_one_name_are_one_line():
    one, other = "0x" + "a1" * 20, "0x" + "b2" * 20
    world = World(
        CHAINS,
        (),
        (
            wallet(
                BOB,
                (token(ETHEREUM, USDC_ETHEREUM, "USDC", "1"), "5"),
                (token(BASE, USDC_BASE, "usdc", "1"), "7"),
                (token(ETHEREUM, one, "USDC", "1", verified=False), "11"),
                (token(BASE, other, "USDC", "1", verified=False), "13"),
            ),
        ),
    )
    asked = (f"1:{USDC_ETHEREUM}", f"8453:{USDC_BASE}", f"1:{one}", f"8453:{other}")
    assert sorted((await balances(simulate(world), BOB, *asked)).splitlines()) == [
        "**USDC 0xa1a1…a1a1** 11 ($11.00) on Ethereum",
        "**USDC 0xb2b2…b2b2** 13 ($13.00) on Base",
        "**USDC** 12 ($12.00): Ethereum 5 · Base 7",
    ]


@pytest.mark.parametrize(("count", "last"), [(50, "49"), (51, "and 1 more"), (1_100, "and 1,050 more")])
def test_of_very_many_tokens_the_first_50_are_told(count, last):
    held = [
        Holding(BOB, "Ethereum", TokenId("1", f"0x{number:040x}"), "X", Decimal(number), None, risky=False)
        for number in range(count)
    ]
    lines = summaries.token_balances(SimpleNamespace(holdings=held)).splitlines()
    assert len(lines) == min(count, 51)
    assert last in lines[-1]
    assert lines[49].startswith("**X 0x0000…0031** 49 ")


@pytest.mark.parametrize(
    ("held", "question"),
    [
        (("5", {}), {"min_value_usd": Decimal(1_000)}),
        (("5", {"risky": True, "verified": False}), {}),
    ],
)
async def test_a_list_from_which_all_was_left_out_is_not_called_empty(held, question):
    amount, kind = held
    world = World(CHAINS, (), (wallet(BOB, (token(POLYGON, "0x" + "a1" * 20, "PEAR", "1", **kind), amount)),))
    assert await listed(simulate(world), BOB, **question) == "**Nothing to show** of what is held."


async def test_one_network_is_spoken_of_as_one():
    assert await chains(simulate(small_world(chains=(ETHEREUM,))), "") == "**1 network** is supported: Ethereum."


@pytest.mark.parametrize(
    ("query", "summary"),
    [
        ("", "**6 networks** are supported: Ethereum, BNB Chain, Polygon, Base, Solana and Bitcoin."),
        ("base", "**Base** is supported."),
        ("etherium", "No supported network has that name. Did you mean Ethereum?"),
        ("cardano", "No supported network has that name."),
    ],
)
async def test_networks(query, summary):
    assert await chains(simulate(small_world()), query) == summary
