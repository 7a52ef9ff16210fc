"""Recognising what must never be typed here: private keys and seed phrases, so that nothing echoes or keeps them.

Rather once too often than once too seldom: a transaction hash looks like a private key and is refused like one.
"""

import re

from wallet_portfolio.assets.errors import InvalidAddress
from wallet_portfolio.assets.phrases import phrase

_WARNING = phrase(
    "This looks like a private key or a seed phrase, not an address. Never share it with anyone, nor here: whoever has "
    "it controls the money. If it is real, move your funds to a new wallet. To look at a wallet I only need its public "
    "address."
)

_LONGEST = 2_000  # a seed phrase or a key file; anything longer is not read

_KEY = re.compile(
    r"""
      (?:hex:)?[0-9a-f]{60,130}                          # 32 or 64 bytes in hexadecimal, give or take a slip
    | (?!bc1|ltc1|tb1|bcrt1|tltc1|rltc1|0x)[0-9a-z]{50,53}  # wallet import format (WIF): version, 32 bytes, checksum
    | 6p[0-9a-z]{54,58}                                  # BIP-38: the same, encrypted
    | [1-9a-z]{80,91}                                    # Solana: key pair of 64 bytes in base58
    | [a-z]prv[0-9a-z]{20,}                              # BIP-32 and SLIP-132: extended private key
    | suiprivkey1?[0-9a-z]*
    | (?:ed25519|secp256k1)-priv-.*                      # Aptos (AIP-80)
    | s[a-z2-7]{55}                                      # Stellar
    | \[?\s*(?:\d{1,3}\s*,\s*){31,}\d{1,3}\s*,?\s*\]?    # bytes as a list, as in Solana's key files
    """,
    re.IGNORECASE | re.VERBOSE,
)

_PHRASE_CHARACTERS = re.compile(r"[\w\s.,;:()-]+")
_WORD = re.compile(r"[^\W\d_]+")
_PHRASE_WORDS = range(11, 26)  # 12, 15, 18, 21 or 24 (BIP-39), 13 and 25 elsewhere; one forgotten word still counts


def is_private_key(text: str) -> bool:
    """Whether the text has the shape of a private key or a seed phrase."""
    text = text.strip().strip("\"'")
    return len(text) <= _LONGEST and (_KEY.fullmatch(text) is not None or _is_seed_phrase(text))


def refuse_private_key(text: str) -> None:
    """Raise InvalidAddress, with a warning that holds nothing of the text, for a private key or a seed phrase."""
    if is_private_key(text):
        raise InvalidAddress(_WARNING)


def _is_seed_phrase(text: str) -> bool:
    if not _PHRASE_CHARACTERS.fullmatch(text):
        return False
    words = _WORD.findall(text)
    return len(words) in _PHRASE_WORDS and all(map(_may_be_mnemonic, words))


def _may_be_mnemonic(word: str) -> bool:
    """BIP-39's English words have three to eight letters, which an ordinary sentence does not keep to."""
    return not word.isascii() or 3 <= len(word) <= 8
