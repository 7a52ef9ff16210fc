"""The MCP server over the tools."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any

import anyio
from mcp.server import CacheHint, MCPServer
from mcp.server.caching import CacheableMethod
from mcp.server.context import CallNext, HandlerResult, ServerMiddleware, ServerRequestContext
from mcp.server.mcpserver import AcceptedElicitation, Context, Elicit, ElicitationResult, Resolve
from mcp.server.mcpserver.prompts.base import Prompt
from mcp.server.mcpserver.resolve import build_resolver_plans, find_resolved_parameters
from mcp.server.mcpserver.tools.base import Tool
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase, FuncMetadata
from mcp.shared.exceptions import MCPError
from mcp.types import CONNECTION_CLOSED, INVALID_PARAMS, CallToolResult, TextContent, ToolAnnotations
from pydantic import JsonValue
from starlette.requests import Request

from wallet_portfolio import __version__
from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.tools import pages, schemas
from wallet_portfolio.tools.answers import Answer
from wallet_portfolio.tools.asking import Reply, can_ask, declined, form, question_text, unconfirmed
from wallet_portfolio.tools.catalog import BY_NAME, TOOLS, AnyTool
from wallet_portfolio.tools.completion import add_completion
from wallet_portfolio.tools.instructions import INSTRUCTIONS
from wallet_portfolio.tools.pictures import with_picture
from wallet_portfolio.tools.prompts import load_prompts
from wallet_portfolio.tools.resources import LISTS_OF_WALLETS, WalletServer, share_what_is_public
from wallet_portfolio.tools.skills import KEPT, Skills
from wallet_portfolio.tools.wallet_changes import WalletChanges
from wallet_portfolio.views.reading import reading
from wallet_portfolio.workflows.access import Access

if TYPE_CHECKING:
    from wallet_portfolio.tools.oauth import OAuth

_READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=True)
_CACHE_HINTS: Mapping[CacheableMethod, CacheHint] = {
    "server/discover": KEPT,
    "tools/list": KEPT,
    "prompts/list": KEPT,
    "resources/templates/list": KEPT,
    "resources/list": CacheHint(10_000, "private"),  # it names the saved wallets
    "resources/read": CacheHint(1_000, "private"),
}

Lifespan = Callable[[], AbstractAsyncContextManager[Access]]


class _AnyArguments(ArgModelBase):
    """Lets every argument through to where it is checked, so that what is wrong is said in our words."""

    arguments: dict[str, JsonValue]


class _Unchecked(FuncMetadata):
    def validate_arguments(self, arguments_to_validate: dict[str, Any]) -> dict[str, Any]:
        return {"arguments": arguments_to_validate}


def make_server(
    lifespan: Lifespan, wallets: Callable[[], SavedWallets] | None = None, oauth: "OAuth | None" = None
) -> MCPServer[Access]:
    """The server. `lifespan` opens what the tools need, once a process.

    `wallets` gives the saved wallets as they are now; without it they stay those that `lifespan` came with. `oauth`
    says whose access tokens are asked for over HTTP.
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
        tools=[_published(tool, changes) for tool in TOOLS],
        extensions=[Skills(), pages.apps()],
        middleware=[
            _refuse_unknown(prompts),
            _stop_when_left,
            _declare_to_older_clients,
            changes.middleware,
            share_what_is_public,
        ],
        lifespan=opened,
        cache_hints=_CACHE_HINTS,
        log_level="WARNING",
        auth=oauth.as_auth_settings() if oauth else None,
        token_verifier=oauth.checker() if oauth else None,
    )
    for prompt in prompts:
        server.add_prompt(prompt)
    add_completion(server, lambda: changes.saved().names)
    return server


