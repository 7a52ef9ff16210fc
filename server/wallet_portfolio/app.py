"""Puts the pieces together: settings, service, tools."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import SecretStr

from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.okx.opening import Service, client_on_demand
from wallet_portfolio.okx.signing import Credentials
from wallet_portfolio.settings import Settings, WalletsOnFile, telemetry_asked
from wallet_portfolio.workflows.access import Access

if TYPE_CHECKING:
    import httpx
    from mcp.server import MCPServer

    from wallet_portfolio.telemetry.calls import Calls

_DEMO_RPS = 100.0
_DEMO_CACHE_SECONDS = 10.0
_LACKING_CREDENTIALS = "No credentials of the service are set."
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

    calls = _calls()
    return calls.watched(serving.make_server(lambda: _opened(settings, calls), _wallets(settings)))


def serve_over_http(settings: Settings, address: str) -> None:
    """Serve MCP at HOST:PORT until stopped.

    Raises InputError where the server would be open to other machines, and OSError where the port is taken.
    """
    from wallet_portfolio.tools import serving
    from wallet_portfolio.tools.http import Rules, serve_http
    from wallet_portfolio.tools.oauth import OAuth

    def make(oauth: OAuth | None) -> "MCPServer[Access]":
        calls = _calls()
        server = serving.make_server(
            lambda: _one_of_several(settings, calls),
            _wallets(settings),
            oauth,
            _state_keys(settings),
            one_of_several=bool(settings.state_keys),
        )
        return calls.watched(server)

    issuer, audience = settings.oauth_issuer, settings.oauth_audience
    oauth = OAuth(issuer, audience, settings.scopes) if issuer else None
    rules = Rules(
        settings.http_token,
        oauth,
        settings.hosts,
        settings.http_concurrency,
        one_of_several=bool(settings.state_keys),
        lacking=None if settings.demo or settings.credentials else _LACKING_CREDENTIALS,
    )
    serve_http(make, address, rules)


def _calls() -> "Calls":
    from wallet_portfolio.telemetry.calls import Calls

    return Calls(telemetry_asked())


@asynccontextmanager
async def _opened(settings: Settings, calls: "Calls") -> AsyncIterator[Access]:
    async with calls.opened(), open_access(settings) as access:
        yield access


@asynccontextmanager
async def _one_of_several(settings: Settings, calls: "Calls") -> AsyncIterator[Access]:
    """As for one process; but where there are others, these may have shown to a user what this one does not know of."""
    async with _opened(settings, calls) as access:
        yield replace(access, one_of_several=bool(settings.state_keys or settings.redis_url))


def _state_keys(settings: Settings) -> Sequence[SecretStr]:
    """What seals the state of forms. Replicas with one OKX key have one anyway; not the demo, whose key is public."""
    if settings.state_keys or settings.demo or settings.credentials is None:
        return settings.state_keys
    from wallet_portfolio.okx.sealing import derived_key

    return [SecretStr(derived_key(settings.credentials.secret_key, "forms").hex())]


def _wallets(settings: Settings) -> Callable[[], SavedWallets] | None:
    """The saved wallets as they are now; those of the demo stay what they are."""
    return None if settings.demo else WalletsOnFile(settings)
