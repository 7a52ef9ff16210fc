"""What a balancer asks: `/healthz`, whether the process lives, and `/readyz`, whether calls are to be sent to it.

Both are for anybody under any name: a probe has no token and often knows an address only, and the answers tell no more
than that an open port does. They ask nobody and take up no place.
"""

from dataclasses import dataclass

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LIVES = "/healthz"
READY = "/readyz"
_METHODS = ("GET", "HEAD")
_NOT_KEPT = {"Cache-Control": "no-store"}


@dataclass(slots=True)
class Readiness:
    """Whether calls are to be sent here. `lacking` says what there is no answer without, in words and for ever;
    `leaving` is set when the process is told to stop."""

    lacking: str | None = None
    leaving: bool = False

    @property
    def reason(self) -> str | None:
        """Why not; None: they are."""
        return "The server is stopping." if self.leaving else self.lacking


class Health:
    """Answers the two, before anything else looks at the request. While `leaving`, every answer ends its connection, so
    that whoever keeps some open finds another server."""

    def __init__(self, app: ASGIApp, readiness: Readiness) -> None:
        self._app = app
        self._readiness = readiness

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and self._readiness.leaving:
                kept = [header for header in message.get("headers", ()) if header[0].lower() != b"connection"]
                message = {**message, "headers": [*kept, (b"connection", b"close")]}
            await send(message)

        answer = self._answer(scope) or self._app
        await answer(scope, receive, sending)

    def _answer(self, scope: Scope) -> ASGIApp | None:
        if scope["path"] not in {LIVES, READY}:
            return None
        if scope["method"] not in _METHODS:
            return JSONResponse({"status": "refused"}, 405, {"Allow": ", ".join(_METHODS)})
        if scope["path"] == LIVES:
            return JSONResponse({"status": "alive"}, headers=_NOT_KEPT)
        if reason := self._readiness.reason:
            return JSONResponse({"status": "not ready", "reason": reason}, 503, _NOT_KEPT)
        return JSONResponse({"status": "ready"}, headers=_NOT_KEPT)
