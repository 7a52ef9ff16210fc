"""How a new server finds out what a plan allows, in virtual time: soon where it is large, and with few refusals."""

import math

import anyio
import pytest

from okx.services import AlignedWindow, Asking, SlidingWindow
from okx.virtual_time import run_virtually
from wallet_portfolio.okx.pace import Pace
from wallet_portfolio.okx.pacing import Pacer

CALLERS = 64
EVERYTHING = 10_000


async def full_use(service, rate, latency, seconds):
    """64 callers who go on asking for so long."""
    asked = Asking(service, Pacer(rate), latency)

    async def caller():
        while True:
            await asked.one()

    with anyio.move_on_after(seconds):
        async with anyio.create_task_group() as group:
            for _ in range(CALLERS):
                group.start_soon(caller)
    return asked


# It took 9, 68, 177, 177 and 20 s with one request beyond the proven at a time.
@pytest.mark.parametrize(
    ("rate", "latency", "opened"), [(200, 0.05, 6), (200, 0.5, 28), (200, 4, 32), (50, 4, 58), (20, 0.5, 14)]
)
def test_a_large_plan_is_open_soon(rate, latency, opened):
    asked = run_virtually(full_use, SlidingWindow(EVERYTHING), rate, latency, opened + 2 + latency)
    began, carried = asked.left[0], min(rate, CALLERS / latency)
    used = sum(1 for at in asked.left if opened <= at - began < opened + 2)
    assert used >= 0.88 * 2 * carried
    assert asked.most_in_a_second <= rate


@pytest.mark.parametrize("window", [SlidingWindow, AlignedWindow])
@pytest.mark.parametrize(("plan", "seconds"), [(50, 15), (200, 10)])
def test_a_quarter_of_what_was_configured_is_learned_from_few_refusals(window, plan, seconds):
    asked = run_virtually(full_use, window(plan, 0.75), 4 * plan, 0.05, seconds)
    assert 0.8 * plan <= asked.pacer.rate <= 1.05 * plan
    # What the service does not count as we do takes a second refusal, and so the others that left before it was read.
    assert len(asked.refused) <= math.ceil(0.04 * plan) * (1 if window is SlidingWindow else 4)


def test_refusals_of_requests_that_left_together_lower_a_large_pace_once():
    pace = Pace.starting(200)
    pace.proven = 50
    sent = [1_000 + number / 51 for number in range(50)]
    pace.sent = list(sent)
    pace.next = now = sent[-1] + 0.001
    bolds = []
    while isinstance(turn := pace.turn(now), float):
        bolds.append(turn)
        now = max(now, pace.next)
    assert len(bolds) == 2
    for taken in bolds:
        pace.refused(taken, now)
        pace.answered(taken)
    assert pace.rate == 50


@pytest.mark.parametrize("plan", [1, 2.5, 10, 50])
def test_at_a_small_plan_one_request_at_a_time_goes_beyond_what_was_let_through(plan):
    pace = Pace.starting(plan)
    for proven in range(1, math.ceil(plan) + 1):
        pace.proven = proven
        assert pace.at_once == (1 if proven < 50 else 2)


def test_more_is_tried_one_at_a_time():
    pace = Pace.starting(400)
    pace.lower_to(200, 0.0)
    pace.proven = 200
    assert pace.at_once == 8
    pace.turn(1_000.0)
    assert pace.rate == 250
    assert pace.at_once == 1
