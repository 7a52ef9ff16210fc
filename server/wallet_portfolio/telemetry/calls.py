"""Calls over MCP as those who run the server see them: a log line and, where it is asked for, a span and figures."""

import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, nullcontext
from typing import TYPE_CHECKING, Any, get_args

from mcp.server import MCPServer
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp_types.version import KNOWN_PROTOCOL_VERSIONS
from starlette.requests import Request

from wallet_portfolio import logs
from wallet_portfolio.assets.errors import ErrorCode
from wallet_portfolio.okx import observing
from wallet_portfolio.settings import Telemetry
from wallet_portfolio.telemetry import names
from wallet_portfolio.tools.announced import announcements
from wallet_portfolio.workflows.access import Access

if TYPE_CHECKING:
    from wallet_portfolio.telemetry.recording import Outcome, Recorder

OTHER = "other"
TOOL_ERROR = "tool_error"
_OF_THE_SDK = "OpenTelemetryMiddleware"  # in a private module
METHODS = frozenset({
    "initialize", "server/discover", "tools/list", "tools/call", "prompts/list", "prompts/get", "resources/list",
    "resources/templates/list", "resources/read", "completion/complete", "skills/list", "skills/get",
})  # fmt: skip
_STATUSES = frozenset({"ok", "partial", "needs_input", "error"})
_CODES = frozenset(get_args(ErrorCode))

logger = logging.getLogger(__name__)


class Calls:
    """Watches the calls of one server. `opened` is where it begins and ends to send what it sees."""

    def __init__(self, telemetry: Telemetry) -> None:
        self._telemetry = telemetry
        self._recorder: Recorder | None = None

    def watched(self, server: MCPServer[Access]) -> MCPServer[Access]:
        """Watch this one. The SDK's own spans, which hold what clients send, are no longer made."""
        others = [each for each in server.middleware if type(each).__name__ != _OF_THE_SDK]
        server.middleware[:] = [self.middleware, *others]
        return server

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Sends what happens within to the collector, if there is one to send to."""
        logs.lifecycle.info("The server has started.")
        try:
            async with self._sending():
                yield
        finally:
            logs.lifecycle.info("The server has stopped.")

    @asynccontextmanager
    async def _sending(self) -> AsyncIterator[None]:
        if self._telemetry.unusable:
            logger.warning(self._telemetry.unusable)
        if not (self._telemetry.traces or self._telemetry.metrics):
            yield
            return
        try:
            from wallet_portfolio.telemetry.exporting import Exporting  # which takes a while, and is an extra
        except ImportError:
            logger.warning("No telemetry is sent: install it with `pip install 'wallet-portfolio[telemetry]'`.")
            yield
            return
        exporting = Exporting.started(traces=self._telemetry.traces, metrics=self._telemetry.metrics)
        self._recorder = exporting.recorder
        observing.watch(self._recorder)
        try:
            yield
        finally:
            observing.watch(None)
            self._recorder = None
            exporting.stop()

    async def middleware(self, ctx: ServerRequestContext[Access, Any], call_next: CallNext) -> HandlerResult:
        """Around every call."""
        if ctx.method not in METHODS or not (self._recorder or logger.isEnabledFor(logging.INFO)):
            return await call_next(ctx)
        tool = _tool(ctx.params) if ctx.method == "tools/call" else None
        http = isinstance(ctx.request, Request)
        recording = (
            self._recorder.call(ctx.method, tool, _attributes(ctx, tool, http=http), ctx.meta)
            if self._recorder
            else nullcontext()
        )
        started = time.perf_counter()
        with recording as outcome, observing.counting() as spent:
            told: dict[str, str | int | float] = {}
            error: str | None = None
            try:
                result = await call_next(ctx)
                told = _came_to(result) if tool else {}
                error = TOOL_ERROR if told.get(names.ANSWER) == "error" else None
            except MCPError as failure:
                told = {names.RPC_STATUS: str(failure.error.code)}
                error = str(failure.error.code)
                raise
            finally:
                _tell(outcome, told | {names.REQUESTS: spent.requests}, error)
                if tool:
                    self._log(tool, told, error, spent.requests, time.perf_counter() - started, http=http)
        return result

    def _log(
        self, tool: str, told: Mapping[str, Any], error: str | None, requests: int, seconds: float, *, http: bool
    ) -> None:
        extras = {
            "tool": tool,
            "status": told.get(names.ANSWER) or ("refused" if error else "unanswered"),
            "code": told.get(names.CODE) or told.get(names.RPC_STATUS),
            "ms": round(seconds * 1_000, 1),
            "requests": requests,
            "transport": "http" if http else "stdio",
        }
        logger.info("tool call", extra={"told": {name: value for name, value in extras.items() if value is not None}})


def _tell(outcome: "Outcome | None", told: dict[str, str | int | float], error: str | None) -> None:
    if outcome:
        outcome.attributes = told
        outcome.error = error


def _tool(params: Mapping[str, Any] | None) -> str:
    name = (params or {}).get("name")
    return name if isinstance(name, str) and name in announcements() else OTHER


def _attributes(
    ctx: ServerRequestContext[Access, Any], tool: str | None, *, http: bool
) -> dict[str, str | int | float]:
    version = ctx.protocol_version
    return {
        names.METHOD: ctx.method,
        names.PROTOCOL: version if version in KNOWN_PROTOCOL_VERSIONS else OTHER,
        names.TRANSPORT: "tcp" if http else "pipe",
        **({names.OPERATION: "execute_tool", names.TOOL: tool} if tool else {}),
    }


def _came_to(result: HandlerResult) -> dict[str, str | int | float]:
    """Status and code of a tool's answer. A question put to the user in its place counts as one."""
    if not isinstance(result, Mapping):  # as it goes over the wire, it always is
        return {names.ANSWER: OTHER}
    if result.get("resultType") == "input_required":
        return {names.ANSWER: "needs_input"}
    answer = result.get("structuredContent")
    if not isinstance(answer, Mapping):
        return {names.ANSWER: "error" if result.get("isError") else OTHER}
    status = answer.get("status")
    code = (answer.get("error") or {}).get("code")
    return {names.ANSWER: status if status in _STATUSES else OTHER} | ({names.CODE: code} if code in _CODES else {})
