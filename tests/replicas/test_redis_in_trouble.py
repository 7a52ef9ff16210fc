"""Redis stops, dies, comes back, is full or may not be written to: each replica goes on with what it has itself."""

import logging
from contextvars import ContextVar

import anyio
import pytest

from replicas.callers import replica, two
from support.redis_servers import RedisServer

pytestmark = pytest.mark.anyio


async def back(one):
    """Ask until it is found again."""
    with anyio.fail_after(30):
        for number in range(10_000):
            await one.ask(f"/back/{number}")
            if one.link.there:
                return
            await anyio.sleep(0.05)


async def alone(one, other):
    """Each asks for itself, and keeps what it was told."""
    before = one.sent, other.sent
    for path in ("/a", "/b"):
        assert [(await one.ask(path)).value for _ in range(2)] == ["good"] * 2
        assert [(await other.ask(path)).value for _ in range(2)] == ["other"] * 2
    assert (one.sent - before[0], other.sent - before[1]) == (2, 2)


async def test_without_redis_nothing_is_missing(redis_server):
    redis_server.kill()
    async with two(redis_server) as (one, other):
        await alone(one, other)


async def test_killed_and_started_again(redis_server, caplog):
    async with two(redis_server) as (one, other):
        await one.ask()
        redis_server.kill()
        await alone(one, other)
        redis_server.start()
        await back(one)
        await back(other)
        await one.ask("/again")
        assert (await other.ask("/again")).value == "good"
    said = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len([record for record in said if "cannot be used" in record.message]) == 2  # one for each replica


async def test_who_asked_when_it_went_is_not_named_when_it_is_back(redis_server, caplog):
    """As a trace would be, which the log takes from the context."""
    asking, named = ContextVar("asking", default="nobody"), {}

    def note(record):
        named[record.getMessage().split()[2]] = asking.get()
        return True

    logger = logging.getLogger("wallet_portfolio.okx.redis_link")
    async with replica(redis_server) as one:
        await one.ask()
        redis_server.kill()
        logger.addFilter(note)
        try:
            asking.set("somebody")
            await one.ask("/gone")
            redis_server.start()
            await back(one)
        finally:
            logger.removeFilter(note)
    assert named == {"be": "somebody", "back:": "nobody"}


async def test_frozen_it_costs_one_short_wait(redis_server):
    """A virtual minute would pass otherwise: the requests are many, and Redis is waited for once."""
    async with two(redis_server, work_seconds=0.25) as (one, other):
        await back(one)
        await back(other)
        redis_server.freeze()
        try:
            await alone(one, other)
            assert not one.link.there
            redis_server.client.connection_pool.disconnect()
            for number in range(20):
                await one.ask(f"/{number}")
        finally:
            redis_server.thaw()
        await back(one)
        await back(other)
        await one.ask("/again")
        assert (await other.ask("/again")).value == "good"


async def test_full_it_is_not_used(redis_server):
    redis_server.client.config_set("maxmemory", "1")
    async with two(redis_server) as (one, other):
        await alone(one, other)
        redis_server.client.config_set("maxmemory", "0")
        await back(one)
        await back(other)
        await one.ask("/again")
        assert (await other.ask("/again")).value == "good"


async def test_full_in_the_middle(redis_server):
    async with two(redis_server) as (one, other):
        await one.ask()
        await other.ask("/y")
        redis_server.client.config_set("maxmemory", "1")
        await alone(one, other)
        assert redis_server.client.dbsize() >= 2


async def test_one_that_may_not_be_written_to(redis_server, tmp_path):
    """A replica of Redis itself, as one that was the main one and no longer is."""
    async with two(redis_server) as (one, other):
        await one.ask()
        redis_server.client.replicaof("127.0.0.1", "1")
        await alone(one, other)
        redis_server.client.replicaof("NO", "ONE")
        await back(one)
        await back(other)
        await one.ask("/again")
        assert (await other.ask("/again")).value == "good"


async def test_flushed_in_the_middle(redis_server):
    async with two(redis_server) as (one, other):
        await one.ask()
        redis_server.client.flushall()
        assert (await other.ask()).value == "other"
        assert other.link.there
        async with replica(redis_server) as third:
            assert (await third.ask()).value == "other"


async def test_something_else_answers_there(tmp_path):
    """What was put behind the address is no Redis, or wants a password."""
    with RedisServer(tmp_path, "--requirepass", "only-for-others") as locked:
        async with two(locked) as (one, other):
            await alone(one, other)
