"""What leaves the process so that its other replicas can use it: under names that tell nothing, and sealed.

All keys are derived (HKDF-SHA256, RFC 5869) from the secret key of the OKX API, which every replica has and nobody
else does. Nothing of that key can be found out from what is named or sealed.
"""

import hashlib
import hmac
import os
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

LARGEST_VALUE = 1024 * 1024
_LARGEST_CONTENT = 32 * 1024 * 1024
_FORM = b"\x01"  # how it is packed; another version's is not read
_NONCE_BYTES, _TAG_BYTES = 12, 16
_OVERHEAD = len(_FORM) + _NONCE_BYTES + _TAG_BYTES
_SEALED_AT = struct.Struct(">q")  # microseconds since 1970
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CLOCKS_DIFFER = timedelta(seconds=1)  # so much between the clocks of replicas is no future


@dataclass(frozen=True, slots=True)
class Opened:
    """What was sealed, and of when it is."""

    content: bytes
    at: datetime


def derived_key(secret_key: SecretStr, purpose: str) -> bytes:
    """32 bytes for one purpose; those of different purposes have nothing to do with each other."""
    info = f"wallet-portfolio/{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret_key.get_secret_value().encode())


class Sealer:
    """Names and seals (AES-256-GCM) for whoever has the same secret key and asks the same service.

    A seal is bound to its name, so a value that is put under another name does not open.
    """

    def __init__(
        self, secret_key: SecretStr, base_url: str, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._naming = derived_key(secret_key, f"shared names/{base_url}")
        self._sealing = AESGCM(derived_key(secret_key, f"shared values/{base_url}"))
        self.now = now

    def name(self, text: str) -> str:
        """A name for something, the same in every replica."""
        return hmac.digest(self._naming, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()[:40]

    def seal(self, name: str, content: bytes, at: datetime) -> bytes | None:
        """Compressed and encrypted, with its time; None where that is more than LARGEST_VALUE bytes."""
        dated = _SEALED_AT.pack((at - _EPOCH) // _MICROSECOND) + zlib.compress(content, level=1)
        if len(dated) + _OVERHEAD > LARGEST_VALUE:
            return None
        nonce = os.urandom(_NONCE_BYTES)
        return _FORM + nonce + self._sealing.encrypt(nonce, dated, _FORM + name.encode())

    def open(self, name: str, sealed: bytes, keep_seconds: float) -> Opened | None:
        """What was sealed under this name no longer than so many seconds ago.

        None for everything else: damaged, of another key, name or form, too old or of the future.
        """
        if not sealed.startswith(_FORM) or len(sealed) > LARGEST_VALUE:
            return None
        nonce, encrypted = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            dated = self._sealing.decrypt(nonce, encrypted, _FORM + name.encode())
            at = _EPOCH + _SEALED_AT.unpack_from(dated)[0] * _MICROSECOND
        except (InvalidTag, ValueError, OverflowError, struct.error):
            return None
        age = self.now() - at
        if not -_CLOCKS_DIFFER <= age < timedelta(seconds=keep_seconds):
            return None
        content = _unpacked(dated[_SEALED_AT.size :])
        return None if content is None else Opened(content, at)


def _unpacked(packed: bytes) -> bytes | None:
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(packed, _LARGEST_CONTENT)
    except zlib.error:
        return None
    return content if unpacking.eof else None
