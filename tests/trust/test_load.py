"""Fifty clients ask a thousand questions at once while the service limits, fails and recovers.

In the ordinary run they ask fewer; `LOAD_CALLS=1000` in the environment asks so many.
"""

import asyncio
import gc
import os
import random
import tracemalloc
from collections import Counter

import anyio

from support.answers import ERROR_CODES
from support.asking import ask
from trust.cells import figures_of, same
from trust.faults import KINDS
from trust.listening import listening
from trust.scenarios import SCENARIOS, WORLD, tool_of
from trust.settling_time import run_settling
from trust.struck_service import Service, access_over_sockets, serving

CALLS = int(os.environ.get("LOAD_CALLS", "200"))
CLIENTS = 50
NAMES = ("show_portfolio", "list_holdings", "get_total_value", "get_token_balances", "check_swap", "get_price_chart")
KIND_NAMES = ("429", "50011 in a 200", "5xx with HTML", "a reset before the body", "a body cut short", "a hang", "402")
# Of the requests, in each quarter of the time: it limits, it fails in every way, it is gone, it is back.
STAGES = (0.3, 0.5, 0.9, 0.0)
MOST_GROWTH = 4_000_000


class Storm:
    """A strike at requests drawn by lot, as often as the stage has it."""

    fault = None

    def __init__(self, chance):
        self.share = 0.0
        self._chance = chance
        self._faults = [form.fault for kind in KIND_NAMES for form in KINDS[kind].values()]

    def hits(self, _key, _nth):
        self.fault = self._chance.choice(self._faults)
        return self._chance.random() < self.share


def test_a_thousand_calls_in_a_storm_are_all_answered_and_leave_nothing():
    with listening() as heard:
        came_of, wrong, grown, took = run_settling(_all)
    print(dict(came_of), f"{grown:,} bytes more, {took:.0f} s as the program counts them")
    assert not heard
    assert not wrong, "\n".join(wrong)
    assert came_of.total() == CALLS
    assert came_of["ok"] > CALLS // 4
    assert grown < MOST_GROWTH


async def _all():
    came_of, wrong = Counter(), []
    async with serving(Service(WORLD)) as service, access_over_sockets(service) as access:
        good = {name: figures_of(await ask(access, tool_of(name), **SCENARIOS[name])) for name in NAMES}
        idle = len(asyncio.all_tasks())
        storm = Storm(random.Random(7))
        # All of it once before memory is counted: pools, caches and what is imported late are there from then on.
        await _calls(access, good, CALLS // 4, Counter(), [], storm)
        service.renew(storm)
        gc.collect()
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        started = asyncio.get_running_loop().time()
        for storm.share in STAGES:
            await _calls(access, good, CALLS // len(STAGES), came_of, wrong, storm)
            service.renew(storm)  # what the test itself notes is not the program's
        took = asyncio.get_running_loop().time() - started
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - before
        tracemalloc.stop()
        await asyncio.sleep(60)
        if len(asyncio.all_tasks()) > idle:
            wrong.append(f"left behind: {asyncio.all_tasks()}")
        if access.service().caller._flights._flights:
            wrong.append("work is still under way")
    return came_of, wrong, grown, took


async def _calls(access, good, count, came_of, wrong, storm):
    """So many questions from fifty clients, all at the same time."""
    calm = storm.share == 0

    async def client(number):
        for position in range(number, count, CLIENTS):
            name = NAMES[position % len(NAMES)]
            answer = await ask(access, tool_of(name), **SCENARIOS[name])
            outcome = answer["error"]["code"] if answer["error"] else answer["status"]
            came_of[outcome] += 1
            if answer["error"] and not (answer["error"]["code"] in ERROR_CODES | {"timeout"} and answer["summary"]):
                wrong.append(f"{name}: {answer}")
            unsure = answer.get("verdict") == "warning"
            if answer["status"] == "ok" and not unsure and not same(figures_of(answer), good[name]):
                wrong.append(f"{name}: {answer['summary']}")
            if calm and outcome == "bad_response":
                wrong.append(f"{name} in the calm: {answer['summary']}")

    async with anyio.create_task_group() as group:
        for number in range(CLIENTS):
            group.start_soon(client, number)
