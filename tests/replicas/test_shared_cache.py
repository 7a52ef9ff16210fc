"""Replicas share what the service told one of them. What they find in Redis and cannot use is not there."""

import os
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import anyio
import pytest

from okx.keys import KEY, PASSPHRASE, SECRET, credentials
from replicas.callers import SERVICE, replica, two
from wallet_portfolio.okx import codes
from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.okx.transport import read_json

pytestmark = pytest.mark.anyio

ADDRESS = "0x9B920035fc57fB56Cd739043e0300eF8e5375227"
ROWS = [{"address": ADDRESS, "symbol": "USDCANARY", "tokenContractAddress": "0xdeadbeef", "balance": "1.5"}] * 50


def stored(server):
    """The names and values of all answers; nothing else is there, as no pace is shared here."""
    names = [name for name in server.client.scan_iter() if not name.endswith(b":try")]
    return {name: server.client.get(name) for name in names}


async def test_what_one_replica_was_told_the_other_does_not_ask(shared_redis):
    async with two(shared_redis) as (one, other):
        first = await one.ask()
        second = await other.ask()
        assert (first.value, first.at) == (second.value, second.at)
        assert (await other.ask()) is second  # now it has it itself
        assert (one.sent, other.sent) == (1, 0)


async def test_different_questions_are_different(shared_redis):
    async with two(shared_redis) as (one, other):
        for question in ({}, {"query": {"a": "1"}}, {"query": {"a": "2"}}, {"body": {"a": "1"}}, {"body": [1]}):
            await one.ask(**question)
            assert (await other.ask("/y", **question)).value == "other"
        await one.ask(query={"a": "1", "b": "2"})
        assert (await other.ask(query={"b": "2", "a": "1"})).value == "good"
        assert (one.sent, other.sent) == (6, 5)


async def test_what_is_not_kept_is_not_shared(shared_redis):
    async with two(shared_redis) as (one, other):
        await one.ask(keep_seconds=0.0)
        assert stored(shared_redis) == {}
        assert (await other.ask(keep_seconds=0.0)).value == "other"


async def test_failures_are_not_shared(shared_redis):
    async with two(shared_redis, (codes.failure_of_code("50014", "", 400),)) as (one, other):
        with pytest.raises(CallFailed):
            await one.ask()
        assert stored(shared_redis) == {}
        assert (await other.ask()).value == "other"


async def test_fresh_passes_over_it_and_leaves_what_it_was_told(shared_redis):
    async with two(shared_redis, ("old",), ("new",)) as (one, other):
        await one.ask()
        assert (await other.ask(fresh=True)).value == "new"
        async with replica(shared_redis) as third:
            assert (await third.ask()).value == "new"
            assert third.sent == 0


async def test_who_wants_it_fresh_does_not_join_those_who_look(shared_redis):
    async with two(shared_redis, ("old",), ("new",)) as (one, other):
        await one.ask()
        seen = {}

        async def ask(**question):
            seen[bool(question)] = (await other.ask(**question)).value

        async with anyio.create_task_group() as group:
            group.start_soon(ask)
            await anyio.lowlevel.checkpoint()
            group.start_soon(lambda: ask(fresh=True))
        assert seen[True] == "new"


async def test_equal_questions_at_once_are_one_look_and_one_request(shared_redis):
    async with replica(shared_redis) as one:
        await one.ask("/warm")
        shared_redis.client.config_resetstat()
        async with anyio.create_task_group() as group:
            for _ in range(50):
                group.start_soon(one.ask)
        counted = shared_redis.client.info("commandstats")
        assert one.sent == 2
        assert (counted["cmdstat_getrange"]["calls"], counted["cmdstat_set"]["calls"]) == (1, 1)


async def test_many_questions_at_once_at_two_replicas(shared_redis):
    async with two(shared_redis) as (one, other):
        async with anyio.create_task_group() as group:
            for number in range(100):
                group.start_soon(one.ask, f"/{number}")
        async with anyio.create_task_group() as group:
            for number in range(100):
                group.start_soon(other.ask, f"/{number}")
        assert (one.sent, other.sent) == (100, 0)


