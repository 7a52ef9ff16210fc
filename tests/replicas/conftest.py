"""A real redis-server: `shared_redis` for what leaves it whole, `redis_server` for what stops or changes it."""

import os
import shutil

import pytest

from support.redis_servers import RedisServer


@pytest.fixture(scope="session", autouse=True)
def _redis_is_installed():
    """Where it is not, the last lines of the run say that this was left out; a run that has to be whole fails."""
    if shutil.which("redis-server") is None:
        leave_out = pytest.fail if os.environ.get("CI") else pytest.skip
        leave_out("redis-server is not installed: sharing between replicas was not tested")


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
