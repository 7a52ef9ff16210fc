from decimal import Decimal

import pytest

from support.service import GIVEN, SEARCH, TOKEN_INFO, access_to, asked, out_of_quota, simulate
from support.worlds import (
    ALICE,
    BASE,
    BITCOIN,
    BOB,
    CAROL,
    CHAINS,
    DAVE,
    ETHEREUM,
    EVM_NATIVE,
    FAKE_USDC,
    SPAM,
    SPAM_POLYGON,
    USDC,
    USDC_BASE,
    USDC_ETHEREUM,
    USDC_SOLANA,
    evm,
    small_world,
    token,
    wallet,
)
from wallet_portfolio.assets.errors import InputError, InvalidAddress, TokenNotFound, UnsupportedChain
from wallet_portfolio.simulator import Chain, DefiPosition, Wallet, World
from wallet_portfolio.workflows.token_balances import get_token_balances

pytestmark = pytest.mark.anyio

ETHER = Decimal("1.842905317264180593")


async def balances(simulator, *tokens, wallets=(ALICE,), chains=(), include_risky=False):
    async with access_to(simulator) as access:
        return await get_token_balances(access, wallets, chains, tokens, include_risky=include_risky)


def told(found):
    return [(holding.chain, holding.token.address, holding.amount) for holding in found.holdings]


async def refusal(simulator, error, *tokens, chains=()):
    async with access_to(simulator) as access:
        with pytest.raises(error) as refused:
            await get_token_balances(access, [ALICE], chains, tokens, include_risky=False)
    return refused.value.message


async def test_a_native_symbol_means_the_coin_on_every_network_that_has_it():
    simulator = simulate(small_world())
    found = await balances(simulator, "eth")
    assert told(found) == [("Ethereum", "", ETHER), ("Base", "", Decimal("0.5"))]
    assert found.holdings[0].value_usd == Decimal("5763.535722468858228604341548730725492589")
    assert all(holding.verified for holding in found.holdings)
    assert simulator.violations == []


async def test_a_symbol_means_verified_contracts_and_never_an_impostor():
    found = await balances(simulate(small_world()), "USDC")
    assert told(found) == [("Ethereum", USDC_ETHEREUM, Decimal("3250.55")), ("Base", USDC_BASE, Decimal("1820.114233"))]
    assert all(holding.verified for holding in found.holdings)


async def test_a_symbol_that_only_impostors_have_is_not_answered():
    message = await refusal(simulate(small_world()), TokenNotFound, "AIRDROP")
    assert message == (
        "Every token called “AIRDROP” on these networks is unverified, and anyone can use that name. "
        "If you know the right one, please give me its contract address."
    )
    assert "USDC" not in await refusal(simulate(small_world()), TokenNotFound, "NOSUCH", chains=["ethereum"])


@pytest.mark.parametrize(
    ("text", "chain", "contract", "amount"),
    [
        ("ethereum:native", "Ethereum", "", ETHER),
        ("1:native", "Ethereum", "", ETHER),
        ("1:", "Ethereum", "", ETHER),
        ("eth:ETH", "Ethereum", "", ETHER),
        (f"base:{EVM_NATIVE}", "Base", "", Decimal("0.5")),
        (f"base:{EVM_NATIVE.upper().replace('0X', '0x')}", "Base", "", Decimal("0.5")),
        ("base:usdc", "Base", USDC_BASE, Decimal("1820.114233")),
        (f"8453:{USDC_BASE}", "Base", USDC_BASE, Decimal("1820.114233")),
        (f"Ethereum:{USDC_ETHEREUM.upper().replace('0X', '0x')}", "Ethereum", USDC_ETHEREUM, Decimal("3250.55")),
        (USDC_ETHEREUM, "Ethereum", USDC_ETHEREUM, Decimal("3250.55")),
        (f"ethereum:{FAKE_USDC}", "Ethereum", FAKE_USDC, Decimal(50_000)),
    ],
)
async def test_each_way_of_naming_a_token_means_that_token(text, chain, contract, amount):
    simulator = simulate(small_world())
    found = await balances(simulator, text)
    assert told(found) == [(chain, contract, amount)]
    assert found.gaps == ()
    assert simulator.violations == []