async def test_it_is_as_fresh_as_it_was_and_not_a_second_longer(shared_redis):
    later = timedelta(0)

    def now():
        return datetime.now(UTC) + later

    async with replica(shared_redis) as one, replica(shared_redis, "other", now=now) as other:
        at = (await one.ask()).at
        later = timedelta(seconds=40)
        found = await other.caller._shared.get(other.caller._shared.question("GET", "/x", None, None), str, 60.0)
        assert found.answer.at == at
        assert 15 < found.seconds_left <= 20
        assert 0 < shared_redis.client.pttl(next(iter(stored(shared_redis)))) <= 60_000
        later = timedelta(seconds=61)
        question = other.caller._shared.question("GET", "/x", None, None)
        assert await other.store.get("answer", question, 60.0) is None
        assert await other.store.get("answer", question, 90.0)  # it is there, but too old
        assert (await other.ask()).value == "other"


@pytest.mark.parametrize(("ahead", "value"), [(0.0, "good"), (60.0, "other"), (86_400.0, "other")])
async def test_an_answer_of_the_future_is_none(shared_redis, ahead, value):
    """The clock of the replica that looks is behind that of the one that was told."""
    behind = timedelta(seconds=ahead)
    async with (
        replica(shared_redis) as one,
        replica(shared_redis, "other", now=lambda: datetime.now(UTC) - behind) as b,
    ):
        await one.ask()
        assert (await b.ask(keep_seconds=100_000.0)).value == value


async def test_who_keeps_things_for_a_shorter_time_asks_sooner(shared_redis):
    async with two(shared_redis) as (one, other):
        await one.ask(keep_seconds=600.0)
        await anyio.sleep(0.02)
        assert (await other.ask(keep_seconds=0.01)).value == "other"


EXACT = [
    "0.000000000000000001", "1e-18", "1E+2", "1.5E+1", "12345678901234567890.1234567891", "9007199254740993",
    "123456789012345678901234567890", "-0.0", "0.10", "1.0", "100", "0e5",
]  # fmt: skip


async def test_numbers_are_what_they_were_to_the_last_digit(shared_redis):
    text = ",".join(EXACT)
    data = read_json(f'{{"numbers":[{text}],"texts":["1.50","0.{"1" * 40}"],"none":null,"true":true}}'.encode())
    async with two(shared_redis, (data,)) as (one, other):
        first, second = (await one.ask()).value, (await other.ask()).value
        assert other.sent == 0
    assert repr(second) == repr(first)
    assert [type(number) for number in second["numbers"]] == [type(read_json(text.encode())) for text in EXACT]
    assert second["numbers"][0] == Decimal(1).scaleb(-18)
    assert second["numbers"][6] == 123456789012345678901234567890


async def test_what_is_no_number_stays_none(shared_redis):
    data = read_json(b'["1", 1e999999, 5]')
    async with two(shared_redis, (data,)) as (one, other):
        await one.ask()
        assert repr((await other.ask()).value) == repr(data) == "['1', Decimal('NaN'), 5]"


async def test_strange_texts_are_shared_as_they_are(shared_redis):
    data = ["\ud800", "\u202eevil", '"', '{"": "1"}', "NaN", "\x00", {"": "1.5"}, "价格"]
    async with two(shared_redis, (data,)) as (one, other):
        await one.ask()
        assert (await other.ask()).value == data
        assert other.sent == 0


async def test_each_replica_reads_for_itself(shared_redis):
    """Another version understands more, or nothing of it, and then it asks."""

    def newer(data):
        return [*data, "read anew"]

    def strict(data):
        if data == ["as told"]:
            raise codes.not_understood()
        return data

    async with two(shared_redis, (["as told"],), (["asked"],)) as (one, other):
        await one.ask(read=str)
        assert (await other.ask(read=newer)).value == ["as told", "read anew"]
        async with replica(shared_redis, ["asked"]) as third:
            assert (await third.ask(read=strict)).value == ["asked"]


def cut(value):
    return value[:-1]


def half(value):
    return value[: len(value) // 2]


def flipped(at):
    return lambda value: value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        cut, half, flipped(0), flipped(1), flipped(20), flipped(-2), lambda value: value + b"x", lambda _: b"",
        lambda _: b"\x01", lambda _: b"\x01" + os.urandom(200), lambda _: b'{"data":["good"]}', lambda value: value * 2,
        lambda _: b"\x01" * 5_000_000,
    ],
)  # fmt: skip
async def test_what_is_damaged_or_invented_is_not_there(shared_redis, damage):
    async with two(shared_redis) as (one, other):
        await one.ask()
        ((name, value),) = stored(shared_redis).items()
        shared_redis.client.set(name, damage(value))
        assert (await other.ask()).value == "other"
        assert other.link.there


