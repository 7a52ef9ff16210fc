"""Different ways of writing a character made one, a character for a character, so that places stay what they are."""

import re
import unicodedata
from functools import cache

from wallet_portfolio.intents.quantities.words import words

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_ASCII = 0xFEE0
_SPACES = "\u00a0\u2007\u2009\u202f\u3000"
_LOOSE = re.compile("[\u0300-\u036f\u3099\u309a\u200b-\u200d\u2060\ufeff]")  # accents apart, and what has no width


def fold(text: str) -> tuple[str, list[int] | None]:
    """The folded text and, where characters had to be joined or left out, the place of each of its characters."""
    if text.isascii():
        return text.lower(), None
    if not _LOOSE.search(text):
        return plain(text), None
    kept: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if not _LOOSE.match(character):
            kept.append(character)
            places.append(place)
        elif kept and len(joined := unicodedata.normalize("NFC", kept[-1] + character)) == 1:
            kept[-1] = joined
    return plain("".join(kept)), places


def plain(text: str) -> str:
    """The text in half width and lower case, without accents, in simplified characters."""
    return text.translate(_same_characters()).lower()


@cache
def _same_characters() -> dict[int, int]:
    return {
        **{code: code - _TO_ASCII for code in _FULL_WIDTH},
        **{ord(pair[0]): ord(pair[1]) for pair in words().same_characters},
        **dict.fromkeys(map(ord, _SPACES), ord(" ")),
    }
