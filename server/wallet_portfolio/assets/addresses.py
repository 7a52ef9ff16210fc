"""Wallet addresses: what was typed, which networks it can belong to, and what is wrong with it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from wallet_portfolio.assets import address_formats as formats
from wallet_portfolio.assets.address_formats import shorten, the_address
from wallet_portfolio.assets.errors import InvalidAddress
from wallet_portfolio.assets.phrases import phrase
from wallet_portfolio.assets.private_keys import is_private_key, refuse_private_key

Family = Literal["evm", "bitcoin", "utxo", "solana", "tron", "sui", "ton", "aptos", "other"]

LITECOIN, DOGECOIN = "2", "3"  # SLIP-44, which is the chain index outside EVM

# Version bytes of base58check, as the reference clients' chain parameters have them.
_BASE58CHECK: dict[int, tuple[Family, str | None]] = {
    0x00: ("bitcoin", None),
    0x05: ("bitcoin", None),
    formats.TRON_VERSION: ("tron", None),
    0x30: ("utxo", LITECOIN),
    0x32: ("utxo", LITECOIN),
    0x1E: ("utxo", DOGECOIN),
    0x16: ("utxo", DOGECOIN),
}
_BASE58CHECK_TESTNETS = frozenset({0x6F, 0xC4, 0x3A, 0x71})  # Bitcoin and Litecoin m/n/2, Litecoin Q, Dogecoin n

_SEGWIT: dict[str, tuple[Family, str | None, str]] = {
    "bc": ("bitcoin", None, "Bitcoin"),
    "ltc": ("utxo", LITECOIN, "Litecoin"),
}
_SEGWIT_TESTNETS = ("tb1", "bcrt1", "tltc1", "rltc1")
_SEGWIT_START = re.compile(r"(bc|ltc|tb|bcrt|tltc|rltc)1[0-9a-z]*", re.IGNORECASE)

_BASE58CHECK_STARTS = "13TLMDA9mn2"
_BASE58CHECK_LENGTHS = range(26, 36)
_WORD_OF_AN_ADDRESS = re.compile(r"[0-9A-Za-z]{26,46}")
_LONG_WORD = re.compile(r"[0-9A-Za-z]{26,}|[0-9A-Za-z+/=_-]{40,}")
_WORDS_OF_NO_NAME = 11
_LONGEST = 128  # longer than an address of any form
_SHORTENED = re.compile(r"[0-9A-Za-z_:-]{2,}(?:…|\.{2,3}|\*{2,})[0-9A-Za-z_-]{2,}")
_NAME_SERVICE = re.compile(
    r"[^\s.]+(?:\.[^\s.]+)*\.(?:eth|sol|bnb|ton|sui|apt|arb|btc|trx|tron|doge|lens|crypto|nft|wallet)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address that passed every check its form allows.

    `text` is as written, for the service. `canonical` is for comparing: lower case where case says nothing, and always
    the same one of TON's forms. `families` is what it can be: 0x and 64 digits are an address on Sui and on Aptos.
    `chain_indexes` narrows the chains down where a family has several kinds of address; None: every chain of them.
    """

    text: str
    canonical: str
    families: frozenset[Family]
    chain_indexes: frozenset[str] | None = None

    @property
    def short(self) -> str:
        """For showing: "0x1234…abcd"."""
        return shorten(self.text)


@lru_cache(maxsize=256)  # a checksum costs as much as all else a question is read for
def parse_address(text: str) -> Address:
    """Read an address of any family. Raises InvalidAddress with what is wrong and what to do.

    A message quotes at most the first six and last four characters, and nothing of what might be a secret.
    """
    written = text.strip()
    _refuse_what_is_no_address(written)
    if written[:2].lower() == "0x":
        return _parse_hexadecimal(written)
    if _is_segwit_shaped(written):
        return _parse_segwit(written)
    if formats.TON_RAW.fullmatch(written) or formats.TON_FRIENDLY.fullmatch(written):
        return _parse_ton(written)
    if _WORD_OF_AN_ADDRESS.fullmatch(written):
        return _parse_base58(written)
    raise InvalidAddress(
        phrase(
            "This is not an address of a network I know. Please copy the whole address from your wallet: on Ethereum "
            "and similar networks it begins with 0x and has 42 characters."
        )
    )


