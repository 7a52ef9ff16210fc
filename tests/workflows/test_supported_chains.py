from decimal import Decimal

import pytest

from support.service import CHAIN_LIST, TOTAL, access_to, asked, out_of_quota, refused, simulate
from support.worlds import ALICE, BASE, CHAINS, ETHEREUM, POLYGON, evm, small_world
from wallet_portfolio.assets.chains import Chains
from wallet_portfolio.assets.errors import ServiceError
from wallet_portfolio.simulator import Fault
from wallet_portfolio.simulator.faults import html_page, rate_limited, service_code, wrong_shape
from wallet_portfolio.workflows.supported_chains import list_supported_chains
from wallet_portfolio.workflows.total_value import get_total_value

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_waiting_between_attempts")]


async def supported(simulator, query=""):
    async with access_to(simulator) as access:
        return await list_supported_chains(access, query)


async def test_the_networks_are_those_the_service_lists_in_its_order():
    found = await supported(simulate(small_world()))
    assert [(chain.index, chain.name) for chain in found.chains] == [(chain.index, chain.name) for chain in CHAINS]
    assert [chain.family for chain in found.chains] == ["evm", "evm", "evm", "evm", "solana", "bitcoin"]
    assert [chain.index for chain in found.chains if chain.risk_filter] == ["1", "56", "8453", "501"]


async def test_a_network_that_is_not_in_the_built_in_list_is_there_too():
    found = await supported(simulate(small_world(chains=(*CHAINS, evm("987654", "Newnet")))), "newnet")
    assert [(chain.index, chain.family) for chain in found.chains] == [("987654", "evm")]


async def test_a_misspelt_query_finds_nothing_but_the_closest_name():
    found = await supported(simulate(small_world()), "polygone")
    assert found.chains == ()
    assert found.closest is not None
    assert found.closest.name == "Polygon"


async def test_the_list_cannot_be_told_when_the_service_does_not_tell_it():
    async with access_to(simulate(small_world(), out_of_quota(CHAIN_LIST))) as access:
        with pytest.raises(ServiceError) as failed:
            await list_supported_chains(access, "")
    assert failed.value.code == "quota_exhausted"


PASSING = [
    (service_code("50026", status=503), "upstream_unavailable"),
    (html_page(503), "upstream_unavailable"),
    (wrong_shape({"code": "0", "data": "nothing"}), "bad_response"),
    (rate_limited(), "rate_limited"),
]


@pytest.mark.parametrize(("effect", "code"), PASSING)
async def test_while_the_list_cannot_be_read_the_built_in_one_does_for_networks_that_are_named(
    effect, code, monkeypatch
):
    monkeypatch.setattr("wallet_portfolio.okx.pace.SECOND", 0.01)  # how long a refusal is heeded is tested elsewhere
    simulator = simulate(small_world(), Fault(effect, CHAIN_LIST))
    async with access_to(simulator) as access:
        value = await get_total_value(access, [ALICE], ["ethereum", "base"], "all", include_risky=False)
    assert value.scope.directory.error.code == code
    assert value.complete
    assert value.gaps == ()


async def test_without_names_the_networks_that_only_the_current_list_has_are_missing():
    networks = {chain.index for chain in CHAINS}
    everywhere = tuple(chain for chain in Chains.builtin() if chain.family == "evm" and chain.index not in networks)
    world = small_world(chains=(*CHAINS, *(evm(chain.index, chain.name) for chain in everywhere)))
    simulator = simulate(world, Fault(html_page(503), CHAIN_LIST))
    async with access_to(simulator) as access:
        value = await get_total_value(access, [ALICE], [], "all", include_risky=False)
    assert [(gap.wallet, tuple(map(str, gap.where))) for gap in value.gaps] == [
        (None, ("networks newer than the built-in list",))
    ]
    assert value.counted_usd == Decimal("13865.254812135690982691841548730725492589")
    assert not value.complete


async def test_the_list_is_asked_for_again_before_the_built_in_one_is_used():
    simulator = simulate(small_world(), Fault(html_page(503), CHAIN_LIST, times=1))
    async with access_to(simulator) as access:
        value = await get_total_value(access, [ALICE], [], "all", include_risky=False)
    assert value.scope.directory.error is None
    assert value.complete
    assert len(asked(simulator, CHAIN_LIST)) == 2


@pytest.mark.parametrize("chains", [["ethereum"], []])
async def test_a_network_refused_while_the_list_cannot_be_read_is_the_fault_of_the_list(chains):
    simulator = simulate(small_world(), Fault(html_page(503), CHAIN_LIST), refused("81104", TOTAL))
    async with access_to(simulator) as access:
        with pytest.raises(ServiceError) as failed:
            await get_total_value(access, [ALICE], chains, "all", include_risky=False)
    assert failed.value.code == "upstream_unavailable"


async def test_a_name_that_the_built_in_list_lacks_shows_the_error_of_the_list():
    newnet = evm("987654", "Newnet")
    simulator = simulate(small_world(chains=(*CHAINS, newnet)), Fault(html_page(503), CHAIN_LIST))
    async with access_to(simulator) as access:
        with pytest.raises(ServiceError) as failed:
            await get_total_value(access, [ALICE], ["newnet"], "all", include_risky=False)
    assert failed.value.code == "upstream_unavailable"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (out_of_quota(CHAIN_LIST), "quota_exhausted"),
        (refused("50111", CHAIN_LIST), "auth_failed"),
        (refused("50125", CHAIN_LIST), "region_blocked"),
        (refused("50112", CHAIN_LIST), "clock_skew"),
    ],
)
async def test_what_would_stop_every_question_stops_at_the_list(fault, code):
    simulator = simulate(small_world(), fault)
    async with access_to(simulator) as access:
        with pytest.raises(ServiceError) as failed:
            await get_total_value(access, [ALICE], ["ethereum"], "all", include_risky=False)
    assert failed.value.code == code
    assert asked(simulator, TOTAL) == []


async def test_the_list_is_read_once_for_many_questions():
    simulator = simulate(small_world(chains=(ETHEREUM, BASE, POLYGON)))
    async with access_to(simulator) as access:
        for _ in range(3):
            await get_total_value(access, [ALICE], [], "all", include_risky=False)
    assert len(asked(simulator, CHAIN_LIST)) == 1
