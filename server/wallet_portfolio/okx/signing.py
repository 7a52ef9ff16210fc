"""Credentials, and the signature each request carries.

`sign = base64(HMAC-SHA256(secret, timestamp + METHOD + path?query + body))`, over the very bytes that are sent
(OKX Web3 API documentation, "REST authentication").
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import SecretStr

from wallet_portfolio.okx.codes import unusable_key

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True, slots=True)
class Credentials:
    """A key of the OKX Web3 API. Reading balances needs no further permission."""

    api_key: SecretStr
    secret_key: SecretStr
    passphrase: SecretStr


def timestamp(moment: datetime) -> str:
    """UTC, ISO 8601, exactly three digits of milliseconds and `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def signature(secret_key: SecretStr, at: str, method: str, raw_path: bytes, body: bytes) -> str:
    """The signature of one request; `raw_path` is path and query as they stand on the request line."""
    message = at.encode() + method.encode() + raw_path + body
    digest = hmac.digest(secret_key.get_secret_value().encode(), message, hashlib.sha256)
    return base64.b64encode(digest).decode()


def sign(request: "httpx.Request", credentials: Credentials, moment: datetime) -> None:
    """Add the authentication headers to a request that is otherwise ready to be sent. Raises CallFailed."""
    at = timestamp(moment)
    request.headers["OK-ACCESS-KEY"] = _header(credentials.api_key)
    request.headers["OK-ACCESS-PASSPHRASE"] = _header(credentials.passphrase)
    request.headers["OK-ACCESS-TIMESTAMP"] = at
    request.headers["OK-ACCESS-SIGN"] = signature(
        credentials.secret_key, at, request.method, request.url.raw_path, request.content
    )


def _header(secret: SecretStr) -> str:
    """Checked here: the complaint of whoever finds out later would repeat the secret."""
    if not _fits_a_header(secret.get_secret_value()):
        raise unusable_key()  # with nothing in this frame that a traceback must not show
    return secret.get_secret_value()


def _fits_a_header(text: str) -> bool:
    return text.isascii() and text.isprintable() and text == text.strip()
