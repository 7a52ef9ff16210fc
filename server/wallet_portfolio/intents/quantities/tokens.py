"""A folded text cut into tokens by one expression, so that the time grows with the length alone."""

from itertools import islice
from typing import NamedTuple

from wallet_portfolio.intents.quantities.han_numerals import DIGITS, NUMERALS
from wallet_portfolio.intents.quantities.patterns import LazyPattern, any_of
from wallet_portfolio.intents.quantities.words import words

_MOST = 2_000  # of a request of 4,000 characters these are all the words there can be

VULGAR_FRACTIONS = {
    "½": (1, 2),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "⅕": (1, 5),
    "⅖": (2, 5),
    "⅗": (3, 5),
    "⅘": (4, 5),
    "⅙": (1, 6),
    "⅚": (5, 6),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
}


class Token(NamedTuple):
    """A piece of the text. What is "junk" looks like a quantity and is none: addresses, links, dates, other money."""

    kind: str
    start: int
    end: int
    text: str


def cut(text: str) -> list[Token]:
    """The first 2,000 tokens of a folded text; what no quantity can have in it is between them."""
    tokens = []
    for match in islice(_TOKEN.finditer(text), _MOST):
        kind = match.lastgroup
        if kind is None:
            continue
        if kind == "tail":
            start, end = match.span("number")
            tokens.append(Token("number", start, end, match["number"]))
            tokens.append(Token("word", end, match.end(), match["tail"]))
        elif kind == "word" and not match["word"].isalpha():
            tokens.extend(_cut_word(text, *match.span("word")))
        else:
            said = match[kind]
            end = match.end()
            tokens.append(Token(kind, end - len(said), end, said))
    return tokens


def _cut_word(text: str, start: int, end: int) -> list[Token]:
    """A word with digits, which may be a coin and how many of it."""
    counted = _COUNTED_COIN.match(text, start)
    if counted is None:
        return [Token("word", start, end, text[start:end])]
    return [Token("word", start, counted.end(1), counted[1]), Token("number", *counted.span(2), counted[2])]


def _token() -> str:
    vulgar = "".join(VULGAR_FRACTIONS)
    spoken = words()
    everything, cleared, halves = spoken.han_everything, spoken.han_cleared, spoken.han_halves
    first = "".join(sorted({word[0] for word in everything | cleared | halves} | {*"全半都", *NUMERALS}))
    return (
        rf"[^a-z0-9.$€£¥₩₹₽#{vulgar}{first}]*+(?:"
        r"(?P<junk>(?:https?://|www\.)[!-~]+"
        r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|0x[0-9a-z]*+|[0-9a-z]{20,}+|\#[0-9a-z]++"
        r"|(?<![0-9a-z_.,])(?:[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,4}|[0-9]{1,4}/[0-9]{1,2}/[0-9]{1,4}"
        r"|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4})(?![0-9])"
        r"|(?<![0-9a-z_.,])[0-9]{1,2}:[0-9][0-9](?::[0-9][0-9])?(?![0-9])"
        r"|[€£¥₩₹₽]\s?[0-9][0-9.,]*+[a-z]*+|(?!usd?\$)[a-z]{1,3}\$\s?[0-9][0-9.,]*+[a-z]*+)"
        r"|(?P<dollar>(?:usd|us|u)?\$(?:[sd](?=\s?[0-9]))?|usd(?=\s?[0-9]))"
        r"|(?P<number>(?:(?<![0-9a-z_])|(?<=usd))(?<![0-9a-z]\.)"
        r"(?:[0-9]{1,3}(?:\ [0-9]{3})++(?![0-9])(?:[.,][0-9]++)?|[0-9]++(?:[.,'’_][0-9]++)*+|\.[0-9]++))"
        r"(?P<tail>[a-z][a-z0-9_]*+)?"
        r"|(?P<word>[a-z][a-z0-9_]*+)"
        rf"|(?P<vulgar>[{vulgar}])"
        r"|(?P<percent>百分之(?=[0-9零一二两三四五六七八九十百]))"
        rf"|(?P<cleared>(?!清空投|出清单)(?:{any_of(cleared)})|(?<![首京成])都(?=[换換卖賣兑兌]))"
        rf"|(?P<all>{any_of(everything)}"
        r"|(?<![安完健齐保周十])全(?![面球网景程新链称局国世年天体貌文力般然身員员套职能家方位自角民景]))"
        rf"|(?P<half>(?<![大多])(?:{any_of(halves)}))"
        r"|(?P<unit>半[个枚颗])"
        rf"|(?P<han>[{NUMERALS}]++(?:[点・][{DIGITS}]++)?+)"
        r"|[\s\S]|\Z)"
    )


_TOKEN = LazyPattern(_token)
_COUNTED_COIN = LazyPattern(r"([a-z]{2,10})([0-9]{1,12}(?:[.,][0-9]{1,12})?)(?=[枚个颗つ%万千百])")  # AAVE3枚
