"""A sentence as tokens with their neighbours, and what reading one of them gives."""

from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from wallet_portfolio.intents.quantities.numbers import Number
from wallet_portfolio.intents.quantities.tokens import Token, cut
from wallet_portfolio.intents.quantities.words import words

Kind = Literal["number", "percent", "share", "dollars", "everything"]

_FARTHEST = 3  # characters between neighbours


class Quantity(NamedTuple):
    """A number at `text[start:end]`, of which it is still to be seen what it counts; `next` is the token after it."""

    start: int
    value: Number
    end: int
    next: int


class Reading(NamedTuple):
    """What the text up to `end` says: a value, or "" where it is none."""

    start: int
    end: int
    value: str
    kind: Kind


Outcome: TypeAlias = Reading | Quantity | None


def found(start: int, end: int, value: str, kind: Kind) -> Reading:
    """A quantity."""
    return Reading(start, end, value, kind)


def no_amount(end: int) -> Reading:
    """What looks like a quantity up to there, but is none."""
    return Reading(end, end, "", "number")


class Sentence:
    """A folded text, to be read token by token."""

    def __init__(self, text: str, *, comma_decimals: bool) -> None:
        self.text = text
        self.comma_decimals = comma_decimals
        self.tokens = cut(text)
        self.words = words()

    def near(self, end: int, index: int) -> Token | None:
        """The token at the index if nothing but a space or a dash comes before it."""
        if index >= len(self.tokens):
            return None
        token = self.tokens[index]
        gap = token.start - end
        if gap == 0 or (gap <= _FARTHEST and not self.text[end : token.start].strip(" -")):
            return token
        return None

    def word(self, end: int, index: int) -> str:
        """The word there, or ""."""
        token = self.near(end, index)
        return token.text if token and token.kind == "word" else ""

    def word_before(self, index: int) -> str:
        """The word before the token, or ""."""
        if not index:
            return ""
        before = self.tokens[index - 1]
        return before.text if before.kind == "word" and self.near(before.end, index) else ""

    def attached(self, end: int, index: int) -> str:
        """The word without a space before it, or ""."""
        token = self.near(end, index)
        return token.text if token and token.kind == "word" and token.start == end else ""

    def end(self, index: int) -> int:
        """Where the token ends."""
        return self.tokens[index].end

    def index_at(self, place: int, index: int) -> int:
        """The first token from the index on that starts there or later."""
        while index < len(self.tokens) and self.tokens[index].start < place:
            index += 1
        return index

    @cached_property
    def is_chinese(self) -> bool:
        """Whether Chinese characters are in it and no Japanese ones."""
        return any("一" <= character <= "鿿" for character in self.text) and not any(
            "ぁ" <= character <= "ヿ" for character in self.text
        )

    @cached_property
    def is_portuguese(self) -> bool:
        """Whether it is rather Portuguese than Spanish."""
        return len(self._said & self.words.portuguese) > len(self._said & self.words.spanish)

    @cached_property
    def is_spanish_or_portuguese(self) -> bool:
        """Whether it is known to be, or has a word that is of these languages alone."""
        return self.comma_decimals or not self._said.isdisjoint(self.words.only_spanish_or_portuguese)

    @cached_property
    def _said(self) -> set[str]:
        return {token.text for token in self.tokens if token.kind == "word"}
