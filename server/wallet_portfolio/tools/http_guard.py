"""What stands between a connection and the MCP server: the token, the limits, and the end of streams when it stops."""

import asyncio
import hmac
import re
from http import HTTPStatus

import anyio
from pydantic import SecretStr
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The SDK logs what a host or an origin is when it refuses one, and a terminal obeys control characters.
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_LOGGED = (b"host", b"origin", b"mcp-")
# Where any port will do, the SDK looks at how a name begins: nothing but a port may follow it.
_PLACE = rb"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"
_HOST = re.compile(_PLACE)
_ORIGIN = re.compile(rb"null|https?://" + _PLACE)
_MCP = "/mcp"
_LINGER_SECONDS = 1.0


class BearerToken:
    """Lets only requests through that carry the token; the comparison takes the same time for any wrong one."""

    def __init__(self, app: ASGIApp, token: SecretStr) -> None:
        self._app = app
        self._expected = token.get_secret_value().encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""
        if scope["type"] == "http":
            scheme, _, given = dict(scope["headers"]).get(b"authorization", b"").partition(b" ")
            right = hmac.compare_digest(given.strip(b" "), self._expected)
            if not right or scheme.lower() != b"bearer":
                refusal = PlainTextResponse(
                    "A bearer token is needed.", status_code=401, headers={"WWW-Authenticate": "Bearer"}
                )
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


class Guard:
    """Limits how long a request may take to arrive (408) and how many are worked on at once (503).

    Only a request that has arrived whole takes up one of the places, so those that trickle in keep nobody out. Streams
    that only listen have places of their own, and end when `stopping` is set; calls go on to their end. A request that
    is too large (413) ends its connection. Without `sessions` clients of the older protocol have nothing to listen to,
    and are told so (405) instead of being kept waiting.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        most_requests: int,
        body_seconds: float,
        stopping: anyio.Event,
        pages: bool,
        sessions: bool,
    ) -> None:
        self._app = app
        self._working = _Places(most_requests)
        self._listening = _Places(most_requests)
        self._body_seconds = body_seconds
        self._stopping = stopping
        self._pages = pages
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            self._look_at(scope["headers"])
            self._check_method(scope)
            serve = self._listen if _only_listens(scope) else self._work
            await serve(scope, receive, _hanging_up_on_too_large(receive, send))
        except HTTPException as refused:  # raised further out than where the framework answers it
            await PlainTextResponse(refused.detail, refused.status_code, refused.headers)(scope, receive, send)

    def _look_at(self, headers: list[tuple[bytes, bytes]]) -> None:
        for name, value in headers:
            if _CONTROL.search(value) or (name.startswith(_LOGGED) and not value.isascii()):
                raise HTTPException(400, "A header holds what no header holds.")
            if name == b"origin" and not self._pages:
                raise HTTPException(403, "Web pages of other sites are not served.")
            if name == b"host" and value and not _HOST.fullmatch(value):
                raise HTTPException(421, "Invalid Host header")
        origins = [value for name, value in headers if name == b"origin"]
        if len(origins) > 1 or not all(map(_ORIGIN.fullmatch, origins)):
            raise HTTPException(403, "Invalid Origin header")

    def _check_method(self, scope: Scope) -> None:
        if scope["path"] == _MCP and scope["method"] != "POST" and not self._sessions:
            raise HTTPException(405, "There are no sessions here.", {"Allow": "POST"})

    async def _work(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = _Request(receive, self._body_seconds, self._working)
        try:
            await self._app(scope, request.receive, send)
        finally:
            request.leave()

    async def _listen(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = ended = False

        async def noting(message: Message) -> None:
            nonlocal started, ended
            started = True
            ended = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        request = _Request(receive, self._body_seconds, self._listening)
        try:
            await self._app(scope, lambda: request.receive_until(self._stopping), noting)
        finally:
            request.leave()
        if started and not ended:
            await send({"type": "http.response.body", "body": b"", "more_body": False})


def _hanging_up_on_too_large(receive: Receive, send: Send) -> Send:
    """Ends the connection after a 413, which would otherwise go on with the rest of the body.

    A client still sends while it is refused, and a connection closed at once would be reset before the answer is read.
    """
    refused = False

    async def sending(message: Message) -> None:
        nonlocal refused
        if message["type"] == "http.response.start":
            refused = message["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            if refused:
                message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
        elif refused:
            await send({**message, "more_body": True})
            with anyio.move_on_after(_LINGER_SECONDS):
                while (part := await receive())["type"] == "http.request" and part.get("more_body", False):
                    pass
            message = {"type": "http.response.body", "body": b"", "more_body": False}
        await send(message)

    return sending


def _only_listens(scope: Scope) -> bool:
    return scope["method"] == "GET" or (b"mcp-method", b"subscriptions/listen") in scope["headers"]


class _Places:
    """So many, and no more."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self) -> None:
        """Raises HTTPException when none is left."""
        if not self._left:
            raise HTTPException(503, "Too many requests are being worked on.", {"Retry-After": "1"})
        self._left -= 1

    def give_back(self) -> None:
        """For the next one."""
        self._left += 1


class _Request:
    """A request on its way in; it takes up a place when it is there as a whole."""

    def __init__(self, receive: Receive, seconds: float, places: _Places) -> None:
        self._receive = receive
        self._deadline = asyncio.get_running_loop().time() + seconds
        self._places = places
        self._whole = False
        self._has_place = False

    async def receive(self) -> Message:
        """The next part of it. Raises HTTPException when it takes too long, or when there is no place for it."""
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._deadline):  # a third of what a scope costs each request
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(408, "The request did not arrive in time.", {"Connection": "close"}) from None
        if message["type"] == "http.request" and not message.get("more_body", False):
            self._whole = True
            self._places.take()
            self._has_place = True
        return message

    def leave(self) -> None:
        """Give the place back."""
        if self._has_place:
            self._places.give_back()

    async def receive_until(self, stopping: anyio.Event) -> Message:
        """The same, but as if the client left when `stopping` is set."""
        if not self._whole:
            return await self.receive()
        message: Message = {"type": "http.disconnect"}

        async def stop() -> None:
            await stopping.wait()
            group.cancel_scope.cancel()

        async with anyio.create_task_group() as group:
            group.start_soon(stop)
            message = await self._receive()
            group.cancel_scope.cancel()
        return message
