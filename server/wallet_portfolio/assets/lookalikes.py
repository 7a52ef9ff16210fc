"""Symbols that are made to be taken for another: a Cyrillic С in USDС, U$DC, USDC in full width.

Which characters look alike is told by Unicode's list of confusables (UTS #39). Two symbols with one skeleton are alike.
"""

import re
import unicodedata
from functools import cache, lru_cache

from wallet_portfolio.assets.tokens import NATIVE, TokenId
from wallet_portfolio.assets.well_known import CONTRACTS, SYMBOLS

# Within ASCII, where case tells nothing: it is up to whoever writes a symbol.
_ASCII_ALIKE = str.maketrans(
    {"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "$": "s", "8": "b", "@": "a", "m": "rn", "w": "vv"}
)
_NOT_SEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Mc", "Me"})
# Ð, ᴅ, 🆄, 🇺: letters by their names, for those that the list of confusables does not lead to a plain one.
_LATIN = re.compile(
    r"(?:LATIN (?:CAPITAL |SMALL )?LETTER|INDICATOR SYMBOL LETTER)(?: SMALL CAPITAL)? ([A-Z])(?: WITH .*)?$"
)
_SIGNS = {"Ξ": "e", "€": "e", "฿": "b", "₿": "b", "£": "l", "₽": "p"}  # not alike to Unicode, but used for letters


@lru_cache(maxsize=8_192)
def skeleton(symbol: str) -> str:
    """What a symbol looks like: its letters without case, marks and anything between them; idempotent.

    It is for comparing and not for showing. "" where there is no letter and no digit.
    """
    while (plainer := _plainer(symbol)) != symbol:
        symbol = plainer
    return symbol


def lookalike_of(symbol: str) -> str | None:
    """The well-known symbol that this one is or looks like; None where there is none.

    A dollar sign may stand for an S, as in U$DC, or for itself, as in $USDC.
    """
    known = _well_known()
    return known.get(skeleton(symbol)) or known.get(skeleton(symbol.strip().strip("$")))


def is_lookalike(symbol: str) -> bool:
    """Whether it looks like a well-known symbol, but is written in another way."""
    known = lookalike_of(symbol)
    return known is not None and known.casefold() != symbol.casefold()


def imitated(token: TokenId, symbol: str) -> str | None:
    """The well-known symbol that a token bears or imitates, where it is not known to be that token.

    Whether it is an impostor depends on whether the community recognises its contract. Native coins never are one.
    """
    if token.address == NATIVE or token in CONTRACTS:
        return None
    return lookalike_of(symbol)


@cache
def _well_known() -> dict[str, str]:
    return {skeleton(symbol): symbol for symbol in reversed(SYMBOLS)}


def _plainer(text: str) -> str:
    letters = "".join(_plain(character) for character in unicodedata.normalize("NFKD", text))
    folded = unicodedata.normalize("NFKD", letters.casefold()).translate(_ASCII_ALIKE)
    return "".join(character for character in folded if character.isalnum())


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.category(character) in _NOT_SEEN:
        return ""
    return _SIGNS.get(character) or _ascii_like(character) or _ascii_like(character.upper()) or character


@lru_cache(maxsize=4_096)
def _ascii_like(character: str) -> str:
    """The plain letters that a character looks like; "" where there are none."""
    from confusable_homoglyphs.confusables import is_confusable  # a large table, which plain symbols never need

    for found in is_confusable(character, greedy=True) or ():
        for alike in found["homoglyphs"]:
            bare = "".join(
                part for part in unicodedata.normalize("NFKD", alike["c"]) if not unicodedata.combining(part)
            )
            if bare.isascii() and bare.isalnum():
                return bare
    named = _LATIN.search(unicodedata.name(character, "")) if len(character) == 1 else None
    return named.group(1) if named else ""
