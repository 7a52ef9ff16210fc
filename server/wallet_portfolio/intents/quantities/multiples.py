"""What a number is multiplied by or extended with: 2k, 5 million, 1.5万, two and a half."""

from wallet_portfolio.intents.quantities.han_numerals import NUMERALS, multiplied_by
from wallet_portfolio.intents.quantities.numbers import HALF, QUARTER, Number, as_number
from wallet_portfolio.intents.quantities.patterns import LazyPattern
from wallet_portfolio.intents.quantities.sentence import Quantity, Sentence
from wallet_portfolio.intents.quantities.tokens import VULGAR_FRACTIONS, Token

# 1万, 2百万, 1万5千
_HAN_MULTIPLE = LazyPattern(rf"\s?([百千万亿][{NUMERALS}]*+(?:[0-9]{{1,4}}+(?![0-9.,])[百千]?)?+)")
_MOST_WORDS = 2  # "2 mil millones"
_SHORT = {"k": 10**3, "m": 10**6, "w": 10**4}  # before a stable coin: 2ku, 5wusdt


def multiplied(sentence: Sentence, quantity: Quantity) -> Quantity:
    """With the k, million, 万 or ½ that follows."""
    start, value, end, index = quantity
    if not sentence.text[end : end + 2].isascii() and (han := _HAN_MULTIPLE.match(sentence.text, end)):
        product = multiplied_by(value, han[1])
        return Quantity(start, product, han.end(), sentence.index_at(han.end(), index)) if product else quantity
    token = sentence.near(end, index)
    if token and token.kind == "vulgar" and token.start == end:
        part = as_number(*VULGAR_FRACTIONS[token.text]) or Number(0)
        return Quantity(start, value.plus(part), token.end, index + 1)
    for _ in range(_MOST_WORDS):
        if not (token and token.kind == "word" and (factor := _factor(sentence, token, end, index))):
            break
        end = token.start + (1 if _is_before_a_stable(sentence, token.text) else len(token.text))
        value = value.times(factor)
        index += 1
        token = sentence.near(end, index)
    return Quantity(start, value, end, index)


def and_a_part(sentence: Sentence, quantity: Quantity, factor: int = 1) -> Quantity:
    """With "and a half", "y media", "e meio", which may be half a million; then what that is multiplied by."""
    start, value, end, index = quantity
    if sentence.word(end, index) not in sentence.words.connectors:
        return quantity
    end, index = sentence.end(index), index + 1
    if sentence.word(end, index) in sentence.words.articles:
        end, index = sentence.end(index), index + 1
    word = sentence.word(end, index)
    if word not in sentence.words.halves and word != "quarter":
        return quantity
    part = QUARTER if word == "quarter" else HALF
    return multiplied(sentence, Quantity(start, value.plus(part.times(factor)), sentence.end(index), index + 1))


def _factor(sentence: Sentence, token: Token, end: int, index: int) -> int:
    """What a word after digits multiplies them by, or 0."""
    word = token.text
    if word == "mil":
        return 10**3 if sentence.is_spanish_or_portuguese else 10**6
    if token.start > end:
        if word == "m":  # also a coin
            after = sentence.word(token.end, index + 1)
            return 10**6 if after and after not in sentence.words.prepositions else 0
        return sentence.words.short_multiples.get(word, 0)
    if word == "w" or (word[0] == "w" and _is_before_a_stable(sentence, word)):
        return _SHORT["w"] if sentence.is_chinese else 0
    if _is_before_a_stable(sentence, word):
        return _SHORT[word[0]]
    return sentence.words.joined_multiples.get(word, 0)


def _is_before_a_stable(sentence: Sentence, word: str) -> bool:
    return word[0] in _SHORT and word[1:] in sentence.words.stables
