"""What the doctor finds, step by step. Over a real socket: tests/cli/test_doctor.py."""

import pytest

from support.service import CHAIN_LIST, TOTAL, access_to, asked, out_of_quota, simulate
from support.worlds import ALICE, small_world
from wallet_portfolio.assets.amounts import show_usd
from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.simulator import Fault
from wallet_portfolio.simulator.faults import ClockOffset, payment_required
from wallet_portfolio.workflows.access import Access
from wallet_portfolio.workflows.doctor import examine
from wallet_portfolio.workflows.total_value import get_total_value

pytestmark = pytest.mark.anyio


async def found(simulator, saved=f"main={ALICE}", *, demo=False):
    async with access_to(simulator, saved) as access:
        access = Access(access.client, access.saved, demo=demo)
        return [(check.name, check.state) async for check in examine(access, [])]


async def test_every_step_in_turn():
    simulator = simulate(small_world())
    assert await found(simulator) == [
        ("Credentials", "good"),
        ("Service", "good"),
        ("Clock", "good"),
        ("Plan", "good"),
        ("Wallet “main”", "good"),
        ("Balance of “main”", "good"),
    ]
    assert simulator.violations == []


async def test_without_credentials_nothing_else_is_looked_at():
    checks = [check async for check in examine(Access(None, SavedWallets()), ["OKX_PASSPHRASE"])]
    assert [(check.name, check.found) for check in checks] == [("Credentials", "not set: OKX_PASSPHRASE")]


@pytest.mark.parametrize(
    ("seconds", "state", "way"),
    [
        (20, "warning", "behind the"),
        (-20, "warning", "ahead of the"),
        (600, "bad", "behind the"),
        (-600, "bad", "ahead of the"),
    ],
)
async def test_a_clock_that_is_off(seconds, state, way):
    simulator = simulate(small_world(), Fault(ClockOffset(seconds)))
    async with access_to(simulator) as access:
        checks = [check async for check in examine(access, [])]
    (clock,) = (check for check in checks if check.name == "Clock")
    assert clock.state == state
    assert f"seconds {way} service's" in clock.found
    assert clock.advice


async def test_a_service_that_refuses_ends_the_examination():
    assert await found(simulate(small_world(), out_of_quota(CHAIN_LIST))) == [
        ("Credentials", "good"),
        ("Service", "bad"),
    ]


async def test_a_plan_that_ends_on_the_way_is_a_warning():
    simulator = simulate(small_world())

    def later(_):
        return len(asked(simulator, CHAIN_LIST)) > 2

    simulator.faults.add(Fault(payment_required(), CHAIN_LIST, later))
    assert ("Plan", "warning") in await found(simulator)


async def test_no_saved_wallet_is_a_warning():
    assert (await found(simulate(small_world()), ""))[-1] == ("Saved wallets", "warning")


async def test_two_addresses_of_one_name_are_both_looked_at():
    assert (await found(simulate(small_world()), f"main={ALICE},main=nonsense"))[-1] == ("Wallet “main”", "bad")


async def test_the_balance_is_that_of_the_default_wallet():
    async with access_to(simulate(small_world()), f"main={ALICE}") as access:
        total = await get_total_value(access, [ALICE], [], "all", include_risky=False)
        checks = [check async for check in examine(access, [])]
    assert total.counted_usd > 1
    assert checks[-1].found == show_usd(total.counted_usd)


async def test_a_balance_that_cannot_be_read_says_why():
    simulator = simulate(small_world(), out_of_quota(TOTAL))
    async with access_to(simulator, f"main={ALICE}") as access:
        checks = [check async for check in examine(access, [])]
    assert (checks[-1].name, checks[-1].state) == ("Balance of “main”", "bad")
    assert checks[-1].found