@pytest.mark.parametrize("coin", ["SOL", "solana:native", "11111111111111111111111111111111"])
async def test_the_native_coin_of_solana_by_each_of_its_names(coin):
    simulator = simulate(small_world())
    assert told(await balances(simulator, coin, wallets=[CAROL])) == [("Solana", "", Decimal("42.137804519"))]
    assert simulator.violations == []


async def test_a_token_that_is_not_held_is_answered_with_zero():
    simulator = simulate(small_world(tokens=(USDC,)))
    for text in ("BNB", "USDC", f"ethereum:{USDC_ETHEREUM}", f"ethereum:{SPAM}", "ethereum:0x" + "ab" * 20):
        found = await balances(simulator, text, wallets=["0x" + "22" * 20])
        assert {holding.amount for holding in found.holdings} == {0}
        assert {holding.value_usd for holding in found.holdings} == {0}
    assert simulator.violations == []


async def test_several_tokens_wallets_and_families_are_one_answer_in_the_order_asked():
    simulator = simulate(small_world())
    found = await balances(simulator, "BTC", "USDC", "SOL", wallets=[ALICE, CAROL, DAVE])
    assert [(holding.symbol, holding.wallet, holding.amount) for holding in found.holdings] == [
        ("BTC", DAVE, Decimal("0.41827")),
        ("USDC", ALICE, Decimal("3250.55")),
        ("USDC", ALICE, Decimal("1820.114233")),
        ("USDC", CAROL, Decimal("1250.5")),
        ("SOL", CAROL, Decimal("42.137804519")),
    ]
    assert {request.json["address"]: request.chains for request in asked(simulator, GIVEN)} == {
        ALICE: ("1", "8453"),
        CAROL: ("501",),
        DAVE: ("0",),
    }
    assert simulator.violations == []


@pytest.mark.parametrize(("count", "sizes"), [(20, [20]), (21, [1, 20]), (41, [1, 20, 20])])
async def test_more_than_20_tokens_are_split_and_each_is_answered_once(count, sizes):
    contracts = [f"0x{number:040x}" for number in range(1, count + 1)]
    coins = [token(ETHEREUM, contract, f"T{number}", "1") for number, contract in enumerate(contracts)]
    world = World((ETHEREUM,), (), (wallet(BOB, *((coin, str(n + 1)) for n, coin in enumerate(coins))),))
    simulator = simulate(world)
    found = await balances(simulator, *contracts, wallets=[BOB])
    assert [(holding.token.address, holding.amount) for holding in found.holdings] == [
        (contract, number + 1) for number, contract in enumerate(contracts)
    ]
    assert sorted(len(request.json["tokenContractAddresses"]) for request in asked(simulator, GIVEN)) == sizes
    assert simulator.violations == []


async def test_a_token_named_twice_is_answered_once():
    found = await balances(simulate(small_world()), "USDC", "usdc", f"1:{USDC_ETHEREUM}", chains=["ethereum"])
    assert told(found) == [("Ethereum", USDC_ETHEREUM, Decimal("3250.55"))]


async def test_a_token_named_twice_is_answered_once_though_nothing_is_known_of_it():
    simulator = simulate(small_world(), out_of_quota(TOKEN_INFO))
    found = await balances(simulator, "USDC", f"1:{USDC_ETHEREUM}", chains=["ethereum"])
    assert told(found) == [("Ethereum", USDC_ETHEREUM, Decimal("3250.55"))]


async def test_a_risky_token_asked_for_by_contract_is_not_answered_as_zero():
    simulator = simulate(small_world())
    for contract in (f"ethereum:{SPAM}", f"polygon:{SPAM_POLYGON}"):
        found = await balances(simulator, contract)
        assert found.holdings == ()
        assert [holding.token.address for holding in found.hidden] == [contract.partition(":")[2]]
    assert [request.json["excludeRiskToken"] for request in asked(simulator, GIVEN)] == ["0", "1", "0"]
    assert simulator.violations == []


async def test_a_risky_token_is_shown_when_risky_ones_are_asked_for():
    simulator = simulate(small_world())
    found = await balances(simulator, f"ethereum:{SPAM}", include_risky=True)
    assert [(holding.amount, holding.risky) for holding in found.holdings] == [(Decimal(1_000_000), True)]
    assert [request.json["excludeRiskToken"] for request in asked(simulator, GIVEN)] == ["1"]


