"""Chinese and Japanese numerals where they are quantities: 两个, 三千usdc, 百分之二十五."""

from wallet_portfolio.intents.quantities.counted import COUNTING_SIGN
from wallet_portfolio.intents.quantities.digits import literal
from wallet_portfolio.intents.quantities.han_numerals import LARGE_UNITS, numeral
from wallet_portfolio.intents.quantities.multiples import multiplied
from wallet_portfolio.intents.quantities.patterns import LazyPattern
from wallet_portfolio.intents.quantities.sentence import Outcome, Quantity, Reading, Sentence, found, no_amount
from wallet_portfolio.intents.quantities.tokens import Token

_COIN = LazyPattern("\\s?(?:[a-z$]|[ァ-ヶ]|比特|以太|大饼|姨太|狗狗|柴犬|莱特|萊特|瑞波|泰达|泰達)")
_NOT_ONE = LazyPattern("一个(?:[叫名代钱合地好人问查表图圖幣网链方新余变]|多)")
_ABOUT = ("多", "几", "余", "来")
_NO_NUMERAL_AFTER = frozenset("第几数好何周期拜初统唯同单专逐之其每上")
_NEED_A_COUNTER = frozenset({"千万", "千百", "百千"})


def read_han(sentence: Sentence, index: int, token: Token) -> Outcome:
    """A number, where the numerals count something and are not part of a word."""
    text, start, end = sentence.text, token.start, token.end
    value = numeral(token.text)
    if value is None or text[start - 1 : start] in _NO_NUMERAL_AFTER:
        return no_amount(end)
    if text.startswith(_ABOUT, end) or _NOT_ONE.match(text, start):
        return no_amount(end)
    quantity = Quantity(start, value, end, index + 1)
    if COUNTING_SIGN.match(text, end) or _COIN.match(text, end):
        return quantity
    if len(token.text) == 1 or token.text in _NEED_A_COUNTER or token.text[0] in LARGE_UNITS:
        return no_amount(end)
    return multiplied(sentence, quantity)


def read_hundredths(sentence: Sentence, index: int, token: Token) -> Reading | None:
    """百分之二十五."""
    after = sentence.near(token.end, index + 1)
    if after is None or after.kind not in ("number", "han"):
        return None
    is_digits = after.kind == "number"
    value = literal(after.text, comma_decimals=sentence.comma_decimals) if is_digits else numeral(after.text)
    return found(token.start, after.end, f"{value}%", "percent") if value else no_amount(after.end)
