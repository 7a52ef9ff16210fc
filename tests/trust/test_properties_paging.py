"""Every row of a list comes once over all pages, and a cursor leads to its page or is refused. Virtual time."""

import base64
import json
import random
from decimal import Decimal
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from okx.virtual_time import run_virtually
from support.service import access_to, simulate
from support.worlds import CHAINS, ETHEREUM, POLYGON, token, wallet
from trust.effort import tries
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.simulator import World
from wallet_portfolio.workflows.listing import ListingQuestion, list_holdings

OWNER = "0x3333333333333333333333333333333333333333"
EXPIRED, OF_ANOTHER = "no longer available", "belongs to another list"

# Few prices, so that many values tie; two that differ in the last digit of many; and none at all.
PRICES = ["0", "1", "1", "2", "0.5", "1.00000000000000000000000000000001", "1.00000000000000000000000000000002"]
rows = st.lists(
    st.tuples(st.sampled_from(["1", "2", "0.5"]), st.sampled_from(PRICES), st.sampled_from("ABC")), max_size=60
)
limits = st.integers(1, 70) | st.integers(1, 5)


def world_of(some, chance=None):
    """A wallet with these (amount, price, symbol), in any order where `chance` is given."""
    held = [
        (
            token(ETHEREUM if number % 2 else POLYGON, f"0x{number + 1:040x}", symbol * 3 + str(number % 3), price),
            amount,
        )
        for number, (amount, price, symbol) in enumerate(some)
    ]
    if chance:
        chance.shuffle(held)
    return World(CHAINS, (), (wallet(OWNER, *held),))


def worth(some):
    """What each of them is worth by its contract; None without a price."""
    return {
        f"0x{number + 1:040x}": Fraction(amount) * Fraction(price) if Fraction(price) else None
        for number, (amount, price, _) in enumerate(some)
    }


def contracts(page):
    return [holding.token.address for holding in page.holdings]


async def whole(access, **question):
    """The list in one piece, as a new process would make it now."""
    return (await list_holdings(access, ListingQuestion(wallets=[OWNER], include_risky=True, **question))).listing


async def page_or_refusal(access, question):
    try:
        return await list_holdings(access, question)
    except InputError as refused:
        return refused


def ordered(seen, values):
    """By value, the unpriced last."""
    told = [values[contract] for contract in seen]
    priced = [value for value in told if value is not None]
    assert priced == sorted(priced, reverse=True)
    assert told[len(priced) :] == [None] * (len(told) - len(priced))


@tries(40)
@given(rows, st.lists(limits, min_size=1, max_size=8), st.booleans(), st.integers(0, 2**32))
@example([("1", "1", "A")] * 60, [1], True, 7)
def test_every_row_comes_once_whatever_the_sizes_of_the_pages_and_the_moves_of_prices(some, sizes, bare, seed):
    chance = random.Random(seed)

    async def main():
        simulator = simulate(world_of(some))
        seen, cursor, asked = [], "", 0
        async with access_to(simulator) as access:
            while True:
                same = {} if bare and cursor else {"wallets": [OWNER], "include_risky": True}
                limit = sizes[asked % len(sizes)]
                page = await list_holdings(access, ListingQuestion(**same, limit=limit, cursor=cursor))
                seen.append(page)
                moved = [(amount, chance.choice(PRICES), symbol) for amount, _, symbol in some[chance.randrange(2) :]]
                simulator.world = world_of(moved, chance)
                asked += 1
                if page.next_cursor is None:
                    return seen
                assert len(page.holdings) == limit
                cursor = page.next_cursor

    pages = run_virtually(main)
    listed = [contract for page in pages for contract in contracts(page)]
    values = worth(some)
    assert sorted(listed) == sorted(values)
    ordered(listed, values)
    assert {len(page.listing.holdings) for page in pages} == {len(some)}
    total = sum((value for value in values.values() if value is not None), Fraction(0))
    assert {Fraction(page.listing.listed_usd) for page in pages} == {total}
    assert all(
        h.value_usd is None or Fraction(h.value_usd) == values[h.token.address] for p in pages for h in p.holdings
    )


