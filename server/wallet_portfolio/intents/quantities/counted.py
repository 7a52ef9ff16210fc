"""What a number counts, by what follows it: percent, dollars, days, coins."""

import re

from wallet_portfolio.intents.quantities.han_numerals import NUMERALS, digit
from wallet_portfolio.intents.quantities.numbers import HALF, Number
from wallet_portfolio.intents.quantities.patterns import LazyPattern, any_of
from wallet_portfolio.intents.quantities.sentence import Quantity, Reading, Sentence, found, no_amount
from wallet_portfolio.intents.quantities.shares import han_share, share_of
from wallet_portfolio.intents.quantities.tokens import Token
from wallet_portfolio.intents.quantities.words import words

_LAST_DAY = 31


def _sign() -> str:
    spoken = words()
    return (
        r"\s?(?:(?P<percent>%|パーセント|プロ(?![ァ-ヶ]))|(?P<tenths>[成割])"
        rf"|(?P<dollars>{any_of(spoken.han_dollars)})|(?P<cents>セント|美分)"
        r"|(?P<count>块(?=\s?(?:钱的?)?\s?u))"
        rf"|(?P<of>分(?:[之の]|(?=[一二三](?![{NUMERALS}0-9点钟秒分个起些下共直般样定]))))"
        rf"|(?P<skip>[€£¥₩₹₽]|{any_of(spoken.han_time_units | spoken.han_other_units)})"
        r"|(?P<counter>[个枚颗只张つ粒コ](?P<and_half>半(?![月年天小钟日]))?))"
    )


COUNTING_SIGN = LazyPattern(_sign)
_FURTHER_TENTHS = LazyPattern(r"([一二三四五六七八九]|[0-9])分(?![钟之の])")


def counted(sentence: Sentence, quantity: Quantity) -> Reading:
    """The reading of a number, after a look at what follows it."""
    start, value, end, index = quantity
    follows = sentence.text[end : end + 2].lstrip(" ")[:1]
    if follows == "%" or not follows.isascii():
        sign = COUNTING_SIGN.match(sentence.text, end)
        if sign:
            return _with_sign(sentence, start, value, sign)
    token = sentence.near(end, index)
    if token and token.kind == "word":
        return _with_word(sentence, quantity, token)
    if token and token.kind == "dollar" and _is_dollar_after(sentence, end, token):
        return found(start, token.end, f"${value}", "dollars")
    return found(start, end, str(value), "number")


def _with_sign(sentence: Sentence, start: int, value: Number, sign: re.Match[str]) -> Reading:
    end = sign.end()
    match sign.lastgroup:
        case "percent":
            return found(start, end, f"{value}%", "percent")
        case "tenths":
            return _tenths(sentence, start, value, sign)
        case "dollars":
            return found(start, end, f"${value}", "dollars")
        case "cents":
            return found(start, end, f"${value.hundredth()}", "dollars")
        case "skip":
            return no_amount(end)
        case "of":
            return han_share(sentence, start, value, end)
        case _:
            if sign["and_half"]:
                return found(start, end, str(value.plus(HALF)), "number")
            return found(start, sign.start(), str(value), "number")


def _tenths(sentence: Sentence, start: int, value: Number, sign: re.Match[str]) -> Reading:
    """三成 is 30 %, 七成半 75 %, 二割五分 25 %."""
    percent, end = value.times(10), sign.end()
    if sentence.text.startswith("半", end):
        return found(start, end + 1, f"{percent.plus(Number(5))}%", "percent")
    if sign["tenths"] == "割" and (more := _FURTHER_TENTHS.match(sentence.text, end)):
        hundredths = int(more[1] if more[1].isascii() else digit(more[1]))
        return found(start, more.end(), f"{percent.plus(Number(hundredths))}%", "percent")
    return found(start, end, f"{percent}%", "percent")


def _is_dollar_after(sentence: Sentence, end: int, token: Token) -> bool:
    alone = token.text == "usd" or not sentence.text[token.end : token.end + 1].isalnum()
    return alone and token.start - end <= 1


def _with_word(sentence: Sentence, quantity: Quantity, token: Token) -> Reading:
    start, value, end, index = quantity
    after = sentence.word(token.end, index + 1)
    if unit := _with_unit(sentence, quantity, token, after):
        return unit
    if token.text in sentence.words.denominators and (share := share_of(sentence, quantity, token)):
        return counted(sentence, share) if isinstance(share, Quantity) else share
    if sentence.text[start:end] in sentence.words.articles or _is_no_amount(sentence, quantity, token):
        return no_amount(token.end)
    if token.text == "de" and after in sentence.words.months:
        return no_amount(sentence.end(index + 1))
    return found(start, end, str(value), "number")


def _with_unit(sentence: Sentence, quantity: Quantity, token: Token, after: str) -> Reading | None:
    """With the percent, dollars or cents that it is of."""
    start, value, _, index = quantity
    word = token.text
    if word in sentence.words.percent:
        return found(start, token.end, f"{value}%", "percent")
    if (word, after) in (("por", "ciento"), ("por", "cento"), ("per", "cent")):
        return found(start, sentence.end(index + 1), f"{value}%", "percent")
    if word in sentence.words.dollars or (word == "usd" and after not in ("coin", "coins")):
        return found(start, token.end, f"${value}", "dollars")
    if word in sentence.words.cents:
        return found(start, token.end, f"${value.hundredth()}", "dollars")
    return None


def _is_no_amount(sentence: Sentence, quantity: Quantity, token: Token) -> bool:
    word, is_joined = token.text, token.start == quantity.end
    if word == "m" or (word in sentence.words.letters and not is_joined):
        return False
    return word in sentence.words.no_amounts or (word in sentence.words.months and quantity.value.whole <= _LAST_DAY)
