"""Shares: half, two thirds, un cuarto, la cuarta parte, 四分之一, and the half of a bitcoin, which is 0.5 of them."""

from wallet_portfolio.intents.quantities.han_numerals import NUMERALS, numeral
from wallet_portfolio.intents.quantities.multiples import multiplied
from wallet_portfolio.intents.quantities.numbers import HALF, Number, as_number, as_percent
from wallet_portfolio.intents.quantities.patterns import LazyPattern
from wallet_portfolio.intents.quantities.sentence import (
    Outcome,
    Quantity,
    Reading,
    Sentence,
    found,
    no_amount,
)
from wallet_portfolio.intents.quantities.tokens import VULGAR_FRACTIONS, Token

_HAN_PART = LazyPattern(rf"(?:[0-9]{{1,3}}|[{NUMERALS}]{{1,4}})(?![0-9])")
_HALF_A_TIME = LazyPattern("小?时|钟|月|星期|礼拜|世")


def read_half_word(sentence: Sentence, index: int, token: Token) -> Reading:  # noqa: ARG001 - as all readers
    """ "mitad", 一半: a share whatever stands beside it."""
    return found(token.start, token.end, "50%", "share")


def read_vulgar_fraction(sentence: Sentence, index: int, token: Token) -> Reading:  # noqa: ARG001 - as all readers
    """½."""
    return found(token.start, token.end, as_percent(*VULGAR_FRACTIONS[token.text]), "share")


def read_half(sentence: Sentence, index: int, token: Token) -> Outcome:
    """Half of something, or as a number: medio bitcoin, medio millón."""
    before, after = sentence.word_before(index), sentence.word(token.end, index + 1)
    if token.text == "half":
        if before in sentence.words.no_share_after:
            return None
        return _of_what_follows(sentence, Quantity(token.start, HALF, token.end, index + 1), 1, 2)
    if after in ("docena", "duzia"):
        return found(token.start, sentence.end(index + 1), "6", "number")
    if after in sentence.words.multiples:
        return multiplied(sentence, Quantity(token.start, HALF, token.end, index + 1))
    if token.text in ("media", "meia") or before in sentence.words.no_half_after:
        return None
    if not after or after in sentence.words.no_half_before:
        return None
    if after in sentence.words.durations:
        return no_amount(sentence.end(index + 1))
    return found(token.start, token.end, "0.5", "number")


def read_quarter(sentence: Sentence, index: int, token: Token) -> Outcome:
    """ "quarter of my eth", "quarter million"; a quarter without these is of a year."""
    after = sentence.word(token.end, index + 1)
    if after != "of" and after not in sentence.words.multiples:
        return None
    if sentence.word_before(index) in sentence.words.no_share_after:
        return None
    return _of_what_follows(sentence, Quantity(token.start, Number(1), token.end, index + 1), 1, 4)


def read_part(sentence: Sentence, index: int, token: Token) -> Outcome:
    """ "cuarta parte"."""
    if sentence.word(token.end, index + 1) != "parte":
        return None
    return found(token.start, sentence.end(index + 1), as_percent(1, sentence.words.parts[token.text]), "share")


def read_half_of_one(sentence: Sentence, index: int, token: Token) -> Reading:  # noqa: ARG001 - as all readers
    """半个: half of one, unless it is half a month."""
    if _HALF_A_TIME.match(sentence.text, token.end):
        return no_amount(token.end + 1)
    return found(token.start, token.end - 1, "0.5", "number")


def share_of(sentence: Sentence, quantity: Quantity, denominator: Token) -> Outcome:
    """ "two thirds", "un cuarto", and "a quarter of a bitcoin", which is 0.25 of them."""
    part, whole = quantity.value.whole, sentence.words.denominators[denominator.text]
    if not 0 < part < whole or denominator.text.endswith("s") != (part > 1):
        return None
    index, end = quantity.next + 1, denominator.end
    after = sentence.word(end, index)
    is_ordinal = denominator.text in sentence.words.ordinals
    if after and is_ordinal and after not in sentence.words.after_ordinal_share:
        return None  # "one third wallet"
    return _of_what_follows(sentence, Quantity(quantity.start, quantity.value, end, index), part, whole)


def han_share(sentence: Sentence, start: int, whole: Number, end: int) -> Reading:
    """四分之一: the part comes second."""
    part = _HAN_PART.match(sentence.text, end)
    if part is None:
        return no_amount(end)
    number = Number(int(part[0])) if part[0].isascii() else numeral(part[0])
    if number is None or not 0 < number.whole < whole.whole:
        return no_amount(part.end())
    return found(start, part.end(), as_percent(number.whole, whole.whole), "share")


def _of_what_follows(sentence: Sentence, said: Quantity, part: int, whole: int) -> Outcome:
    """A share, unless it is one of a single thing: half a bitcoin, a quarter of a million, half an hour."""
    start, _, place, index = said
    if sentence.word(place, index) in ("of", "de"):
        place, index = sentence.end(index), index + 1
    article = sentence.word(place, index)
    if article in sentence.words.articles:
        place, index = sentence.end(index), index + 1
    thing = sentence.word(place, index)
    if thing in sentence.words.durations or thing.removesuffix("s") in sentence.words.durations:
        return no_amount(sentence.end(index))
    number = as_number(part, whole)
    if number and thing in sentence.words.multiples:
        return multiplied(sentence, Quantity(start, number, place, index))
    if number and article in ("a", "an"):
        if thing in sentence.words.percent:
            return found(start, sentence.end(index), f"{number}%", "percent")
        if thing in sentence.words.dollars:
            return found(start, sentence.end(index), f"${number}", "dollars")
        return found(start, place, str(number), "number")
    return found(start, said.end, as_percent(part, whole), "share")
