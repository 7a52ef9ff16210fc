"""Faults at the calls of each tool, over real sockets: a right answer, one that names its gap, or a stable error.

The calls are those that the tool makes in a good run, and what is right is worked out from what was delivered. Time is
that of `settling_time`: the program waits as long as it means to, and an answer that takes longer than 45 s fails.

In the ordinary run each kind of fault strikes each tool and each path of the service, and at calls that many tools make
those share the kinds among them; `FAULT_MATRIX_ALL` in the environment has every form strike every call.
"""

import asyncio
import os
from collections import Counter
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import pytest

from support.asking import ask
from trust.cells import ended_badly, figures_of
from trust.faults import KINDS
from trust.listening import listening
from trust.oracle import complaints
from trust.scenarios import SCENARIOS, WORLD, tool_of
from trust.settling_time import run_settling
from trust.struck_service import Service, Strike, access_over_sockets, serving
from trust.tls import refusing_handshakes, self_signed
from wallet_portfolio.okx import transport
from wallet_portfolio.okx.budget import ANSWER_SECONDS
from wallet_portfolio.simulator import routes
from wallet_portfolio.tools.catalog import TOOLS

ALL = "FAULT_MATRIX_ALL" in os.environ  # every form of every fault at every call, once and to stay
SHARED_AMONG = 3  # calls that many tools make: one of so many kinds each
FOR_GOOD_EVERY = 10
QUICK = "get_total_value of one"
SAME_AGAIN_EVERY = 6  # what is asked next, to see that it works
_OF_FEW = ("/aggregator/supported/chain", "/quote", "/approve-transaction", "/swap", "/swap-instruction", "/candles")
# These the program has no use for.
_UNUSED = {("GET", "/api/v6/dex/market/historical-candles"), ("POST", "/api/v6/dex/market/price")}


@asynccontextmanager
async def places():
    """Where a connection can end up that was meant for the service."""
    async with AsyncExitStack() as stack:
        plain = await stack.enter_async_context(serving(Service(WORLD)))
        yield {
            "plain": int(plain.url.rpartition(":")[2]),
            "alert": await stack.enter_async_context(refusing_handshakes()),
            "self-signed": await stack.enter_async_context(self_signed()),
        }


@dataclass(frozen=True)
class Good:
    """The figures of questions when nothing goes wrong, and the calls that the first of them takes.

    A call is told apart by what is asked, and how often it was before.
    """

    figures: dict
    calls: list


async def good_runs(service, name):
    runs = {}
    for one in (QUICK, name):
        service.renew()
        async with access_over_sockets(service) as access:
            answer = await ask(access, tool_of(one), **SCENARIOS[one])
        assert answer["status"] == "ok", answer
        assert not complaints(tool_of(one), answer, service.delivered)
        runs[one] = figures_of(answer)
    return Good(runs, sorted((key, nth) for key, count in service.counts.items() for nth in range(count)))


async def strike(service, around, name, next_one, good, strike, the):
    """One cell; gives what came of it, and what is wrong with it."""
    loop = asyncio.get_running_loop()
    service.renew(strike)
    async with access_over_sockets(service, around) as access:
        started = loop.time()
        answer = await ask(access, tool_of(name), **SCENARIOS[name])
        took, delivered, struck = loop.time() - started, service.delivered, service.struck
        service.renew()
        await asyncio.sleep(the.wait_seconds)
        after = await ask(access, tool_of(next_one), **SCENARIOS[next_one])
    wrong = complaints(tool_of(name), answer, delivered)
    if not struck:
        wrong.append("the fault never struck")
    if took > ANSWER_SECONDS + 0.01:
        wrong.append(f"took {took} s")
    # What is well-formed may be kept: the networks for an hour, tokens for minutes.
    if figures_of(after) != good.figures[next_one] and not (the.figures and after["status"] != "error"):
        wrong.append(f"the next call does not work: {after['status']} {after['summary']} {after['notices']}")
    wrong += ended_badly(answer, good.figures[name], strike, the)
    return answer["error"]["code"] if answer["error"] else answer["status"], wrong


def _cells(name, calls):
    """What strikes which call, once, its forms in turn; some of them to stay. Or all there is."""
    position, tool_number = 0, list(SCENARIOS).index(name)
    for number, (key, nth) in enumerate(calls, start=tool_number):
        shared = len(calls) >= SHARED_AMONG and not key[1].endswith(_OF_FEW)
        for kind_number, kind in enumerate(KINDS.values()):
            if shared and not ALL and (number + kind_number) % SHARED_AMONG:
                continue
            forms = list(kind.items()) if ALL else [list(kind.items())[number % len(kind)]]
            for form, the in forms:
                position += 1
                yield form, the, Strike(the.fault, key, nth)
                if ALL or position % FOR_GOOD_EVERY == 0:
                    yield f"{form} for good", the, Strike(the.fault, key, nth, for_good=True)


@pytest.mark.parametrize("name", [name for name in SCENARIOS if name != QUICK])
def test_each_fault_at_each_call_is_answered_rightly_or_said(name, monkeypatch):
    # Bodies without an end are read as far as is allowed, which is tested elsewhere; here that is done often.
    monkeypatch.setattr(transport, "LARGEST_ANSWER", 2**21)
    came_of, wrong = Counter(), []

    async def matrix():
        async with serving(Service(WORLD)) as service, places() as around:
            good = await good_runs(service, name)
            for position, (fault, the, one) in enumerate(_cells(name, good.calls)):
                after = name if ALL or position % SAME_AGAIN_EVERY == 0 else QUICK
                outcome, bad = await strike(service, around, name, after, good, one, the)
                came_of[outcome] += 1
                bad += [f"logged {what}" for what in heard]
                wrong.extend(f"{fault} at {one.key[1]} ({one.nth}): {what}" for what in bad)
                heard.clear()

    with listening() as heard:
        run_settling(matrix)
    print(name, came_of.total(), dict(came_of))
    assert not wrong, "\n".join(wrong)


def test_the_matrix_has_every_tool_every_call_of_the_service_and_every_fault_at_each():
    struck, calls = set(), set()

    async def run():
        async with serving(Service(WORLD)) as service:
            for name in SCENARIOS:
                good = await good_runs(service, name)
                calls.update((name, key, nth) for key, nth in good.calls)
                for form, _, one in _cells(name, good.calls):
                    struck.add((name, one.key, one.nth, form.removesuffix(" for good")))

    run_settling(run)
    kind_of = {form: kind for kind, forms in KINDS.items() for form in forms}
    asked = {(key[0], key[1]) for _, key, _ in calls}
    assert {tool_of(name) for name in SCENARIOS} == {tool.name for tool in TOOLS}
    assert asked == {(route.method, route.path) for route in routes._ROUTES} - _UNUSED
    assert {(name, key, nth) for name, key, nth, _ in struck} == calls
    assert {(name, kind_of[form]) for name, _, _, form in struck} == {
        (name, kind) for name in SCENARIOS for kind in KINDS
    }
    assert {(key[1], kind_of[form]) for _, key, _, form in struck} == {
        (path, kind) for _, path in asked for kind in KINDS
    }
    assert {form for *_, form in struck} == kind_of.keys()
