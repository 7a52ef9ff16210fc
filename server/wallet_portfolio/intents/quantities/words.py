"""The words of quantities in five languages, from a table in the data folder."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """The words by what they do, folded as the text is. `no_x_after` are those after which a word for x is none."""

    # Numbers
    cardinals: Mapping[str, int]
    multiples: Mapping[str, int]
    short_multiples: Mapping[str, int]  # after digits: 5 k
    joined_multiples: Mapping[str, int]  # right after digits: 5m
    articles: frozenset[str]  # numbers only before or after what makes them so
    points: frozenset[str]
    connectors: frozenset[str]
    vague: frozenset[str]  # "a few hundred"
    no_one_after: frozenset[str]

    # Shares
    halves: frozenset[str]
    no_half_after: frozenset[str]  # "por medio de", "no meio"
    no_half_before: frozenset[str]
    denominators: Mapping[str, int]
    parts: Mapping[str, int]  # "la cuarta parte"
    ordinals: frozenset[str]
    after_ordinal_share: frozenset[str]
    no_share_after: frozenset[str]  # "the second half of 2024"
    percent: frozenset[str]

    # All of it
    everything: frozenset[str]
    no_everything_after: frozenset[str]  # "at all", "sobre todo"
    no_everything_before: frozenset[str]  # "all time"
    full: frozenset[str]
    all_in_before: frozenset[str]  # "all in my wallet"

    # What is counted
    dollars: frozenset[str]
    cents: frozenset[str]
    no_amounts: frozenset[str]  # how long, which, how many times, other currencies, the clock
    letters: frozenset[str]  # mean so only right after the digits
    durations: frozenset[str]
    months: frozenset[str]
    stables: frozenset[str]  # in "2ku", "5kusdc"
    coins_with_digits: frozenset[str]

    # Around it
    prepositions: frozenset[str]
    spending: frozenset[str]
    after_for: frozenset[str]
    portuguese: frozenset[str]  # where "dos" is "of the"
    spanish: frozenset[str]
    only_spanish_or_portuguese: frozenset[str]  # and neither English nor a coin

    # Chinese and Japanese
    han_everything: frozenset[str]
    han_cleared: frozenset[str]
    han_halves: frozenset[str]
    han_dollars: frozenset[str]
    han_time_units: frozenset[str]
    han_other_units: frozenset[str]

    same_characters: frozenset[str]  # pairs: the first is read as the second


@cache
def words() -> Words:
    """All of them."""
    data = json.loads((files("wallet_portfolio.intents") / "data" / "quantities.json").read_text(encoding="utf-8"))
    entries: dict[str, Any] = {
        name: _numbered(entry) if isinstance(entry, dict) else _split(entry) for name, entry in data.items()
    }
    entries["short_multiples"] |= entries["multiples"]
    entries["joined_multiples"] |= entries["short_multiples"]
    entries["denominators"] |= _plurals(entries["denominators"])
    return Words(**entries)


def _plurals(denominators: Mapping[str, int]) -> dict[str, int]:
    return {f"{word}s": number for word, number in denominators.items() if word != "half"}


def _split(entry: str | list[str]) -> frozenset[str]:
    return frozenset((entry if isinstance(entry, str) else " ".join(entry)).split())


def _numbered(entry: Mapping[str, str]) -> dict[str, int]:
    """ "3": "three tres"."""
    return {word: int(number) for number, line in entry.items() for word in line.split()}
