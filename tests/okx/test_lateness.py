"""A process that is busy, or held up by others: how much of a plan it uses, and how close its requests come."""

import asyncio
import random

import anyio
import pytest

from okx.virtual_time import run_virtually
from wallet_portfolio.okx.pacing import Pacer

PLAN = 200
CALLERS = 64
KNOWN, END = 6, 16  # seconds


async def departures(hold, often):
    """When requests leave that each take 2.4 ms of computing, while the machine may do other things for so long."""
    chance, loop, pacer, left = random.Random(1), asyncio.get_running_loop(), Pacer(PLAN), []

    def compute(seconds):
        seconds *= chance.uniform(0.5, 1.5)
        loop.pass_until(loop.time() + seconds + (chance.uniform(0, hold) if chance.random() < often else 0))

    async def caller():
        while True:
            async with pacer.slot() as taken:
                for _ in range(3):
                    compute(0.0004)
                    await asyncio.sleep(0)
                left.append(anyio.current_time())
                taken = await pacer.left(taken)
                await anyio.sleep(0.05)
                compute(0.0012)
                pacer.accepted(taken)

    with anyio.move_on_after(END):
        async with anyio.create_task_group() as group:
            for _ in range(CALLERS):
                group.start_soon(caller)
    return left


@pytest.mark.parametrize(("hold", "often", "used"), [(0, 0, 0.975), (0.01, 0.01, 0.97), (0.03, 0.01, 0.96)])
def test_what_left_late_is_made_up_for_where_it_is_told_when_it_left(hold, often, used):
    left = run_virtually(departures, hold, often)
    steady = [at for at in left if left[0] + KNOWN <= at < left[0] + END - 1]
    assert len(steady) / (END - 1 - KNOWN) >= used * PLAN
    # On their way they may lose another 10 ms to each other.
    assert min(later - earlier for earlier, later in zip(left, left[PLAN:], strict=False)) >= 1.01
