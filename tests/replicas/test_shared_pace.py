"""Replicas keep one pace together: as processes of their own at a real Redis, and two pacers at one."""

import asyncio
import json
import logging
import sys
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import anyio
import pytest
from pydantic import SecretStr
from redis import Redis

from okx.keys import CANARIES, KEY, PASSPHRASE, SECRET
from replicas.receiving import receiving
from support.processes import environment
from support.redis_servers import RedisServer
from trust.canaries import everything_in
from wallet_portfolio.okx import shared_pace
from wallet_portfolio.okx.pacing import Pacer
from wallet_portfolio.okx.redis_link import RedisLink, shared_name
from wallet_portfolio.okx.shared_pace import UNKNOWN_REPLICAS, SharedMemory

pytestmark = pytest.mark.anyio

TESTS = Path(__file__).parents[1]
PLAN = 5


def most_in_a_second(times):
    return max(sum(1 for at in times if first <= at < first + 1) for first in times)


@asynccontextmanager
async def processes(folder, count, *settings):
    """Replicas that all start at once; gives what waits for what became of their requests."""
    paths = {"PYTHONPATH": f"{TESTS}:{TESTS.parent / 'server'}"}
    started = []
    for number in range(count):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "replicas.replica"),
            **dict.fromkeys(("stdin", "stdout", "stderr"), asyncio.subprocess.PIPE),
            env=environment(folder, **paths),
            limit=2**20,
        )
        process.stdin.write(json.dumps([f"replica{number}", *settings]).encode() + b"\n")
        started.append(process)
    try:
        for process in started:
            assert await process.stdout.readline() == b"ready\n"
        for process in started:
            process.stdin.write(b"start\n")

        async def outcomes():
            told = [await process.communicate() for process in started]
            return [(json.loads(out), err.decode().splitlines()) for out, err in told]

        yield outcomes
    finally:
        for process in started:
            if process.returncode is None:
                process.kill()
                await process.wait()


@asynccontextmanager
async def pacers(server, *rates, link_seconds=10.0):
    """Pacers that have nothing in common but one Redis and the key."""
    async with anyio.create_task_group() as group:
        name = shared_name(CANARIES, "https://service.example")
        links = [RedisLink(server.url, name, group, work_seconds=link_seconds) for _ in rates]
        try:
            yield [Pacer(rate, SharedMemory(rate, link)) for rate, link in zip(rates, links, strict=True)]
        finally:
            group.cancel_scope.cancel()
            for link in links:
                await link.close()


async def turns(pacer, count):
    """The times of so many turns; each request is let through."""
    taken = []
    for _ in range(count):
        async with pacer.slot() as at:
            taken.append(at)
            pacer.accepted(at)
    return taken


async def shared(pacer):
    """Wait until it shares its pace."""
    with anyio.fail_after(30):
        while True:
            await turns(pacer, 1)
            if not pacer.sharing.trouble:
                return


async def test_four_replicas_keep_to_the_plan_while_redis_dies_and_comes_back(redis_server, tmp_path):
    async with receiving() as service:
        settings = (service.url, redis_server.url.get_secret_value(), PLAN, 7.5)
        async with processes(tmp_path, 4, *settings) as outcomes:
            await anyio.sleep(2.5)
            redis_server.kill()
            before = len(service.arrived)
            await anyio.sleep(2.5)
            redis_server.start()
            told = await outcomes()
    outcomes = [outcome for outcome, _ in told]
    answered = [path for outcome in outcomes for path in outcome["answered"]]
    assert all(outcome["failed"] == [] for outcome in outcomes)
    assert sorted(answered) == sorted(path for _, path in service.arrived)  # none lost, none sent twice
    assert len(answered) == sum(outcome["asked"] for outcome in outcomes) == len(set(answered))
    assert most_in_a_second([turn for outcome in outcomes for turn in outcome["turns"]]) <= PLAN
    # On its way a request is late by as much as the machine is busy; that is no matter of the pace.
    assert max(sum(1 for at in service.times if at - 0.9 < first <= at) for first in service.times) <= PLAN + 1
    assert before >= 0.8 * 2.5 * PLAN
    for _, said in told:
        assert ["cannot be used" in line for line in said] == [True, False]
        assert "back" in said[1]


