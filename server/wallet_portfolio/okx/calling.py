"""One call, as often as it is worth trying: pace, retries, clock, sharing and the short cache around a transport."""

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import anyio
import anyio.abc
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_random_exponential

from wallet_portfolio.okx import codes, observing
from wallet_portfolio.okx.budget import seconds_left
from wallet_portfolio.okx.codes import Again, CallFailed
from wallet_portfolio.okx.pacing import Pacer
from wallet_portfolio.okx.sharing import Cache, Fetched, Flights
from wallet_portfolio.okx.transport import Json, Transport

if TYPE_CHECKING:
    from wallet_portfolio.okx.shared_cache import SharedCache, SharedStore

T = TypeVar("T")

_MOST_ATTEMPTS = 4
_RETRIES = {Again.NEVER: 0, Again.ONCE: 1, Again.CLOCK: 1, Again.BACKOFF: _MOST_ATTEMPTS - 1}
_BACKOFF = wait_random_exponential(multiplier=0.5, max=8)  # full jitter

logger = logging.getLogger(__name__)


class Caller:
    """Calls the service. Raises CallFailed when an answer cannot be had within the budget."""

    def __init__(
        self,
        transport: Transport,
        pacer: Pacer,
        group: anyio.abc.TaskGroup,
        *,
        cache: Cache | None = None,
        shared: "SharedCache | None" = None,
        sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
    ) -> None:
        self.transport = transport
        self.pacer = pacer
        self._flights = Flights(group)
        self._cache = cache or Cache()
        self._shared = shared
        self._sleep = sleep

    async def call(
        self,
        method: str,
        path: str,
        read: Callable[[Json], T],
        *,
        query: Mapping[str, str] | None = None,
        body: Json = None,
        keep_seconds: float = 0.0,
        fresh: bool = False,
    ) -> Fetched[T]:
        """The answer's data as `read` understands it, from the cache while it is fresh, be it of another replica.

        `read` raises CallFailed for what it does not understand. `fresh` passes over what is kept.
        """
        key = (method, path, tuple(sorted((query or {}).items())), repr(body))
        shared = self._shared if keep_seconds > 0 else None
        kept = None if fresh else self._cache.get(key)
        if isinstance(kept, Fetched):
            observing.looked_up(path, "process")
            return kept
        asked = False

        async def look(shared: "SharedCache") -> None:
            found = await shared.get(shared.question(method, path, query, body), read, keep_seconds)
            if found is not None:
                self._cache.put(key, found.answer, found.seconds_left, rows=_rows(found.answer.value))

        async def fetch() -> Fetched[T]:
            nonlocal asked
            asked = True
            observing.looked_up(path, "none")
            data = await self._try(method, path, query, body)
            fetched = Fetched(read(data), datetime.now(UTC))
            self._cache.put(key, fetched, keep_seconds, rows=_rows(fetched.value))
            if shared is not None:
                await shared.put(shared.question(method, path, query, body), data, keep_seconds, fetched.at)
            return fetched

        with anyio.move_on_after(seconds_left()):
            if shared is not None and not fresh:
                # a flight of its own: who wants it fresh joins those that ask the service, and no other
                await self._flights.share((key, "others"), partial(look, shared))
                kept = self._cache.get(key)
                if isinstance(kept, Fetched):
                    observing.looked_up(path, "redis")
                    return kept
            fetched = await self._flights.share(key, fetch)
            if not asked:
                observing.looked_up(path, "flight")
            return fetched
        raise codes.out_of_time()

    @property
    def store(self) -> "SharedStore | None":
        """Where replicas leave things for each other, if there is such a place."""
        return self._shared.store if self._shared else None

    async def _try(self, method: str, path: str, query: Mapping[str, str] | None, body: Json) -> Json:
        watched = observing.watched(self._send_once, lambda: self.pacer.rate)

        async def send() -> Json:
            return await watched(method, path, query, body)

        try:
            return await send()
        except CallFailed as failure:
            first = failure
        return await self._try_again(send, first)

    async def _try_again(self, send: Callable[[], Awaitable[Json]], first: CallFailed) -> Json:
        """After a first attempt, which nearly always is the only one, and should not pay for what follows others."""
        failed: Counter[Again] = Counter()
        known = [first]

        async def attempt() -> Json:
            if known:
                raise known.pop()
            return await send()

        def worth_trying(error: BaseException) -> bool:
            if not isinstance(error, CallFailed):
                return False
            failed[error.again] += 1
            if failed[error.again] > _RETRIES[error.again]:
                return False
            return error.again is not Again.CLOCK or self.transport.correct_clock()

        def enough(state: RetryCallState) -> bool:
            return state.attempt_number >= _MOST_ATTEMPTS or state.upcoming_sleep >= seconds_left()

        retrying = AsyncRetrying(
            retry=retry_if_exception(worth_trying), stop=enough, wait=_wait, sleep=self._sleep, reraise=True
        )
        data: Json = await retrying(attempt)
        return data

    async def _send_once(self, method: str, path: str, query: Mapping[str, str] | None, body: Json) -> Json:
        if 0 < (refused := self.pacer.seconds_refused) >= seconds_left():
            raise codes.failure_of_status(429, refused)  # the service wants a longer wait than this answer can take
        if 0 < self.pacer.seconds_held >= seconds_left():
            raise codes.out_of_time()
        async with self.pacer.slot() as taken:

            async def left() -> None:
                nonlocal taken
                taken = await self.pacer.left(taken)

            try:
                data = await self.transport.send(method, path, query=query, body=body, on_sent=left)
            except CallFailed as failure:
                if failure.too_fast:
                    self.pacer.refused(taken, failure.retry_after_seconds)
                    logger.debug("%s: refused as too fast, now %.2f a second", path, self.pacer.rate)
                raise
            self.pacer.accepted(taken)
            return data


def _rows(answer: object) -> int:
    rows = getattr(answer, "rows", answer)
    return len(rows) if isinstance(rows, list | tuple) else 0


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, CallFailed) and error.again is Again.CLOCK:
        return 0.0
    backoff = _BACKOFF(state)
    if isinstance(error, CallFailed) and error.retry_after_seconds is not None:
        return max(backoff, error.retry_after_seconds)
    return backoff
