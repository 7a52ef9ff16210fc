"""Which addresses are asked about on which networks, and what is refused before anything is asked."""

import anyio
import pytest

from support.service import ALL, TOTAL, AllAtOnce, access_to, asked, simulate
from support.worlds import ALICE, BASE, BOB, CAROL, DAVE, ETHEREUM, small_world, wide_world
from wallet_portfolio.assets.errors import InputError, InvalidAddress, NeedsInput, UnknownWallet, UnsupportedChain
from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.simulator import Chain, DefiPosition, Wallet, World
from wallet_portfolio.workflows.access import Access
from wallet_portfolio.workflows.listing import ListingQuestion, list_holdings
from wallet_portfolio.workflows.total_value import get_total_value

pytestmark = pytest.mark.anyio


async def total(access, wallets, chains=()):
    return await get_total_value(access, wallets, chains, "all", include_risky=False)


@pytest.mark.parametrize(("count", "sizes"), [(50, [50]), (51, [1, 50]), (101, [1, 50, 50])])
async def test_more_than_50_networks_are_split_and_every_one_is_counted_once(count, sizes):
    simulator = simulate(wide_world(count))
    async with access_to(simulator) as access:
        value = await total(access, [BOB])
        page = await list_holdings(access, ListingQuestion(wallets=[BOB], limit=200))
    assert value.counted_usd == count
    assert {holding.chain for holding in page.holdings} == {f"Net {number}" for number in range(count)}
    for path in (TOTAL, ALL):
        asked_for = [request.chains for request in asked(simulator, path)]
        assert sorted(map(len, asked_for)) == sizes
        assert len({chain for chains in asked_for for chain in chains}) == count
    assert simulator.violations == []


async def test_the_pieces_are_asked_for_side_by_side():
    simulator = simulate(wide_world(100))
    async with access_to(AllAtOnce(simulator, TOTAL, parties=2)) as access:
        with anyio.fail_after(20):
            assert (await total(access, [BOB])).counted_usd == 100


async def test_families_are_asked_for_side_by_side():
    simulator = simulate(small_world())
    async with access_to(AllAtOnce(simulator, TOTAL, parties=2)) as access:
        with anyio.fail_after(20):
            assert (await total(access, [CAROL, DAVE])).complete


async def test_progress_is_told_for_each_piece_and_not_for_a_single_one():
    heard = []

    async def progress(done, of, what):
        heard.append((done, of, what))

    async with access_to(simulate(wide_world(51))) as access:
        await get_total_value(access, [BOB], [], "all", include_risky=False, progress=progress)
        assert [(done, of) for done, of, _ in heard] == [(1, 2), (2, 2)]
        assert {what for _, _, what in heard} == {"50 networks", "Net 50"}
        heard.clear()
        await get_total_value(access, [BOB], ["Net 1"], "all", include_risky=False, progress=progress)
        assert heard == []


@pytest.mark.parametrize(
    ("wallets", "chains", "error", "said"),
    [
        ([ALICE], ["solana"], InputError, "cannot hold anything on Solana"),
        ([CAROL], ["ethereum", "base"], InputError, "cannot hold anything on Ethereum or Base"),
        ([ALICE], ["etherium"], UnsupportedChain, "Did you mean Ethereum?"),
        ([ALICE], ["cardano"], UnsupportedChain, "choose one of the supported networks"),
        ([ALICE], ["sui"], UnsupportedChain, "Sui is not supported at the moment"),
        ([ALICE[:-1] + "8"], [], InvalidAddress, "typing error"),
        ([ALICE[:-1]], [], InvalidAddress, "0x"),
        ([CAROL[:-1] + "l"], [], InvalidAddress, ""),
        ([DAVE[:-1] + "p"], [], InvalidAddress, ""),
        (["savings"], [], UnknownWallet, "neither an address nor the name of a saved wallet"),
    ],
)
async def test_what_makes_no_sense_is_refused_before_any_balance_is_asked(wallets, chains, error, said):
    simulator = simulate(small_world())
    async with access_to(simulator) as access:
        with pytest.raises(error) as refused:
            await total(access, wallets, chains)
    assert said in refused.value.message
    assert asked(simulator, TOTAL) == []


async def test_no_wallet_at_all_is_a_question_and_no_error():
    async with access_to(simulate(small_world())) as access:
        with pytest.raises(NeedsInput) as question:
            await total(access, [])
    assert question.value.missing == ["wallets"]


async def test_the_default_wallet_is_used_where_none_was_named():
    async with access_to(simulate(small_world()), saved=f"main={BOB},cold={DAVE}") as access:
        value = await total(access, [])
    assert [part.wallet.name for part in value.wallets] == ["main"]


async def test_a_network_that_fits_none_of_the_addresses_is_named_as_missing():
    simulator = simulate(small_world())
    async with access_to(simulator) as access:
        value = await total(access, [ALICE], ["ethereum", "solana"])
    assert [(gap.wallet, gap.where) for gap in value.gaps] == [(None, ("Solana",))]
    assert not value.complete
    assert [request.chains for request in asked(simulator, TOTAL)] == [("1",)]


async def test_an_address_that_fits_none_of_the_networks_is_named_as_missing():
    async with access_to(simulate(small_world())) as access:
        value = await total(access, [ALICE, CAROL], ["ethereum"])
    assert [(gap.wallet.address.text, gap.where) for gap in value.gaps] == [(CAROL, ())]
    assert [part.wallet.address.text for part in value.wallets] == [ALICE]


async def test_a_new_network_of_another_kind_is_dropped_and_named_and_the_rest_stands():
    moon = Chain("777001", "Moonshot", "moon", "solana", "11111111111111111111111111111111")
    world = World((ETHEREUM, BASE, moon), (), (Wallet(BOB, (), (DefiPosition("1", 7), DefiPosition("8453", 5))),))
    simulator = simulate(world)
    async with access_to(simulator) as access:
        value = await total(access, [BOB])
        listing = (await list_holdings(access, ListingQuestion(wallets=[BOB]))).listing
    assert value.counted_usd == 12
    assert [gap.where for gap in value.gaps] == [("Moonshot",)]
    assert [gap.where for gap in listing.gaps] == [("Moonshot",)]
    assert [request.chains for request in asked(simulator, TOTAL)] == [("1", "8453", "777001"), ("1", "8453")]


async def test_without_credentials_the_three_steps_are_said_before_anything_else():
    with pytest.raises(Exception, match=r"(?s)1\. .*2\. .*3\. ") as refused:
        await total(Access(None, SavedWallets()), [])
    assert refused.value.code == "not_configured"
