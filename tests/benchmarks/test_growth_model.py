"""The model of growth against figures worked out by hand, the pacer, the product, and the page."""

import random
import re
from itertools import accumulate
from math import e

import anyio
import pytest

from benchmarks import growth_model as growth
from benchmarks import growth_tables as tables
from benchmarks.growth_simulation import Ask, Question, Setup, Users, found, simulate
from okx.virtual_time import run_virtually
from wallet_portfolio.okx.pacing import Pacer

ONE_A_SECOND = Setup(1.02, 0)


@pytest.fixture(scope="module")
def use():
    return growth.measure()


# ρ / (2 (1 - ρ)) for single requests; for pairs each as long again, and half a request for the pair.
@pytest.mark.parametrize(
    ("rate", "batches", "wait"), [(0.5, (0, 1), 0.5), (0.8, (0, 1), 2.0), (0.9, (0, 1), 4.5), (0.25, (0, 0, 1), 1.0)]
)
def test_waits_are_those_of_the_textbook(rate, batches, wait):
    assert growth.mean_wait(rate, batches, 1.0) == pytest.approx(wait)


# Erlang 1909: P(wait <= t) = (1 - ρ) Σ (ρ (k - t))^k / k! e^(ρ (t - k)), for whole k up to t.
@pytest.mark.parametrize(("seconds", "share"), [(0.5, 0.5 * e**0.25), (1, 0.5 * e**0.5), (2, 0.5 * (e - 0.5 * e**0.5))])
def test_the_distribution_of_waits_is_erlangs(seconds, share):
    reached = list(accumulate(growth.waits(0.5, (0, 1), 1.0)))
    place = int(seconds * 4)  # what is on a point of the grid stands for half a step on either side of it
    assert (reached[place - 1] + reached[place]) / 2 == pytest.approx(share, abs=0.02)


def test_a_figure_wanted_three_more_times_while_it_is_kept_needs_one_request_in_four():
    assert growth.misses(3) == 0.25


# Half go on: one more question in the end. After 20 s at 10 s each, half as fast for those who may stop: 1 - 1/e of it.
@pytest.mark.parametrize(("seconds", "times"), [(0, 0), (20, 1 - 1 / e), (1_000, 1)])
def test_a_user_goes_on(seconds, times):
    assert growth.asked_again(0.5, 10, seconds) == pytest.approx(times)


def one_request_each(users):
    ask = Ask("GET /quote *", own=True, kept_seconds=0.0, moment=0.0, seconds=0.2)
    return growth.Model(growth.Use([Question(0, "*", "check_swap", 0.0, asks=[ask])]), users, ONE_A_SECOND)


def test_one_request_a_question_is_the_queue_of_the_textbook():
    came = one_request_each(Users(180)).found()  # one in two seconds
    assert (came.requests, came.utilisation, came.mean_wait) == pytest.approx((1, 0.5, 0.5))
    assert growth.users_carried(one_request_each(Users(1)).use, ONE_A_SECOND, 10) == pytest.approx(288, rel=0.01)


def test_of_twice_what_the_plan_allows_half_is_answered():
    assert one_request_each(Users(720)).found().unanswered == pytest.approx(0.5, abs=0.01)


async def _pairs_to_a_pacer(rate, count):
    pacer, waited = Pacer(1.02), []

    async def request(asked):
        async with pacer.slot() as taken:
            await anyio.sleep(0.2)
        pacer.accepted(taken)
        asked.append(taken)

    async def pair():
        began, asked = anyio.current_time(), []
        async with anyio.create_task_group() as group:
            group.start_soon(request, asked)
            group.start_soon(request, asked)
        waited.append(min(asked) - began)

    chance = random.Random(1)
    started = anyio.current_time()
    async with anyio.create_task_group() as group:
        for moment in sorted(chance.uniform(0, count / rate) for _ in range(count)):
            await anyio.sleep(started + moment - anyio.current_time())
            group.start_soon(pair)
    return sum(waited) / count


def test_the_pacer_is_that_queue():
    assert run_virtually(_pairs_to_a_pacer, 0.25, 1_000) == pytest.approx(1.0, rel=0.1)


def test_a_simulation_with_the_product_agrees_with_the_model(use):
    users, setup = Users(150), Setup(2.5)
    model = growth.Model(use, users, setup).found()
    came = found(simulate(users, setup, seconds=500, settling=60), setup, 500)
    assert came.requests == pytest.approx(model.requests, rel=0.1)
    assert came.hits == pytest.approx(model.hits, abs=0.05)
    assert came.utilisation == pytest.approx(model.utilisation, rel=0.15)
    assert came.mean_wait == pytest.approx(model.mean_wait, rel=0.3)
    assert came.p95_wait == pytest.approx(model.p95_wait, rel=0.3)
    assert came.unanswered == model.unanswered == 0


def test_the_page_says_what_the_model_says(use):
    """To the last digit for what a question costs, within a tenth for the rest; `--write` puts the page right."""
    now = tables.tables(use, simulated=False)
    assert tables.on_page("costs") == now.pop("costs")
    for name, lines in now.items():
        page = tables.on_page(name)
        if name == "grid":
            page = [re.sub(r" · [^|]*", " · ", line) for line in page]
            lines = [re.sub(r" · [^|]*", " · ", line) for line in lines]
        assert [_words(line) for line in page] == [_words(line) for line in lines]
        for ours, theirs in zip(_numbers(page), _numbers(lines), strict=True):
            assert ours == pytest.approx(theirs, rel=0.1, abs=0.11)


def _words(line):
    return re.sub(r"[\d.,]+", "#", line)


def _numbers(lines):
    return [float(number.replace(",", "")) for line in lines for number in re.findall(r"\d[\d.,]*", line)]