async def test_what_one_learns_from_a_refusal_holds_for_all(redis_server):
    async with pacers(redis_server, 5.0, 5.0) as (one, other):
        await turns(other, 1)
        async with one.slot() as taken:
            one.refused(taken, 0.0)
        assert one.rate < 5
        await turns(other, 1)
        assert other.rate == one.rate
        assert other.sharing.replicas == 2
    async with pacers(redis_server, 5.0) as [later]:
        await turns(later, 1)
        assert later.rate == one.rate


async def test_a_command_with_a_lower_limit_slows_no_server_down(redis_server):
    async with pacers(redis_server, 50.0, 2.0) as (server, command):
        await turns(server, 2)
        for one in (command, server):
            await turns(one, 1)
            assert one.rate == 50


async def test_replicas_that_had_nothing_to_do_are_reckoned_with_once_redis_is_gone(redis_server):
    async with pacers(redis_server, 20.0, 20.0, 20.0) as (one, other, third):
        for each in (third, other, one):
            await turns(each, 1)
        [key] = redis_server.client.keys("*pace*")
        token, pace = redis_server.client.hmget(key, "token", "pace")
        quiet = json.loads(pace)
        quiet["replicas"] = {name: at - 3_000 for name, at in quiet["replicas"].items()}
        redis_server.client.hset(key, mapping={"token": f"{token.decode()}x", "pace": json.dumps(quiet)})
        await turns(one, 1)
        await third._memory.say_goodbye()
        await turns(one, 1)
        redis_server.kill()
        await turns(one, 1)
        assert one.rate == 10  # of those two who may come back


async def test_who_stops_waiting_leaves_it_working(redis_server):
    async with pacers(redis_server, 20.0, 20.0) as (one, other):
        for leaving in (0.0, 0.001, 0.01, 0.03, 0.1):
            with anyio.move_on_after(leaving):
                await turns(one, 100)
        taken = await turns(one, 5) + await turns(other, 5)
        assert len(set(taken)) == 10


async def test_frozen_redis_holds_nobody_up_for_long(redis_server):
    async with pacers(redis_server, 20.0, link_seconds=0.25) as [pacer]:
        await shared(pacer)
        redis_server.freeze()
        try:
            with anyio.fail_after(20):
                await turns(pacer, 3)
            assert "did not answer" in pacer.sharing.trouble
        finally:
            redis_server.thaw()
        await shared(pacer)
        assert pacer.rate == 20


async def test_who_has_never_seen_redis_takes_a_part(redis_server, caplog):
    redis_server.kill()
    async with pacers(redis_server, 20.0) as [pacer]:
        await turns(pacer, 2)
        assert pacer.rate == 20 / UNKNOWN_REPLICAS
        assert pacer.sharing.trouble == "it cannot be reached"
        redis_server.start()
        await shared(pacer)
        assert pacer.rate == 20
    assert [record.levelno for record in caplog.records if "Redis" in record.message] == [logging.WARNING] * 2


async def test_what_was_learned_alone_is_not_forgotten(redis_server):
    async with pacers(redis_server, 20.0, 20.0) as (one, other):
        await turns(one, 1)
        await turns(other, 1)
        await turns(one, 1)
        redis_server.kill()
        async with one.slot() as taken:
            one.refused(taken)
        learned = one.rate
        assert learned < 10  # of its half
        redis_server.start()
        await shared(one)
        assert one.rate <= 2 * learned
        await shared(other)
        assert other.rate == one.rate


