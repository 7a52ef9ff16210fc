"""uvicorn, with an end to its patience: a client that says nothing, or does not listen, is let go.

uvicorn by itself waits for ever for the first request, for a request that trickles in, and for a client that does not
read; and it takes a second SIGTERM for the first.
"""

import asyncio
import socket
import struct
import sys
import time
from dataclasses import dataclass
from types import FrameType
from typing import ClassVar, cast

import anyio
import uvicorn
from sse_starlette.sse import AppStatus
from uvicorn.protocols.http.h11_impl import H11Protocol

from wallet_portfolio.tools.http_health import Readiness
from wallet_portfolio.tools.http_writing import Gathered

KEEP_ALIVE_SECONDS = 30  # longer than clients keep a connection, so that none is closed under a request
_TICK_SECONDS = 0.1
_MOST_SILENT = 256
_SILENT_AT_LEAST_SECONDS = 1.0
_RESET = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)  # a socket option: to linger, for no seconds


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each part of an exchange may take, in seconds.

    `session` is how long one of the older protocol is kept while nothing is asked and nobody listens. `leaving` is how
    long calls are still taken when the server stops: a balancer needs two of its probes to notice. `answer` is what a
    call in flight is given afterwards; it is longer than the budget of any answer.
    """

    header: float = 10.0
    body: float = 10.0
    reading: float = 20.0
    session: float = 600.0
    leaving: float = 10.0
    answer: int = 50


DEFAULT_PATIENCE = Patience()


class Connection(H11Protocol):
    """A connection that is closed when its next request does not come, or its answer is not read.

    When many are silent the longest silent goes first, however long it has been: no number of them keeps others out.
    """

    patience: ClassVar[Patience] = DEFAULT_PATIENCE
    silent_since: float | None = None
    _silence: asyncio.TimerHandle | None = None
    _deafness: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Called by asyncio."""
        self._writing = Gathered(transport)
        super().connection_made(cast("asyncio.Transport", self._writing))
        self._watch()
        self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio."""
        super().connection_lost(exc)
        for timer in (self._silence, self._deafness):
            if timer:
                timer.cancel()

    def data_received(self, data: bytes) -> None:
        """Called by asyncio."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Called when an answer is whole. It leaves before there is anything else to do, such as to tidy up."""
        self._writing.leave()
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """Called by asyncio when the client does not read."""
        super().pause_writing()
        self._deafness = self.loop.call_later(self.patience.reading, self._cut_off)

    def resume_writing(self) -> None:
        """Called by asyncio when the client reads again."""
        super().resume_writing()
        if self._deafness:
            self._deafness.cancel()

    def _cut_off(self) -> None:
        """With a reset, or the system would keep what is not read, for a client that never reads it."""
        connection: socket.socket = self.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.transport.abort()

    def _watch(self) -> None:
        """Wait for the next request from the moment there is none, whatever trickles in."""
        answered = getattr(self.cycle, "response_complete", None)  # None before the first request
        if answered is not False and self._silence is None:
            seconds = self.patience.header + (self.timeout_keep_alive if answered else 0)
            self.silent_since = self.loop.time()
            self._silence = self.loop.call_later(seconds, self.transport.abort)
        elif answered is False and self._silence:
            self._silence.cancel()
            self._silence = self.silent_since = None

    def _make_room(self) -> None:
        if len(self.connections) <= _MOST_SILENT:
            return
        others = [other for other in self.connections if isinstance(other, Connection)]
        silent = [(other.silent_since, other) for other in others if other.silent_since is not None]
        if len(silent) > _MOST_SILENT:
            since, longest = min(silent, key=lambda pair: pair[0])
            if self.loop.time() - since >= _SILENT_AT_LEAST_SECONDS:
                longest.transport.abort()


class Server(uvicorn.Server):
    """On the first signal it is no longer ready, takes calls for `grace` seconds more, then finishes what is in flight
    and ends well; a second one ends it at once.

    `stopping` is set after the grace. The SDK's library for event streams would cut calls off at that moment.
    """

    def __init__(self, config: uvicorn.Config, stopping: anyio.Event, readiness: Readiness, grace: float) -> None:
        super().__init__(config)
        self._stopping = stopping
        self._readiness = readiness
        self._grace = grace
        self._loop: asyncio.AbstractEventLoop | None = None
        AppStatus.enable_automatic_graceful_drain = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Called by uvicorn."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Called by uvicorn."""
        until = time.monotonic() + self._grace
        while time.monotonic() < until and not self.force_exit:
            await self.on_tick(0)  # the clock of the answers
            await asyncio.sleep(_TICK_SECONDS)
        self._stopping.set()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called for SIGTERM and SIGINT."""
        if (
            not self.should_exit
        ):  # uvicorn would send itself the signal again in the end: being told to stop is no fault
            self.should_exit = self._readiness.leaving = True
            return
        super().handle_exit(sig, frame)
        self.force_exit = True
        if self._loop:
            self._loop.call_soon_threadsafe(self._hang_up)

    def _hang_up(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()
