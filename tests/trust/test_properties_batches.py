"""However many networks and tokens there are, each is asked about once, and whatever fails each is told of once.

Time is virtual, so that trying again costs nothing.
"""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from okx.virtual_time import run_virtually
from support.service import ALL, GIVEN, TOTAL, access_to, asked, simulate
from support.worlds import BOB, evm, token, wallet
from trust.effort import tries
from wallet_portfolio.assets.chains import Chains
from wallet_portfolio.assets.errors import ServiceError
from wallet_portfolio.okx.client import MOST_CHAINS, MOST_TOKENS
from wallet_portfolio.simulator import Fault, World
from wallet_portfolio.simulator.faults import Hang, html_page, payment_required, rate_limited, service_code, wrong_shape
from wallet_portfolio.workflows.listing import ListingQuestion, list_holdings
from wallet_portfolio.workflows.scope import Part, split
from wallet_portfolio.workflows.token_balances import get_token_balances
from wallet_portfolio.workflows.total_value import get_total_value
from wallet_portfolio.workflows.underperformers import find_underperformers

PRICE_INFO = "/price-info"
KNOWN = [chain for chain in Chains.builtin() if chain.family == "evm"]

# (what goes wrong, how often at most)
STRIKES = {
    "no quota": (payment_required(), None),
    "no such chain": (service_code("50014"), None),  # refused as a whole: asked again without what is guessed
    "busy": (html_page(503), None),
    "busy once": (html_page(503), 1),
    "too fast once": (rate_limited(status=200), 1),
    "too fast": (rate_limited(retry_after="2"), None),
    "silent": (Hang(60), None),
    "nonsense": (wrong_shape({"code": "0", "data": "?"}), None),
}
strikes = st.lists(st.tuples(st.sampled_from([*STRIKES]), st.integers(0, 200)), max_size=3)
counts = st.integers(1, 130) | st.sampled_from([1, 49, 50, 51, 99, 100, 101])


def networks(known, guessed):
    """Some that the program knows, and some of which only the live list tells."""
    named = [evm(chain.index, chain.name) for chain in KNOWN[:known]]
    return (*named, *(evm(str(900_000 + number), f"Net {number}") for number in range(guessed)))


def one_coin_each(chains):
    """BOB has 1 COIN on each, worth a number of its own."""
    held = ((token(chain, "", "COIN", str(number + 1)), "1") for number, chain in enumerate(chains))
    return World(chains, (), (wallet(BOB, *held),))


def struck(path, chains, chosen):
    """Faults for whatever call has the chosen chain in it."""
    for kind, number in chosen:
        index = chains[number % len(chains)].index
        effect, times = STRIKES[kind]
        yield Fault(effect, path, lambda request, index=index: index in request.chains, times)


def places(gaps):
    return Counter(str(where) for gap in gaps for where in gap.where)


