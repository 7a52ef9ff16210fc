"""The tools as they are announced to a client, before anything of them is loaded.

`announced.json` holds what the tools say of themselves; a test keeps it true. So a server can list its tools at once,
and loads what answers, which takes about as long as the SDK itself, when a tool is first called.
"""

import gc
import json
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.tools.base import Tool
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase, FuncMetadata
from mcp.types import CallToolResult, InputRequiredResult, ToolAnnotations
from pydantic import Field

from wallet_portfolio.tools import pages
from wallet_portfolio.tools.wallet_changes import WalletChanges

FILE = Path(__file__).with_name("announced.json")

Run = Callable[[dict[str, Any], Context[Any, Any]], Awaitable[CallToolResult | InputRequiredResult]]

_NEW_OBJECTS = 50_000  # until garbage is looked for among them

_READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=True)


@cache
def announcements() -> dict[str, dict[str, Any]]:
    """Title, description and schemas of every tool, by name, in the order of the list."""
    told: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
    return told


def announced(changes: WalletChanges) -> list[Tool]:
    """Every tool, as the SDK takes it."""
    return [_announced(name, told, changes) for name, told in announcements().items()]


class _Announced(Tool):
    """Becomes what is announced when it is first called."""

    itself: Callable[[], Run] = Field(exclude=True)

    async def run(self, arguments: dict[str, Any], context: Context[Any, Any], convert_result: bool = False) -> Any:  # noqa: ANN401, ARG002, FBT001  (as in the SDK)
        """The answer of the tool itself."""
        return await self.itself()(arguments, context)


def _announced(name: str, told: dict[str, Any], changes: WalletChanges) -> Tool:
    @cache
    def itself() -> Run:
        from wallet_portfolio.tools.calling import CalledTool
        from wallet_portfolio.tools.catalog import BY_NAME

        # What is loaded by now stays, and to look through it for garbage takes 100 ms a time. Nor are the rows of a
        # large wallet garbage while they are read.
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS)
        return CalledTool(BY_NAME[name], changes).run

    return _Announced(
        itself=itself,
        fn=_never_called,
        name=name,
        title=told["title"],
        description=told["description"],
        parameters=told["parameters"],
        fn_metadata=FuncMetadata(arg_model=ArgModelBase, output_schema=told["output_schema"]),
        is_async=True,
        context_kwarg="ctx",
        annotations=_READ_ONLY,
        meta=pages.bound_to(name),
    )


async def _never_called() -> None:
    """In place of the tool's own function."""
