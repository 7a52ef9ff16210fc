"""The way to the Redis that replicas share: short waits, and one sentence in the log when it is lost.

What Redis says, and where it is, stays in here: callers learn only that nothing can be shared at the moment.
"""

import asyncio
import hashlib
import hmac
import logging
import math
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
import anyio.abc
from pydantic import SecretStr

from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.okx.signing import Credentials

if TYPE_CHECKING:
    from redis.asyncio import Redis

T = TypeVar("T")

INSTALL = "pip install 'wallet-portfolio[redis]'"
WORK_SECONDS = 0.25
_CONNECT_SECONDS = 1.0  # more than an answer may take: names are looked up, and certificates shown
AGAIN_SECONDS = 0.5  # between looks for one that is gone
_SILENT_SECONDS = 60.0  # one that comes and goes is not told of each time
_CONNECTIONS = 16
_TICKS = 5
_MOST_STALE = 10_000
_OLDEST = 6
_SCHEMES = ("redis://", "rediss://", "unix://")
_ERROR_CODE = re.compile(r"[A-Z]{3,20}\b")

# Whether a script may be run and write: a replica that is read-only answers everything else.
_TRY = "redis.call('SET', KEYS[1], '', 'PX', 1000) return 1"

logger = logging.getLogger(__name__)


class NotShared(Exception):  # no failure: whoever asks goes on alone
    """Redis cannot be used at the moment."""


def check_redis_url(url: SecretStr) -> None:
    """Raises InputError, without the URL's text, unless it is one of Redis and the client of Redis is installed.

    Its message goes on after “… is not right: ”.
    """
    try:
        import redis.asyncio  # noqa: F401  (first, as only then the rest can be checked)
    except ImportError:
        raise InputError(f"it takes the client of Redis, which is not installed: {INSTALL}.") from None
    if not _is_usable(url):
        raise InputError(
            "it starts with redis://, rediss:// (with TLS) or unix:// (the path of a socket), "
            "as in redis://:password@redis.example.com:6379/0."
        )


def shared_name(credentials: Credentials, base_url: str) -> str:
    """What all replicas with this key and service have in common: tells nothing of the key, not even to who guesses."""
    secret = credentials.secret_key.get_secret_value().encode()
    text = f"wallet-portfolio\n{base_url}\n{credentials.api_key.get_secret_value()}"
    return hmac.digest(secret, text.encode(), hashlib.sha256).hex()[:32]


class RedisLink:
    """One pool of connections to one Redis. While that is gone, a task in `group` looks for it now and then.

    `name` is what those who share have in common; every key begins with it. Raises InputError as check_redis_url does.
    """

    def __init__(
        self, url: SecretStr, name: str, group: anyio.abc.TaskGroup, *, work_seconds: float = WORK_SECONDS
    ) -> None:
        check_redis_url(url)
        self._redis = _client(url)
        self._name = name
        self._group = group
        self._work_seconds = work_seconds
        self._first_look = anyio.Lock()
        self._there: bool | None = None
        self._said_at = -math.inf
        self._stale: set[str] = set()
        self._said = False
        self.trouble = ""

    @property
    def there(self) -> bool:
        """Whether Redis could be used when it was last tried. False before that."""
        return bool(self._there)

    def name_of(self, what: str) -> str:
        """The key for something. All of them are kept on one node of a cluster, for the sake of scripts."""
        return f"wallet-portfolio:{{{self._name}}}:{what}"

    async def run(self, work: "Callable[[Redis], Awaitable[T]]") -> T:
        """What `work` gives. Raises NotShared: at once while Redis is gone, or when the work failed or took too long.

        Work that took too long is cancelled; Redis may have done it.
        """
        if self._there is None:
            async with self._first_look:
                if self._there is None:
                    await self._look(self._work_seconds)
        if not self._there:
            raise NotShared
        result, trouble = await self._tried(work, self._work_seconds)
        if trouble is None:
            return result  # type: ignore[return-value]  # there is one, as there was no trouble
        self._lost(trouble)
        raise NotShared

    def forget_later(self, key: str) -> None:
        """Delete a key as soon as Redis is back, before anything else is done there."""
        if len(self._stale) < _MOST_STALE:
            self._stale.add(key)

    async def close(self) -> None:
        """Close the pool."""
        with anyio.move_on_after(self._work_seconds, shield=True):
            await self._redis.aclose()

    async def _look_until_found(self) -> None:
        while not self._there:
            await anyio.sleep(AGAIN_SECONDS)
            await self._look(_CONNECT_SECONDS)

    async def _look(self, connect_seconds: float) -> None:
        """Find out whether Redis can be used."""
        version, trouble = await self._tried(_version, connect_seconds)
        if trouble is None and version is not None and version < _OLDEST:
            trouble = f"it is Redis {version}, and {_OLDEST} is the oldest that will do"
        if trouble is None:
            _, trouble = await self._tried(
                lambda redis: redis.eval(_TRY, 1, self.name_of("try")),
                self._work_seconds,
            )
        if trouble is None and (stale := tuple(self._stale)):
            _, trouble = await self._tried(lambda redis: redis.unlink(*stale), self._work_seconds)
            self._stale.difference_update(() if trouble else stale)
        if trouble is None:
            self._found()
        else:
            self._lost(trouble)

    def _found(self) -> None:
        self._there, self.trouble = True, ""
        if self._said:
            self._said = False
            logger.warning("Redis is back: pace and answers are shared again.")

    def _lost(self, trouble: str) -> None:
        self.trouble = trouble
        if self._there is False:
            return
        self._there = False
        Context().run(self._group.start_soon, self._look_until_found)  # whoever asked has no part in it
        now = anyio.current_time()
        if not self._said and now >= self._said_at + _SILENT_SECONDS:
            self._said, self._said_at = True, now
            logger.warning(
                "Redis cannot be used (%s). Each replica keeps to a careful share of the pace until it is back.",
                trouble,
            )

    async def _tried(self, work: "Callable[[Redis], Awaitable[T]]", seconds: float) -> tuple[T | None, str | None]:
        """What the work gives, or what was wrong, in words: not as an exception, whose frames hold the URL."""
        from redis import exceptions

        trouble = f"it did not answer within {seconds:g} s"
        with _deadline(seconds):
            try:
                return await work(self._redis), None
            except (exceptions.RedisError, exceptions.RedisClusterException, OSError, EOFError, ValueError) as error:
                trouble = _in_words(error)
        return None, trouble


