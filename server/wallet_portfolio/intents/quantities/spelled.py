"""Numbers in English, Spanish and Portuguese words: two thousand five hundred, treinta y cinco, point five."""

from wallet_portfolio.intents.quantities.multiples import and_a_part, multiplied
from wallet_portfolio.intents.quantities.numbers import Number
from wallet_portfolio.intents.quantities.sentence import Quantity, Sentence
from wallet_portfolio.intents.quantities.tokens import Token
from wallet_portfolio.intents.quantities.words import Words

_MOST_DECIMALS = 40
_ENDLESS = 10**30
_INDEFINITE = frozenset({"a", "an"})  # no "one" inside a number: "treinta y un" is 31, "thirty and a" is not
_ONES_AFTER_A_POINT = frozenset({"uno", "um", "uma", "un", "una"})
_NO_POINT_AFTER = frozenset({"this", "that", "some", "the", "a", "which", "what"})
_ONLY_SEVERAL = frozenset({"grand", "lakhs", "crores", "docenas", "duzias"})


def read_spelled(sentence: Sentence, index: int, token: Token) -> Quantity | None:
    """A cardinal number in words, with what belongs to it."""
    factor = 1
    if token.text in sentence.words.articles:
        quantity = _article(sentence, index, token)
        if quantity is None:
            return None
    elif _is_no_number(sentence, token.text, sentence.word_before(index)):
        return None
    else:
        quantity, factor = _cardinal(sentence, index)
        if quantity.next == index:
            return None
    return and_a_part(sentence, multiplied(sentence, _decimals(sentence, quantity)), factor)


def read_point(sentence: Sentence, index: int, token: Token) -> Quantity | None:
    """ "point five"."""
    if sentence.word_before(index) in _NO_POINT_AFTER:
        return None
    quantity = _decimals(sentence, Quantity(token.start, Number(0), token.start, index))
    return None if quantity.end == token.start else multiplied(sentence, quantity)


def _article(sentence: Sentence, index: int, token: Token) -> Quantity | None:
    """ "a hundred", "una y media", "un cuarto": an article that is the number one."""
    one = Quantity(token.start, Number(1), token.end, index + 1)
    after = sentence.word(token.end, index + 1)
    if after in sentence.words.multiples:
        quantity, factor = _cardinal(sentence, index + 1)
        return and_a_part(sentence, quantity._replace(start=token.start), factor)
    if after in ("half", "mitad", "metade"):
        return None  # read with the next word
    is_one = after in sentence.words.denominators or and_a_part(sentence, one) != one or _decimals(sentence, one) != one
    return one if is_one else None


def _is_no_number(sentence: Sentence, word: str, before: str) -> bool:
    match word:
        case "one":
            return before in sentence.words.no_one_after
        case "once":
            return not sentence.comma_decimals
        case "ten":
            return sentence.comma_decimals
        case "dos":
            return sentence.is_portuguese
    return word in sentence.words.multiples and (word in _ONLY_SEVERAL or before in sentence.words.vague)


def _cardinal(sentence: Sentence, index: int) -> tuple[Quantity, int]:
    """The words of a whole number, and the last thousand or million among them."""
    sum_ = _Sum(sentence.words)
    start = end = sentence.tokens[index].start
    while word := sentence.word(end, index):
        skipped = 0
        if word in sentence.words.connectors and sum_.said:
            connected = sentence.word(sentence.end(index), index + 1)
            if not sum_.joins(word, connected):
                break
            word, skipped = connected, 1
        if not sum_.add(word, after_and=bool(skipped)):
            break
        index += skipped
        end, index = sentence.end(index), index + 1
    return Quantity(start, Number(sum_.value), end, index), sum_.factor


def _decimals(sentence: Sentence, quantity: Quantity) -> Quantity:
    """With "point seven five", "coma veinticinco"."""
    start, value, end, index = quantity
    if sentence.word(end, index) not in sentence.words.points or value.scale:
        return quantity
    end, index = sentence.end(index), index + 1
    digits, tens = "", False
    while len(digits) <= _MOST_DECIMALS and (token := sentence.near(end, index)):
        if token.kind == "number" and token.text.isdigit() and not digits:
            said = token.text
        elif token.kind == "word" and (said := _said_digits(sentence, token.text)):
            digits = digits[:-1] if tens and len(said) == 1 else digits  # "seventy five" is 75, not 705
            tens = len(said) == len("70") and said[1] == "0"
        elif (
            tens
            and token.text in sentence.words.connectors
            and _said_digits(sentence, sentence.word(token.end, index + 1))
        ):
            said = ""
        else:
            break
        digits += said
        end, index = token.end, index + 1
    if not digits:
        return quantity
    return Quantity(start, Number(int(f"{value.digits}{digits}"), len(digits)), end, index)


def _said_digits(sentence: Sentence, word: str) -> str:
    if word in ("oh", "o"):
        return "0"
    value = 1 if word in _ONES_AFTER_A_POINT else sentence.words.cardinals.get(word)
    return "" if value is None else str(value)


class _Sum:
    """A number in words as it grows."""

    __slots__ = ("_group", "_ones", "_room", "_total", "_words", "factor", "said")

    def __init__(self, words: Words) -> None:
        self._words = words
        self._ones = words.articles - _INDEFINITE
        self._total = self._group = 0
        self._room = _ENDLESS  # what is still to come is less than this
        self.factor = 1
        self.said = False

    @property
    def value(self) -> int:
        return self._total + self._group

    def joins(self, connector: str, word: str) -> bool:
        """Whether the connector holds the number together: "two hundred and five", "treinta y cinco"."""
        least = 100 if connector == "and" else 10
        if connector == "y" and self._room != least:
            return False
        value = 1 if word in self._ones else self._words.cardinals.get(word, self._room)
        return self._room >= least and 0 < value < self._room

    def add(self, word: str, *, after_and: bool) -> bool:
        """Take one more word, if it can follow."""
        value = 1 if after_and and word in self._ones else self._words.cardinals.get(word)
        if value is not None:
            return self._add_value(value)
        return word in self._words.multiples and self._multiply(self._words.multiples[word])

    def _add_value(self, value: int) -> bool:
        if value >= self._room or (self.said and not value):
            return False
        self._group += value
        self._room = 100 if value >= 100 else 10 if value >= 20 and value % 10 == 0 else 0
        self.said = True
        return True

    def _multiply(self, factor: int) -> bool:
        if factor <= 100:  # a hundred, a dozen
            if self._group >= 100 or (self.said and not self._group):
                return False
            self._group = (self._group or 1) * factor
            self._room = 100 if factor == 100 else 0
        elif self.said and not self._group:  # "mil millones"
            if factor <= self.factor or not self._total:
                return False
            self._total *= factor
            self._room = factor
        else:
            if 1 < self.factor <= factor:
                return False
            self._total += (self._group or 1) * factor
            self._group, self._room = 0, factor
        self.factor = factor
        self.said = True
        return True
