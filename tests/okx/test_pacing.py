"""The pace, in virtual time."""

import asyncio
import itertools
import math
import sys

import anyio
import pytest

from okx.services import AlignedWindow, Asking, SlidingWindow
from okx.virtual_time import run_virtually
from wallet_portfolio.okx.pace import SLOWEST
from wallet_portfolio.okx.pacing import Pacer

PHASES = [0.05, 0.27, 0.5, 0.73, 0.95]


def asking(service, rate, latency=0.005, **options):
    return Asking(service, Pacer(rate), latency, **options)


@pytest.mark.parametrize("latency", [0.0, 0.3, 3.0])
@pytest.mark.parametrize("rate", [0.5, 1, 2, 2.5, 10, 50])
def test_never_more_than_the_rate_in_a_second(rate, latency):
    async def main():
        asked = asking(SlidingWindow(1_000), rate, latency)
        await asked.many(30)
        await anyio.sleep(5)
        await asked.many(20, pause=0.31)
        return asked

    asked = run_virtually(main)
    assert asked.refused == []
    assert asked.most_in_a_second <= math.ceil(rate)
    assert len(asked.answered) == 50


@pytest.mark.parametrize("rate", [1, 2.5, 50])
def test_the_rate_is_used(rate):
    async def main():
        asked = asking(SlidingWindow(1_000), rate, latency=0.01)
        await asked.many(200)
        return asked.left

    left = run_virtually(main)
    assert (len(left) - 1) / (left[-1] - left[0]) >= 0.97 * rate


def test_waking_up_late_does_not_slow_the_pace_down(monkeypatch):
    prompt = asyncio.sleep

    async def late(seconds):
        await prompt(seconds + 0.004 if seconds else 0)

    async def main():
        asked = asking(SlidingWindow(1_000), 20, latency=0)
        await asked.many(200)
        return asked

    monkeypatch.setattr(asyncio, "sleep", late)
    asked = run_virtually(main)
    assert (len(asked.left) - 1) / (asked.left[-1] - asked.left[0]) >= 0.97 * 20
    assert asked.most_in_a_second <= 20


@pytest.mark.parametrize("latency", [0.005, 0.3, 1.0])
@pytest.mark.parametrize("rate", [2.5, 10])
@pytest.mark.parametrize("plan", [1, 2, 5])
@pytest.mark.parametrize("window", [SlidingWindow, AlignedWindow])
def test_a_slower_plan_is_learned_from_two_refusals_at_most(window, plan, rate, latency):
    async def main(phase, pause):
        asked = asking(window(plan, phase), rate, latency)
        await asked.many(50, pause)
        return asked

    for phase in PHASES:
        for pause in (0.0, 0.13):
            asked = run_virtually(main, phase, pause)
            assert len(asked.answered) == 50
            assert len(asked.refused) <= (2 if window is AlignedWindow else 1)
            assert all(at < asked.left[0] + 6 for at in asked.refused) or latency == 1.0


@pytest.mark.parametrize("plan", [1, 2, 5])
@pytest.mark.parametrize("rate", [2.5, 10])
def test_a_plan_that_is_known_is_used(plan, rate):
    async def main():
        asked = asking(SlidingWindow(plan), rate, latency=0.2)
        await asked.many(20)
        learned = len(asked.left)
        await asked.many(80)
        return asked.left[learned:]

    left = run_virtually(main)
    assert len(left) == 80
    assert (len(left) - 1) / (left[-1] - left[0]) >= 0.97 * min(plan, rate)


def test_refusals_that_come_faster_than_answers():
    async def main():
        pacer, service, refused = Pacer(2.5), SlidingWindow(1), []

        async def one():
            while True:
                async with pacer.slot() as taken:
                    if service.admits(anyio.current_time()):
                        await anyio.sleep(3)
                        pacer.accepted(taken)
                        return
                    refused.append(taken)
                    pacer.refused(taken)

        async with anyio.create_task_group() as group:
            for _ in range(20):
                group.start_soon(one)
        return len(refused)

    assert run_virtually(main) <= 2


def test_a_wait_that_is_asked_for_holds_everything_but_not_for_ever():
    async def main():
        pacer = Pacer(10)
        async with pacer.slot() as taken:
            pacer.refused(taken, 7.0)
        assert pacer.seconds_held == 7.0
        async with pacer.slot() as later:
            pacer.refused(later, 86_400.0)
        assert later - taken == 7.0
        return pacer.seconds_held

    assert run_virtually(main) == 60.0