class _Patience:
    """Cancels a scope after `seconds`, counted in steps: while it was this process that slept, none of it is used."""

    def __init__(self, scope: anyio.CancelScope, seconds: float) -> None:
        self._scope = scope
        self._step = seconds / _TICKS
        self._left = _TICKS
        self._wait()

    def _wait(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self._step, self._tick)

    def _tick(self) -> None:
        self._left -= 1
        if self._left:
            self._wait()
        else:
            self._scope.cancel()

    def end(self) -> None:
        self._timer.cancel()


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    with anyio.CancelScope() as scope:
        patience = _Patience(scope, seconds)
        try:
            yield
        finally:
            patience.end()


async def _version(redis: "Redis") -> int | None:
    """The main number of its version; None where that may not be asked."""
    from redis.exceptions import NoPermissionError

    try:
        told = await redis.info("server")
    except NoPermissionError:
        return None
    number = str(told.get("redis_version", "")).split(".")[0]
    return int(number) if number.isdecimal() else None


def _in_words(error: Exception) -> str:
    """What is wrong, without a word of the error's own but its code: it may repeat what was sent."""
    from redis import exceptions

    words = {
        exceptions.AuthenticationError: "it does not accept the user and password",
        exceptions.AuthenticationWrongNumberOfArgsError: "it does not accept the user and password",
        exceptions.NoPermissionError: "it does not allow this user the keys wallet-portfolio:* or the scripts on them",
        exceptions.ReadOnlyError: "it is a replica that cannot be written to",
        exceptions.OutOfMemoryError: "its memory is full",
        exceptions.BusyLoadingError: "it is loading its data",
        exceptions.TimeoutError: "it did not answer in time",
        exceptions.ConnectionError: "it cannot be reached",
        OSError: "it cannot be reached",
    }
    if "username-password" in str(error):  # which the client has no kind of error for
        return words[exceptions.AuthenticationError]
    for kind, said in words.items():
        if isinstance(error, kind):
            return said
    code = _ERROR_CODE.match(str(error)) if isinstance(error, exceptions.ResponseError) else None
    return f"it answers with the error {code[0]}" if code else "it answers with an error"


def _is_usable(url: SecretStr) -> bool:
    text = url.get_secret_value()
    if not text.startswith(_SCHEMES) or text in _SCHEMES:
        return False
    try:
        pool: Any = _client(url).connection_pool
        pool.make_connection()  # which does not open it
    except Exception:  # noqa: BLE001  (whatever an option that is not one leads to)
        return False
    return True


def _client(url: SecretStr) -> "Redis":
    from redis.asyncio import BlockingConnectionPool, Redis
    from redis.asyncio.connection import parse_url
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff
    from redis.credentials import CredentialProvider

    parts: dict[str, Any] = dict(parse_url(url.get_secret_value()))
    user, password = parts.pop("username", None), SecretStr(parts.pop("password", ""))

    class Login(CredentialProvider):
        """Shows stars, where a connection of its own would show the password."""

        def get_credentials(self) -> tuple[str] | tuple[str, str]:
            return (user, password.get_secret_value()) if user else (password.get_secret_value(),)

        async def get_credentials_async(self) -> tuple[str] | tuple[str, str]:
            return self.get_credentials()

    if user or password:
        parts["credential_provider"] = Login()
    pool = BlockingConnectionPool(
        **{
            **parts,
            "max_connections": _CONNECTIONS,
            "timeout": _CONNECT_SECONDS,
            "retry": Retry(NoBackoff(), 0),
            "protocol": 2,
            "decode_responses": False,
        }
    )
    return Redis.from_pool(pool)
