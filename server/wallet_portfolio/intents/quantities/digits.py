"""Numbers in digits: 1500, 1,500.75, 1e6, 3/4."""

import re

from wallet_portfolio.intents.quantities.multiples import and_a_part, multiplied
from wallet_portfolio.intents.quantities.numbers import Number, as_percent
from wallet_portfolio.intents.quantities.patterns import LazyPattern
from wallet_portfolio.intents.quantities.sentence import Outcome, Quantity, Reading, Sentence, found, no_amount
from wallet_portfolio.intents.quantities.tokens import Token

_LONGEST = 40  # characters; what is longer is nobody's amount
_LARGEST_USUAL_DENOMINATOR = 10
_DENOMINATORS = (12, 16, 20, 100)
_GROUPS = LazyPattern(  # 1,500,000 and 15,00,000
    r"(?:[0-9]{1,3}(?:([ '’_.,])[0-9]{3})(?:\1[0-9]{3})*|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3})\Z"
)
_NO_DIGIT = re.compile("[^0-9]")
_POWER = re.compile(r"e[0-9]{1,2}\Z")
_DOMAIN = re.compile(r"\.(?:eth|sol|bnb|base|crypto|com|xyz|io|org|net|fi|app)(?![a-z0-9])")


def read_digits(sentence: Sentence, index: int, token: Token) -> Outcome:
    """A number in digits, a share such as 3/4, or that it is no amount."""
    start = _start(sentence, index, token)
    end = token.end
    after = sentence.near(end, index + 1)
    if after and _is_short_for_a_word(sentence, token, after):
        return None
    value = literal(sentence.text[start:end], comma_decimals=sentence.comma_decimals)
    attached = after.text if after and after.start == end and after.kind == "word" else ""
    if value is None or (attached and not attached.isalpha()) or is_of_a_name(sentence, index, start, end):
        if value and _POWER.match(attached):
            return Quantity(start, value.times(10 ** int(attached[1:])), end + len(attached), index + 2)
        return no_amount(end + len(attached))
    if sentence.text.startswith("/", end):
        return _read_fraction(sentence, index, token, value)
    if _stands_alone(sentence, end, after):
        return found(start, end, str(value), "number")
    return and_a_part(sentence, multiplied(sentence, Quantity(start, value, end, index + 1)))


def literal(text: str, *, comma_decimals: bool) -> Number | None:
    """What digits with separators mean, or None for a version, a list and the like."""
    if len(text) > _LONGEST:
        return None
    if text.isdigit():
        return Number(int(text))
    last = max(text.rfind("."), text.rfind(","))
    whole, decimals = text, ""
    if last >= 0 and not _is_thousands(text, last, comma_decimals=comma_decimals):
        whole, decimals = text[:last], text[last + 1 :]
    if not whole.isdigit() and whole and not _GROUPS.match(whole):
        return None
    if decimals and text[last] in whole:  # one kind of separator cannot be both
        return None
    if decimals and not decimals.isdigit():
        return None
    return Number(int(_NO_DIGIT.sub("", whole) + decimals or "0"), len(decimals))


def is_of_a_name(sentence: Sentence, index: int, start: int, end: int) -> bool:
    """Whether digits are part of a name, a negative number, a domain or a date."""
    text = sentence.text
    before = text[start - 1] if start else ""
    if before == "第" or (before == "-" and not text[max(0, start - 2) : start - 1].isdigit()):
        return True
    if before == "/" and text[max(0, start - 2) : start - 1].isalnum():
        return True
    if sentence.attached(end, index + 1) in sentence.words.coins_with_digits:
        return True
    if text.startswith(".", end) and _DOMAIN.match(text, end):
        return True
    return end - start in (1, 2, 4) and sentence.word_before(index) in sentence.words.months


def _start(sentence: Sentence, index: int, token: Token) -> int:
    """Where the number starts: after the 4 in "what can I get 4 300 usdt"."""
    is_for = len(token.text) == len("4 300") and token.text.startswith("4 ") and not sentence.comma_decimals
    if is_for and sentence.word_before(index) not in sentence.words.spending:
        return token.start + len("4 ")
    return token.start


def _is_short_for_a_word(sentence: Sentence, token: Token, after: Token) -> bool:
    """ "add it up 4 me"."""
    if token.text not in ("2", "4") or sentence.comma_decimals or after.start == token.end:
        return False
    return after.kind == "junk" or after.text in sentence.words.after_for


def _stands_alone(sentence: Sentence, end: int, after: Token | None) -> bool:
    """Whether nothing comes after the digits that could say more about them."""
    if after and after.kind in ("word", "vulgar", "dollar"):
        return False
    following = sentence.text[end : end + 2]
    return following.isascii() and "%" not in following


def _read_fraction(sentence: Sentence, index: int, token: Token, part: Number) -> Reading | Quantity:
    below = sentence.near(token.end + 1, index + 1)
    if below is None or below.kind != "number" or below.start != token.end + 1:
        return Quantity(token.start, part, token.end, index + 1)
    whole = int(below.text) if below.text.isdigit() and len(below.text) <= len("100") else 0
    is_share = 0 < part.whole < whole and (whole <= _LARGEST_USUAL_DENOMINATOR or whole in _DENOMINATORS)
    return found(token.start, below.end, as_percent(part.whole, whole), "share") if is_share else no_amount(below.end)


def _is_thousands(text: str, last: int, *, comma_decimals: bool) -> bool:
    """Whether the last comma or period of the text separates thousands."""
    separator, rest = text[last], text[last + 1 :]
    if text.count(separator) > 1:
        return True
    if len(rest) != 3 or not 1 <= last <= 3 or text[0] == "0" or not text[:last].isdigit():
        return False
    if separator == ".":
        return comma_decimals
    return not comma_decimals or rest[-1] == "0"  # nobody ends decimals in 0: in Mexico 1,500 is 1500 too
