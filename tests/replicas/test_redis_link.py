"""The ways to Redis, and what cannot be one."""

import asyncio
from contextlib import asynccontextmanager

import anyio
import pytest
from pydantic import SecretStr

from okx.keys import CANARIES, credentials
from support.redis_servers import RedisServer
from wallet_portfolio.okx.redis_link import NotShared, RedisLink, shared_name

pytestmark = pytest.mark.anyio

SERVICE = "https://service.example"


@asynccontextmanager
async def linked(url):
    async with anyio.create_task_group() as group:
        link = RedisLink(SecretStr(url), shared_name(CANARIES, SERVICE), group, work_seconds=10.0)
        try:
            yield link
        finally:
            group.cancel_scope.cancel()
            await link.close()


async def test_a_socket_of_this_machine(tmp_path):
    path = tmp_path / "redis.sock"
    with RedisServer(tmp_path, "--unixsocket", str(path)) as server:
        async with linked(f"unix://{path}?db=3") as link:
            key = link.name_of("here")
            assert not link.there
            await link.run(lambda redis: redis.set(key, "yes"))
            assert link.there
        server.client.select(3)
        assert server.client.get(key) == b"yes"


async def test_the_names_tell_nothing_of_the_key():
    name = shared_name(CANARIES, SERVICE)
    assert len(name) == 32
    assert name == shared_name(credentials(passphrase="another"), SERVICE)
    others = [credentials(key="another"), credentials(secret="another")]
    assert (
        len({name, shared_name(CANARIES, "https://other.example"), *(shared_name(key, SERVICE) for key in others)}) == 4
    )


async def test_one_that_is_too_old_is_not_used():
    """It says its version, and to all else yes."""

    async def answer(reader, writer):
        while said := await reader.read(65_536):
            told = b"redis_version:5.0.14\r\n"
            for command in said.split(b"*")[1:]:
                writer.write(
                    b"$%d\r\n%s\r\n" % (len(told), told) if b"INFO" in command and b"server" in command else b"+OK\r\n"
                )
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server, linked(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}") as link:
        for _ in range(2):
            with pytest.raises(NotShared):
                await link.run(lambda redis: redis.get("x"))
        assert link.trouble == "it is Redis 5, and 6 is the oldest that will do"
