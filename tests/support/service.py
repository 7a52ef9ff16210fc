"""The stand-in service in this process, and what the tools need to ask it."""

from contextlib import asynccontextmanager

import anyio
import httpx
from pydantic import SecretStr

from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.okx.opening import Service, open_client
from wallet_portfolio.okx.signing import Credentials
from wallet_portfolio.simulator import DEMO_CREDENTIALS, Fault, Faults, create_app
from wallet_portfolio.simulator.faults import payment_required, service_code
from wallet_portfolio.workflows.access import Access

TOTAL = "/total-value-by-address"
ALL = "/all-token-balances-by-address"
GIVEN = "/token-balances-by-address"
CHAIN_LIST = "/balance/supported/chain"
SEARCH = "/token/search"
TOKEN_INFO = "/token/basic-info"


def simulate(world, *faults):
    return create_app(world, faults=Faults(*faults))


@asynccontextmanager
async def access_to(app, saved="", *, cache_seconds=0.0):
    """A process of its own that asks `app`: nothing kept is shared with another one."""
    credentials = Credentials(*(SecretStr(DEMO_CREDENTIALS[part]) for part in ("api_key", "secret_key", "passphrase")))
    service = Service(credentials, "http://localhost", 1_000, cache_seconds, lambda: httpx.ASGITransport(app=app))
    async with open_client(service) as client:
        yield Access(client, SavedWallets.parse(saved))


def out_of_quota(path=None, *, chain=None, times=None):
    """A failure that is not worth trying again, for calls about a chain."""
    return Fault(payment_required(), path, None if chain is None else lambda request: chain in request.chains, times)


def refused(code, path=None, *, chain=None):
    """A service code, for calls about a chain."""
    return Fault(service_code(code), path, None if chain is None else lambda request: chain in request.chains)


def asked(simulator, path):
    """The requests that arrived for a path."""
    return [request for request in simulator.requests if request.path.endswith(path)]


class AllAtOnce:
    """Holds the requests for `path` until so many are there, so that none passes unless all are under way at once."""

    def __init__(self, app, path, parties):
        self._app = app
        self._path = path
        self._missing = parties
        self._complete = anyio.Event()

    async def __call__(self, scope, receive, send):
        if scope["path"].endswith(self._path):
            self._missing -= 1
            if self._missing == 0:
                self._complete.set()
            await self._complete.wait()
        await self._app(scope, receive, send)
