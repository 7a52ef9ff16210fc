"""What could be read stands, and what could not is named."""

from decimal import Decimal

import pytest

from support.service import ALL, CHAIN_LIST, GIVEN, TOTAL, access_to, out_of_quota, refused, simulate
from support.worlds import ALICE, BOB, CAROL, USDC_BASE, USDC_ETHEREUM, small_world, wide_world
from wallet_portfolio.assets.errors import WalletError
from wallet_portfolio.simulator import Fault
from wallet_portfolio.simulator.faults import Mutate
from wallet_portfolio.workflows.listing import ListingQuestion, list_holdings
from wallet_portfolio.workflows.token_balances import get_token_balances
from wallet_portfolio.workflows.total_value import get_total_value

pytestmark = pytest.mark.anyio


async def test_a_piece_that_failed_leaves_the_rest_and_its_networks_are_named():
    simulator = simulate(wide_world(51), out_of_quota(TOTAL, chain="900050"), out_of_quota(ALL, chain="900050"))
    async with access_to(simulator) as access:
        value = await get_total_value(access, [BOB], [], "all", include_risky=False)
        listing = (await list_holdings(access, ListingQuestion(wallets=[BOB]))).listing
    assert value.counted_usd == 50
    assert not value.complete
    assert not value.wallets[0].complete
    assert listing.listed_usd == 50
    for gaps in (value.gaps, listing.gaps):
        assert [tuple(map(str, gap.where)) for gap in gaps] == [("Net 50",)]
        assert "quota" in str(gaps[0].why)


async def test_one_wallet_that_failed_leaves_the_other_complete():
    async with access_to(simulate(small_world(), out_of_quota(TOTAL, chain="501"))) as access:
        value = await get_total_value(access, [BOB, CAROL], [], "all", include_risky=False)
    assert [(part.wallet.address.text, part.complete) for part in value.wallets] == [(BOB, True), (CAROL, False)]
    assert value.counted_usd == Decimal("6346.041500254836500346")
    assert [(gap.wallet.address.text, tuple(map(str, gap.where))) for gap in value.gaps] == [(CAROL, ("Solana",))]


async def test_tokens_of_a_piece_that_failed_are_named_with_their_network():
    async with access_to(simulate(small_world(), out_of_quota(GIVEN, chain="501"))) as access:
        balances = await get_token_balances(access, [BOB, CAROL], [], ["SOL", "BNB"], include_risky=False)
    assert [holding.symbol for holding in balances.holdings] == ["BNB"]
    assert [(gap.wallet.address.text, tuple(map(str, gap.where))) for gap in balances.gaps] == [
        (CAROL, ("SOL on Solana",))
    ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("50111", "auth_failed"),
        ("50105", "auth_failed"),
        ("50110", "auth_failed"),
        ("50125", "region_blocked"),
        ("50030", "quota_exhausted"),
        ("81104", "unsupported_chain"),
        ("50014", "invalid_input"),
        ("99999", "bad_response"),
    ],
)
async def test_when_every_piece_fails_there_is_an_error_and_no_zero(code, expected):
    simulator = simulate(small_world(), refused(code, TOTAL), refused(code, ALL), refused(code, GIVEN))
    async with access_to(simulator) as access:
        for question in (
            get_total_value(access, [ALICE, CAROL], [], "all", include_risky=False),
            list_holdings(access, ListingQuestion(wallets=[ALICE, CAROL])),
            get_token_balances(access, [ALICE], ["ethereum"], ["ETH"], include_risky=False),
        ):
            with pytest.raises(WalletError) as failed:
                await question
            assert failed.value.code == expected
            assert code not in failed.value.message


async def test_a_wrong_key_is_told_by_whatever_question_comes_first():
    faults = [refused("50111", path) for path in (CHAIN_LIST, TOTAL)]
    async with access_to(simulate(small_world(), *faults)) as access:
        with pytest.raises(WalletError) as failed:
            await get_total_value(access, [ALICE], [], "all", include_risky=False)
    assert failed.value.code == "auth_failed"


def _spoil(contract, **change):
    def spoil(body):
        for row in body["data"][0]["tokenAssets"]:
            if row["tokenContractAddress"] == contract:
                row.update(change)
        return body

    return Mutate(spoil)


async def test_a_row_that_cannot_be_understood_is_named_and_not_counted_as_zero():
    simulator = simulate(small_world(), Fault(_spoil(USDC_BASE, balance="lots"), ALL))
    async with access_to(simulator) as access:
        listing = (await list_holdings(access, ListingQuestion(wallets=[ALICE]))).listing
    assert [tuple(map(str, gap.where)) for gap in listing.gaps] == [("USDC on Base",)]
    assert USDC_BASE not in {holding.token.address for holding in listing.holdings}


async def test_a_balance_asked_for_that_cannot_be_understood_is_not_answered_as_zero():
    faults = [Fault(_spoil(USDC_ETHEREUM, balance=None), GIVEN)]
    async with access_to(simulate(small_world(), *faults)) as access:
        balances = await get_token_balances(access, [ALICE], [], ["ETH", USDC_ETHEREUM], include_risky=False)
    assert USDC_ETHEREUM not in {holding.token.address for holding in balances.holdings}
    assert [tuple(map(str, gap.where)) for gap in balances.gaps] == [("USDC on Ethereum",)]


async def test_a_row_of_a_network_that_was_not_asked_about_is_not_counted():
    simulator = simulate(small_world(), Fault(_spoil(USDC_BASE, chainIndex="10"), ALL))
    async with access_to(simulator) as access:
        listing = (await list_holdings(access, ListingQuestion(wallets=[ALICE], chains=["base", "ethereum"]))).listing
    assert USDC_BASE not in {holding.token.address for holding in listing.holdings}
    assert [tuple(map(str, gap.where)) for gap in listing.gaps] == [("USDC",)]
