"""The pace of requests: at most so many a second leave this process, and fewer once the service says so.

A plan's rate cannot be asked for; it shows in refusals, and they should be few. So the pacer starts at the configured
rate, but keeps only one request under way that goes beyond what was let through within a second before. Its refusal
tells the plan's rate. A second one soon after means that the service counts in seconds of its own clock, two of which
can meet in one of ours; half is then certain to be right. After a long time without a refusal the pacer tries a little
more, and waits twice as long each time that turns out wrong.
"""

import math
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

SLOWEST = 0.5
# A second is taken to be this long, so that requests sent a second apart do not arrive 0.99 s apart.
_SECOND = 1.02
_BRIEFLY = 0.001
_LATE_SECONDS = 0.01  # waking up this much late does not put off the requests that follow
_FIRST_IN_FLIGHT = 2
_MOST_IN_FLIGHT = 64
_STEADY_SECONDS = 3
_SETTLING_SECONDS = 5.0
_SLOWDOWN = 0.8
_LONGEST_HOLD = 60.0  # whatever the service asks for: this process has other users too
_QUIET_SECONDS = 120.0
_LONGEST_QUIET_SECONDS = 3_600.0
_SOONER = 8  # no plan is slower than one request a second, so a slower pace is left this many times sooner


class Pacer:
    """Lets requests go one after another, `rate` a second at most, in the order they came.

    Time is that of the event loop.
    """

    def __init__(self, most_per_second: float) -> None:
        self._most = most_per_second
        self.rate = most_per_second
        self._certain = most_per_second  # of the rate, what no way of counting can make too much
        self._turn = anyio.Lock()
        self._next = -math.inf  # when the next request may leave
        self._last = -math.inf  # when the last one left
        self._refused_until = -math.inf  # how long nothing may leave because the service refused something
        self._sent: deque[float] = deque(maxlen=1_024)  # when those left that were not refused
        self._proven = 1  # how many within a second were let through
        self._bold: anyio.Event | None = None  # set when the request under way that goes beyond that is answered
        # Opens slowly: while answers take long, a dozen requests could be refused before the first refusal is read.
        self._in_flight = anyio.CapacityLimiter(_FIRST_IN_FLIGHT)
        self._accepted = 0  # since it was last opened
        self._changed_at: float | None = None
        self._before_trial: float | None = None
        self._quiet = _QUIET_SECONDS

    @property
    def seconds_held(self) -> float:
        """For how long no request may leave."""
        return max(0.0, self._next - anyio.current_time())

    @property
    def seconds_refused(self) -> float:
        """For how much of that it is the service that lets none through, and not the pace that is kept here."""
        return max(0.0, self._refused_until - anyio.current_time())

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[float]:
        """Wait for a turn; gives the time it was taken. Hold it until the answer is there."""
        async with self._in_flight:
            async with self._turn:
                await self._wait()
                taken, bold = self._leave()
            try:
                yield taken
            finally:
                if bold:
                    bold.set()

    def accepted(self, taken: float) -> None:
        """The request that left at `taken` was let through."""
        self._proven = max(self._proven, self._within_second(taken))
        self._accepted += 1
        if self._accepted >= _STEADY_SECONDS * self._proven and self._in_flight.total_tokens < _MOST_IN_FLIGHT:
            self._accepted = 0
            self._in_flight.total_tokens += 1

    def refused(self, taken: float, wait_seconds: float | None = None) -> None:
        """The request that left at `taken` was too fast: lower the pace, and hold everything for `wait_seconds`."""
        now = anyio.current_time()
        if taken in self._sent:
            self._sent.remove(taken)
        if self._changed_at is None or taken >= self._changed_at:
            self._lower(taken)
            self._changed_at = now
        else:  # it left before the pace was lowered, and is the second one at that pace
            self.rate = min(self.rate, self._certain)
        self._proven = math.ceil(self._certain)
        # A whole second without a request, so that no count of the service's goes on from before.
        hold = max(_SECOND / self.rate, min(wait_seconds or 0.0, _LONGEST_HOLD))
        self._next = self._refused_until = max(self._next, self._last + _SECOND, now + hold)

    def _lower(self, taken: float) -> None:
        settling = self._changed_at is not None and taken - self._changed_at < _SETTLING_SECONDS
        lower = self.rate * _SLOWDOWN
        if self._before_trial is not None:
            lower, self._before_trial = self._before_trial, None
            self._quiet = min(self._quiet * 2, _LONGEST_QUIET_SECONDS)
            settling = True  # to a pace that is known
        elif settling and self._certain < self.rate:
            lower = min(lower, self._certain)
        elif let_through := self._within_second(taken):
            lower = min(lower, float(let_through))
        self.rate = min(self._most, max(SLOWEST, lower))
        self._certain = self.rate if settling else min(self.rate, math.ceil(self.rate / 2))

    async def _wait(self) -> None:
        self._try_more()
        while True:
            now = anyio.current_time()
            if self._next > now:
                await anyio.sleep(self._next - now)
            elif self._bold and not self._bold.is_set() and self._within_second(now) >= self._proven:
                left = self._sent[-self._proven] + 1 - now
                with anyio.move_on_after(max(left, _BRIEFLY)):  # `left` may be rounded to nothing
                    await self._bold.wait()
            else:
                return

    def _leave(self) -> tuple[float, anyio.Event | None]:
        taken = anyio.current_time()
        bold = None
        if self._within_second(taken) >= self._proven:
            bold = self._bold = anyio.Event()
        planned = self._next if taken - self._next < _LATE_SECONDS else taken
        self._next = planned + _SECOND / self.rate
        self._last = taken
        self._sent.append(taken)
        return taken, bold

    def _within_second(self, end: float) -> int:
        """How many requests that were not refused left within the second before `end`, or at it."""
        return sum(1 for sent in self._sent if end - 1 < sent <= end)

    def _try_more(self) -> None:
        if self._changed_at is None or self.rate >= self._most:
            return
        now = anyio.current_time()
        if now - self._changed_at >= (self._quiet if self.rate >= 1 else self._quiet / _SOONER):
            self._changed_at = now
            self._before_trial = self.rate
            self.rate = min(self._most, max(self.rate + 1, self.rate * 1.25) if self.rate >= 1 else 1.0)
