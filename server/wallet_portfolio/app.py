"""Puts the pieces together: settings, service, tools."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.okx.opening import client_on_demand
from wallet_portfolio.settings import Settings, WalletsOnFile
from wallet_portfolio.workflows.access import Access

if TYPE_CHECKING:
    from mcp.server import MCPServer

_DEMO_RPS = 100.0
_DEMO_BASE_URL = "http://localhost"


@asynccontextmanager
async def open_access(settings: Settings) -> AsyncIterator[Access]:
    """What the tools work with: the service, the stand-in in demo mode, or nothing without credentials."""
    if settings.demo:
        async with _open_demo() as access:
            yield access
    elif settings.credentials is None:
        yield Access(client=None, saved=settings.saved_wallets)
    else:
        async with client_on_demand(
            settings.credentials,
            settings.base_url,
            most_per_second=settings.max_rps,
            balance_seconds=settings.cache_seconds,
        ) as client:
            yield Access(client, settings.saved_wallets)


@asynccontextmanager
async def _open_demo() -> AsyncIterator[Access]:
    """The stand-in service inside this process: no socket, no network."""
    import httpx
    from pydantic import SecretStr

    from wallet_portfolio import simulator
    from wallet_portfolio.okx.client import open_client
    from wallet_portfolio.okx.signing import Credentials

    key = simulator.DEMO_CREDENTIALS
    credentials = Credentials(*(SecretStr(key[part]) for part in ("api_key", "secret_key", "passphrase")))
    async with open_client(
        credentials,
        _DEMO_BASE_URL,
        most_per_second=_DEMO_RPS,
        balance_seconds=10.0,
        http=httpx.ASGITransport(app=simulator.create_app()),
    ) as client:
        yield Access(client, SavedWallets(tuple(simulator.DEMO_WALLETS.items())), demo=True)


def make_server(settings: Settings) -> "MCPServer[Access]":
    """The MCP server under these settings."""
    from wallet_portfolio.tools import serving

    return serving.make_server(lambda: open_access(settings), _wallets(settings))


def serve_over_http(settings: Settings, address: str) -> None:
    """Serve MCP at HOST:PORT until stopped.

    Raises InputError where the server would be open to other machines, and OSError where the port is taken.
    """
    from wallet_portfolio.tools import serving
    from wallet_portfolio.tools.http import Rules, serve_http
    from wallet_portfolio.tools.oauth import OAuth

    def make(oauth: OAuth | None) -> "MCPServer[Access]":
        return serving.make_server(lambda: open_access(settings), _wallets(settings), oauth)

    issuer, audience = settings.oauth_issuer, settings.oauth_audience
    oauth = OAuth(issuer, audience, settings.scopes) if issuer else None
    serve_http(make, address, Rules(settings.http_token, oauth, settings.hosts, settings.http_concurrency))


def _wallets(settings: Settings) -> Callable[[], SavedWallets] | None:
    """The saved wallets as they are now; those of the demo stay what they are."""
    return None if settings.demo else WalletsOnFile(settings)
