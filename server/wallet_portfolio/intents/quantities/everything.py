"""All of it: all my eth, the lot, every last one, hasta el último, 全部, 清掉."""

import re
from collections.abc import Iterator

from wallet_portfolio.intents.quantities.patterns import LazyPattern
from wallet_portfolio.intents.quantities.sentence import Outcome, Reading, Sentence, found
from wallet_portfolio.intents.quantities.tokens import Token

_UP_TO_THE_LAST = {"el": "ultimo", "la": "ultima"}
_END_OF_CLAUSE = re.compile("[,.;!?。、\n]")
_BESIDE = 3  # characters: 清掉了 一半


def read_everything(sentence: Sentence, index: int, token: Token) -> Outcome:
    """One of the words for all of it, where it means that."""
    before, after = sentence.word_before(index), sentence.word(token.end, index + 1)
    if token.text == "all":
        return _read_all(sentence, index, before, after)
    if token.text == "todo" and before in sentence.words.no_everything_after:
        return None
    return _all_of_it(token.start, token.end)


def read_full(sentence: Sentence, index: int, token: Token) -> Outcome:
    """ "full balance"."""
    is_all = sentence.word(token.end, index + 1) in sentence.words.full
    return _all_of_it(token.start, token.end) if is_all else None


def read_lot(sentence: Sentence, index: int, token: Token) -> Outcome:
    """ "the lot", but not "a lot" or "the lot of them"."""
    is_all = sentence.word_before(index) == "the" and sentence.word(token.end, index + 1) != "of"
    return _all_of_it(token.start, token.end) if is_all else None


def read_every(sentence: Sentence, index: int, token: Token) -> Outcome:
    """ "every last coin", but not "every last day"."""
    if sentence.word(token.end, index + 1) != "last":
        return None
    return _unless_of_time(sentence, token.start, index + 1)


def read_up_to(sentence: Sentence, index: int, token: Token) -> Outcome:
    """ "hasta el último centavo", but not "hasta el último día"."""
    last = _UP_TO_THE_LAST.get(sentence.word(token.end, index + 1))
    if last is None or sentence.word(sentence.end(index + 1), index + 2) != last:
        return None
    return _unless_of_time(sentence, token.start, index + 2)


def read_everything_sign(sentence: Sentence, index: int, token: Token) -> Reading:  # noqa: ARG001 - as all readers
    """全部, 清掉, all of it whatever stands beside it."""
    return _all_of_it(token.start, token.end)


def without_echoes(sentence: Sentence, readings: list[Reading]) -> Iterator[Reading]:
    """The readings but for 清掉 and 都换 where another one says of how much: 全部清掉, 一半都换成, 清掉一半."""
    before: Reading | None = None
    for place, reading in enumerate(readings):
        if reading.kind == "everything" and _CLEARED.match(sentence.text, reading.start):
            after = readings[place + 1] if place + 1 < len(readings) else None
            said_before = before and not _END_OF_CLAUSE.search(sentence.text, before.end, reading.start)
            if said_before or (after and after.start - reading.end <= _BESIDE):
                continue
        before = reading
        yield reading


def _read_all(sentence: Sentence, index: int, before: str, after: str) -> Reading | None:
    token = sentence.tokens[index]
    if before in sentence.words.no_everything_after or after in sentence.words.no_everything_before:
        return None
    if after == "in" and sentence.word(sentence.end(index + 1), index + 2) not in sentence.words.all_in_before:
        return _all_of_it(token.start, sentence.end(index + 1))
    return _all_of_it(token.start, token.end)


def _unless_of_time(sentence: Sentence, start: int, last: int) -> Reading | None:
    end = sentence.end(last)
    thing = sentence.word(end, last + 1)
    is_time = thing in sentence.words.months or {thing, thing.removesuffix("s")} & sentence.words.durations
    if is_time:
        return None
    return _all_of_it(start, sentence.end(last + 1) if thing == "one" else end)  # "every last one of them"


def _all_of_it(start: int, end: int) -> Reading:
    return found(start, end, "100%", "everything")


_CLEARED = LazyPattern("都|清[光掉空]|出清")
