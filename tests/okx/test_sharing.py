"""Equal questions are asked once, and answers are kept for a short time. Time is virtual."""

import anyio
import pytest

from okx.test_calling import Script, calling
from okx.virtual_time import run_virtually
from wallet_portfolio.okx import codes
from wallet_portfolio.okx.budget import answer_budget
from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.okx.sharing import Cache


class Slow(Script):
    """Answers after ten seconds, and notes who was cancelled."""

    def __init__(self, *lines):
        super().__init__(*lines)
        self.cancelled = 0

    async def send(self, method, path, *, query=None, body=None, on_sent=None):
        try:
            await anyio.sleep(10)
        except BaseException:
            self.cancelled += 1
            raise
        return await super().send(method, path, query=query, body=body, on_sent=on_sent)


def asking(caller, outcomes, path="/x", **question):
    async def one():
        try:
            outcomes.append((await caller.call("GET", path, lambda data: data, **question)).value)
        except CallFailed as failed:
            outcomes.append(failed.code)

    return one


def test_equal_questions_in_flight_are_sent_once():
    async def main():
        script, outcomes = Slow("good"), []
        async with calling(script) as caller, anyio.create_task_group() as group:
            for _ in range(20):
                group.start_soon(asking(caller, outcomes, query={"a": "1", "b": "2"}))
                group.start_soon(asking(caller, outcomes, query={"b": "2", "a": "1"}))
        return outcomes, len(script.sent)

    assert run_virtually(main) == (["good"] * 40, 1)


def test_shared_work_lasts_as_long_as_the_last_of_those_who_wait():
    async def main():
        busy = codes.failure_of_status(503)
        script, outcomes = Slow(busy, "good"), []

        async def within(seconds):
            with answer_budget(seconds):
                await asking(caller, outcomes)()

        async with calling(script) as caller, anyio.create_task_group() as group:
            group.start_soon(within, 5.0)
            group.start_soon(within, 45.0)
        return outcomes

    assert run_virtually(main) == ["timeout", "good"]


def test_different_questions_are_not():
    async def main():
        script, outcomes = Slow("good"), []
        async with calling(script) as caller, anyio.create_task_group() as group:
            for question in (
                {"query": {"a": "1"}},
                {"query": {"a": "2"}},
                {"body": {"a": "1"}},
                {"body": [{"a": "1"}]},
                {"path": "/y"},
            ):
                group.start_soon(asking(caller, outcomes, **question))
        return outcomes, len(script.sent)

    assert run_virtually(main) == (["good"] * 5, 5)


def test_a_failure_is_shared_as_well():
    async def main():
        script, outcomes = Slow(lambda: codes.failure_of_code("50014", "", 400)), []
        async with calling(script) as caller, anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(asking(caller, outcomes))
        return outcomes, len(script.sent)

    assert run_virtually(main) == (["invalid_input"] * 3, 1)


def test_a_first_caller_who_leaves_does_not_hurt_the_others():
    async def main():
        script, outcomes = Slow("good"), []
        async with calling(script) as caller, anyio.create_task_group() as group:
            leaving = anyio.CancelScope()

            async def first():
                with leaving:
                    await asking(caller, outcomes)()

            group.start_soon(first)
            await anyio.sleep(1)
            group.start_soon(asking(caller, outcomes))
            await anyio.sleep(1)
            leaving.cancel()
        return outcomes, len(script.sent), script.cancelled

    assert run_virtually(main) == (["good"], 1, 0)


def test_work_that_nobody_waits_for_is_cancelled():
    async def main():
        script, outcomes = Slow("good"), []
        async with calling(script) as caller:
            with anyio.move_on_after(1):
                async with anyio.create_task_group() as group:
                    group.start_soon(asking(caller, outcomes))
                    group.start_soon(asking(caller, outcomes))
            await anyio.sleep(0.001)
            cancelled = script.cancelled
            await asking(caller, outcomes)()
        return cancelled, script.cancelled, outcomes, len(script.sent)

    assert run_virtually(main) == (1, 1, ["good"], 1)


def test_who_asks_just_after_the_last_one_left_gets_an_answer():
    async def main():
        script, outcomes = Slow("good"), []
        async with calling(script) as caller:
            async with anyio.create_task_group() as group:
                group.start_soon(asking(caller, outcomes))
                await anyio.sleep(1)
                group.cancel_scope.cancel()
            await asking(caller, outcomes)()
        return outcomes

    assert run_virtually(main) == ["good"]


def test_a_fault_of_the_reader_reaches_everyone_and_nothing_else():
    async def main():
        def read(data):
            raise KeyError("a fault of the program")

        async with calling(Script("good")) as caller:
            for _ in range(2):
                with pytest.raises(KeyError):
                    await caller.call("GET", "/x", read)
            return (await caller.call("GET", "/y", lambda data: data)).value

    assert run_virtually(main) == "good"


@pytest.mark.parametrize(("keep", "pause", "sent"), [(10.0, 9.9, 1), (10.0, 10.1, 2), (0.0, 0.0, 2)])
def test_answers_are_kept_as_long_as_asked(keep, pause, sent):
    async def main():
        script = Script("good")
        async with calling(script) as caller:
            first = await caller.call("GET", "/x", lambda data: data, keep_seconds=keep)
            await anyio.sleep(pause)
            second = await caller.call("GET", "/x", lambda data: data, keep_seconds=keep)
        return len(script.sent), first == second or sent == 2

    assert run_virtually(main) == (sent, True)


def test_failures_are_not_kept():
    async def main():
        script = Script(codes.failure_of_code("50014", "", 400), codes.not_understood(), "good")
        outcomes = []
        async with calling(script) as caller:
            for _ in range(4):
                await asking(caller, outcomes, keep_seconds=10.0)()
        return outcomes, len(script.sent)

    assert run_virtually(main) == (["invalid_input", "bad_response", "good", "good"], 3)


def test_an_answer_that_is_not_understood_is_not_kept():
    async def main():
        def read(data):
            if data == "odd":
                raise codes.not_understood()
            return data

        script = Script("odd", "good")
        async with calling(script) as caller:
            with pytest.raises(CallFailed):
                await caller.call("GET", "/x", read, keep_seconds=10.0)
            return (await caller.call("GET", "/x", read, keep_seconds=10.0)).value

    assert run_virtually(main) == "good"


def test_a_large_answer_takes_the_room_of_several():
    cache = Cache(most=4, now=lambda: 0.0)
    for name in "abc":
        cache.put(name, name, 60, rows=31)
    assert cache.get("a") == "a"  # so that b is the one that was not asked for lately
    cache.put("large", "large", 60, rows=64)
    assert [cache.get(name) for name in ("a", "b", "c", "large")] == ["a", None, "c", "large"]
    cache.put("whole", "whole", 60, rows=4 * 32)
    assert [cache.get(name) for name in ("a", "c", "large", "whole")] == [None, None, None, "whole"]
    cache.put("too large", "too large", 60, rows=5 * 32)
    assert [cache.get(name) for name in ("whole", "too large")] == ["whole", None]
