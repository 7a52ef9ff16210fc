"""Private keys and seed phrases inside a sentence: whatever holds one is not read any further."""

import re
from functools import cache

from wallet_portfolio.assets.addresses import parse_address
from wallet_portfolio.assets.errors import InvalidAddress
from wallet_portfolio.assets.private_keys import is_private_key

_LONG = re.compile(r"[0-9A-Za-z][0-9A-Za-z:_+/=-]{24,}")
_RUN = re.compile(r"[0-9A-Za-z]{47,}")
_PLAIN_ADDRESS = re.compile(r"-?[01]:[0-9a-fA-F]{64}|.*::.*")  # TON's raw form, Move's struct tags
_LIKE_AN_ADDRESS = re.compile(r"0x[0-9a-fA-F]{64}(?![0-9a-zA-Z])")  # a key may be written as an address of Sui is
_OF_KEYS = re.compile(
    r"private.?key|secret.?key|seed|mnemonic|clave privada|llave privada|chave privada|私钥|私鑰|助记词|秘密鍵",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+")
_LONGEST_ADDRESS = 66  # 0x and 64 digits
_WORDS_OF_A_PHRASE = 9  # in a row; of twelve, a few may be misspelt


def holds_secret(text: str) -> bool:
    """Whether something in the text is, or may be with a slip, a private key or a seed phrase."""
    if _OF_KEYS.search(text) and _LIKE_AN_ADDRESS.search(text):
        return True
    return is_private_key(text) or any(map(_is_key, _LONG.findall(text))) or _has_seed_phrase(text.lower())


def _is_key(word: str) -> bool:
    if is_private_key(word):
        return True
    return not _PLAIN_ADDRESS.fullmatch(word) and any(map(_may_be_key, _RUN.findall(word)))


def _may_be_key(run: str) -> bool:
    """Longer than any address, or as long as a key and no address: a mistyped one with 0x is a mistyped address."""
    if is_private_key(run) or len(run) > _LONGEST_ADDRESS:
        return True
    if run[:2].lower() == "0x" or not any(map(str.isdigit, run)):
        return False
    try:
        parse_address(run)
    except InvalidAddress:
        return True
    return False


def _has_seed_phrase(text: str) -> bool:
    words = _WORD.findall(text)
    if len(words) < _WORDS_OF_A_PHRASE:
        return False
    in_a_row = 0
    for word in words:
        in_a_row = in_a_row + 1 if word in _mnemonic_words() else 0
        if in_a_row == _WORDS_OF_A_PHRASE:
            return True
    return False


@cache
def _mnemonic_words() -> frozenset[str]:
    from embit.wordlists.bip39 import WORDLIST  # only long sentences need it

    return frozenset(WORDLIST)
