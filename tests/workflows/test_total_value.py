from decimal import Decimal
from fractions import Fraction

import pytest

from support.service import TOTAL, access_to, asked, simulate
from support.worlds import ALICE, BOB, CAROL, DAVE, small_world
from wallet_portfolio.simulator import DEMO_WALLETS, demo_world
from wallet_portfolio.workflows.total_value import get_total_value

pytestmark = pytest.mark.anyio

# Worked out with integer arithmetic from the figures in support/worlds.py.
TOKENS = "12660.371707865690982690841548730725492589"
DEFI = "1204.883104270000000001"
EVERYTHING = "13865.254812135690982691841548730725492589"
AIRDROP = "4200"


async def total(simulator, *, wallets=(ALICE,), chains=(), asset_type="all", include_risky=False):
    async with access_to(simulator) as access:
        return await get_total_value(access, wallets, chains, asset_type, include_risky=include_risky)


@pytest.mark.parametrize(
    ("asset_type", "include_risky", "expected"),
    [
        ("all", False, Decimal(EVERYTHING)),
        ("tokens", False, Decimal(TOKENS)),
        ("defi", False, Decimal(DEFI)),
        ("all", True, Decimal("18065.254812135690982691841548730725492589")),
        ("tokens", True, Decimal("16860.371707865690982690841548730725492589")),
    ],
)
async def test_a_total_is_exact_to_the_last_digit(asset_type, include_risky, expected):
    simulator = simulate(small_world())
    value = await total(simulator, asset_type=asset_type, include_risky=include_risky)
    assert value.counted_usd == expected
    assert value.complete
    (request,) = asked(simulator, TOTAL)
    assert request.query["assetType"] == {"all": "0", "tokens": "1", "defi": "2"}[asset_type]
    assert request.query["excludeRiskToken"] == ("false" if include_risky else "true")
    assert simulator.violations == []


async def test_several_wallets_of_several_families_are_one_total_and_no_request_mixes_families():
    simulator = simulate(small_world())
    value = await total(simulator, wallets=(ALICE, BOB, CAROL, DAVE))
    assert [(part.wallet.address.text, part.counted_usd) for part in value.wallets] == [
        (ALICE, Decimal(EVERYTHING)),
        (BOB, Decimal("6346.041500254836500346")),
        (CAROL, Decimal("7247.3187916897043259975329435")),
        (DAVE, Decimal("39405.37150936632239535559")),
    ]
    assert value.counted_usd == Decimal("66863.986613446554204390964492230725492589")
    asked_of = {request.query["address"]: set(request.chains) for request in asked(simulator, TOTAL)}
    assert asked_of == {ALICE: {"1", "56", "137", "8453"}, BOB: {"1", "56", "137", "8453"}, CAROL: {"501"}, DAVE: {"0"}}
    assert simulator.violations == []


async def test_networks_that_were_named_are_the_only_ones_counted():
    simulator = simulate(small_world())
    value = await total(simulator, chains=("matic", "polygon", "137"))
    assert value.counted_usd == Decimal("262.035450975000000001")
    assert [request.chains for request in asked(simulator, TOTAL)] == [("137",)]


async def test_an_empty_wallet_is_worth_nothing_and_that_is_an_answer():
    value = await total(simulate(small_world()), wallets=("0x" + "22" * 20,))
    assert value.complete
    assert value.counted_usd == 0


@pytest.mark.parametrize("name", DEMO_WALLETS)
async def test_the_demo_wallets_come_to_what_their_world_holds(name):
    world = demo_world()
    owner = world.wallet(DEMO_WALLETS[name])
    detecting = {"1", "56", "501", "8453"}  # where the service hides risky tokens
    counted = [held for held in owner.holdings if not (held.token.risky and held.token.chain in detecting)]
    expected = sum((Fraction(held.amount) * Fraction(held.token.price) for held in counted), Fraction(0))
    expected += sum((Fraction(position.value) for position in owner.defi), Fraction(0))
    value = await total(simulate(world), wallets=(DEMO_WALLETS[name],))
    assert Fraction(value.counted_usd) == expected
