"""Regular expressions that are compiled when first needed: large sets of characters take their time."""

import re
from collections.abc import Callable, Iterable, Iterator


class LazyPattern:
    """A pattern of a source, or of what a function gives as one."""

    __slots__ = ("_compiled", "_source")

    def __init__(self, source: str | Callable[[], str]) -> None:
        self._source = source
        self._compiled: re.Pattern[str] | None = None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """A match at that place."""
        return (self._compiled or self._compile()).match(text, start)

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The first match between two places."""
        return (self._compiled or self._compile()).search(text, start, end)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches, in order."""
        return (self._compiled or self._compile()).finditer(text)

    def _compile(self) -> re.Pattern[str]:
        self._compiled = re.compile(self._source if isinstance(self._source, str) else self._source())
        return self._compiled


def any_of(words: Iterable[str]) -> str:
    """What matches one of the words, the longest that fits."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))