def belongs_to_another(told: str, asked: Address) -> bool:
    """Whether this is, beyond doubt, the address of somebody else: whole, of the same kind, and not the same.

    False as well for what is no address, and for addresses of two kinds: one key has several of Bitcoin.
    """
    if told == asked.text or len(told) > _LONGEST:
        return False
    try:
        other = parse_address(told.lower() if told[:2] == "0x" else told)  # whatever the case says, it is this address
    except InvalidAddress:
        return False
    alike = other.families & asked.families and _kind(other.canonical) == _kind(asked.canonical)
    return bool(alike) and other.canonical != asked.canonical


def _kind(canonical: str) -> str:
    """What Bitcoin's kinds of address begin with, and nothing for those of networks that have only one."""
    if _is_segwit_shaped(canonical):
        return f"{canonical.partition('1')[0]} of {len(canonical)}"
    raw = formats.base58_bytes(canonical)
    return canonical[0] if raw is not None and len(raw) == 25 else ""


def looks_like_address(text: str) -> bool:
    """Whether this is meant as an address rather than as the name of a wallet. Its shape only: `parse_address` judges.

    True as well for what `parse_address` has a better answer to than "no such wallet": names like name.eth, shortened
    addresses, and private keys and seed phrases, which must not be repeated as an unknown name.
    """
    written = text.strip()
    if _NAME_SERVICE.fullmatch(written) or _SHORTENED.fullmatch(written) or is_private_key(written):
        return True
    if written[:2].lower() == "0x":
        digits = written[2:]
        return digits.isascii() and digits.isalnum() and (len(digits) >= 20 or _is_hexadecimal(digits, at_least=8))
    if _is_segwit_shaped(written):
        return len(written) >= 14  # the shortest one there can be: two bytes of program
    if formats.TON_RAW.fullmatch(written) or formats.TON_FRIENDLY.fullmatch(written) or formats.is_base58_key(written):
        return True
    return _is_unlike_a_name(written)


def _refuse_what_is_no_address(written: str) -> None:
    refuse_private_key(written)
    if not written:
        raise InvalidAddress(phrase("The address is empty. Please give the address of a wallet."))
    if _SHORTENED.fullmatch(written):
        raise InvalidAddress(phrase("This address is shortened. Please give all of it: copy it from your wallet."))
    if _NAME_SERVICE.fullmatch(written):
        raise InvalidAddress(phrase("Names like name.eth are not looked up here. Please give the address itself."))
    if any(character.isspace() for character in written):
        raise InvalidAddress(phrase("There is a space in this address. Please give one address, in one piece."))
    if not (written.isascii() and written.isprintable()):
        raise InvalidAddress(
            phrase(
                "This address has characters that no address has; some may be invisible. "
                "Please copy it again from your wallet."
            )
        )


def _parse_hexadecimal(written: str) -> Address:
    digits = written[2:]
    if written.startswith("0X"):
        raise InvalidAddress(
            phrase("{the_address} begins with a capital X. Please write it with 0x.", the_address=the_address(written))
        )
    if digits and not _is_hexadecimal(digits):
        raise InvalidAddress(
            phrase(
                "{the_address} has characters other than the digits 0-9 and the letters a-f. There is probably a "
                "typing error in it: please copy it again from your wallet.",
                the_address=the_address(written),
            )
        )
    if len(digits) == 64:
        return Address(written, written.lower(), frozenset({"sui", "aptos"}))
    if len(digits) != 40:
        raise InvalidAddress(
            phrase(
                "{the_address} has {count} characters after 0x. There should be 40 of them, or 64 for Sui and Aptos. "
                "Please copy it again from your wallet.",
                the_address=the_address(written),
                count=len(digits),
            )
        )
    if not formats.has_right_case(written):
        raise InvalidAddress(
            phrase(
                "{the_address} has a wrong checksum: its capital and small letters do not fit. There is probably a "
                "typing error in it: please copy it again from your wallet.",
                the_address=the_address(written),
            )
        )
    return Address(written, written.lower(), frozenset({"evm"}))


