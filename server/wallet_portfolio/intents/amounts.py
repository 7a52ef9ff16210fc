"""Quantities in a sentence, as people write and spell them in five languages."""

from dataclasses import dataclass

from wallet_portfolio.intents.quantities.folding import fold
from wallet_portfolio.intents.quantities.reader import read
from wallet_portfolio.intents.quantities.sentence import Kind

__all__ = ["AmountMention", "Kind", "find_amounts"]


@dataclass(frozen=True, slots=True)
class AmountMention:
    """A quantity at `text[start:end]`; `value` is "1500", "0.75", "50%", "100%" for all of it, or "$100"."""

    start: int
    end: int
    value: str
    kind: Kind


def find_amounts(text: str, *, comma_decimals: bool = False) -> list[AmountMention]:
    """The quantities in the text, in order, without overlaps. Durations, dates, ids and other currencies are none.

    Of a text with hundreds of them the first are found, so that no text of a request's length takes long.
    `comma_decimals`: whether "1.500" is read as 1500, as in Spanish and Portuguese, instead of 1.5.
    """
    folded, places = fold(text)
    readings = read(folded, comma_decimals=comma_decimals)
    if places is None:
        return [AmountMention(*reading) for reading in readings]
    return [AmountMention(places[one.start], places[one.end - 1] + 1, one.value, one.kind) for one in readings]
