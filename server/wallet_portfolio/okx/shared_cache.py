"""What replicas share through Redis: answers of the service, and what was shown to users, each sealed.

Without Redis nothing is found and nothing is kept, at once and without an error. Whatever cannot be opened or read is
not there.
"""

import json
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.okx.redis_link import NotShared, RedisLink
from wallet_portfolio.okx.sealing import LARGEST_VALUE, Opened, Sealer
from wallet_portfolio.okx.sharing import Fetched
from wallet_portfolio.okx.transport import Json, read_json

if TYPE_CHECKING:
    from redis.asyncio import Redis

T = TypeVar("T")

_NO_NUMBER = "1e999999"  # is read as what it was: one that is too large


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """An answer of another replica, and for how many seconds it is still fresh."""

    answer: Fetched[T]
    seconds_left: float


class SharedStore:
    """Texts under names, for a time."""

    def __init__(self, link: RedisLink, sealer: Sealer) -> None:
        self._link = link
        self._sealer = sealer

    @property
    def there(self) -> bool:
        """Whether texts can be put and found at the moment."""
        return self._link.there

    def now(self) -> datetime:
        """The time by which texts are dated."""
        return self._sealer.now()

    async def get(self, kind: str, name: str, keep_seconds: float) -> Opened | None:
        """What any replica put under that name no longer than so many seconds ago."""
        key = self._key(kind, name)
        try:
            sealed = await self._link.run(lambda redis: _get(redis, key))
        except NotShared:
            return None
        return None if sealed is None else self._sealer.open(key, sealed, keep_seconds)

    async def put(
        self, kind: str, name: str, write: Callable[[], bytes], keep_seconds: float, at: datetime | None = None
    ) -> None:
        """Let others have it for so many seconds from `at` on, which is now if nothing is said.

        `write` is called only where it can be left, as with thousands of tokens it takes a while.
        """
        key, at = self._key(kind, name), at or self.now()
        left = at + timedelta(seconds=keep_seconds) - self.now()
        milliseconds = left // timedelta(milliseconds=1)

        async def seal_and_set(redis: "Redis") -> None:
            sealed = self._sealer.seal(key, write(), at) if milliseconds > 0 else None
            if sealed is not None:
                await redis.set(key, sealed, px=milliseconds)

        try:
            await self._link.run(seal_and_set)
        except NotShared:
            self._link.forget_later(key)  # what is there is older, and would be taken for the newest

    def _key(self, kind: str, name: str) -> str:
        return self._link.name_of(self._sealer.name(f"{kind}\n{name}"))


class SharedCache:
    """Answers of the service as it gave them, so that each replica reads them for itself."""

    def __init__(self, store: SharedStore) -> None:
        self.store = store

    async def get(self, question: str, read: Callable[[Json], T], keep_seconds: float) -> Found[T] | None:
        """The answer to a question that was fetched no longer than so many seconds ago, as `read` understands it."""
        opened = await self.store.get("answer", question, keep_seconds) if keep_seconds > 0 else None
        if opened is None:
            return None
        try:
            answer = Fetched(read(read_json(opened.content)), opened.at)
        except (ValueError, RecursionError, CallFailed):
            return None
        age = (self.store.now() - opened.at).total_seconds()
        return Found(answer, min(keep_seconds, keep_seconds - age))

    async def put(self, question: str, data: Json, keep_seconds: float, at: datetime) -> None:
        """Let others have what the service answered."""
        if keep_seconds > 0:
            with suppress(RecursionError):  # nested more deeply than can be written
                await self.store.put("answer", question, partial(written, data), keep_seconds, at)

    @staticmethod
    def question(method: str, path: str, query: Mapping[str, str] | None, body: Json) -> str:
        """One text for what is one question."""
        return json.dumps([method, path, sorted((query or {}).items()), body], sort_keys=True)


def written(data: Json) -> bytes:
    """As JSON with every number in full, which `read_json` reads as what it was."""
    mark = secrets.token_hex(8)  # no text of the data can hold it
    text = json.dumps(data, separators=(",", ":"), default=lambda number: f"{mark}{_digits(number)}")
    return re.sub(f'"{mark}([^"]+)"', r"\1", text).encode()


def _digits(number: object) -> str:
    if not isinstance(number, Decimal):
        raise TypeError("only numbers are written this way")
    if number.is_nan():
        return _NO_NUMBER
    digits = str(number)
    return digits if {".", "E"} & set(digits) else f"{digits}E+0"  # or it would be read as an integer


async def _get(redis: "Redis", key: str) -> bytes | None:
    value = await redis.getrange(key, 0, LARGEST_VALUE)  # one byte more than there may be, and not all of a huge one
    return value if isinstance(value, bytes) and value else None
