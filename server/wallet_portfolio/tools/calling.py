"""The tools as they are called over MCP."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any

from mcp.server.mcpserver import AcceptedElicitation, Context, Elicit, ElicitationResult, Resolve
from mcp.server.mcpserver.resolve import build_resolver_plans, find_resolved_parameters
from mcp.server.mcpserver.tools.base import Tool
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase, FuncMetadata
from mcp.types import CallToolResult, InputRequiredResult, TextContent
from pydantic import JsonValue

from wallet_portfolio.tools import schemas
from wallet_portfolio.tools.answers import Answer
from wallet_portfolio.tools.asking import Reply, can_ask, declined, form, question_text, unconfirmed
from wallet_portfolio.tools.catalog import AnyTool
from wallet_portfolio.tools.pictures import with_picture
from wallet_portfolio.tools.wallet_changes import WalletChanges
from wallet_portfolio.views.reading import reading
from wallet_portfolio.workflows.access import Access


class _AnyArguments(ArgModelBase):
    """Lets every argument through to where it is checked, so that what is wrong is said in our words."""

    arguments: dict[str, JsonValue]


class _Unchecked(FuncMetadata):
    def validate_arguments(self, arguments_to_validate: dict[str, Any]) -> dict[str, Any]:
        return {"arguments": arguments_to_validate}


def to_result(answer: Answer) -> CallToolResult:
    """The answer as MCP carries it: text to read and the structured envelope."""
    text = reading(answer.summary, answer.notices, [step.say for step in answer.next_steps], answer.question)
    return CallToolResult(
        content=[TextContent(text=text)],
        structured_content=answer.model_dump(mode="json"),
        is_error=answer.status == "error",
    )


class CalledTool:
    """A tool as it runs over MCP: through a form where the client can put one before the user."""

    def __init__(self, tool: AnyTool, changes: WalletChanges) -> None:
        self._tool = tool
        self._changes = changes
        self._answering = _as_sdk_takes_it(tool, self._answer)
        self._asking = _as_sdk_takes_it(tool, self._asked())

    async def run(
        self, arguments: Mapping[str, JsonValue], ctx: Context[Access, Any]
    ) -> CallToolResult | InputRequiredResult:
        """The answer, or the question that is in its way."""
        tool = self._asking if can_ask(ctx) else self._answering  # the SDK's way of asking costs, asked or not
        result: CallToolResult | InputRequiredResult = await tool.run(dict(arguments), ctx)
        return result

    async def _run(self, arguments: Mapping[str, JsonValue], ctx: Context[Access, Any]) -> Answer:
        async def progress(done: int, of: int, what: str) -> None:
            await ctx.report_progress(done, of, what)

        access = self._changes.now(ctx.request_context.lifespan_context)
        return await self._tool.run(access, arguments, progress)

    async def _answer(self, arguments: Mapping[str, JsonValue], ctx: Context[Access, Any]) -> CallToolResult:
        with self._tool.speaking(arguments):
            answer = await self._run(arguments, ctx)
            return await with_picture(to_result(answer), answer.figures, ctx)

    def _asked(self) -> Callable[..., Awaitable[CallToolResult]]:
        """The same with a form before it. The SDK reads what it takes from its annotations."""

        async def ask(arguments: Mapping[str, JsonValue], ctx: Context[Access, Any]) -> Reply | Elicit[Reply]:
            answer = await self._run(unconfirmed(arguments), ctx)
            if answer.status != "needs_input":
                return Reply.of(answer)
            with self._tool.speaking(arguments):
                return Elicit(question_text(answer), form(answer))

        async def call(
            arguments: Mapping[str, JsonValue],
            ctx: Context[Access, Any],
            reply: Annotated[ElicitationResult[Reply], Resolve(ask)],
        ) -> CallToolResult:
            given = unconfirmed(arguments)
            with self._tool.speaking(arguments):
                if not isinstance(reply, AcceptedElicitation):
                    return to_result(declined(await self._run(given, ctx)))
                said = reply.data
                answer = said.answer or await self._run(self._tool.completed(given, said.said()), ctx)
                return await with_picture(to_result(answer), answer.figures, ctx)

        return call


def _as_sdk_takes_it(tool: AnyTool, function: Callable[..., Awaitable[CallToolResult]]) -> Tool:
    resolved = find_resolved_parameters(function)
    return Tool(
        fn=function,
        resolved_params=dict(resolved),
        resolver_plans=build_resolver_plans(resolved, {"arguments"}),
        name=tool.name,
        description=tool.description,
        parameters={},  # and the rest is announced
        fn_metadata=_Unchecked(arg_model=_AnyArguments),
        is_async=True,
        context_kwarg="ctx",
    )


def announcement(tool: AnyTool) -> dict[str, Any]:
    """What is announced of a tool."""
    return {
        "title": tool.title,
        "description": tool.description,
        "parameters": schemas.of_arguments(tool.takes),
        "output_schema": schemas.of_answer(tool.answers),
    }
