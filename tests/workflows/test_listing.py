from decimal import Decimal
from fractions import Fraction

import pytest

from support.service import ALL, TOKEN_INFO, access_to, asked, out_of_quota, simulate
from support.worlds import (
    ALICE,
    BASE,
    BOB,
    CAROL,
    ETHEREUM,
    FAKE_USDC,
    GARDEN,
    SPAM,
    SPAM_POLYGON,
    USDC_BASE,
    USDC_ETHEREUM,
    USDC_SOLANA,
    small_world,
    token,
    wallet,
)
from wallet_portfolio.simulator import DEMO_WALLETS, Fault, World, demo_world
from wallet_portfolio.simulator.faults import service_code
from wallet_portfolio.workflows.listing import ListingQuestion, list_holdings

pytestmark = pytest.mark.anyio


async def listed(simulator, **question):
    async with access_to(simulator) as access:
        return (await list_holdings(access, ListingQuestion(limit=200, **question))).listing


async def test_everything_held_is_listed_by_value_with_exact_figures():
    listing = await listed(simulate(small_world()), wallets=[ALICE])
    assert [(h.chain, h.token.address, h.amount, h.price_usd, h.value_usd) for h in listing.holdings] == [
        ("Ethereum", "", Decimal("1.842905317264180593"), Decimal("3127.418250127418250173"),
         Decimal("5763.535722468858228604341548730725492589")),
        ("Ethereum", USDC_ETHEREUM, Decimal("3250.55"), Decimal("0.999874213"), Decimal("3250.14112306715")),
        ("Base", USDC_BASE, Decimal("1820.114233"), Decimal("0.999874213"), Decimal("1819.885286290973629")),
        ("Base", "", Decimal("0.5"), Decimal("3127.418250127418250173"), Decimal("1563.7091250637091250865")),
        ("Polygon", "", Decimal("1520.25"), Decimal("0.1702519"), Decimal("258.825450975")),
        ("Ethereum", GARDEN, Decimal(42), None, None),
    ]  # fmt: skip
    assert listing.listed_usd == Decimal("12656.096707865690982690841548730725492589")
    assert listing.gaps == ()


async def test_risky_tokens_are_hidden_and_counted_where_the_service_leaves_them_in():
    simulator = simulate(small_world())
    listing = await listed(simulator, wallets=[ALICE])
    assert listing.hidden_risky == 1  # on Polygon, where the service does not hide them itself
    assert asked(simulator, ALL)[0].query["excludeRiskToken"] == "0"


async def test_risky_tokens_are_shown_when_asked_for():
    simulator = simulate(small_world())
    listing = await listed(simulator, wallets=[ALICE], include_risky=True)
    assert {h.token.address for h in listing.holdings if h.risky} == {SPAM, SPAM_POLYGON}
    assert listing.hidden_risky == 0
    assert listing.listed_usd == Decimal("16859.306707865690982690841548730725492589")  # the impostor not counted
    assert asked(simulator, ALL)[0].query["excludeRiskToken"] == "1"
    assert simulator.violations == []


async def test_an_unverified_token_beside_the_verified_one_of_its_name_is_left_out_and_kept_apart():
    simulator = simulate(small_world())
    listing = await listed(simulator, wallets=[ALICE])
    assert [(one.token.address, one.amount, one.value_usd, one.verified) for one in listing.impostors] == [
        (FAKE_USDC, Decimal(50000), Decimal("1.065"), False)
    ]
    assert FAKE_USDC not in {h.token.address for h in listing.holdings}
    assert {h.token.address: h.verified for h in listing.holdings if h.symbol == "USDC"}[USDC_ETHEREUM] is True
    assert len(asked(simulator, TOKEN_INFO)) == 1
    assert simulator.violations == []


async def test_an_impostor_is_shown_and_marked_when_risky_tokens_are_asked_for():
    listing = await listed(simulate(small_world()), wallets=[ALICE], include_risky=True)
    assert [(h.token.address, h.verified) for h in listing.holdings if h.impostor] == [(FAKE_USDC, False)]
    assert listing.impostors == ()


async def test_where_every_symbol_is_held_once_on_its_network_nobody_asks_which_is_verified():
    simulator = simulate(small_world())
    assert (await listed(simulator, wallets=[BOB, CAROL])).impostors == ()
    assert asked(simulator, TOKEN_INFO) == []


FIRST, SECOND = "0x" + "a1" * 20, "0x" + "b2" * 20


def rivals(first, second):
    return simulate(World((ETHEREUM, BASE), (), (wallet(BOB, (first, "5"), (second, "7")),)))


@pytest.mark.parametrize("symbol", ["pear", "PEAR", "Pear"])
async def test_a_name_in_another_case_is_the_same_name(symbol):
    simulator = rivals(token(ETHEREUM, FIRST, "PEAR", "2"), token(ETHEREUM, SECOND, symbol, "3", verified=False))
    listing = await listed(simulator, wallets=[BOB])
    assert [one.token.address for one in listing.impostors] == [SECOND]
    assert listing.listed_usd == 10