async def test_what_is_written_there_by_others_speeds_nobody_up_and_stops_nobody(redis_server):
    async with pacers(redis_server, 20.0) as [pacer]:
        await turns(pacer, 1)
        [key] = redis_server.client.keys("*pace*")
        pace = json.loads(redis_server.client.hget(key, "pace"))
        for damage in (
            {"most": 1e6, "rate": 1e6, "certain": 1e6},
            {"rate": -1},
            {"rate": "fast"},
            {"next": float("nan")},
            {"sent": None},
            {"proven": 0},
            {"phase": float("inf")},
            {"phase": 1, "second": 1e-300},
            {"second": 1e-9, "late": 10},
            {"rate": 1e-300},
            {"refused_until": float("inf")},
            {"limits": {"x": 1e300}, "replicas": {"x": pace["last"]}},
            {"quiet": float("inf"), "changed_at": pace["last"] + 1e9},
            {"bolds": [float("nan")]},
            {"bolds": [1e12, 0, 5]},
            {"last": 1e300, "sent": [1e300], "next": 1e300},
        ):
            written = json.dumps({**pace, **damage})
            redis_server.client.hset(key, mapping={"token": f"x.{len(written)}", "pace": written})
            if "last" in damage:  # held, but not for ever
                with anyio.move_on_after(0.3):
                    await turns(pacer, 1)
                assert pacer.seconds_held <= 61
            else:
                with anyio.fail_after(20):
                    await turns(pacer, 1)
            assert pacer.rate <= 20


async def test_no_limit_of_others_is_taken_for_ones_own(redis_server):
    async with pacers(redis_server, 20.0) as [pacer]:
        await turns(pacer, 1)
        [key] = redis_server.client.keys("*pace*")
        pace = json.loads(redis_server.client.hget(key, "pace"))
        redis_server.client.hset(key, mapping={"token": b"\xff\xfe", "pace": b"\xff"})
        await turns(pacer, 1)
        others = {**pace, "limits": {"x": 900}, "replicas": {"x": pace["last"] + 60}}
        redis_server.client.hset(key, mapping={"token": "others", "pace": json.dumps(others)})
        taken = await turns(pacer, 6)
        assert min(later - earlier for earlier, later in pairwise(taken)) > 0.03  # its own limit is 20


async def test_a_clock_of_redis_that_is_set_forward_lets_no_more_leave(redis_server, monkeypatch):
    told = "local time = redis.call('TIME')"
    assert told in shared_pace._STEP
    later = f"{told} time[1] = time[1] + (redis.call('GET', 'set_by') or 0)"
    monkeypatch.setattr(shared_pace, "_STEP", shared_pace._STEP.replace(told, later))
    left = []

    async def ask(pacer):
        while True:
            async with pacer.slot() as taken:
                left.append(anyio.current_time())
                pacer.accepted(taken)

    async with pacers(redis_server, *[float(PLAN)] * 4) as replicas:
        with anyio.move_on_after(3.5):
            async with anyio.create_task_group() as group:
                for pacer in replicas * 2:
                    group.start_soon(ask, pacer)
                await anyio.sleep(1.7)
                redis_server.client.set("set_by", 3_600)
    assert most_in_a_second(left) <= PLAN
    assert len(left) >= 10


async def test_redis_gets_no_key_and_no_log_its_password(tmp_path, caplog):
    password = "canary-password-6d1b"
    caplog.set_level(logging.DEBUG)
    with RedisServer(tmp_path, "--requirepass", password) as server:
        wrong, right = RedisUrl(server.port, "wrong-6d1b"), RedisUrl(server.port, password)
        with Redis(port=server.port, password=password) as heard, heard.monitor() as monitor:
            async with pacers(wrong, 50.0) as [alone], pacers(right, 50.0) as [one]:
                await turns(alone, 1)
                async with one.slot() as taken:
                    one.refused(taken)
                await turns(one, 2)
                assert alone.sharing.trouble == "it does not accept the user and password"
                shown = everything_in((one, alone))
            heard.echo("that is all")
            said = []
            while "that is all" not in (command := monitor.next_command()["command"]):
                said.append(command)
            stored = [heard.dump(key) for key in heard.scan_iter()]
    assert any("EVALSHA" in command for command in said)
    assert len(stored) >= 1
    everything = " ".join([*said, *map(repr, stored)])
    assert not any(secret in everything for secret in (KEY, SECRET, PASSPHRASE))
    logged = " ".join([*shown, *(record.getMessage() + str(record.exc_info) for record in caplog.records)])
    assert not any(secret in logged for secret in (KEY, SECRET, PASSPHRASE, "6d1b"))


class RedisUrl:
    """That of a server with a password."""

    def __init__(self, port, password):
        self.url = SecretStr(f"redis://:{password}@127.0.0.1:{port}/0")
