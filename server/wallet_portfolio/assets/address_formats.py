"""How addresses are written down: base58check, segwit, EIP-55 and TON's forms. Bytes and checksums, no families."""

import base64
import binascii
import hashlib
import re
from typing import Literal, NamedTuple

import base58
from embit import bech32

from wallet_portfolio.assets.phrases import Phrase, phrase

BASE58 = re.compile(r"[1-9A-HJ-NP-Za-km-z]+")
HEX = re.compile(r"[0-9a-fA-F]+")
TON_FRIENDLY = re.compile(r"[0-9A-Za-z+/_-]{48}")
TON_RAW = re.compile(r"(0|-1):([0-9a-fA-F]{64})")

SHORT_ENOUGH_TO_SHOW = 48  # the longest form with a checksum that a message may have to speak of; keys are longer

_BASE58_BYTES = 90  # the longest thing in base58 that is worth telling apart, an extended key, has 82
_KEY_LENGTHS = range(32, 45)
_LARGEST_KEY = base58.b58encode(b"\xff" * 32).decode()
_LEAST_OF_43 = base58.b58encode(b"\x01" + bytes(31)).decode()  # with 43 digits; less of them are 31 bytes
_TRON_LENGTH = 34
TRON_VERSION = 0x41
_TON_BOUNCEABLE, _TON_NON_BOUNCEABLE, _TON_TEST_ONLY = 0x11, 0x51, 0x80


class TonAccount(NamedTuple):
    """A TON account, however it was written."""

    workchain: Literal[0, -1]
    account_id: bytes
    test_only: bool = False

    @property
    def friendly(self) -> str:
        """The bounceable base64url form, the one that explorers show."""
        body = bytes([_TON_BOUNCEABLE, self.workchain & 0xFF]) + self.account_id
        return base64.urlsafe_b64encode(body + binascii.crc_hqx(body, 0).to_bytes(2, "big")).decode()


def base58_bytes(text: str) -> bytes | None:
    """What the text says in base58 (Bitcoin's alphabet), None where it is not base58 or far too long."""
    if not BASE58.fullmatch(text) or len(text) > _BASE58_BYTES * 1.4:
        return None
    return base58.b58decode(text)


def is_base58_key(text: str) -> bool:
    """Whether this is a key of 32 bytes in base58, as Solana writes addresses and contracts."""
    if len(text) not in _KEY_LENGTHS or not BASE58.fullmatch(text):
        return False
    if len(text) >= 43 and text[0] != "1":  # as nearly all have: the digits are in the order of ASCII
        return text <= _LARGEST_KEY if len(text) == 44 else text >= _LEAST_OF_43
    return len(base58.b58decode(text)) == 32


def is_tron(text: str) -> bool:
    """Whether this is an address of TRON, checksum included."""
    raw = base58_bytes(text) if len(text) == _TRON_LENGTH else None
    payload = base58check_payload(raw) if raw is not None and len(raw) == 25 else None
    return payload is not None and payload[0] == TRON_VERSION


def base58check_payload(raw: bytes) -> bytes | None:
    """Version byte and hash, without the four bytes of checksum; None where the checksum is wrong."""
    payload, checksum = raw[:-4], raw[-4:]
    digest = hashlib.sha256(hashlib.sha256(payload).digest()).digest()
    return payload if digest[:4] == checksum else None


def is_segwit(text: str, prefix: str) -> bool:
    """Whether this is a segregated witness address with that human-readable part.

    BIP-173 and BIP-350: one case throughout, version 0 with a bech32 checksum and a program of 20 or 32 bytes, later
    versions with bech32m and 2 to 40 bytes.
    """
    return bool(bech32.decode(prefix, text) != (None, None))


def has_right_case(text: str) -> bool:
    """Whether 0x and 40 hexadecimal digits pass EIP-55; all lower and all upper case make no statement and pass."""
    digits = text[2:]
    if digits in (digits.lower(), digits.upper()):
        return True
    from eth_utils.address import is_checksum_address  # 200 ms to import, and most addresses come in lower case

    return is_checksum_address(text)


def ton_account(text: str) -> TonAccount | None:
    """Read TON's raw form (0:hex) or its user-friendly one (TEP-2: tag, workchain, account, CRC-16/XMODEM)."""
    if in_hex := TON_RAW.fullmatch(text):
        return TonAccount(0 if in_hex[1] == "0" else -1, bytes.fromhex(in_hex[2]))
    if not TON_FRIENDLY.fullmatch(text):
        return None
    raw = base64.b64decode(text.replace("-", "+").replace("_", "/"))
    body, checksum = raw[:-2], raw[-2:]
    if binascii.crc_hqx(body, 0).to_bytes(2, "big") != checksum:
        return None
    tag, workchain = body[0], body[1]
    if tag & ~_TON_TEST_ONLY not in (_TON_BOUNCEABLE, _TON_NON_BOUNCEABLE) or workchain not in (0x00, 0xFF):
        return None
    return TonAccount(0 if workchain == 0 else -1, body[2:], test_only=bool(tag & _TON_TEST_ONLY))


def shorten(text: str) -> str:
    """First six and last four characters: "0x1234…abcd"."""
    return text if len(text) <= 12 else f"{text[:6]}…{text[-4:]}"


def the_address(text: str) -> Phrase:
    """How a message begins to speak of what was typed: shortened, not quoted where it could be something else."""
    showable = text.isascii() and text.isprintable() and len(text) <= SHORT_ENOUGH_TO_SHOW
    return phrase("The address {address}", address=shorten(text)) if showable else phrase("This address")
