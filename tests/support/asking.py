"""Asking a tool in this process, without MCP between; every answer is checked as if it had come over MCP."""

from types import SimpleNamespace

import anyio

from support.answers import check
from support.service import access_to
from wallet_portfolio.tools.calling import to_result
from wallet_portfolio.tools.catalog import BY_NAME, TOOLS
from wallet_portfolio.workflows.access import no_progress

PUBLISHED = [SimpleNamespace(name=tool.name, output_schema=tool.answers.model_json_schema()) for tool in TOOLS]

PRICE_INFO = "/market/price-info"
CANDLES = "/market/candles"


async def ask(access, name, /, progress=no_progress, **arguments):
    """The structured answer."""
    return check(PUBLISHED, name, to_result(await BY_NAME[name].run(access, arguments, progress)))


async def ask_once(app, name, /, saved="", **arguments):
    """The same from a process of its own."""
    async with access_to(app, saved) as access:
        return await ask(access, name, **arguments)


class Meeting:
    """Holds requests until one of each kind is there; a kind is a part of path and query."""

    def __init__(self, app, *kinds):
        self._app = app
        self._missing = set(kinds)
        self._complete = anyio.Event()

    async def __call__(self, scope, receive, send):
        target = f"{scope['path']}?{scope['query_string'].decode()}"
        kind = next((kind for kind in self._missing if kind in target), None)
        if kind:
            self._missing.discard(kind)
            if not self._missing:
                self._complete.set()
            with anyio.fail_after(5):
                await self._complete.wait()
        await self._app(scope, receive, send)
