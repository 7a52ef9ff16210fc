"""The readers of single tokens put together."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice

from wallet_portfolio.intents.quantities import dollars, everything, shares
from wallet_portfolio.intents.quantities.counted import counted
from wallet_portfolio.intents.quantities.digits import read_digits
from wallet_portfolio.intents.quantities.han import read_han, read_hundredths
from wallet_portfolio.intents.quantities.sentence import Outcome, Quantity, Reading, Sentence
from wallet_portfolio.intents.quantities.spelled import read_point, read_spelled
from wallet_portfolio.intents.quantities.tokens import Token
from wallet_portfolio.intents.quantities.words import words

_Reader = Callable[[Sentence, int, Token], Outcome]


_MOST_BEGINNINGS = 400  # a text with more is a table and no request, and is not to cost more time than one


def read(text: str, *, comma_decimals: bool) -> list[Reading]:
    """The quantities in a folded text, in order, without overlaps, where the first 400 may begin."""
    sentence = Sentence(text, comma_decimals=comma_decimals)
    readings = []
    read_to = 0
    for index, token, reader in islice(_beginnings(sentence), _MOST_BEGINNINGS):
        if token.start < read_to:
            continue
        outcome = reader(sentence, index, token)
        if isinstance(outcome, Quantity):
            outcome = counted(sentence, outcome)
        if outcome:
            read_to = outcome.end
            if outcome.value:
                readings.append(outcome)
    return list(everything.without_echoes(sentence, readings))


def _beginnings(sentence: Sentence) -> Iterator[tuple[int, Token, _Reader]]:
    """The tokens that a quantity may begin with, and what reads it."""
    of_words = _readers_of_words()
    for index, token in enumerate(sentence.tokens):
        if reader := of_words.get(token.text) if token.kind == "word" else _READERS.get(token.kind):
            yield index, token, reader


_READERS: dict[str, _Reader] = {
    "number": read_digits,
    "dollar": dollars.read_dollars,
    "vulgar": shares.read_vulgar_fraction,
    "half": shares.read_half_word,
    "unit": shares.read_half_of_one,
    "all": everything.read_everything_sign,
    "cleared": everything.read_everything_sign,
    "percent": read_hundredths,
    "han": read_han,
}


@cache
def _readers_of_words() -> dict[str, _Reader]:
    """The words that quantities begin with."""
    spoken = words()
    numbers = spoken.articles | spoken.cardinals.keys() | spoken.multiples.keys()
    return {
        **dict.fromkeys(numbers, read_spelled),
        "point": read_point,
        **dict.fromkeys(spoken.parts, shares.read_part),
        **dict.fromkeys(("quarter", "quarters"), shares.read_quarter),
        **dict.fromkeys(spoken.halves, shares.read_half),
        **dict.fromkeys(("mitad", "metade"), shares.read_half_word),
        **dict.fromkeys(spoken.everything, everything.read_everything),
        "full": everything.read_full,
        "lot": everything.read_lot,
        "every": everything.read_every,
        "hasta": everything.read_up_to,
    }
