import pytest

from simulator.signed_client import calling
from wallet_portfolio.simulator import create_app


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def simulator():
    return create_app()


@pytest.fixture
async def caller(simulator):
    async with calling(simulator) as caller:
        yield caller
