"""What one replica showed is the same at another, to the last digit, in every language; and nothing else is taken."""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import anyio
import pytest

from replicas.callers import answering
from support.service import ALL, asked, out_of_quota, simulate
from support.worlds import ALICE, CAROL, MANY, at_prices, small_world
from swaps.market_world import MOSS, TITHE, TRADER, WORLD
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.assets.phrases import Phrase, in_language, phrase, phrase_many
from wallet_portfolio.assets.series import all_of
from wallet_portfolio.simulator import demo_world
from wallet_portfolio.views import summaries, swap_text
from wallet_portfolio.workflows import leaving
from wallet_portfolio.workflows.leaving import Kind, leave, pick_up
from wallet_portfolio.workflows.listing import ListingQuestion, list_holdings
from wallet_portfolio.workflows.swap_agreement import Proposal, agreed_before, propose, shown_before
from wallet_portfolio.workflows.swap_checked import SwapQuestion
from wallet_portfolio.workflows.swap_preparation import PreparedSwap, prepare_swap

pytestmark = pytest.mark.anyio

SWAPS = {
    "plain": SwapQuestion("USDC", "ETH", "1000", wallet=TRADER, chain="base"),
    "all of the coin": SwapQuestion("ETH", "USDC", "100%", wallet=TRADER, chain="base"),
    "an exact amount": SwapQuestion("USDC", "ETH", "0.3", "buy", wallet=TRADER, chain="base"),
    "with reasons": SwapQuestion(f"base:{TITHE.address}", f"base:{MOSS.address}", "$75.5", wallet=TRADER),
    "a large slippage": SwapQuestion("USDC", "ETH", "33%", wallet=TRADER, chain="base", slippage_percent="7.25"),
}


@asynccontextmanager
async def both(server, app, **options):
    async with answering(server, app, **options) as one, answering(server, app, **options) as other:
        yield one, other


@pytest.mark.parametrize("question", SWAPS.values(), ids=SWAPS.keys())
async def test_a_swap_that_was_shown_is_the_same_at_the_other(shared_redis, question):
    async with both(shared_redis, simulate(WORLD)) as (one, other):
        shown = await prepare_swap(one, question, confirmed=False)
        again = await shown_before(other, question)
    assert isinstance(shown, Proposal)
    assert again == shown
    assert again is not shown
    for language in ("en", "zh", "es", "ja"):
        with in_language(language):
            assert swap_text.check(again.check) == swap_text.check(shown.check)
            assert again.check.reasons == shown.check.reasons
            assert list(map(str, again.check.notices)) == list(map(str, shown.check.notices))


async def test_a_yes_at_the_other_is_held_against_what_was_shown(shared_redis):
    question = SWAPS["with reasons"]  # without them having been read nothing is prepared
    async with both(shared_redis, simulate(WORLD)) as (one, other):
        assert isinstance(await prepare_swap(other, question, confirmed=True), Proposal)
    shared_redis.client.flushall()
    async with both(shared_redis, simulate(WORLD)) as (one, other):
        await prepare_swap(one, question, confirmed=False)
        in_other_words = replace(question, amount="75.50", sell=TITHE.address, chain="Base")
        assert isinstance(await prepare_swap(other, in_other_words, confirmed=True), Proposal)  # 75.5 of it, not $75.5
        in_other_words = replace(question, amount="$75.50", sell=TITHE.address, chain="Base")
        assert isinstance(await prepare_swap(other, in_other_words, confirmed=True), PreparedSwap)


async def test_what_was_shown_last_counts(shared_redis):
    question = SWAPS["plain"]
    async with both(shared_redis, simulate(WORLD)) as (one, other):
        first = await prepare_swap(one, question, confirmed=False)
        again = await prepare_swap(other, replace(question, amount="1000.0"), confirmed=False)
        assert again.made > first.made
        assert (await shown_before(one, replace(question, amount="1000.0"))) == again
        assert (await shown_before(one, question)) == first


async def test_what_another_showed_later_takes_the_place_of_what_was_shown_here(shared_redis):
    question = SWAPS["plain"]
    async with both(shared_redis, simulate(WORLD)) as (one, other):
        first = await prepare_swap(one, question, confirmed=False)
        shared_redis.client.flushall()
        later = await prepare_swap(other, question, confirmed=False)
        assert later.made > first.made
        assert await shown_before(one, question) == later
        assert await agreed_before(one, question, first.check) == later
        shared_redis.client.flushall()  # now nobody knows what was shown last
        assert await shown_before(one, question) is None
        assert await agreed_before(one, question, first.check) is None


async def test_an_older_proposal_is_no_longer_there_once_a_newer_one_could_not_be_left(redis_server):
    question = SWAPS["plain"]
    async with both(redis_server, simulate(WORLD)) as (one, other):
        shown = await prepare_swap(other, question, confirmed=False)
        redis_server.freeze()
        [link] = {one.service().caller.store._link}
        link._work_seconds = 0.3  # it is patient in tests
        await propose(one, question, shown.check, again=False)
        assert not link.there
        redis_server.thaw()
        with anyio.fail_after(20):
            while not link.there:  # noqa: ASYNC110  (nothing tells when it is)
                await anyio.sleep(0.05)
        assert await shown_before(other, question) is None


