"""The MCP server over the tools."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
from mcp.server import CacheHint, MCPServer
from mcp.server.caching import CacheableMethod
from mcp.server.context import CallNext, HandlerResult, ServerMiddleware, ServerRequestContext
from mcp.server.mcpserver.prompts.base import Prompt
from mcp.server.request_state import RequestStateSecurity
from mcp.shared.exceptions import MCPError
from mcp.types import CONNECTION_CLOSED, INVALID_PARAMS
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from pydantic import SecretStr
from starlette.requests import Request

from wallet_portfolio import __version__
from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.tools import pages
from wallet_portfolio.tools.announced import announced, announcements
from wallet_portfolio.tools.completion import add_completion
from wallet_portfolio.tools.instructions import INSTRUCTIONS
from wallet_portfolio.tools.prompts import load_prompts
from wallet_portfolio.tools.resources import LISTS_OF_WALLETS, WalletServer, share_what_is_public
from wallet_portfolio.tools.skills import KEPT, Skills
from wallet_portfolio.tools.wallet_changes import WalletChanges
from wallet_portfolio.workflows.access import Access

if TYPE_CHECKING:
    from wallet_portfolio.tools.oauth import OAuth

_CACHE_HINTS: Mapping[CacheableMethod, CacheHint] = {
    "server/discover": KEPT,
    "tools/list": KEPT,
    "prompts/list": KEPT,
    "resources/templates/list": KEPT,
    "resources/list": CacheHint(10_000, "private"),  # it names the saved wallets
    "resources/read": CacheHint(1_000, "private"),
}

Lifespan = Callable[[], AbstractAsyncContextManager[Access]]


def make_server(
    lifespan: Lifespan,
    wallets: Callable[[], SavedWallets] | None = None,
    oauth: "OAuth | None" = None,
    state_keys: Sequence[SecretStr] = (),
    *,
    one_of_several: bool = False,
) -> MCPServer[Access]:
    """The server. `lifespan` opens what the tools need, once a process.

    `wallets` gives the saved wallets as they are now; without it they stay those that `lifespan` came with. `oauth`
    says whose access tokens are asked for over HTTP. `state_keys` seal what a client brings back with the answer to a
    form: the first one seals, all of them open; without any, nobody but this process opens it. `one_of_several`: a
    client's next request may come to another server.
    """
    changes = WalletChanges(wallets, LISTS_OF_WALLETS)

    @asynccontextmanager
    async def opened(_: MCPServer[Access]) -> AsyncIterator[Access]:
        async with lifespan() as access, changes.watched(access):
            yield access

    prompts = load_prompts()
    server = WalletServer(
        "wallet-portfolio",
        changes,
        title="Wallet Portfolio",
        version=__version__,
        instructions=INSTRUCTIONS,
        tools=[*announced(changes)],
        extensions=[Skills(), pages.apps()],
        middleware=[
            _refuse_unknown(prompts),
            _stop_when_left,
            _declare_to_older_clients(hear_of_changes=not one_of_several),
            changes.middleware,
            share_what_is_public,
        ],
        lifespan=opened,
        cache_hints=_CACHE_HINTS,
        log_level="WARNING",
        auth=oauth.as_auth_settings() if oauth else None,
        token_verifier=oauth.checker() if oauth else None,
        request_state_security=_sealed_with(state_keys) if state_keys else None,
    )
    for prompt in prompts:
        server.add_prompt(prompt)
    add_completion(server, lambda: changes.saved().names)
    return server


def _sealed_with(keys: Sequence[SecretStr]) -> RequestStateSecurity:
    return RequestStateSecurity(keys=[key.get_secret_value() for key in keys])


def _refuse_unknown(prompts: Sequence[Prompt]) -> ServerMiddleware[Access]:
    """The protocol wants a -32602 for a tool or prompt that does not exist; the SDK gives a result or a crash."""
    needed = {prompt.name: {a.name for a in prompt.arguments or [] if a.required} for prompt in prompts}

    async def middleware(ctx: ServerRequestContext[Access, Any], call_next: CallNext) -> HandlerResult:
        params = ctx.params or {}
        name = str(params.get("name"))
        if ctx.method == "tools/call" and name not in announcements():
            raise MCPError(code=INVALID_PARAMS, message="There is no tool of that name.")
        if ctx.method == "prompts/get":
            if name not in needed:
                raise MCPError(code=INVALID_PARAMS, message="There is no prompt of that name.")
            if missing := needed[name] - set(params.get("arguments") or {}):
                raise MCPError(code=INVALID_PARAMS, message=f"This prompt needs {' and '.join(sorted(missing))}.")
        return await call_next(ctx)

    return middleware


def _declare_to_older_clients(*, hear_of_changes: bool) -> ServerMiddleware[Access]:
    """Say at the handshake what the SDK leaves out: whether changes of resources are told, which takes a session, and
    which extensions there are."""

    async def middleware(ctx: ServerRequestContext[Access, Any], call_next: CallNext) -> HandlerResult:
        result = await call_next(ctx)
        if ctx.method == "initialize" and isinstance(result, dict):
            result["capabilities"]["resources"]["listChanged"] = hear_of_changes
            result["capabilities"]["extensions"] = {Skills.identifier: {}, pages.EXTENSION: {}}
        return result

    return middleware


async def _stop_when_left(ctx: ServerRequestContext[Access, Any], call_next: CallNext) -> HandlerResult:
    """End a call over HTTP whose client is gone. The SDK does so by itself, but lets it run on for clients of the older
    protocol, in case they come back for the answer; without a store of answers there is none to come back for."""
    older = ctx.protocol_version not in MODERN_PROTOCOL_VERSIONS
    if not (older and ctx.method in {"tools/call", "resources/read"} and isinstance(ctx.request, Request)):
        return await call_next(ctx)
    receive = ctx.request.receive
    outcome: HandlerResult | Exception = MCPError(code=CONNECTION_CLOSED, message="The client left.")

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        group.start_soon(watch)
        try:
            outcome = await call_next(ctx)
        except Exception as error:  # noqa: BLE001  (raised again below, out of the group, which would wrap it)
            outcome = error
        group.cancel_scope.cancel()
    if isinstance(outcome, Exception):
        raise outcome
    return outcome
