"""A picture beside the text of an answer, for clients that show no page of ours.

It is for the user's eyes; the text says the same to everybody else. It needs the extra `charts`, and an answer never
fails or waits for long because of it.
"""

import base64
import logging
from typing import Any

import anyio
from anyio.lowlevel import RunVar
from mcp.server.apps import client_supports_apps
from mcp.server.mcpserver import Context
from mcp.types import Annotations, CallToolResult, ImageContent

from wallet_portfolio.views.pictures.figures import Figures
from wallet_portfolio.workflows.access import Access

LARGEST_BYTES = 60_000

logger = logging.getLogger(__name__)
_one_at_a_time: RunVar[anyio.CapacityLimiter] = RunVar("one picture at a time")


async def with_picture(result: CallToolResult, figures: Figures | None, ctx: Context[Access, Any]) -> CallToolResult:
    """The result with a picture after its text, where there is something to draw, and someone who sees nothing else."""
    if figures is None or client_supports_apps(ctx):
        return result
    picture = await drawn(figures)
    if picture is None:
        return result
    image = ImageContent(
        data=base64.b64encode(picture).decode("ascii"),
        mime_type="image/png",
        annotations=Annotations(audience=["user"]),
    )
    return result.model_copy(update={"content": [*result.content, image]})


async def drawn(figures: Figures) -> bytes | None:
    """A PNG; None where it cannot be drawn, which is logged. Nothing is raised.

    In a thread, as drawing takes some 30 ms of computing, and importing what draws twice that.
    """
    return await anyio.to_thread.run_sync(_draw, figures, limiter=_limiter())


def _draw(figures: Figures) -> bytes | None:
    try:
        from wallet_portfolio.views.pictures.drawing import draw
    except ImportError:
        logger.debug("no pictures without the extra charts")
        return None
    try:
        picture = draw(figures)
    except Exception:
        logger.exception("a picture could not be drawn")
        return None
    return picture if len(picture) <= LARGEST_BYTES else None


def _limiter() -> anyio.CapacityLimiter:
    """One picture at a time: more threads would only wait for each other, and letters are not for two at once."""
    try:
        return _one_at_a_time.get()
    except LookupError:
        limiter = anyio.CapacityLimiter(1)
        _one_at_a_time.set(limiter)
        return limiter