async def test_figures_are_not_shown_again_after_two_minutes(shared_redis):
    question = SWAPS["plain"]
    async with both(shared_redis, simulate(WORLD)) as (one, other):
        shown = await prepare_swap(one, question, confirmed=False)
        assert await shown_before(other, question)
    old = replace(shown, made=datetime.now(UTC) - timedelta(seconds=121))
    assert not old.fresh


async def test_the_rest_of_a_list_is_what_it_was_while_everything_changes(shared_redis):
    simulator = simulate(small_world())
    async with both(shared_redis, simulator) as (one, other):
        first = await list_holdings(one, ListingQuestion([ALICE], include_risky=True, limit=3))
        simulator.world = at_prices(small_world(), lambda token: 1 / token.price if token.price else Decimal(9))
        cursor = first.next_cursor
        second = await list_holdings(other, ListingQuestion([ALICE], include_risky=True, limit=50, cursor=cursor))
        alone = await list_holdings(other, ListingQuestion(cursor=cursor, limit=50))
    assert second.listing == first.listing
    assert second.listing is not first.listing
    assert (alone.first, alone.holdings) == (second.first, second.holdings) == (3, first.listing.holdings[3:])
    assert len(asked(simulator, ALL)) == 1


async def test_what_is_missing_in_a_list_is_missing_at_the_other_too(shared_redis):
    simulator = simulate(small_world(), out_of_quota(chain="501"))
    async with both(shared_redis, simulator) as (one, other):
        first = await list_holdings(one, ListingQuestion([ALICE, CAROL], limit=1))
        second = await list_holdings(other, ListingQuestion(cursor=first.next_cursor))
    assert first.listing.gaps
    for language in ("en", "es"):
        with in_language(language):
            assert [str(gap.why) for gap in second.listing.gaps] == [str(gap.why) for gap in first.listing.gaps]
            assert summaries.holdings(second)


async def test_5000_tokens_are_left_for_others(shared_redis):
    simulator = simulate(demo_world())
    async with both(shared_redis, simulator) as (one, other):
        first = await list_holdings(one, ListingQuestion([MANY], include_risky=True, limit=200))
        second = await list_holdings(other, ListingQuestion(cursor=first.next_cursor, limit=200))
    assert len(second.listing.holdings) == 5_000
    assert second.listing == first.listing


async def test_without_what_the_other_left_a_changed_list_is_said_to_have_changed(shared_redis):
    simulator = simulate(small_world())
    async with both(shared_redis, simulator) as (one, other):
        question = ListingQuestion([ALICE], limit=3)
        cursor = (await list_holdings(one, question)).next_cursor
        shared_redis.client.flushall()
        simulator.world = at_prices(small_world(), lambda token: 1 / token.price if token.price else Decimal(9))
        with pytest.raises(InputError, match="the list has changed"):
            await list_holdings(other, replace(question, cursor=cursor))
        with pytest.raises(InputError):
            await list_holdings(other, ListingQuestion(cursor=cursor))


async def test_another_version_leaves_nothing_that_is_read(shared_redis, monkeypatch):
    async with both(shared_redis, simulate(WORLD)) as (one, other):
        await prepare_swap(one, SWAPS["plain"], confirmed=False)
        monkeypatch.setattr(leaving, "__version__", "99.0")
        assert await shown_before(other, SWAPS["plain"]) is None


async def test_what_is_of_another_shape_is_not_there(shared_redis):
    numbers, texts = Kind("thing", lambda: int, 60.0), Kind("thing", lambda: str, 60.0)
    async with both(shared_redis, simulate(WORLD)) as (one, other):
        await leave(one, texts, "x", "no number")
        assert await pick_up(other, texts, "x") == "no number"
        assert await pick_up(other, numbers, "x") is None
        assert await pick_up(other, texts, "y") is None
        assert await pick_up(other, Kind("other", lambda: str, 60.0), "x") is None


async def test_exact_figures_and_sentences_survive(shared_redis):
    kind = Kind("figures", lambda: tuple[Decimal | int, ...], 60.0)
    figures = (Decimal("1E-18"), 10**40 + 1, Decimal("123456789012345678901234567890.123456789"), Decimal("1.50"))
    said = Kind("said", lambda: tuple[Phrase, ...], 60.0)
    sentences = (
        phrase("{tokens}, {token}", tokens=all_of(["A", phrase("{n:,} of {b}", n=1_234, b="B")]), token="{x}"),
        phrase_many("one", "{count:,} of them", 3_000),
    )
    async with both(shared_redis, simulate(WORLD)) as (one, other):
        await leave(one, kind, "x", figures)
        assert repr(await pick_up(other, kind, "x")) == repr(figures)
        await leave(one, said, "x", sentences)
        assert await pick_up(other, said, "x") == sentences
        assert list(map(str, sentences)) == ["A and 1,234 of B, {x}", "3,000 of them"]
