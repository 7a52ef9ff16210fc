"""What people call networks, in five languages."""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import cast

from wallet_portfolio.assets.chains import Chains

_SEPARATORS = re.compile(r"[\s\-_‐‑–]+")


def spoken(name: str) -> str:
    """The form in which a name is looked up: casefolded, spaces and dashes as one space."""
    return _SEPARATORS.sub(" ", name.casefold()).strip()


@cache
def unlisted_networks() -> frozenset[str]:
    """Networks that people ask for and that have no chainIndex here, in the form in which a name is looked up."""
    return frozenset(map(spoken, _data()["unlisted"]))


@cache
def _data() -> dict[str, list[str]]:
    text = (files(__package__) / "data" / "networks.json").read_text(encoding="utf-8")
    return cast("dict[str, list[str]]", json.loads(text))


@cache
def network_names() -> Mapping[str, str]:
    """Names of networks as they are spoken to their chainIndex."""
    names = {spoken(name): index for index, names in _data().items() if index.isdigit() for name in names}
    for chain in Chains.builtin():
        for name in (chain.name, chain.short_name, *chain.aliases):
            names.setdefault(spoken(name), chain.index)
    return MappingProxyType(names)
