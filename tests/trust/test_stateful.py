"""Cache, pace and sharing driven by many callers at once, over the real client and the stand-in. Time is virtual.

Callers come, leave and run out of time while the service answers, limits, fails, hangs and recovers, and what it tells
changes. What is promised is checked at every request that arrives and at every answer that is given.
"""

import asyncio
import json
import math
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

import anyio
import httpx
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from okx.keys import DEMO
from okx.services import AlignedWindow, SlidingWindow
from okx.virtual_time import VirtualLoop
from support.service import simulate
from support.worlds import ETHEREUM, token, wallet
from trust.effort import tries
from wallet_portfolio.okx.budget import answer_budget
from wallet_portfolio.okx.calling import Caller
from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.okx.pace import SLOWEST
from wallet_portfolio.okx.pacing import Pacer
from wallet_portfolio.okx.sharing import Cache
from wallet_portfolio.okx.transport import REQUEST_SECONDS, Transport
from wallet_portfolio.simulator import Fault, World
from wallet_portfolio.simulator.faults import (
    Hang,
    Reset,
    html_page,
    payment_required,
    rate_limited,
    service_code,
    wrong_shape,
)

TOTAL = "/api/v6/dex/balance/total-value-by-address"
ADDRESSES = [f"0x{number:040x}" for number in range(1, 4)]
TROUBLES = {
    "too fast": rate_limited(status=200),
    "429": rate_limited(),
    "429, come again in 3 s": rate_limited(retry_after="3"),
    "429, come again in an hour": rate_limited(retry_after="3600"),
    "busy": html_page(503),
    "wrong parameter": service_code("51000"),
    "no quota": payment_required(),
    "nonsense": wrong_shape([]),
    "reset": Reset(),
    "silent": Hang(15),
}
REFUSED = {"50011"}
LONGEST_HOLD = 60.0
numbers = st.integers(0, 2)
pauses = st.sampled_from([0.0, 0.05, 0.3, 0.7, 1.0, 2.0, 3.0, 5.0, 10.0, 11.0, 19.0, 61.0, 150.0])
MOMENT = 1e-6
SLACK = 1e-4


@dataclass(eq=False)
class Attempt:
    """A request as it arrived."""

    key: str
    at: float
    outcome: str = "under way"  # then: answered, refused, failed, or cut (nobody waits for it any more)
    ended: float = math.inf


@dataclass(eq=False)
class Ask:
    """Somebody who asks, and what became of it."""

    key: str
    asked: float
    budget: float
    fresh: bool
    scope: anyio.CancelScope | None = None
    value: Decimal | None = None
    error: CallFailed | None = None
    ended: float | None = None
    left: bool = False
    checked: bool = False


def world_of(version):
    """What each address is worth tells which version of the world was asked."""
    coin = token(ETHEREUM, "", "ETH", str(version))
    return World((ETHEREUM,), (), tuple(wallet(address, (coin, "1")) for address in ADDRESSES))


