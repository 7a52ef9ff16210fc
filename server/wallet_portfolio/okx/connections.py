"""Connections to the service, each for one request at a time.

httpx looks through all connections of a pool, and all requests that wait for one, whenever any of them changes: with 64
requests at once that is 5 ms of computing for each. So every connection is a transport of its own, of which the one
that was free last is taken first. A client around it would add cookies, redirects and a fifth of its time to a request.
"""

from collections import deque
from collections.abc import Callable
from time import monotonic

import httpx

IDLE_SECONDS = 60.0


class Connections:
    """As many as are needed at once; those that were not needed for a minute are closed, one at a time."""

    def __init__(self, make: Callable[[], httpx.AsyncBaseTransport], *, now: Callable[[], float] = monotonic) -> None:
        self._make = make
        self._now = now
        self._free: deque[tuple[httpx.AsyncBaseTransport, float]] = deque()

    def take(self) -> httpx.AsyncBaseTransport:
        """One that nobody else uses until it is given back."""
        return self._free.pop()[0] if self._free else self._make()

    async def give_back(self, connection: httpx.AsyncBaseTransport) -> None:
        """It is free again. The one that is free for longest is closed where it was not needed lately."""
        self._free.append((connection, self._now()))
        if self._now() - self._free[0][1] > IDLE_SECONDS:
            idle, _ = self._free.popleft()
            await idle.aclose()

    async def close(self) -> None:
        """Close those that are free."""
        while self._free:
            connection, _ = self._free.pop()
            await connection.aclose()
