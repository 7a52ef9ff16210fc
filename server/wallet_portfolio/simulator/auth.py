"""The checks a request passes before anything else is read: headers, clock, key, signature."""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from wallet_portfolio.simulator.protocol import Refusal

ALLOWED_SKEW = timedelta(seconds=30)

_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)

_EMPTY_HEADER = {
    "ok-access-key": "50103",
    "ok-access-passphrase": "50104",
    "ok-access-sign": "50106",
    "ok-access-timestamp": "50107",
}


@dataclass(frozen=True, slots=True)
class Credentials:
    """The one key this stand-in knows."""

    api_key: str
    secret_key: str = field(repr=False)
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A request as its bytes arrived, nothing decoded or put in order."""

    method: str
    raw_path: bytes
    raw_query: bytes
    body: bytes
    headers: Mapping[str, str]

    @property
    def signed_text(self) -> bytes:
        """The bytes the signature covers."""
        target = self.raw_path + (b"?" + self.raw_query if self.raw_query else b"")
        return self.headers["ok-access-timestamp"].encode() + self.method.encode() + target + self.body


def authenticate(
    request: SignedRequest, credentials: Credentials, now: datetime, *, clock_is_off: timedelta = timedelta()
) -> None:
    """Refuse a request that the real gateway would refuse.

    `now` is the service's clock and `clock_is_off` how far a fault has moved it: a skew that only the fault caused is
    refused as well, but is no breach of the client's.
    """
    headers = request.headers
    for name, code in _EMPTY_HEADER.items():
        if not headers.get(name):
            raise _unauthorized(code, f"Request header {name.upper()} can not be empty")
    if headers.get("x-simulated-trading") == "1":
        raise _unauthorized("50101", "APIKey does not match current environment")
    sent_at = _parse(headers["ok-access-timestamp"])
    if abs(now - sent_at) > ALLOWED_SKEW:
        own_fault = abs(now - clock_is_off - sent_at) > ALLOWED_SKEW
        raise _unauthorized("50102", "Timestamp request expired", breach=own_fault)
    if not _same(headers["ok-access-key"], credentials.api_key):
        raise _unauthorized("50111", "Invalid OK-ACCESS-KEY")
    if not _same(headers["ok-access-passphrase"], credentials.passphrase):
        raise _unauthorized("50105", "Request header OK-ACCESS-PASSPHRASE incorrect")
    digest = hmac.digest(credentials.secret_key.encode(), request.signed_text, hashlib.sha256)
    if not _same(headers["ok-access-sign"], base64.b64encode(digest).decode()):
        raise _unauthorized("50113", "Invalid Sign")


def _parse(timestamp: str) -> datetime:
    invalid = _unauthorized("50112", "Invalid OK-ACCESS-TIMESTAMP")
    if not _TIMESTAMP.fullmatch(timestamp):
        raise invalid
    try:
        return datetime.strptime(timestamp, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        raise invalid from None


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


def _unauthorized(code: str, message: str, *, breach: bool = True) -> Refusal:
    return Refusal(code, message, status=401, with_data=False, breach=breach)
