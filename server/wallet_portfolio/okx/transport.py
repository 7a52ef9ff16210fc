"""One signed request, one answer: connection pool, limits, and the outermost layer of the answer.

Follows no redirect, reads no more than 32 MiB, waits no longer than 10 s, and speaks plain http to loopback only.
"""

import ipaddress
import json
import logging
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import NoReturn, TypeAlias, Union, cast
from urllib.request import getproxies, proxy_bypass

import anyio
import httpx

from wallet_portfolio import __version__
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.okx import codes, observing
from wallet_portfolio.okx.connections import IDLE_SECONDS, Connections
from wallet_portfolio.okx.numbers import json_decimal, json_integer
from wallet_portfolio.okx.signing import Credentials, sign

Json: TypeAlias = Union[bool, int, str, Decimal, list["Json"], dict[str, "Json"], None]  # noqa: UP007  (recursive)

REQUEST_SECONDS = 10.0
LARGEST_ANSWER = 32 * 1024 * 1024
_LONGEST_RETRY_AFTER = 3_600.0
_ONE_CONNECTION = httpx.Limits(max_connections=1, keepalive_expiry=IDLE_SECONDS)
_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "gzip",
    "User-Agent": f"wallet-portfolio/{__version__}",
    "Content-Type": "application/json",
}
_SANE_YEARS = range(2020, 2100)

logger = logging.getLogger(__name__)


class Transport:
    """Sends requests to one base URL.

    `clock_offset` is what to add to this machine's clock to get the service's; `correct_clock` learns it.
    """

    def __init__(
        self,
        credentials: Credentials,
        base_url: str,
        *,
        http: httpx.AsyncBaseTransport | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        request_seconds: float = REQUEST_SECONDS,
    ) -> None:
        self._credentials = credentials
        self._base_url = checked_base_url(base_url)
        self._now = now
        self._request_seconds = request_seconds
        self._trusted = self._base_url.startswith("https")  # else it is loopback, which no proxy can reach
        self._http = http
        # A connection is made in two steps, each allowed this long: one that is cancelled in the middle stays open.
        # Everything together has a limit of its own.
        self._timeout = httpx.Timeout(None, connect=request_seconds * 0.45).as_dict()
        self._authorities = httpx.create_ssl_context(trust_env=self._trusted)  # read once for all connections
        self._proxy = _proxy_to(httpx.URL(self._base_url)) if self._trusted else None
        self._connections = Connections(self._connection)
        self._service_clock: tuple[datetime, datetime] | None = None
        self.clock_offset = timedelta()

    async def close(self) -> None:
        """Close what is open."""
        await self._connections.close()

    def _connection(self) -> httpx.AsyncBaseTransport:
        return self._http or httpx.AsyncHTTPTransport(
            verify=self._authorities, limits=_ONE_CONNECTION, proxy=self._proxy
        )

    @property
    def clock_error(self) -> timedelta | None:
        """How far the service's clock was ahead of this machine's at the last answer; None before one came."""
        return None if self._service_clock is None else self._service_clock[0] - self._service_clock[1]

    def correct_clock(self) -> bool:
        """Take over the service's clock as its last answer told it. False when it did not tell."""
        if self.clock_error is None:
            return False
        self.clock_offset = self.clock_error
        return True

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Json = None,
        on_sent: Callable[[], Awaitable[None]] | None = None,
    ) -> Json:
        """Send once and return the `data` of the answer. Raises CallFailed.

        `on_sent` is called when the request has left this machine, for which a connection may have to be made first.
        """
        try:
            request = httpx.Request(
                method,
                _url(self._base_url + path, tuple(query.items()) if query else ()),
                content=None if body is None else json.dumps(body, separators=(",", ":")).encode(),
                headers=_HEADERS,
                extensions={"timeout": self._timeout},
            )
        except (httpx.InvalidURL, UnicodeEncodeError):  # a stranger's text of megabytes, or half a character
            raise codes.not_askable() from None
        sign(request, self._credentials, self._now() + self.clock_offset)
        if on_sent:
            request.stream = _Leaving(request.content, on_sent)
        started = time.monotonic()
        observing.left(request.url.host, request.url.port)
        try:
            with anyio.fail_after(self._request_seconds):
                response, content = await self._exchange(request)
        except (TimeoutError, httpx.TimeoutException):
            failure = codes.too_slow()
        except (httpx.TransportError, OSError):
            failure = codes.unreachable()
        except zlib.error:
            failure = codes.not_understood()
        else:
            logger.debug(
                "%s: HTTP %d, %d bytes, %.3f s", path, response.status_code, len(content), time.monotonic() - started
            )
            observing.answered(response.status_code, len(content))
            return _data(response, content)
        logger.debug("%s: %s after %.3f s", path, failure.code, time.monotonic() - started)
        raise failure  # out here, without its cause: that one's frames hold the headers of the request

    async def _exchange(self, request: httpx.Request) -> tuple[httpx.Response, bytes]:
        connection = self._connections.take()
        response = None
        try:
            response = await self._send_over(connection, request)
            self._note_clock(response)
            return response, await _read(response)
        finally:
            with anyio.CancelScope(shield=True):
                try:
                    if response:
                        await response.aclose()
                finally:
                    await self._connections.give_back(connection)

    async def _send_over(self, connection: httpx.AsyncBaseTransport, request: httpx.Request) -> httpx.Response:
        """Whoever leaves during a TLS handshake does so after it: httpcore would leave the connection open."""
        if not self._trusted:
            return await connection.handle_async_request(request)
        with anyio.CancelScope() as scope:

            async def trace(step: str, _: object) -> None:
                if "start_tls" in step:
                    scope.shield = step.endswith(".started")

            request.extensions["trace"] = trace
            response = await connection.handle_async_request(request)
        return response  # noqa: RET504  (in there, it would seem that a scope could end without one)

    def _note_clock(self, response: httpx.Response) -> None:
        try:
            told = parsedate_to_datetime(response.headers.get("Date", ""))
        except (ValueError, OverflowError):
            return
        if told.year in _SANE_YEARS:
            self._service_clock = (told if told.tzinfo else told.replace(tzinfo=UTC), self._now())


