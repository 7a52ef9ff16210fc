"""Symbols and names that are made to be taken for another: a Cyrillic С in USDС, U$DC, USDC in full width.

Which characters look alike is told by Unicode's list of confusables (UTS #39). Two symbols with one skeleton are alike.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from wallet_portfolio.assets.letter_forms import LETTER_FORMS
from wallet_portfolio.assets.tokens import NATIVE, TokenId
from wallet_portfolio.assets.well_known import CONTRACTS, NAMES, NAMESAKES, SYMBOLS

# Within ASCII, where case tells nothing: it is up to whoever writes a symbol.
_ASCII_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "$": "s", "8": "b", "@": "a"})
# Digits that are letters inside a word, as in C4KE. At its end they count, as in USD3.
_DIGITS = re.compile(r"[347](?=[347]*[a-z])")
_DIGITS_ALIKE = {"3": "e", "4": "a", "7": "t"}
_AROUND = "$!|@\u00a1 "  # what stands for a letter inside a word, but around it for nothing
_NOT_SEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Mc", "Me"})
# Ð, ᴅ, 🆄, 🇺: letters by their names, for those that the list of confusables does not lead to a plain one.
_LATIN = re.compile(
    r"(?:LATIN (?:CAPITAL |SMALL )?LETTER|INDICATOR SYMBOL LETTER)(?: SMALL CAPITAL)? ([A-Z])(?: WITH .*)?$"
)


@lru_cache(maxsize=8_192)
def skeleton(symbol: str) -> str:
    """What a symbol looks like: its letters without case, marks and anything between them; idempotent.

    A plus at the end is kept: USDC+ is no USDC. It is for comparing and not for showing. "" where there is no letter
    and no digit.
    """
    while (plainer := _plainer(symbol)) != symbol:
        symbol = plainer
    return symbol


def skeletons(symbols: Iterable[str]) -> dict[str, str]:
    """The skeleton of each. Plain words, as nearly all symbols are, are read in one go, in a tenth of the time."""
    each = dict.fromkeys(symbols)
    words = [symbol for symbol in each if symbol.isascii() and symbol.isalnum()]
    plain = dict(zip(words, _word(_folded("\n".join(words).lower())).split("\n"), strict=False))
    return {symbol: plain[symbol] if symbol in plain else skeleton(symbol) for symbol in each}


def lookalikes(looks: Mapping[str, str]) -> set[str]:
    """Of symbols with their skeletons, those that are or look like a well-known one."""
    known = _well_known()
    return {
        symbol for symbol, look in looks.items() if (look in known or not symbol.isalnum()) and lookalike_of(symbol)
    }


def lookalike_of(symbol: str) -> str | None:
    """The well-known symbol that this one is or looks like; None where there is none.

    A dollar sign may stand for an S, as in U$DC, or for itself, as in $USDC. A symbol of several words may be the full
    name: USD Coin.
    """
    if symbol in NAMESAKES:
        return None
    known = _well_known()
    if alike := known.get(skeleton(symbol)):
        return alike
    if (inside := symbol.strip(_AROUND)) != symbol and (alike := known.get(skeleton(inside))):
        return alike
    return _full_names().get(skeleton(symbol)) if " " in symbol.strip() else None


def is_lookalike(symbol: str) -> bool:
    """Whether it looks like a well-known symbol, but is written in another way."""
    known = lookalike_of(symbol)
    return known is not None and known.casefold() != symbol.casefold()


def imitated(token: TokenId, symbol: str, name: str = "") -> str | None:
    """The well-known symbol that a token bears or imitates, where it is not known to be that token.

    Whether it is an impostor depends on whether the community recognises its contract. Native coins never are one.
    `name` is the full name, where it is shown: balances come without.
    """
    if token.address == NATIVE or token in CONTRACTS:
        return None
    return lookalike_of(symbol) or (_named_like(symbol, name) if name else None)


def _named_like(symbol: str, name: str) -> str | None:
    """The symbol whose full name a token bears under another symbol.

    Bridged coins keep the full name and say in their symbol what they are: 1USDC, axlUSDC, USDC.e. They are what the
    name says, so a symbol that has the well-known one in it is not held against its name.
    """
    known = _full_names().get(skeleton(name))
    return None if known is None or skeleton(known) in skeleton(symbol) else known


@cache
def _well_known() -> dict[str, str]:
    return {skeleton(symbol): symbol for symbol in reversed(SYMBOLS)}


@cache
def _full_names() -> dict[str, str]:
    return {skeleton(name): symbol for name, symbol in NAMES.items()}


def _plainer(text: str) -> str:
    if text.isascii():
        folded = _folded(text.lower())
    else:
        letters = "".join(map(_plain, unicodedata.normalize("NFD", text)))
        folded = _folded(unicodedata.normalize("NFKD", letters.casefold()))
    bare = folded if folded.isalnum() else "".join(filter(str.isalnum, folded))
    plus = "+" if bare and folded.rstrip().endswith("+") else ""
    return _word(bare) + plus


def _folded(text: str) -> str:
    """One of all that look alike. A table of single letters only is twenty times as fast over thousands of symbols."""
    return text.replace("m", "rn").replace("w", "vv").translate(_ASCII_ALIKE)


def _word(bare: str) -> str:
    """With letters for the digits that stand for some."""
    return _DIGITS.sub(lambda digit: _DIGITS_ALIKE[digit[0]], bare)


def _plain(character: str) -> str:
    """What it looks like: as it stands, which is what the list of confusables is made for, or else in its parts.

    The parts alone would lead astray: to Unicode Ϲ is a kind of Σ.
    """
    if character.isascii():
        return character
    if unicodedata.category(character) in _NOT_SEEN:
        return ""
    if alike := LETTER_FORMS.get(character) or _ascii_like(character) or _ascii_like(character.upper()):
        return alike
    parts = unicodedata.normalize("NFKD", character)
    if parts != character:
        return "".join(map(_plain, parts))
    return "" if unicodedata.category(character) == "Lm" else character  # a mark, though it counts as a letter


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
