"""Puts the pieces together: settings, service, tools."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import SecretStr

from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.okx.opening import Service, client_on_demand
from wallet_portfolio.okx.signing import Credentials
from wallet_portfolio.settings import Settings, WalletsOnFile
from wallet_portfolio.workflows.access import Access

if TYPE_CHECKING:
    import httpx
    from mcp.server import MCPServer

_DEMO_RPS = 100.0
_DEMO_CACHE_SECONDS = 10.0
_DEMO_BASE_URL = "http://localhost"


@asynccontextmanager
async def open_access(settings: Settings) -> AsyncIterator[Access]:
    """What the tools work with: the service, the stand-in in demo mode, or nothing without credentials."""
    if settings.demo:
        async with client_on_demand(_demo_service()) as client:
            yield Access(client, _demo_wallets(), demo=True)
    elif settings.credentials is None:
        yield Access(client=None, saved=settings.saved_wallets)
    else:
        service = Service(
            settings.credentials,
            settings.base_url,
            settings.max_rps,
            settings.cache_seconds,
            redis_url=settings.redis_url,
        )
        async with client_on_demand(service) as client:
            yield Access(client, settings.saved_wallets)


def _demo_service() -> Service:
    """The stand-in inside this process: no socket, no network."""
    from wallet_portfolio import simulator

    def inside() -> "httpx.AsyncBaseTransport":
        import httpx

        return httpx.ASGITransport(app=simulator.create_app())

    key = simulator.DEMO_CREDENTIALS
    credentials = Credentials(*(SecretStr(key[part]) for part in ("api_key", "secret_key", "passphrase")))
    return Service(credentials, _DEMO_BASE_URL, _DEMO_RPS, _DEMO_CACHE_SECONDS, inside)


def _demo_wallets() -> SavedWallets:
    from wallet_portfolio import simulator

    return SavedWallets(tuple(simulator.DEMO_WALLETS.items()))


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
        return serving.make_server(
            lambda: _one_of_many(settings), _wallets(settings), oauth, forms_key=_forms_key(settings)
        )

    issuer, audience = settings.oauth_issuer, settings.oauth_audience
    oauth = OAuth(issuer, audience, settings.scopes) if issuer else None
    serve_http(make, address, Rules(settings.http_token, oauth, settings.hosts, settings.http_concurrency))


@asynccontextmanager
async def _one_of_many(settings: Settings) -> AsyncIterator[Access]:
    """As behind one address with others, and after a start: what a user was shown may not have been shown here."""
    async with open_access(settings) as access:
        yield replace(access, one_of_many=True)


def _forms_key(settings: Settings) -> bytes | None:
    """Seals what a form is about: its answer may come to another replica. The demo has none, as its key is public."""
    if settings.demo or settings.credentials is None:
        return None
    from wallet_portfolio.okx.sealing import derived_key

    return derived_key(settings.credentials.secret_key, "forms")


def _wallets(settings: Settings) -> Callable[[], SavedWallets] | None:
    """The saved wallets as they are now; those of the demo stay what they are."""
    return None if settings.demo else WalletsOnFile(settings)