async def test_a_contract_with_the_name_of_the_coin_of_its_network_is_an_impostor():
    simulator = rivals(token(ETHEREUM, "", "ETH", "2"), token(ETHEREUM, SECOND, "ETH", "3", verified=False))
    listing = await listed(simulator, wallets=[BOB])
    assert ([h.token.address for h in listing.holdings], [h.token.address for h in listing.impostors]) == (
        [""],
        [SECOND],
    )


@pytest.mark.parametrize(
    ("chain", "first_verified", "second_verified"),
    [(ETHEREUM, True, True), (ETHEREUM, False, False), (BASE, True, False)],
)
async def test_only_a_verified_token_on_the_same_network_makes_an_impostor(chain, first_verified, second_verified):
    first = token(ETHEREUM, FIRST, "PEAR", "2", verified=first_verified)
    second = token(chain, SECOND, "PEAR", "3", verified=second_verified)
    listing = await listed(rivals(first, second), wallets=[BOB])
    assert listing.impostors == ()
    assert listing.listed_usd == 31


async def test_while_nobody_tells_which_is_verified_the_doubtful_ones_are_missing_and_not_counted():
    listing = await listed(simulate(small_world(), out_of_quota(TOKEN_INFO)), wallets=[ALICE])
    whole = await listed(simulate(small_world()), wallets=[ALICE])
    assert listing.impostors == ()
    assert FAKE_USDC not in {h.token.address for h in listing.holdings}
    assert (listing.holdings, listing.listed_usd) == (whole.holdings, whole.listed_usd)
    [gap] = listing.gaps
    assert (gap.wallet.address.text, [str(where) for where in gap.where]) == (ALICE, ["USDC on Ethereum ($1.07)"])


async def test_those_that_are_looked_up_count_though_others_cannot_be():
    """130 contracts of one name take two calls, and only the second is refused."""
    tokens = [token(ETHEREUM, f"0x{number:040x}", "PEAR", str(200 - number)) for number in range(130)]
    world = World((ETHEREUM,), (), (wallet(BOB, *((one, "1") for one in tokens)),))
    refused = service_code("50030")
    last = Fault(refused, TOKEN_INFO, lambda request: len(request.json) == 30)
    listing = await listed(simulate(world, last), wallets=[BOB], include_risky=False)
    assert len(listing.holdings) == 100
    assert listing.listed_usd == sum(range(101, 201))
    [gap] = listing.gaps
    assert str(gap.where[-1]) == "20 more"


async def test_several_wallets_are_one_list():
    simulator = simulate(small_world())
    listing = await listed(simulator, wallets=[BOB, CAROL])
    assert [(h.wallet, h.symbol) for h in listing.holdings] == [
        (BOB, "ETH"),
        (CAROL, "SOL"),
        (CAROL, "USDC"),
        (BOB, "BNB"),
    ]
    assert listing.holdings[2].token.address == USDC_SOLANA  # case kept
    assert listing.listed_usd == Decimal("13593.3602919445408263435329435")
    assert simulator.violations == []


async def test_what_is_worth_less_than_asked_for_is_left_out_and_counted():
    listing = await listed(simulate(small_world()), wallets=[ALICE], min_value_usd=Decimal("258.825450975"))
    assert [h.value_usd for h in listing.holdings][-1] == Decimal("258.825450975")
    assert (listing.small, listing.unpriced) == (0, 1)
    just_above = await listed(simulate(small_world()), wallets=[ALICE], min_value_usd=Decimal("258.825450976"))
    assert (len(just_above.holdings), just_above.small) == (4, 1)


async def test_a_native_coin_is_called_by_its_name_however_the_service_writes_it():
    listing = await listed(simulate(demo_world()), wallets=[DEMO_WALLETS["main"]], chains=["arbitrum"])
    assert {h.symbol for h in listing.holdings if not h.token.address} == {"ETH"}


@pytest.mark.parametrize("name", ["main", "sol", "btc", "empty"])
async def test_the_demo_wallets_are_listed_as_their_world_holds_them(name):
    world = demo_world()
    held = [
        holding
        for holding in world.wallet(DEMO_WALLETS[name]).holdings
        if not holding.token.risky and (holding.token.chain, holding.token.address) != ("1", FAKE_USDC)
    ]
    expected = {
        (holding.token.chain, holding.token.address): (Fraction(holding.amount), Fraction(holding.token.price))
        for holding in held
    }
    listing = await listed(simulate(world), wallets=[DEMO_WALLETS[name]])
    found = {tuple(h.token): (Fraction(h.amount), Fraction(h.price_usd or 0)) for h in listing.holdings}
    assert found == expected
    assert Fraction(listing.listed_usd) == sum(amount * price for amount, price in expected.values())