async def test_a_zero_that_could_not_be_checked_is_missing_and_not_zero():
    simulator = simulate(small_world(), out_of_quota(GIVEN))
    simulator.faults.clear()
    second_look = out_of_quota(GIVEN)
    strike = type(second_look)(
        second_look.effect, GIVEN, lambda request: request.json["excludeRiskToken"] == "1", second_look.times
    )
    simulator.faults.add(strike)
    found = await balances(simulator, f"ethereum:{SPAM}", "ETH")
    assert SPAM not in {holding.token.address for holding in found.holdings}
    assert len(found.gaps) == 1


async def test_balances_can_be_read_though_nothing_is_known_of_a_contract():
    found = await balances(simulate(small_world(), out_of_quota(TOKEN_INFO)), f"ethereum:{USDC_ETHEREUM}")
    assert [(h.symbol, h.amount, h.verified) for h in found.holdings] == [("USDC", Decimal("3250.55"), None)]


async def test_one_token_that_is_not_found_leaves_the_others():
    found = await balances(simulate(small_world()), "ETH", "NOSUCH")
    assert {holding.symbol for holding in found.holdings} == {"ETH"}
    assert [tuple(map(str, gap.where)) for gap in found.gaps] == [("NOSUCH",)]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", InputError),
        ("  ", InputError),
        ("etherium:ETH", UnsupportedChain),
        (USDC_ETHEREUM[:-1], InvalidAddress),
        ("0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eb49", InvalidAddress),
        (f"solana:{USDC_ETHEREUM}", InputError),
        (USDC_SOLANA, InputError),
    ],
)
async def test_what_cannot_be_a_token_there_is_refused(text, error):
    simulator = simulate(small_world())
    assert await refusal(simulator, error, text)
    assert asked(simulator, GIVEN) == []


async def test_a_token_that_none_of_the_wallets_can_hold_is_refused():
    simulator = simulate(small_world())
    async with access_to(simulator) as access:
        with pytest.raises(InputError, match="None of these wallets can hold any of these tokens"):
            await get_token_balances(access, [ALICE], [], [f"solana:{USDC_SOLANA}"], include_risky=False)


async def test_the_coin_of_a_network_only_the_live_list_knows_is_found_by_its_name():
    newnet = evm("987654", "Newnet")
    coin = token(newnet, "", "NEW", "2")
    simulator = simulate(World((ETHEREUM, newnet), (), (wallet(BOB, (coin, "3.5")),)))
    for text in ("NEW", "newnet:NEW", "newnet:native"):
        found = await balances(simulator, text, wallets=[BOB])
        assert [(h.chain, h.token.address, h.amount, h.symbol.upper()) for h in found.holdings][-1] == (
            "Newnet",
            "",
            Decimal("3.5"),
            "NEW",
        )
    assert simulator.violations == []


async def test_a_new_network_of_another_kind_does_not_take_the_others_with_it():
    moon = Chain("777001", "Moonshot", "moon", "solana", "11111111111111111111111111111111")
    usdc_on_moon = token(moon, USDC_SOLANA, "USDC", "1", decimals=6)
    world = World((ETHEREUM, BASE, moon), (usdc_on_moon,), (wallet(BOB, (USDC, "7")),))
    found = await balances(simulate(world), "USDC", wallets=[BOB])
    assert told(found)[0] == ("Ethereum", USDC_ETHEREUM, Decimal(7))
    assert [tuple(map(str, gap.where)) for gap in found.gaps] == [("USDC on Moonshot",)]


async def test_symbols_are_searched_on_at_most_50_networks_at_a_time():
    chains = tuple(evm(str(900_000 + number), f"Net {number}") for number in range(51))
    coin = token(chains[50], "0x" + "ab" * 20, "RARE", "1")
    simulator = simulate(World(chains, (coin,), (Wallet(BOB, (), (DefiPosition("900000", Decimal(1)),)),)))
    found = await balances(simulator, "RARE", wallets=[BOB])
    assert told(found) == [("Net 50", "0x" + "ab" * 20, 0)]
    assert sorted(len(request.chains) for request in asked(simulator, SEARCH)) == [1, 50]


async def test_only_networks_that_were_named_are_looked_at():
    found = await balances(simulate(small_world(chains=(*CHAINS,))), "USDC", chains=["base", "bitcoin"])
    assert told(found) == [("Base", USDC_BASE, Decimal("1820.114233"))]
    assert [tuple(map(str, gap.where)) for gap in found.gaps] == [(BITCOIN.name,)]
