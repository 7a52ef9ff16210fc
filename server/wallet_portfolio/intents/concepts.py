"""What words stand for, in five languages: "bridge", "puente", 跨链 and ブリッジ are one concept to the models."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from wallet_portfolio.intents.units import Unit

_ASCII = re.compile(r"[\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Words and stems are looked up whole, phrases by their first word, unspaced ones by their first character."""

    words: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, tuple[tuple[str, str], ...]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    unspaced: Mapping[str, tuple[tuple[str, str], ...]]


def concepts_of(units: Sequence[Unit]) -> list[tuple[str, ...]]:
    """The concepts that begin at each unit."""
    keys = [unit.key for unit in units]
    return [tuple(dict.fromkeys(_at(keys, at))) for at in range(len(keys))]


def _at(keys: Sequence[str], at: int) -> Iterator[str]:
    key = keys[at]
    if not key:
        return
    yield from _unspaced(keys, at)
    if not _ASCII.fullmatch(key):
        return
    yield from _of_word(key)
    for phrase, concept in _lexicon().phrases.get(key, ()):
        if tuple(keys[at : at + len(phrase)]) == phrase:
            yield concept


def _unspaced(keys: Sequence[str], at: int) -> Iterator[str]:
    entries = _lexicon().unspaced.get(keys[at][0], ())
    if entries:
        following = "".join(keys[at : at + 12])
        yield from (concept for entry, concept in entries if following.startswith(entry))


@lru_cache(maxsize=8192)
def _of_word(word: str) -> tuple[str, ...]:
    lexicon = _lexicon()
    found = [*lexicon.words.get(word, ())]
    found += [concept for stem, concept in lexicon.stems.get(word[:3], ()) if word.startswith(stem)]
    return tuple(dict.fromkeys(found))


@cache
def _lexicon() -> _Lexicon:
    concepts: Mapping[str, list[str]] = json.loads(
        (files(__package__) / "data" / "concepts.json").read_text(encoding="utf-8")
    )
    words: dict[str, list[str]] = {}
    stems: dict[str, list[tuple[str, str]]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    unspaced: dict[str, list[tuple[str, str]]] = {}
    for concept, entries in concepts.items():
        for entry in entries:
            if not _ASCII.fullmatch(entry):
                unspaced.setdefault(entry[0], []).append((entry, concept))
            elif entry.endswith("*"):
                stems.setdefault(entry[:-1][:3], []).append((entry[:-1], concept))
            elif " " in entry:
                parts = tuple(entry.split())
                phrases.setdefault(parts[0], []).append((parts, concept))
            else:
                words.setdefault(entry, []).append(concept)
    return _Lexicon(
        {word: tuple(found) for word, found in words.items()},
        {start: tuple(found) for start, found in stems.items()},
        {first: tuple(found) for first, found in phrases.items()},
        {first: tuple(found) for first, found in unspaced.items()},
    )