class _Leaving(httpx.AsyncByteStream):
    """The body of a request, which httpx asks for when the headers have left."""

    def __init__(self, body: bytes, on_sent: Callable[[], Awaitable[None]]) -> None:
        self._parts = [body] if body else []
        self._on_sent: Callable[[], Awaitable[None]] | None = on_sent

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if tell := self._on_sent:
            self._on_sent = None
            await tell()
        if not self._parts:
            raise StopAsyncIteration
        return self._parts.pop()


@lru_cache(maxsize=256)  # to put it together is a tenth of a request, and the same is asked again and again
def _url(address: str, query: tuple[tuple[str, str], ...]) -> httpx.URL:
    """Raises InvalidURL for what is too long, and UnicodeEncodeError."""
    return httpx.URL(address, params=query)


def _proxy_to(url: httpx.URL) -> str | None:
    """The proxy that the environment names for the service."""
    if proxy_bypass(url.host):
        return None
    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    return proxy if proxy is None or "://" in proxy else f"http://{proxy}"


def checked_base_url(text: str) -> str:
    """The base URL without a trailing slash. Raises InputError unless it is https, or http to a loopback host."""
    try:
        url = httpx.URL(text.strip())
    except httpx.InvalidURL:
        url = httpx.URL()
    local = url.scheme == "http" and _is_loopback(url.host)
    secure = url.scheme == "https" or local
    if not (url.host and secure and (url.port or 0) < 65_536) or url.userinfo or "?" in text or "#" in text:
        raise InputError("The address of the service has to start with https:// (http:// only for this machine).")
    return str(url).rstrip("/")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def _read(response: httpx.Response) -> bytes:
    """The body, unpacked here and not by httpx so that a small one cannot grow without bounds in memory."""
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip"}:
        raise codes.not_understood()
    gzip = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS) if encoding == "gzip" else None
    content = bytearray()
    async for chunk in cast("httpx.AsyncByteStream", response.stream):
        content += gzip.decompress(chunk, LARGEST_ANSWER + 1 - len(content)) if gzip else chunk
        if len(content) > LARGEST_ANSWER or (gzip and gzip.unused_data):
            raise codes.not_understood()
    return bytes(content)


def _data(response: httpx.Response, content: bytes) -> Json:
    """The `data` of an envelope `{"code": "0", "msg": …, "data": …}`. Raises CallFailed for every other answer."""
    status = response.status_code
    if 300 <= status < 400 or status == 402:
        raise codes.failure_of_status(status)
    try:
        envelope = read_json(content)
    except (ValueError, RecursionError):
        envelope = None
    if isinstance(envelope, dict) and isinstance(envelope.get("code"), (str, int)):
        code = str(envelope["code"]).strip()
        if code == "0" and status == 200:
            if "data" not in envelope:
                raise codes.not_understood()
            return envelope["data"]
        observing.refused(code)
        if status == 429 or status >= 500 or code == "0":
            raise codes.failure_of_status(status, _retry_after(response))
        raise codes.failure_of_code(code, str(envelope.get("msg", "")), status, _retry_after(response))
    raise codes.failure_of_status(status, _retry_after(response))


def read_json(content: bytes) -> Json:
    """JSON with its numbers exact. Raises ValueError, and RecursionError for what is nested too deeply."""
    data: Json = json.loads(content, parse_int=json_integer, parse_float=json_decimal, parse_constant=_no_such_number)
    return data


def _no_such_number(name: str) -> NoReturn:
    msg = f"{name} is not a number"
    raise ValueError(msg)


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds, where the service names a sane time."""
    try:
        seconds = float(response.headers.get("Retry-After", ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds <= _LONGEST_RETRY_AFTER else None