@given(st.integers(0, 300), st.integers(1, 60))
@tries(60)
def test_a_part_is_split_into_pieces_that_join_to_it(count, size):
    chains = tuple(range(count))
    pieces = split(Part(BOB, chains), size)
    assert tuple(chain for piece in pieces for chain in piece.chains) == chains
    assert all(0 < len(piece.chains) <= size for piece in pieces)
    assert len(pieces) == -(-count // size)


@tries(25)
@given(st.integers(0, len(KNOWN)), counts, strikes)
@example(len(KNOWN), 60, [("no such chain", len(KNOWN) + 1)])
@example(0, 130, [("busy once", 0), ("too fast once", 60), ("no quota", 129)])
def test_every_network_is_asked_once_and_listed_or_missing_once(known, guessed, chosen):
    chains = networks(known, guessed)
    names = {chain.index: chain.name for chain in chains}

    async def main():
        simulator = simulate(one_coin_each(chains), *struck(ALL, chains, chosen))
        async with access_to(simulator) as access:
            try:
                listing = (await list_holdings(access, ListingQuestion(wallets=[BOB], limit=1))).listing
            except ServiceError:
                listing = None
        return simulator, listing

    simulator, listing = run_virtually(main)
    assert simulator.violations == []
    sent = [request.chains for request in asked(simulator, ALL)]
    assert all(1 <= len(piece) <= MOST_CHAINS for piece in sent)
    if not chosen:
        assert Counter(index for piece in sent for index in piece) == Counter(list(names))
        assert len(sent) == -(-len(chains) // MOST_CHAINS)
    assert {index for piece in sent for index in piece} == set(names)
    if listing is None:
        assert any(not (kind.endswith("once")) for kind, _ in chosen)
        return
    told = Counter(holding.chain for holding in listing.holdings) + places(listing.gaps)
    assert told == Counter(names.values())
    value = {chain.name: number + 1 for number, chain in enumerate(chains)}
    assert listing.listed_usd == sum(value[holding.chain] for holding in listing.holdings)
    if all(kind.endswith("once") for kind, _ in chosen):
        assert not listing.gaps


@tries(25)
@given(st.integers(0, len(KNOWN)), counts, strikes)
def test_a_total_is_the_exact_sum_of_every_network_once_or_no_total(known, guessed, chosen):
    chains = networks(known, guessed)

    async def main():
        simulator = simulate(one_coin_each(chains), *struck(TOTAL, chains, chosen))
        async with access_to(simulator) as access:
            try:
                return simulator, await get_total_value(access, [BOB], [], "all", include_risky=False)
            except ServiceError:
                return simulator, None

    simulator, value = run_virtually(main)
    assert simulator.violations == []
    if value is None:
        return
    missing = places(value.gaps)
    worth = {chain.name: number + 1 for number, chain in enumerate(chains)}
    assert set(missing) <= set(worth)
    assert set(missing.values()) <= {1}
    assert value.counted_usd == sum(worth[name] for name in worth if name not in missing)
    assert value.complete == (not missing)
    assert [one.complete for one in value.wallets] == [value.complete]


@tries(25)
@given(st.integers(1, 70), st.integers(1, 4), st.integers(0, 3), strikes)
@example(20, 1, 0, [])
@example(21, 1, 0, [])
@example(41, 2, 1, [("no quota", 0)])
def test_every_token_is_asked_once_and_told_or_missing_once(count, known, guessed, chosen):
    chains = networks(known, guessed)
    tokens = [token(chains[n % len(chains)], f"0x{n + 1:040x}", f"T{n}", "1") for n in range(count)]
    words = [f"{one.chain}:{one.address}" for one in tokens]
    names = {chain.index: chain.name for chain in chains}

    async def main():
        world = World(chains, tuple(tokens), (wallet(BOB, *((one, "2") for one in tokens)),))
        simulator = simulate(world, *struck(GIVEN, chains, chosen))
        async with access_to(simulator) as access:
            try:
                return simulator, await get_token_balances(access, [BOB], [], words, include_risky=False)
            except ServiceError:
                return simulator, None

    simulator, balances = run_virtually(main)
    assert simulator.violations == []
    sent = [
        [(one["chainIndex"], one["tokenContractAddress"]) for one in request.json["tokenContractAddresses"]]
        for request in asked(simulator, GIVEN)
    ]
    assert all(1 <= len(batch) <= MOST_TOKENS for batch in sent)
    if not chosen:
        assert Counter(one for batch in sent for one in batch) == Counter((one.chain, one.address) for one in tokens)
    if balances is None:
        return
    told = Counter(f"{holding.symbol} on {holding.chain}" for holding in balances.holdings) + places(balances.gaps)
    assert told == Counter(f"{one.symbol} on {names[one.chain]}" for one in tokens)
    # In the order they were asked for.
    order = [one.address for one in tokens]
    listed = [order.index(holding.token.address) for holding in balances.holdings]
    assert listed == sorted(listed)


@tries(10)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_several_wallets_are_summed_exactly_in_whatever_order_they_are_named(sizes, chance):
    chains = networks(3, 60)
    owners = [f"0x{number + 1:040x}" for number in range(len(sizes))]
    prices = ["0.1", "0.000000000000000000000000000000000001", "99999999999999999999.9", "3"]
    held = [
        [
            (token(chain, "", "COIN", prices[(n + k) % 4]), "0.333333333333333333")
            for n, chain in enumerate(chains[:size])
        ]
        for k, size in enumerate(sizes)
    ]
    world = World(chains, (), tuple(wallet(owner, *some) for owner, some in zip(owners, held, strict=True)))
    expected = {
        owner: sum((Fraction(one.price) * Fraction(amount) for one, amount in some), Fraction(0))
        for owner, some in zip(owners, held, strict=True)
    }
    named = chance.sample(owners, len(owners))

    async def main():
        async with access_to(simulate(world)) as access:
            return await get_total_value(access, named, [], "tokens", include_risky=False)

    value = run_virtually(main)
    assert [one.wallet.address.text for one in value.wallets] == named
    assert {one.wallet.address.text: Fraction(one.counted_usd) for one in value.wallets} == expected
    assert Fraction(value.counted_usd) == sum(expected.values())


@pytest.mark.parametrize("count", [1, 100, 101, 200, 201])
def test_prices_are_asked_for_a_hundred_tokens_at_a_time(count):
    chains = networks(1, 0)
    tokens = [token(chains[0], f"0x{n + 1:040x}", f"T{n}", "2") for n in range(count)]

    async def main():
        simulator = simulate(World(chains, (), (wallet(BOB, *((one, "2") for one in tokens)),)))
        async with access_to(simulator) as access:
            await find_underperformers(access, [BOB], [], Decimal(0), 10, include_risky=False)
        return simulator

    simulator = run_virtually(main)
    assert simulator.violations == []
    batches = [[one["tokenContractAddress"] for one in request.json] for request in asked(simulator, PRICE_INFO)]
    assert sorted(address for batch in batches for address in batch) == sorted(one.address for one in tokens)
    assert max(map(len, batches)) <= 100
