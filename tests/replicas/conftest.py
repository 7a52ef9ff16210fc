"""A real redis-server: `shared_redis` for what leaves it whole, `redis_server` for what stops or changes it."""

import pytest

from support.missing import program
from support.redis_servers import RedisServer


@pytest.fixture(scope="session", autouse=True)
def _redis_is_installed():
    program("redis-server", "sharing between replicas")


@pytest.fixture(scope="session")
def _one_redis(tmp_path_factory):
    with RedisServer(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def shared_redis(_one_redis):
    """Empty, at a free port of this machine."""
    _one_redis.client.flushall()
    return _one_redis


@pytest.fixture
def redis_server(tmp_path):
    """One of the test's own."""
    with RedisServer(tmp_path) as server:
        yield server