class Traffic(RuleBasedStateMachine):
    @initialize(
        most=st.sampled_from([0.2, 1.0, 2.5, 4.0, 10.0]),
        keep=st.sampled_from([0.0, 2.0, 10.0]),
        latency=st.sampled_from([0.0, 0.04, 0.7, 3.0]),
    )
    def start(self, most, keep, latency):
        self.most, self.keep, self.latency = most, keep, latency
        self.loop = VirtualLoop()
        self.plan = None
        self.version = 1
        self.since = [self.loop.time()]  # when each version began
        self.attempts, self.asks, self.tasks, self.broken = [], [], [], []
        self.known_until = {}  # until when an answer that was given to somebody may be given again
        self.simulator = simulate(world_of(1), Fault(TROUBLES["too fast"], when=lambda _: self.over_the_plan()))
        self.simulator._latency = latency
        self.stop = anyio.Event()
        self.keeper = self.loop.create_task(self.live())
        self.settle()

    async def live(self):
        transport = Transport(DEMO, "http://localhost", http=httpx.ASGITransport(app=self.serve))
        async with anyio.create_task_group() as group:
            self.pacer = Pacer(self.most)
            self.caller = Caller(transport, self.pacer, group, cache=Cache(now=anyio.current_time))
            await self.stop.wait()
            group.cancel_scope.cancel()
        await transport.close()

    # The service

    def over_the_plan(self):
        return self.plan is not None and not self.plan.admits(self.loop.time())

    async def serve(self, scope, receive, send):
        attempt = Attempt(scope["query_string"].decode().partition("&")[0], self.loop.time())
        self.check_arrival(attempt)
        self.attempts.append(attempt)
        body = bytearray()

        async def seen(message):
            body.extend(message.get("body", b""))
            await send(message)

        attempt.outcome = "cut"
        try:
            await self.simulator(scope, receive, seen)
            attempt.outcome = judged(body)
        except ConnectionResetError:
            attempt.outcome = "failed"
            raise
        finally:
            attempt.ended = self.loop.time()
            self.check_cut(attempt)

    def check_cut(self, attempt):
        """Who leaves takes nothing from those who stay; only a request that takes too long is given up."""
        now = attempt.ended
        staying = any(
            ask.key == attempt.key
            and ask.ended is None
            and not ask.left
            and ask.asked < now - SLACK
            and ask.asked + ask.budget > now + SLACK
            for ask in self.asks
        )
        gave_up = attempt.outcome == "cut" and now - attempt.at < REQUEST_SECONDS - SLACK
        self.expect(not (gave_up and staying), "a request was cut off that somebody still waited for")

    def check_arrival(self, attempt):
        now = attempt.at
        within = sum(1 for other in self.attempts if other.at > now - 1) + 1
        self.expect(within <= math.ceil(self.most), f"{within} requests in a second")
        twice = any(other.key == attempt.key and other.ended > now for other in self.attempts)
        self.expect(not twice, "an equal request was under way")
        known = self.known_until.get(attempt.key, -math.inf)
        wanted_fresh = any(ask.fresh and ask.ended is None and ask.key == attempt.key for ask in self.asks)
        self.expect(now >= known - SLACK or wanted_fresh, "what was known was asked again")

    def expect(self, kept, promise):
        if not kept:
            self.broken.append(promise)

    # Those who ask

    def add(self, number, budget, fresh):
        key = f"address={ADDRESSES[number]}"
        ask = Ask(key, self.loop.time(), budget, fresh)
        self.asks.append(ask)
        self.tasks.append(self.loop.create_task(self.one(ask, ADDRESSES[number])))

    async def one(self, ask, address):
        query = {"address": address, "chains": "1", "assetType": "0", "excludeRiskToken": "false"}
        with anyio.CancelScope() as ask.scope, answer_budget(ask.budget):
            try:
                fetched = await self.caller.call(
                    "GET", TOTAL, read_total, query=query, keep_seconds=self.keep, fresh=ask.fresh
                )
                ask.value = fetched.value
            except CallFailed as failed:
                ask.error = failed
        ask.ended = self.loop.time()

    def settle(self, seconds=MOMENT):
        self.loop.run_until_complete(asyncio.sleep(seconds))

    # Every step has somebody ask, since Hypothesis leaves whole rules out of most of its runs.

    @rule(
        numbers=st.lists(numbers, min_size=1, max_size=8),
        budget=st.sampled_from([2.0, 9.0, 45.0, 45.0]),
        fresh=st.sampled_from([False, False, True]),
        seconds=pauses,
    )
    def several_ask_at_once(self, numbers, budget, fresh, seconds):
        for number in numbers:
            self.add(number, budget, fresh)
        self.pass_time(seconds)

    @rule(number=numbers, seconds=pauses, first=st.booleans())
    def one_of_two_leaves(self, number, seconds, first):
        self.add(number, 45.0, fresh=False)
        self.add(number, 45.0, fresh=False)
        self.pass_time(seconds)
        ask = self.asks[-2 if first else -1]
        if ask.ended is None:
            ask.left = True
            self.loop.call_soon(ask.scope.cancel)
            self.settle()
            assert ask.ended is not None

    @rule(which=st.integers(0, 99))
    def somebody_leaves(self, which):
        waiting = [ask for ask in self.asks if ask.ended is None]
        if waiting:
            ask = waiting[which % len(waiting)]
            ask.left = True
            self.loop.call_soon(ask.scope.cancel)
            self.settle()

    @rule(number=numbers, times_kept=st.sampled_from([0.0, 0.5, 1.1, 1.5, 3.0]), fresh=st.booleans())
    def the_world_changes_between_two_who_ask(self, number, times_kept, fresh):
        self.add(number, 45.0, fresh=False)
        self.pass_time(self.latency + 0.1)
        self.change_the_world()
        self.pass_time(self.keep * times_kept)
        self.add(number, 45.0, fresh)
        self.pass_time(self.latency)

    @rule(trouble=st.sampled_from([*TROUBLES]), times=st.integers(1, 5), number=numbers, seconds=pauses)
    def the_service_gets_into_trouble(self, trouble, times, number, seconds):
        self.simulator.faults.add(Fault(TROUBLES[trouble], times=times))
        self.add(number, 45.0, fresh=True)
        self.pass_time(seconds)

    def pass_time(self, seconds):
        self.settle(seconds)
        self.settle()

    def change_the_world(self):
        self.version += 1
        self.since.append(self.loop.time())
        self.simulator.world = world_of(self.version)

    @rule(
        window=st.sampled_from([SlidingWindow, AlignedWindow]),
        most=st.integers(1, 5),
        phase=st.sampled_from([0.0, 0.3, 0.9]),
    )
    def the_plan_is_another(self, window, most, phase):
        self.plan = window(most, phase)

    @precondition(lambda self: self.plan or self.simulator.faults._armed)
    @rule()
    def the_service_recovers(self):
        self.recover()

    def recover(self):
        self.plan = None
        self.simulator.faults.clear()
        self.simulator.faults.add(Fault(TROUBLES["too fast"], when=lambda _: self.over_the_plan()))

    # What is promised

    @invariant()
    def every_promise_is_kept(self):
        assert self.broken == []
        assert self.simulator.violations == []
        assert min(SLOWEST, self.most) <= self.pacer.rate <= self.most
        for ask in self.asks:
            if ask.ended is None:
                assert self.loop.time() <= ask.asked + ask.budget + SLACK, "hangs over its budget"
            elif not ask.checked:
                ask.checked = True
                self.check(ask)
        for task in self.tasks:
            assert not task.done() or task.exception() is None
        self.tasks = [task for task in self.tasks if not task.done()]

    @invariant()
    def a_refusal_lowers_the_pace(self):
        now = self.loop.time()
        lately = any(attempt.outcome == "refused" and now - attempt.ended < 10 for attempt in self.attempts)
        assert not lately or self.pacer.rate < self.most or self.most <= SLOWEST

    def check(self, ask):
        assert ask.ended <= ask.asked + ask.budget + SLACK
        if ask.value is not None:
            self.check_age(ask)
        elif ask.error is not None:
            self.check_reason(ask)
        else:
            assert ask.left, "neither an answer nor an error, though nobody left"

    def check_age(self, ask):
        version = int(ask.value)
        until = self.since[version] if version < len(self.since) else math.inf
        oldest = ask.asked if ask.fresh else ask.asked - self.keep
        assert self.since[version - 1] <= ask.ended, "told before it was true"
        assert until >= oldest - SLACK, "older than it may be"
        read = [a.ended for a in self.attempts if a.key == ask.key and a.outcome == "answered" and a.ended <= ask.ended]
        self.known_until[ask.key] = max(self.known_until.get(ask.key, -math.inf), max(read) + self.keep)

    def check_reason(self, ask):
        """A failure has a reason of its own time: it is not one that was kept."""
        own = [attempt for attempt in self.attempts if attempt.key == ask.key and attempt.ended >= ask.asked - SLACK]
        outcomes = Counter(attempt.outcome for attempt in own)
        if ask.error.code == "rate_limited":
            since = ask.asked - LONGEST_HOLD - SLACK
            lately = any(attempt.outcome == "refused" and attempt.ended >= since for attempt in self.attempts)
            assert lately
        elif ask.error.code == "timeout":
            # Or the pace alone leaves no turn within the time that is left.
            assert outcomes["cut"] or ask.ended + 1.03 / self.pacer.rate >= ask.asked + ask.budget - SLACK
        else:
            assert ask.error.code in {"upstream_unavailable", "invalid_input", "quota_exhausted", "bad_response"}
            assert outcomes["failed"]

    def teardown(self):
        if not hasattr(self, "loop"):
            return
        try:
            self.recover()
            self.settle(150)
            self.settle()
            self.every_promise_is_kept()
            assert all(ask.ended is not None for ask in self.asks)
            self.nothing_is_left_behind()
            self.the_pace_recovers()
            self.the_rate_was_kept_over_all()
        finally:
            self.close()

    def nothing_is_left_behind(self):
        assert asyncio.all_tasks(self.loop) == {self.keeper}
        assert self.caller._flights._flights == {}
        assert all(attempt.ended < math.inf for attempt in self.attempts)

    def the_pace_recovers(self):
        for _ in range(12):
            self.settle(3_700)
            self.change_the_world()
            self.add(0, 45.0, fresh=False)
            self.settle(20)
            assert self.asks[-1].value == self.version
        assert self.pacer.rate == self.most
        self.every_promise_is_kept()

    def the_rate_was_kept_over_all(self):
        times = [attempt.at for attempt in self.attempts]
        for first, start in enumerate(times):
            for count, end in enumerate(times[first:]):
                assert count <= (end - start + 0.02) * self.most

    def close(self):
        for task in self.tasks:
            task.cancel()
        self.stop.set()
        self.loop.run_until_complete(self.keeper)
        self.settle()
        self.loop.close()


def read_total(data):
    return Decimal(data[0]["totalValue"])


def judged(body):
    """How an answer that went out is to be taken."""
    try:
        code = json.loads(bytes(body)).get("code")
    except (ValueError, AttributeError):
        return "failed"
    return "answered" if code == "0" else "refused" if code in REFUSED else "failed"


# A machine this size takes minutes to make a failing run shorter, and its steps can be read as they are.
Traffic.TestCase.settings = tries(25, stateful_step_count=30, phases=[Phase.explicit, Phase.reuse, Phase.generate])
test_traffic = Traffic.TestCase
