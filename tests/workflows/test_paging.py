"""Every holding comes exactly once, though prices move between the pages."""

import base64
import json
from decimal import Decimal

import pytest

from support.service import ALL, access_to, asked, simulate
from support.worlds import ALICE, BOB, MANY, at_prices, small_world, wide_world
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.simulator import demo_world
from wallet_portfolio.workflows.listing import ListingQuestion, list_holdings

pytestmark = pytest.mark.anyio

EXPIRED = "no longer available"


def upside_down(token):
    return 1 / token.price if token.price else Decimal("12.5")


async def first_page(access, **question):
    return await list_holdings(access, ListingQuestion(**question))


async def test_5000_tokens_come_once_each_in_one_order_while_prices_move():
    simulator = simulate(demo_world())
    moved = at_prices(demo_world(), upside_down)
    question = {"wallets": [MANY], "limit": 200, "include_risky": True}
    expected = {(held.token.chain, held.token.address) for held in simulator.world.wallet(MANY).holdings}
    seen, cursor = [], ""
    async with access_to(simulator) as access:
        while True:
            page = await list_holdings(access, ListingQuestion(**question, cursor=cursor))
            seen += page.holdings
            simulator.world = moved
            if page.next_cursor is None:
                break
            cursor = page.next_cursor
    assert len(seen) == 5_000
    assert {tuple(holding.token) for holding in seen} == expected
    values = [holding.value_usd for holding in seen if holding.value_usd is not None]
    assert values == sorted(values, reverse=True)
    assert all(holding.value_usd is None for holding in seen[len(values) :])
    assert len(asked(simulator, ALL)) == 1


async def test_a_page_can_be_asked_for_again():
    async with access_to(simulate(wide_world(30))) as access:
        cursor = (await first_page(access, wallets=[BOB], limit=10)).next_cursor
        again = [
            [holding.chain for holding in (await first_page(access, wallets=[BOB], limit=10, cursor=cursor)).holdings]
            for _ in range(2)
        ]
    assert again[0] == again[1]
    assert len(again[0]) == 10


async def test_the_cursor_alone_is_enough_and_the_size_of_a_page_may_change():
    async with access_to(simulate(wide_world(30))) as access:
        first = await first_page(access, wallets=[BOB], limit=7)
        second = await first_page(access, cursor=first.next_cursor, limit=200)
    assert second.next_cursor is None
    chains = [holding.chain for holding in (*first.holdings, *second.holdings)]
    assert sorted(chains) == sorted(f"Net {number}" for number in range(30))


@pytest.mark.parametrize("limit", [1, 4, 5, 6, 7])
async def test_the_last_page_has_no_cursor(limit):
    async with access_to(simulate(small_world())) as access:
        sizes, cursor = [], ""
        while not sizes or cursor:
            page = await first_page(access, wallets=[ALICE], limit=limit, cursor=cursor)
            sizes.append(len(page.holdings))
            cursor = page.next_cursor
    assert sum(sizes) == 6
    assert all(sizes)


@pytest.mark.parametrize(
    "cursor",
    [
        "nowhere",
        "æther",
        "!!!!",
        "e30",
        base64.urlsafe_b64encode(b'{"listing":"x"}').decode(),
        base64.urlsafe_b64encode(
            json.dumps({"listing": "x", "question": "y", "order": "z", "first": -1}).encode()
        ).decode(),
    ],
)
async def test_a_cursor_from_nowhere_is_refused(cursor):
    simulator = simulate(small_world())
    async with access_to(simulator) as access:
        with pytest.raises(InputError, match=EXPIRED):
            await first_page(access, wallets=[ALICE], cursor=cursor)
    assert asked(simulator, ALL) == []


@pytest.mark.parametrize(
    "other",
    [{"wallets": [BOB]}, {"chains": ["ethereum"]}, {"include_risky": True}, {"min_value_usd": Decimal(1)}],
)
async def test_a_cursor_of_another_question_is_refused(other):
    async with access_to(simulate(small_world())) as access:
        cursor = (await first_page(access, wallets=[ALICE], limit=2)).next_cursor
        with pytest.raises(InputError, match="belongs to another list"):
            await first_page(access, **{"wallets": [ALICE], "cursor": cursor} | other)


async def test_a_cursor_changed_by_hand_leads_nowhere():
    async with access_to(simulate(small_world())) as access:
        cursor = (await first_page(access, wallets=[ALICE], limit=2)).next_cursor
        content = json.loads(base64.urlsafe_b64decode(cursor + "=="))
        beyond = base64.urlsafe_b64encode(json.dumps(content | {"first": 6}).encode()).decode()
        with pytest.raises(InputError, match=EXPIRED):
            await first_page(access, wallets=[ALICE], cursor=beyond)


async def test_another_process_goes_on_while_the_order_is_the_same():
    simulator = simulate(small_world())
    async with access_to(simulator) as access:
        first = await first_page(access, wallets=[ALICE], limit=3)
    simulator.world = at_prices(small_world(), lambda token: token.price * 2)
    async with access_to(simulator) as access:
        second = await first_page(access, wallets=[ALICE], limit=10, cursor=first.next_cursor)
    assert len({holding.token for holding in (*first.holdings, *second.holdings)}) == 6


async def test_another_process_says_that_the_page_expired_when_the_order_changed():
    simulator = simulate(small_world())
    async with access_to(simulator) as access:
        cursor = (await first_page(access, wallets=[ALICE], limit=3)).next_cursor
    simulator.world = at_prices(small_world(), upside_down)
    async with access_to(simulator) as access:
        with pytest.raises(InputError, match=EXPIRED):
            await first_page(access, wallets=[ALICE], cursor=cursor)


async def test_two_lists_can_be_paged_at_the_same_time():
    simulator = simulate(small_world())
    async with access_to(simulator) as access:
        alice = await first_page(access, wallets=[ALICE], limit=5)
        simulator.world = at_prices(small_world(), upside_down)
        newer = await first_page(access, wallets=[ALICE], limit=5)
        rest = await first_page(access, wallets=[ALICE], limit=5, cursor=alice.next_cursor)
        rest_of_newer = await first_page(access, wallets=[ALICE], limit=5, cursor=newer.next_cursor)
    for pages in ((alice, rest), (newer, rest_of_newer)):
        assert len({holding.token for page in pages for holding in page.holdings}) == 6
    assert rest.listing is alice.listing
    assert rest_of_newer.listing is newer.listing