def _refuse_unknown(prompts: Sequence[Prompt]) -> ServerMiddleware[Access]:
    """The protocol wants a -32602 for a tool or prompt that does not exist; the SDK gives a result or a crash."""
    needed = {prompt.name: {a.name for a in prompt.arguments or [] if a.required} for prompt in prompts}

    async def middleware(ctx: ServerRequestContext[Access, Any], call_next: CallNext) -> HandlerResult:
        params = ctx.params or {}
        name = str(params.get("name"))
        if ctx.method == "tools/call" and name not in BY_NAME:
            raise MCPError(code=INVALID_PARAMS, message="There is no tool of that name.")
        if ctx.method == "prompts/get":
            if name not in needed:
                raise MCPError(code=INVALID_PARAMS, message="There is no prompt of that name.")
            if missing := needed[name] - set(params.get("arguments") or {}):
                raise MCPError(code=INVALID_PARAMS, message=f"This prompt needs {' and '.join(sorted(missing))}.")
        return await call_next(ctx)

    return middleware


async def _declare_to_older_clients(ctx: ServerRequestContext[Access, Any], call_next: CallNext) -> HandlerResult:
    """Say at the handshake what the SDK leaves out: that changes of resources are told, and which extensions it has."""
    result = await call_next(ctx)
    if ctx.method == "initialize" and isinstance(result, dict):
        result["capabilities"]["resources"]["listChanged"] = True
        result["capabilities"]["extensions"] = {Skills.identifier: {}, pages.EXTENSION: {}}
    return result


async def _stop_when_left(ctx: ServerRequestContext[Access, Any], call_next: CallNext) -> HandlerResult:
    """End a call over HTTP whose client is gone. For clients of the older protocol the SDK lets it run on, in case they
    come back for the answer; but without a store of answers there is none to come back for."""
    if ctx.method not in {"tools/call", "resources/read"} or not isinstance(ctx.request, Request):
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


def to_result(answer: Answer) -> CallToolResult:
    """The answer as MCP carries it: text to read and the structured envelope."""
    text = reading(answer.summary, answer.notices, [step.say for step in answer.next_steps], answer.question)
    return CallToolResult(
        content=[TextContent(text=text)],
        structured_content=answer.model_dump(mode="json"),
        is_error=answer.status == "error",
    )


def _published(tool: AnyTool, changes: WalletChanges) -> Tool:
    async def run(arguments: Mapping[str, JsonValue], ctx: Context[Access, Any]) -> Answer:
        async def progress(done: int, of: int, what: str) -> None:
            await ctx.report_progress(done, of, what)

        return await tool.run(changes.now(ctx.request_context.lifespan_context), arguments, progress)

    async def ask(arguments: Mapping[str, JsonValue], ctx: Context[Access, Any]) -> Reply | Elicit[Reply]:
        """The answer, or the question that is in its way where the client can put it to the user."""
        if not can_ask(ctx):
            return Reply.of(await run(arguments, ctx))
        answer = await run(unconfirmed(arguments), ctx)
        if answer.status != "needs_input":
            return Reply.of(answer)
        with tool.speaking(arguments):
            return Elicit(question_text(answer), form(answer))

    async def call(
        arguments: Mapping[str, JsonValue],
        ctx: Context[Access, Any],
        reply: Annotated[ElicitationResult[Reply], Resolve(ask)],
    ) -> CallToolResult:
        with tool.speaking(arguments):
            if not isinstance(reply, AcceptedElicitation):
                return to_result(declined(await run(unconfirmed(arguments), ctx)))
            said = reply.data
            answer = said.answer or await run(tool.completed(unconfirmed(arguments), said.said()), ctx)
            return await with_picture(to_result(answer), answer.figures, ctx)

    resolved = find_resolved_parameters(call)
    return Tool(
        fn=call,
        resolved_params=dict(resolved),
        resolver_plans=build_resolver_plans(resolved, {"arguments"}),
        name=tool.name,
        title=tool.title,
        description=tool.description,
        parameters=schemas.of_arguments(tool.takes),
        fn_metadata=_Unchecked(
            arg_model=_AnyArguments, output_model=tool.answers, output_schema=schemas.of_answer(tool.answers)
        ),
        is_async=True,
        context_kwarg="ctx",
        annotations=_READ_ONLY,
        meta=pages.bound_to(tool.name),
    )
