"""Work asked for twice is done once: equal requests in flight are shared, and answers are kept for a short time."""

import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

import anyio
import anyio.abc
from cachetools import TLRUCache

from wallet_portfolio.okx import observing
from wallet_portfolio.okx.budget import Budget, current_budget, use

T = TypeVar("T")

MOST_ANSWERS = 4_096
_ROWS = 32


@dataclass(frozen=True, slots=True)
class Fetched(Generic[T]):
    """A value, and when it was fetched."""

    value: T
    at: datetime


@dataclass(frozen=True, slots=True)
class _Kept:
    value: object
    seconds: float
    room: int


@dataclass(frozen=True, slots=True)
class _Landed:
    value: object = None
    error: Exception | None = None


@dataclass(slots=True)
class _Flight:
    task: anyio.TaskHandle[_Landed] = field(init=False)
    budget: Budget = field(default_factory=lambda: Budget(0.0))
    waiting: int = 0
    leader: object = field(default_factory=observing.leader)


class Flights:
    """Runs work in a task of its own, so that it outlives the caller who happened to be first.

    Work that nobody waits for any longer is cancelled.
    """

    def __init__(self, group: anyio.abc.TaskGroup) -> None:
        self._group = group
        self._flights: dict[Hashable, _Flight] = {}

    async def share(self, key: Hashable, work: Callable[[], Awaitable[T]]) -> T:
        """The result of `work`, or that of equal work already under way. Raises what the work raises."""
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = _Flight()
            flight.task = self._group.create_task(self._fly(key, flight, work))
        else:
            observing.joined(flight.leader)
        flight.budget.extend(current_budget())
        flight.waiting += 1
        try:
            landed = await flight.task
        finally:
            flight.waiting -= 1
            if not flight.waiting:
                flight.task.cancel()  # unless it is done
                self._land(key, flight)
        if landed.error is not None:
            raise landed.error.with_traceback(None)
        return landed.value  # type: ignore[return-value]  # equal keys mean equal work, and so equal types

    async def _fly(self, key: Hashable, flight: _Flight, work: Callable[[], Awaitable[T]]) -> _Landed:
        with use(flight.budget):
            try:
                landed = _Landed(await work())
            except Exception as error:  # noqa: BLE001  (handed to those who wait)
                landed = _Landed(error=error)
        self._land(key, flight)
        return landed

    def _land(self, key: Hashable, flight: _Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]


class Cache:
    """Keeps answers, each for the seconds it was put in with; the least used go first when it is full.

    It is full with the `most` answers of up to 32 rows; larger ones take the room of several.
    """

    def __init__(self, *, most: int = MOST_ANSWERS, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._kept: TLRUCache[Hashable, _Kept] = TLRUCache(
            maxsize=most,
            ttu=lambda _key, kept, time_: time_ + kept.seconds,
            timer=now,
            getsizeof=lambda kept: kept.room,
        )

    def get(self, key: Hashable) -> object | None:
        """What was kept under the key and is still fresh."""
        kept = self._kept.get(key)
        return None if kept is None else kept.value

    def put(self, key: Hashable, value: object, seconds: float, *, rows: int = 0) -> None:
        """Keep a value of so many rows; not at all for zero seconds, or where it is larger than the whole cache."""
        kept = _Kept(value, seconds, max(1, rows // _ROWS))
        if seconds > 0 and kept.room <= self._most:
            self._kept[key] = kept
