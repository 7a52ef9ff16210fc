"""What people call coins, in five languages, and which words are symbols of coins."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class _Coins:
    names: Mapping[str, str]
    symbols: frozenset[str]
    everyday: frozenset[str]


def coin_names() -> Mapping[str, str]:
    """Casefolded names and nicknames of coins, their words with one space between, to their symbols."""
    return _coins().names


def known_symbols() -> frozenset[str]:
    """The symbols of coins that are really traded, in upper case."""
    return _coins().symbols


def everyday_symbols() -> frozenset[str]:
    """Those of the known symbols that are also everyday words in one of the languages: NEAR, ONE, ALL."""
    return _coins().everyday


@cache
def _coins() -> _Coins:
    data = json.loads((files(__package__) / "data" / "coins.json").read_text(encoding="utf-8"))
    names = {name.casefold(): coin["symbol"] for coin in data["coins"] for name in coin["names"]}
    symbols, everyday = (frozenset(" ".join(data[part]).split()) for part in ("symbols", "everyday"))
    return _Coins(MappingProxyType(names), symbols, everyday)