def test_a_storm_of_refusals_does_not_leave_it_crawling():
    async def main():
        asked = asking(SlidingWindow(10), 2.5, latency=0.1)
        await asked.many(20)
        asked.down = True
        async with anyio.create_task_group() as group:
            group.start_soon(asked.many, 30)
            await anyio.sleep(60)
            slowest, in_the_storm = asked.pacer.rate, len(asked.refused)
            asked.down = False
        answered_after = anyio.current_time()
        del asked.left[:], asked.refused[:]
        await asked.many(30, pause=1)
        calm = asked.pacer.rate
        await asked.many(400, pause=1)
        return slowest, in_the_storm, answered_after, calm, asked

    slowest, in_the_storm, _, calm, asked = run_virtually(main)
    assert slowest == SLOWEST
    assert in_the_storm < 60
    assert calm >= 1.0
    assert asked.pacer.rate == 2.5
    assert asked.refused == []


def test_refusals_of_requests_already_under_way_lower_the_pace_once():
    async def main():
        pacer = Pacer(10)
        async with anyio.create_task_group() as group:

            async def one():
                async with pacer.slot() as taken:
                    await anyio.sleep(0.5)
                    pacer.refused(taken)

            for _ in range(2):
                group.start_soon(one)
        return pacer.rate

    assert run_virtually(main) >= 1.0


def test_recovery_is_slow_and_backs_off():
    async def main():
        asked = asking(SlidingWindow(2), 10)
        await asked.many(1_500, pause=0.3)
        return asked

    asked = run_virtually(main)
    tried = [at - asked.left[0] for at in asked.refused]
    assert len(tried) <= 7
    waits = [later - earlier for earlier, later in itertools.pairwise(tried)]
    assert waits == sorted(waits)
    assert waits[0] > 100
    assert asked.pacer.rate == 2


def test_a_plan_that_was_raised_is_found():
    async def main():
        service = SlidingWindow(1)
        asked = asking(service, 2.5)
        await asked.many(10)
        service.most = 5
        await asked.many(600, pause=1)
        return asked

    asked = run_virtually(main)
    assert asked.pacer.rate == 2.5
    assert len(asked.refused) == 1


def test_first_come_first_served():
    async def main():
        asked = asking(SlidingWindow(1_000), 5, latency=0.001)
        await asked.many(40)
        return asked.answered

    assert run_virtually(main) == list(range(40))


@pytest.mark.parametrize("leaving", [0.05, 0.45, 1.2, 2.9])
def test_who_stops_waiting_leaves_it_working(leaving):
    async def main():
        asked = asking(SlidingWindow(1), 2.5, latency=0.7)
        async with anyio.create_task_group() as group:
            with anyio.move_on_after(leaving):
                await asked.many(10)
            for name in range(100, 105):
                group.start_soon(asked.one, name)
        return asked

    asked = run_virtually(main)
    assert set(range(100, 105)) <= set(asked.answered)
    assert len(asked.refused) <= 2


def test_a_request_that_never_ends_does_not_stop_the_others():
    async def main():
        pacer = Pacer(10)
        asked = Asking(SlidingWindow(1_000), pacer, 0.01)

        async def hanging():
            async with pacer.slot():
                await anyio.sleep(10)

        async with anyio.create_task_group() as group:
            group.start_soon(hanging)
            await anyio.sleep(0.001)
            started = anyio.current_time()
            await asked.many(20)
            return anyio.current_time() - started

    assert run_virtually(main) < 5


def test_a_wait_that_is_rounded_to_nothing_ends():
    """One sum has a request within the last second, and another has nothing left of that second to wait for."""
    left, now = 1_023.9999999999997, 1_024.9999999999995
    assert now - 1 < left
    assert left + 1 - now <= 0

    async def main():
        loop, pacer = asyncio.get_running_loop(), Pacer(10)

        async def unanswered(*, task_status):
            loop.pass_until(left - 0.5)
            async with pacer.slot():
                pass
            loop.pass_until(left)
            async with pacer.slot():  # more than was let through within a second
                task_status.started()
                await anyio.sleep_forever()

        async with anyio.create_task_group() as group:
            await group.start(unanswered)
            loop.pass_until(now)
            async with pacer.slot():
                group.cancel_scope.cancel()
                return loop.time()

    assert now <= run_virtually(main) < now + 0.1


def test_a_request_that_may_leave_at_once_costs_few_steps():
    """Counted, as time is no measure in a test: 58 calls of functions written in Python. It was 111."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event == "call"

    async def main():
        pacer = Pacer(10)
        async with pacer.slot() as taken:
            pacer.accepted(taken)
        await anyio.sleep(1)
        sys.setprofile(count)
        async with pacer.slot() as taken:
            pacer.accepted(taken)
        sys.setprofile(None)

    run_virtually(main)
    assert 0 < calls <= 80
