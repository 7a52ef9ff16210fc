"""Sums of dollars with the sign before them: $100, US$ 1.500, usd 20."""

from wallet_portfolio.intents.quantities.digits import is_of_a_name, literal
from wallet_portfolio.intents.quantities.han_numerals import numeral
from wallet_portfolio.intents.quantities.multiples import multiplied
from wallet_portfolio.intents.quantities.sentence import Quantity, Reading, Sentence, found, no_amount
from wallet_portfolio.intents.quantities.tokens import Token


def read_dollars(sentence: Sentence, index: int, token: Token) -> Reading | None:
    """The sum, unless the sign is before no number, as in $WIF."""
    after = sentence.near(token.end, index + 1)
    if after is None or after.kind not in ("number", "han") or "-" in sentence.text[token.end : after.start]:
        return None
    is_digits = after.kind == "number"
    value = literal(after.text, comma_decimals=sentence.comma_decimals) if is_digits else numeral(after.text)
    attached = sentence.attached(after.end, index + 2)
    if (
        value is None
        or (attached and not attached.isalpha())
        or is_of_a_name(sentence, index + 1, after.start, after.end)
    ):
        return no_amount(after.end + len(attached))
    total = multiplied(sentence, Quantity(token.start, value, after.end, index + 2))
    word = sentence.word(total.end, total.next)
    end = sentence.end(total.next) if word == "usd" or word in sentence.words.dollars else total.end
    return found(token.start, end, f"${total.value}", "dollars")
