import pytest

from support.service import CHAIN_LIST, access_to, asked, out_of_quota, simulate
from support.worlds import ALICE, BASE, CHAINS, ETHEREUM, POLYGON, evm, small_world
from wallet_portfolio.assets.errors import ServiceError
from wallet_portfolio.workflows.supported_chains import list_supported_chains
from wallet_portfolio.workflows.total_value import get_total_value

pytestmark = pytest.mark.anyio


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


async def test_other_questions_fall_back_on_the_built_in_list_and_say_so():
    simulator = simulate(small_world(), out_of_quota(CHAIN_LIST))
    async with access_to(simulator) as access:
        value = await get_total_value(access, [ALICE], ["ethereum", "base"], "all", include_risky=False)
    assert not value.scope.directory.live
    assert value.complete


async def test_the_list_is_read_once_for_many_questions():
    simulator = simulate(small_world(chains=(ETHEREUM, BASE, POLYGON)))
    async with access_to(simulator) as access:
        for _ in range(3):
            await get_total_value(access, [ALICE], [], "all", include_risky=False)
    assert len(asked(simulator, CHAIN_LIST)) == 1
