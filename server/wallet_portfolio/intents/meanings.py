"""What a word may mean: the coin and the network that bear its name, exactly or nearly."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from wallet_portfolio.intents.coins import coin_names, known_symbols
from wallet_portfolio.intents.networks import network_names

_SHORTEST_MISSPELT = 5
_CLOSE = 84  # percent: "arbitrun" and "etherem" pass, "place" and "polish" do not
_ASCII = re.compile(r"[\x00-\x7f]")


class Meaning(NamedTuple):
    """The symbol and the chainIndex that a name may stand for, "" for none; not `sure` where it was only close."""

    symbol: str = ""
    network: str = ""
    sure: bool = True


@lru_cache(maxsize=4096)
def meaning_of(key: str) -> Meaning:
    """What a word in lower case, or several with single spaces, may name."""
    symbol = coin_names().get(key, "")
    network = network_names().get(key, "")
    if not symbol and key.upper() in known_symbols():
        symbol = key.upper()
    if symbol or network or len(key) < _SHORTEST_MISSPELT or not key.isascii() or not key.isalpha():
        return Meaning(symbol, network)
    near = process.extractOne(key, _spelled_names(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    if near is None or near[0][0] != key[0]:
        return Meaning()
    return Meaning(coin_names().get(near[0], ""), network_names().get(near[0], ""), sure=False)


@cache
def _spelled_names() -> tuple[str, ...]:
    """Names long enough to be told from other words when they are misspelt."""
    names = dict.fromkeys([*network_names(), *coin_names()])
    return tuple(name for name in names if len(name) >= _SHORTEST_MISSPELT and name.isascii() and name.isalpha())


@cache
def network_numbers() -> frozenset[str]:
    """Networks by number, as calls of scripts have them."""
    return frozenset(network_names().values())


@cache
def first_words() -> frozenset[str]:
    """The words with which names of several words begin."""
    return frozenset(name.split()[0] for name in (*coin_names(), *network_names()) if " " in name)


@cache
def unspaced_names() -> dict[str, tuple[str, ...]]:
    """Names in ideographs and kana, by their first character, longest first."""
    by_first: dict[str, list[str]] = {}
    for name in (*coin_names(), *network_names()):
        if not _ASCII.match(name) and len(name) > 1:
            by_first.setdefault(name[0], []).append(name)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in by_first.items()}
