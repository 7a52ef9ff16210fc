"""What is tried again, how often, and when it ends. Time is virtual."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import anyio
import httpx
import pytest

from okx.keys import CANARIES
from okx.virtual_time import run_virtually
from wallet_portfolio.okx import codes
from wallet_portfolio.okx.budget import answer_budget, seconds_left
from wallet_portfolio.okx.calling import Caller
from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.okx.pacing import Pacer
from wallet_portfolio.okx.sharing import Cache
from wallet_portfolio.okx.transport import Transport

NOW = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


class Script:
    """A transport that does as it is told: fail so, wait so long, or answer. The last line is repeated."""

    def __init__(self, *lines):
        self.lines = list(lines)
        self.sent = []

    def correct_clock(self):
        return True

    async def send(self, method, path, *, query=None, body=None, on_sent=None):
        if on_sent:
            await on_sent()
        self.sent.append(anyio.current_time())
        line = self.lines.pop(0) if len(self.lines) > 1 else self.lines[0]
        if callable(line):
            line = line()
        if isinstance(line, float):
            await anyio.sleep(line)
            raise codes.too_slow()
        if isinstance(line, CallFailed):
            raise line
        return line


@asynccontextmanager
async def calling(transport, rate=1_000.0):
    async with anyio.create_task_group() as group:
        yield Caller(transport, Pacer(rate), group, cache=Cache(now=anyio.current_time))
        group.cancel_scope.cancel()


def ask(*lines, budget=45.0):
    """The outcome of one call, when it came, and when requests were sent."""
    script = Script(*lines)

    async def main():
        started = anyio.current_time()
        async with calling(script) as caller:
            with answer_budget(budget):
                try:
                    outcome = (await caller.call("GET", "/x", lambda data: data)).value
                except CallFailed as failed:
                    outcome = failed.code
        return outcome, anyio.current_time() - started, [sent - started for sent in script.sent]

    return run_virtually(main)


def busy():
    return codes.failure_of_status(503)


def too_many(wait=None):
    return codes.failure_of_code("50011", "", 200, wait)


def expired():
    return codes.failure_of_code("50102", "", 401)


@pytest.mark.parametrize("broken", [codes.unreachable, codes.too_slow])
def test_a_network_error_is_retried_once(broken):
    outcome, _, sent = ask(broken)
    assert (outcome, len(sent)) == (broken().code, 2)
    outcome, _, sent = ask(broken(), "good")
    assert (outcome, len(sent)) == ("good", 2)


@pytest.mark.parametrize("failing", [busy, too_many, lambda: codes.failure_of_status(429)])
def test_a_busy_service_is_asked_four_times_at_most(failing):
    outcome, _, sent = ask(failing)
    assert (outcome, len(sent)) == (failing().code, 4)
    outcome, _, sent = ask(failing(), failing(), failing(), "good")
    assert (outcome, len(sent)) == ("good", 4)


def test_waits_grow_and_vary():
    waits = [ask(busy)[2] for _ in range(40)]
    gaps = [[later - earlier for earlier, later in pairwise(sent)] for sent in waits]
    for number, longest in enumerate((0.5, 1.0, 2.0)):
        seen = [gap[number] for gap in gaps]
        assert max(seen) <= longest + 0.01
        assert len(set(seen)) > 30
        assert max(seen) > longest / 2


@pytest.mark.parametrize("code", ["50014", "51000", "81001", "50111", "50105", "50113", "81104", "50125", "50030"])
def test_a_parameter_or_key_error_is_never_retried(code):
    outcome, _, sent = ask(lambda: codes.failure_of_code(code, "", 400))
    assert (outcome, len(sent)) == (codes.failure_of_code(code, "", 400).code, 1)


@pytest.mark.parametrize("failing", [codes.not_understood, lambda: codes.failure_of_status(402)])
def test_nor_is_what_would_come_again(failing):
    assert len(ask(failing)[2]) == 1


def test_each_kind_of_failure_has_its_own_count():
    outcome, _, sent = ask(busy(), codes.unreachable(), expired(), "good")
    assert (outcome, len(sent)) == ("good", 4)
    outcome, _, sent = ask(codes.unreachable(), busy(), codes.unreachable(), "good")
    assert (outcome, len(sent)) == ("upstream_unavailable", 3)
    outcome, _, sent = ask(busy(), busy(), busy(), codes.unreachable(), "good")
    assert (outcome, len(sent)) == ("upstream_unavailable", 4)


def test_a_wait_the_service_asks_for_is_honoured():
    outcome, seconds, _ = ask(too_many(20.0), "good")
    assert outcome == "good"
    assert seconds >= 20


def test_one_that_is_longer_than_the_budget_ends_the_answer_at_once():
    assert ask(lambda: too_many(46.0))[:2] == ("rate_limited", 0.0)
    assert ask(lambda: codes.failure_of_status(503, 46.0))[:2] == ("upstream_unavailable", 0.0)


def test_while_the_service_asks_for_a_long_wait_others_are_told_so():
    async def main():
        script = Script(too_many(58.0), "good")
        async with calling(script) as caller:
            told = []
            for path in "ab":
                with pytest.raises(CallFailed) as failed:
                    await caller.call("GET", path, lambda data: data)
                told.append((failed.value.code, failed.value.retry_after_seconds))
            await anyio.sleep(60)
            return told, (await caller.call("GET", "c", lambda data: data)).value, len(script.sent)

    assert run_virtually(main) == ([("rate_limited", 58.0), ("rate_limited", 58.0)], "good", 2)


def told_with(seconds, *, before, rate=1.0, at=0.0):
    """What a call is told that has so many seconds, asked so long after others that are answered like `before`."""

    async def main():
        script = Script(*before)
        async with calling(script, rate) as caller, anyio.create_task_group() as group:
            for number in range(len(before) - 1):
                group.start_soon(outcome_of, caller, f"before {number}")
            await anyio.sleep(at)
            with answer_budget(seconds):
                outcome = await outcome_of(caller, "last")
            sent = len(script.sent)
            group.cancel_scope.cancel()
            return outcome, sent

    return run_virtually(main)


async def outcome_of(caller, path):
    try:
        return (await caller.call("GET", path, lambda data: data)).value
    except CallFailed as failed:
        return failed.code, failed.retryable, failed.retry_after_seconds


@pytest.mark.parametrize("waiting", [1, 2, 5])
def test_time_that_our_own_pace_uses_up_is_not_called_a_limit_of_the_service(waiting):
    outcome, sent = told_with(0.5, before=["good"] * (waiting + 1), at=0.1)
    assert (outcome, sent) == (("timeout", False, None), 1)
    assert told_with(waiting + 0.5, before=["good"] * (waiting + 1), at=0.1)[0] == "good"


def test_nor_is_it_one_when_the_service_limited_before_and_the_rest_is_our_own_pace():
    """Held for 3 s, of which 2.9 are left; the others that wait leave after that, a second and a quarter apart."""
    outcome, _ = told_with(4.0, before=[too_many(3.0), *["good"] * 3], at=3.3)
    assert outcome == "good"
    outcome, _ = told_with(0.2, before=[too_many(3.0), *["good"] * 3], at=3.3)
    assert outcome == ("timeout", False, None)


def test_a_limit_of_the_service_that_outlasts_the_answer_is_called_one():
    outcome, sent = told_with(2.0, before=[too_many(3.0), "good"], at=0.5)
    assert (outcome, sent) == (("rate_limited", True, 2.5), 1)


def test_a_service_that_hangs_is_given_up_within_the_budget():
    outcome, seconds, sent = ask(10.0)
    assert (outcome, len(sent)) == ("timeout", 2)
    assert seconds < 21


def test_the_budget_ends_everything():
    assert ask(10.0, budget=5.0)[:2] == ("timeout", 5.0)
    outcome, seconds, _ = ask(lambda: too_many(0.4), budget=1.0)
    assert outcome == "rate_limited"
    assert seconds < 1


def test_the_budget_is_for_the_whole_answer():
    async def main():
        script = Script("good")
        outcomes = []
        async with calling(script, rate=1.0) as caller:

            async def one(path):
                try:
                    outcomes.append((await caller.call("GET", path, lambda data: data)).value)
                except CallFailed as failed:
                    outcomes.append(failed.code)

            started = anyio.current_time()
            with answer_budget():
                async with anyio.create_task_group() as group:
                    for number in range(60):
                        group.start_soon(one, str(number))
            return outcomes, anyio.current_time() - started, len(script.sent)

    outcomes, seconds, sent = run_virtually(main)
    assert (outcomes.count("good"), outcomes.count("timeout")) == (45, 15)
    assert (seconds, sent) == (45.0, 45)


def test_an_outer_budget_stays_in_force():
    async def main():
        assert seconds_left() == 45.0
        with answer_budget(3.0):
            await anyio.sleep(1)
            with answer_budget(45.0):
                assert seconds_left() == 2.0
            await anyio.sleep(5)
            assert seconds_left() == 0.0
        assert seconds_left() == 45.0

    run_virtually(main)


class Body(httpx.AsyncByteStream):
    def __init__(self, content):
        self.content = content

    async def __aiter__(self):
        yield self.content


class ClockService:
    """Answers 50102 until the timestamp is right to half a minute."""

    def __init__(self, ahead, *, date=True, never_content=False):
        self.ahead = ahead
        self.date = date
        self.never_content = never_content
        self.stamps = []

    def __call__(self, request):
        now = NOW + self.ahead
        stamp = datetime.fromisoformat(request.headers["ok-access-timestamp"])
        self.stamps.append(stamp)
        headers = {"Date": format_datetime(now, usegmt=True)} if self.date is True else {"Date": self.date or ""}
        if self.never_content or abs(stamp - now) > timedelta(seconds=30):
            return httpx.Response(401, stream=Body(b'{"code":"50102","msg":"Timestamp expired"}'), headers=headers)
        return httpx.Response(200, stream=Body(b'{"code":"0","data":["good"]}'), headers=headers)


def ask_clock(service, times=1):
    async def main():
        transport = Transport(CANARIES, "http://localhost", http=httpx.MockTransport(service), now=lambda: NOW)
        outcomes = []
        async with calling(transport) as caller:
            for _ in range(times):
                try:
                    outcomes.append((await caller.call("GET", "/x", lambda data: data)).value)
                except CallFailed as failed:
                    outcomes.append(failed.code)
        await transport.close()
        return outcomes, transport.clock_offset

    return run_virtually(main)


@pytest.mark.parametrize("ahead", [timedelta(hours=1), -timedelta(days=400), timedelta(seconds=31)])
def test_the_clock_is_corrected_once_and_stays_so(ahead):
    service = ClockService(ahead)
    assert ask_clock(service, times=3) == ([["good"]] * 3, ahead)
    assert service.stamps == [NOW, NOW + ahead, NOW + ahead, NOW + ahead]


def test_a_second_refusal_is_told():
    service = ClockService(timedelta(hours=1), never_content=True)
    assert ask_clock(service)[0] == ["clock_skew"]
    assert len(service.stamps) == 2


@pytest.mark.parametrize(
    "date",
    [
        "",
        "soon",
        "Mon, 01 Jan 9999 23:59:59 -2359",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
    ],
)
def test_without_a_sane_date_there_is_nothing_to_correct(date):
    service = ClockService(timedelta(hours=1), date=date)
    assert ask_clock(service) == (["clock_skew"], timedelta())
    assert len(service.stamps) == 1
