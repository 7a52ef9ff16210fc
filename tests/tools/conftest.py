from contextlib import asynccontextmanager

import pytest
from mcp.client import Client

from support.answers import check
from support.service import access_to
from wallet_portfolio.app import make_server
from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.settings import Settings
from wallet_portfolio.tools import serving
from wallet_portfolio.workflows.access import Access


class Session:
    """A connected MCP client whose every answer is checked."""

    def __init__(self, client, tools):
        self.client = client
        self.tools = tools

    async def call(self, name, arguments=None, **options):
        return await self.client.call_tool(name, arguments or {}, **options)

    async def ask(self, name, /, **arguments):
        """The structured answer."""
        return check(self.tools, name, await self.call(name, arguments))


@asynccontextmanager
async def connected(server, mode, **options):
    async with Client(server, mode=mode, **options) as client:
        yield Session(client, (await client.list_tools()).tools)


@pytest.fixture(params=["auto", "legacy"])
def mode(request):
    """Clients of the protocol as it is, and of the versions before it."""
    return request.param


@pytest.fixture
async def demo(mode):
    async with connected(make_server(Settings(WALLET_PORTFOLIO_DEMO=True)), mode) as session:
        yield session


@pytest.fixture
async def unconfigured(mode):
    async with connected(make_server(Settings()), mode) as session:
        yield session


@pytest.fixture
def over(mode):
    """Connect to the tools over a stand-in of one's own."""

    def connect(simulator, saved=""):
        return connected(serving.make_server(lambda: access_to(simulator, saved)), mode)

    return connect


@pytest.fixture
def with_client(mode):
    """Connect to the tools over anything that answers like the service's client."""

    @asynccontextmanager
    async def connect(client):
        @asynccontextmanager
        async def lifespan():
            yield Access(client, SavedWallets())

        async with connected(serving.make_server(lifespan), mode) as session:
            yield session

    return connect