@tries(40)
@given(rows.filter(bool), st.lists(limits, min_size=1, max_size=5), st.data())
def test_another_process_goes_on_in_the_same_order_or_says_that_it_cannot(some, sizes, data):
    """Each page is asked of a process of its own, and what is held may have changed in between."""

    async def main():
        now, seen, cursor, asked = list(some), [], "", 0
        async with access_to(simulate(world_of(some))) as access:
            order = [holding.token.address for holding in (await whole(access)).holdings]
        while True:
            chance = random.Random(data.draw(st.integers(0, 99)))
            simulator = simulate(world_of(now, chance))
            async with access_to(simulator) as access:
                newer = [holding.token.address for holding in (await whole(access)).holdings]
                question = ListingQuestion(
                    wallets=[OWNER], include_risky=True, limit=sizes[asked % len(sizes)], cursor=cursor
                )
                page = await page_or_refusal(access, question)
            if isinstance(page, InputError):
                assert EXPIRED in page.message
                assert newer != order
                return
            assert newer == order
            seen += contracts(page)
            assert seen == order[: len(seen)]
            if page.next_cursor is None:
                break
            cursor, asked = page.next_cursor, asked + 1
            change = data.draw(st.sampled_from(["nothing", "nothing", "all prices double", "a price", "one more"]))
            if change == "all prices double":
                now = [(amount, str(Decimal(price) * 2), symbol) for amount, price, symbol in now]
            elif change == "a price":
                place = data.draw(st.integers(0, len(now) - 1))
                now[place] = (now[place][0], data.draw(st.sampled_from(PRICES)), now[place][2])
            elif change == "one more":
                now.append(("1", "1", "A"))
        assert seen == order

    run_virtually(main)


FIVE = [("1", price, "A") for price in ("5", "4", "3", "2", "0")]
IN_ORDER = [f"0x{number:040x}" for number in range(1, 6)]


def encoded(content):
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from(["listing", "question", "order", "first", "more"])
CURSORS = st.one_of(
    st.tuples(st.just("text"), st.text(st.characters() | st.characters(categories=("Cs",)), max_size=60)),
    st.tuples(st.just("bytes"), st.binary(max_size=60)),
    st.tuples(st.just("json"), json_values),
    st.tuples(st.just("fields"), st.dictionaries(fields, json_values | st.integers(-2, 7), max_size=5)),
    st.tuples(st.just("letter"), st.integers(0, 400), st.characters()),
)


def made(kind, right):
    """A cursor of this kind; `right` is one that leads somewhere."""
    how, *rest = kind
    if how == "text":
        return rest[0]
    if how == "bytes":
        return base64.urlsafe_b64encode(rest[0]).decode()
    if how == "json":
        return encoded(rest[0])
    content = json.loads(base64.urlsafe_b64decode(right + "=" * (-len(right) % 4)))
    if how == "fields":
        return encoded(content | rest[0])
    place = rest[0] % len(right)
    return right[:place] + rest[1] + right[place + 1 :]


@tries(120)
@given(CURSORS, limits, st.booleans(), st.booleans())
@example(("fields", {"first": 4}), 3, True, False)
@example(("fields", {"first": 5}), 3, True, False)
@example(("fields", {"listing": ""}), 3, False, False)
@example(("fields", {"order": ""}), 3, True, True)
@example(("fields", {"first": 10**30}), 3, True, True)
def test_any_text_for_a_cursor_leads_to_a_page_of_the_list_or_to_a_stable_error(kind, limit, bare, same_process):
    async def main():
        simulator = simulate(world_of(FIVE))
        async with access_to(simulator, saved=f"own={OWNER}") as access:
            first = await list_holdings(access, ListingQuestion(wallets=[OWNER], limit=2))
            cursor = made(kind, first.next_cursor)
            question = ListingQuestion(wallets=[] if bare else [OWNER], limit=limit, cursor=cursor)
            if same_process:
                return await page_or_refusal(access, question)
            async with access_to(simulator, saved=f"own={OWNER}") as another:
                return await page_or_refusal(another, question)

    page = run_virtually(main)
    if isinstance(page, InputError):
        assert page.code == "invalid_input"
        assert EXPIRED in page.message or OF_ANOTHER in page.message
    else:
        assert contracts(page) == IN_ORDER[page.first :][:limit]
        assert page.first == 0 or page.holdings


def test_what_is_worth_the_same_is_not_lost_at_the_edge_of_what_was_asked_for():
    """The smallest value asked for, to the last of many digits."""

    async def main():
        some = [("1", price, "A") for price in PRICES[3:]]
        async with access_to(simulate(world_of(some))) as access:
            listing = await whole(access, min_value_usd=Decimal(PRICES[-1]))
        return [holding.price_usd for holding in listing.holdings], listing.small

    kept, small = run_virtually(main)
    assert kept == [Decimal(2), Decimal(PRICES[-1])]
    assert small == 2