async def test_a_value_of_another_kind_is_not_there_either(shared_redis):
    async with two(shared_redis) as (one, other):
        await one.ask()
        (name,) = stored(shared_redis)
        shared_redis.client.delete(name)
        shared_redis.client.rpush(name, "x")
        assert (await other.ask()).value == "other"


async def test_values_that_were_swapped_are_not_taken(shared_redis):
    async with replica(shared_redis, "rich", "poor") as one, replica(shared_redis, "asked") as other:
        await one.ask("/rich")
        (rich,) = stored(shared_redis).values()
        await one.ask("/poor")
        for name in stored(shared_redis):
            shared_redis.client.set(name, rich)
        answers = [(await other.ask(path)).value for path in ("/rich", "/poor")]
    assert answers == ["rich", "asked"]


async def test_what_is_put_back_after_its_time_is_not_taken(shared_redis):
    async with two(shared_redis) as (one, other):
        await one.ask(keep_seconds=0.05)
        kept = stored(shared_redis)
        await anyio.sleep(0.06)
        for name, value in kept.items() or {b"x": b""}.items():
            shared_redis.client.set(name, value)
        assert (await other.ask(keep_seconds=0.05)).value == "other"


@pytest.mark.parametrize(
    "stranger", [{"key": credentials(secret="another-secret-0000")}, {"service": "https://another.example"}]
)
async def test_another_key_or_service_has_its_own(shared_redis, stranger):
    """Though they use the same names in Redis, which they do not."""
    async with replica(shared_redis) as one, replica(shared_redis, "other", **stranger) as other:
        await one.ask()
        (ours,) = stored(shared_redis).values()
        assert (await other.ask()).value == "other"
        assert len(stored(shared_redis)) == 2
        for name in stored(shared_redis):
            shared_redis.client.set(name, ours)
        async with replica(shared_redis, "third", **stranger) as third:
            assert (await third.ask()).value == "third"


async def test_redis_holds_nothing_that_can_be_read(shared_redis):
    async with two(shared_redis, (ROWS,)) as (one, other):
        with shared_redis.client.monitor() as monitor:
            asked = {"query": {"address": ADDRESS, "chains": "1,56"}, "body": {"tokens": ["0xdeadbeef"]}}
            await one.ask("/api/v6/dex/balance/all-token-balances-by-address", **asked)
            assert (await other.ask("/api/v6/dex/balance/all-token-balances-by-address", **asked)).value == ROWS
            shared_redis.client.ping()
            seen = ""
            while "PING" not in seen:
                seen += monitor.next_command()["command"] + "\n"
        held = b"\n".join(part for pair in stored(shared_redis).items() for part in pair)
    assert "SET wallet-portfolio:" in seen
    assert "GETRANGE wallet-portfolio:" in seen
    for secret in (ADDRESS, ADDRESS[2:12], "USDCANARY", "deadbeef", "balance", KEY, SECRET, PASSPHRASE, SERVICE):
        assert secret.lower() not in seen.lower()
        assert secret.lower().encode() not in held.lower()


async def test_what_is_over_before_it_is_left_is_not_left(shared_redis):
    async with replica(shared_redis) as one:
        await one.ask()
        before = stored(shared_redis)
        await one.store.put("thing", "x", lambda: b"x", 60.0, datetime.now(UTC) - timedelta(minutes=2))
        assert stored(shared_redis) == before
        assert one.link.there


async def test_what_is_nested_too_deeply_is_not_shared(shared_redis):
    data = []
    for _ in range(100_000):
        data = [data]
    async with two(shared_redis, (data,)) as (one, other):
        await one.ask(read=lambda _: "understood")
        assert stored(shared_redis) == {}
        assert (await other.ask()).value == "other"
        assert one.link.there


async def test_what_is_too_large_is_not_shared(shared_redis):
    data = [os.urandom(1024).hex() for _ in range(1024)]  # 2 MiB that pack to one
    async with two(shared_redis, (data,)) as (one, other):
        assert len((await one.ask()).value) == 1024
        assert stored(shared_redis) == {}
        assert (await other.ask()).value == "other"
        assert one.link.there