def _parse_segwit(written: str) -> Address:
    lowered = written.lower()
    if lowered.startswith(_SEGWIT_TESTNETS):
        raise _of_a_testnet(written)
    prefix = lowered.partition("1")[0]
    family, chain_index, name = _SEGWIT[prefix]
    if not formats.is_segwit(written, prefix):
        raise InvalidAddress(
            phrase(
                "{the_address} has the wrong checksum or length for {network}. There is probably a typing error in it: "
                "please copy it again from your wallet.",
                the_address=the_address(written),
                network=name,
            )
        )
    return _on(family, chain_index, written, lowered)


def _parse_ton(written: str) -> Address:
    account = formats.ton_account(written)
    if account is None:
        raise InvalidAddress(
            phrase(
                "{the_address} has a wrong checksum for TON. There is probably a typing error in it: please copy it "
                "again from your wallet.",
                the_address=the_address(written),
            )
        )
    if account.test_only:
        raise _of_a_testnet(written)
    return Address(written, account.friendly, frozenset({"ton"}))


def _parse_base58(written: str) -> Address:
    if len(written) == 40 and _is_hexadecimal(written):
        raise InvalidAddress(phrase("This address lacks its beginning: please write 0x in front of it."))
    raw = formats.base58_bytes(written)
    if raw is None:
        raise InvalidAddress(
            phrase(
                "This is not an address of a network I know. If it is one of Bitcoin, Solana, TRON, Litecoin or "
                "Dogecoin, look for a typing error: those never have the digit 0, the capitals O and I, or the small l."
            )
        )
    if len(raw) == 32:  # a public key; Solana has no checksum
        return Address(written, written, frozenset({"solana"}))
    if len(raw) == 25 and (payload := formats.base58check_payload(raw)):
        return _parse_base58check(written, version=payload[0])
    if len(written) in _BASE58CHECK_LENGTHS and written[0] in _BASE58CHECK_STARTS:
        raise InvalidAddress(
            phrase(
                "{the_address} has a wrong checksum. There is probably a typing error in it: please copy it again from "
                "your wallet.",
                the_address=the_address(written),
            )
        )
    if len(written) in _BASE58CHECK_LENGTHS:  # anything at all, a secret included, so not quoted
        raise InvalidAddress(
            phrase("This is not an address of a network I know, or its checksum is wrong. Please copy it again.")
        )
    raise InvalidAddress(
        phrase(
            "This address has the wrong length for Solana: a character is missing, or there is one too many. "
            "Please copy it again from your wallet."
        )
    )


def _parse_base58check(written: str, version: int) -> Address:
    if version in _BASE58CHECK_TESTNETS:
        raise _of_a_testnet(written)
    if version not in _BASE58CHECK:
        raise InvalidAddress(
            phrase("{the_address} belongs to a network that is not supported.", the_address=the_address(written))
        )
    family, chain_index = _BASE58CHECK[version]
    return _on(family, chain_index, written, written)


def _on(family: Family, chain_index: str | None, written: str, canonical: str) -> Address:
    chain_indexes = None if chain_index is None else frozenset({chain_index})
    return Address(written, canonical, frozenset({family}), chain_indexes)


def _of_a_testnet(written: str) -> InvalidAddress:
    return InvalidAddress(
        phrase(
            "{the_address} belongs to a test network, where coins have no value. Please give an address of the main "
            "network.",
            the_address=the_address(written),
        )
    )


def _is_segwit_shaped(written: str) -> bool:
    """Whether it begins like one. In mixed case it may be a Solana address that happens to begin so."""
    if not _SEGWIT_START.fullmatch(written):
        return False
    return written in (written.lower(), written.upper()) or not formats.is_base58_key(written)


def _is_hexadecimal(text: str, at_least: int = 1) -> bool:
    return len(text) >= at_least and formats.HEX.fullmatch(text) is not None


def _is_unlike_a_name(written: str) -> bool:
    """A long word with a digit in it, or more words than a name has: perhaps a secret with a slip in it."""
    has_digit = any(character.isdigit() for character in written)
    return (has_digit and _LONG_WORD.fullmatch(written) is not None) or len(written.split()) >= _WORDS_OF_NO_NAME
