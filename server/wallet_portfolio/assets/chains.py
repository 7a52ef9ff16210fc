"""The directory of networks: what they are called, what their native coin is, which addresses belong to them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz import fuzz, process

from wallet_portfolio.assets.addresses import Address, Family
from wallet_portfolio.assets.errors import UnsupportedChain
from wallet_portfolio.assets.lookalikes import skeleton
from wallet_portfolio.assets.phrases import Phrase, phrase
from wallet_portfolio.assets.private_keys import is_private_key
from wallet_portfolio.assets.text import UNNAMED, clean

_RISK_FILTER = frozenset({"1", "56", "501", "8453"})  # where the service tells risky tokens apart

_TEXT_LIMIT = 32
_CLOSE_ENOUGH = 72  # percent: "etherium", "polygone", "solona" pass; "cardano" is close to nothing
_SHORTEST_TYPING_ERROR = 3  # of two characters every other alias is "close"

_SEPARATORS = re.compile(r"[\s\-_‐‑–]+")
_SUFFIX_WORDS = frozenset({"network", "chain", "mainnet"})


@dataclass(frozen=True, slots=True)
class LiveChain:
    """A network as the service lists it; its names are a stranger's text, not yet cleaned."""

    index: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Chain:
    """A network. `native_symbol` is "" and `native_decimals` None where they are not known.

    `risk_filter`: whether the service can tell risky tokens apart on it.
    """

    index: str
    name: str
    short_name: str
    native_symbol: str
    native_decimals: int | None
    family: Family
    aliases: tuple[str, ...] = ()
    risk_filter: bool = False

    @property
    def guessed(self) -> bool:
        """Whether the family was concluded from the number alone, as for a network that only the service lists."""
        return self.native_decimals is None

    def fits(self, address: Address) -> bool:
        """Whether an address can be used on it."""
        return self.family in address.families and (
            address.chain_indexes is None or self.index in address.chain_indexes
        )


class Chains:
    """An immutable directory of networks, in order."""

    __slots__ = ("_by_index", "_by_key", "_table", "_unsupported")

    def __init__(self, chains: Iterable[Chain], table: Iterable[Chain] = ()) -> None:
        """A directory of `chains`; those that only the `table` has are known by name, but as not supported."""
        self._by_index = {chain.index: chain for chain in chains}
        self._table = {chain.index: chain for chain in table}
        self._by_key = _look_up_table(self._by_index.values())
        self._unsupported = _look_up_table(chain for index, chain in self._table.items() if index not in self._by_index)

    @classmethod
    def builtin(cls) -> "Chains":
        """The networks known at build time, for the offline start."""
        return _builtin()

    def merged(self, live: Iterable[LiveChain]) -> "Chains":
        """What the service lists now, in its order; networks of the table by the names that they have there.

        Names are a stranger's text and cleaned. The ways of naming a network of the table belong to its index: another
        one that is listed under them, or under what looks like them, goes by its number. An entry whose index is not a
        plain number or word is left out, since indexes go back to the service as they are.
        """
        listed: dict[str, LiveChain] = {}
        for entry in live:
            if _is_plain(entry.index):
                listed.setdefault(entry.index, entry)
        return Chains((_merge(entry, self._table.get(entry.index)) for entry in listed.values()), self._table.values())

    def find(self, text: str) -> Chain:
        """The network meant by an index, a name, a short name or an alias.

        Case, spaces and dashes do not matter, nor do the words network, chain and mainnet at the end. Raises
        UnsupportedChain, with the closest name where there is one.
        """
        if chain := self._look_up(text, self._by_key):
            return chain
        if known := self._look_up(text, self._unsupported):
            raise UnsupportedChain(
                phrase(
                    "{network} is not supported at the moment. Please choose one of the supported networks.",
                    network=known.name,
                )
            )
        raise UnsupportedChain(self._no_such_chain(text))

    def get(self, index: str) -> Chain | None:
        """The network with exactly this index."""
        return self._by_index.get(index)

    def for_address(self, address: Address) -> list[Chain]:
        """The networks an address can be used on."""
        return [chain for chain in self if chain.fits(address)]

    def search(self, query: str) -> list[Chain]:
        """The networks with the query in a name or an alias, or with exactly this index; "" gives them all."""
        wanted = set(_keys(query[: _TEXT_LIMIT * 2]))
        return [
            chain
            for chain in self
            if not wanted
            or chain.index in wanted
            or any(part in key for part in wanted for name in _names(chain) for key in _keys(name))
        ]

    def closest(self, text: str) -> Chain | None:
        """The network with nearly that name, or None."""
        written = next(reversed(_keys(text[: _TEXT_LIMIT * 2])), "")  # without "network" and the like
        if len(written) < _SHORTEST_TYPING_ERROR or written.isdigit():
            return None
        names = [key for key in self._by_key if len(key) >= _SHORTEST_TYPING_ERROR and not key.isdigit()]
        best = process.extractOne(written, names, scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH)
        return self._by_key[best[0]] if best else None

    def __iter__(self) -> Iterator[Chain]:
        return iter(self._by_index.values())

    def __len__(self) -> int:
        return len(self._by_index)

    def __repr__(self) -> str:
        return f"<Chains: {len(self)}>"

    @staticmethod
    def _look_up(text: str, table: dict[str, Chain]) -> Chain | None:
        keys = _keys(text[: _TEXT_LIMIT * 2])
        keys += [key.removesuffix(suffix) for key in keys[:1] for suffix in _SUFFIX_WORDS]  # "basechain"
        return next((table[key] for key in keys if key in table), None)

    def _no_such_chain(self, text: str) -> Phrase:
        said = UNNAMED if is_private_key(text) else clean(text, _TEXT_LIMIT)
        close = self.closest(text)
        if said == UNNAMED:
            if close:
                return phrase("I do not know that network. Did you mean {closest}?", closest=close.name)
            return phrase("I do not know that network. Please choose one of the supported networks.")
        if close:
            return phrase(
                "I do not know a network called “{name}”. Did you mean {closest}?", name=said, closest=close.name
            )
        return phrase(
            "I do not know a network called “{name}”. Please choose one of the supported networks.", name=said
        )


def _look_up_table(chains: Iterable[Chain]) -> dict[str, Chain]:
    """Every way of naming a network. Where two have the same, the more official name goes first, then the order.

    A native coin names its network only where it is no other's coin: S is Sonic, ETH as a coin is on many.
    """
    chains = list(chains)
    coins = [chain.native_symbol for chain in chains]
    tiers = [
        [(chain.index, chain) for chain in chains],
        [(key, chain) for chain in chains for key in _keys(chain.name)],
        [(key, chain) for chain in chains for alias in chain.aliases for key in _keys(alias)],
        [(key, chain) for chain in chains for key in _keys(chain.short_name)],
        [
            (key, chain)
            for chain in chains
            if coins.count(chain.native_symbol) == 1
            for key in _keys(chain.native_symbol)
        ],
    ]
    table: dict[str, Chain] = {}
    for tier in tiers:
        for key, chain in tier:
            table.setdefault(key, chain)
    return table


def _keys(text: str) -> list[str]:
    """The forms under which a name is looked up, as written first: "BNB Chain" gives bnbchain and bnb."""
    words = [word for word in _SEPARATORS.split(text.casefold()) if word]
    keys = ["".join(words)] if words else []
    while len(words) > 1 and words[-1] in _SUFFIX_WORDS:
        words.pop()
        keys.append("".join(words))
    return keys


def _names(chain: Chain) -> tuple[str, ...]:
    return (chain.name, chain.short_name, *chain.aliases)


def _is_plain(index: str) -> bool:
    return index.isascii() and index.isalnum() and len(index) <= _TEXT_LIMIT


def _merge(live: LiveChain, known: Chain | None) -> Chain:
    """A network that the service lists, by those of its names that are no other's; else by its number."""
    given = [clean(name, _TEXT_LIMIT) for name in (live.name, live.short_name)]
    own = [name for name in given if name != UNNAMED and not _is_anothers(name, live.index)]
    if known is None:
        names = own or [live.index]
        return Chain(live.index, names[0], names[-1], "", None, _family_of_unknown(live.index))
    return replace(known, short_name=given[1] if given[1] in own else known.short_name)


def _is_anothers(name: str, index: str) -> bool:
    """Whether another network of the table is found under a name, or under what looks like it."""
    owners = _owners()
    forms = {form for key in _keys(name) for form in (key, _without_suffixes(key))}
    return any(owners.get(form, index) != index for key in forms for form in (key, skeleton(key)))


@cache
def _owners() -> dict[str, str]:
    """The index of the network of the table that is found under a name, or under what looks like it."""
    owners = {key: chain.index for key, chain in _look_up_table(_TABLE).items()}
    return {skeleton(key): index for key, index in owners.items() if not key.isdigit()} | owners


def _without_suffixes(key: str) -> str:
    while suffix := next((word for word in _SUFFIX_WORDS if key.endswith(word) and key != word), ""):
        key = key.removesuffix(suffix)
    return key


def known_family(index: str) -> Family | None:
    """The family of the network with this index; None where it could only be guessed."""
    return _FAMILIES.get(index)


def _family_of_unknown(index: str) -> Family:
    """Outside EVM an index is a SLIP-44 coin type, on EVM it is the EIP-155 id, which almost every new network has."""
    return "evm" if index.isdigit() and index not in _NOT_EVM else "other"


# SLIP-44's coin types of well-known networks that are not EVM. Small EVM networks have two of the numbers as their
# EIP-155 ids (148, 1729); leaving one of those out of a request is better than a request that fails for it as a whole.
_NOT_EVM = {
    "118": "Cosmos Hub",
    "133": "Zcash",
    "144": "XRP Ledger",
    "145": "Bitcoin Cash",
    "148": "Stellar",
    "283": "Algorand",
    "330": "Terra",
    "354": "Polkadot",
    "397": "NEAR",
    "434": "Kusama",
    "461": "Filecoin",
    "508": "MultiversX",
    "1729": "Tezos",
    "1815": "Cardano",
    "9004": "Starknet",
    "111111": "Kaspa",
}


def _chain(index: str, names: str, native: str, family: Family = "evm", decimals: int = 18) -> Chain:
    name, *aliases = names.split(", ")
    short_name = aliases[0] if aliases else name
    return Chain(index, name, short_name, native, decimals, family, tuple(aliases), index in _RISK_FILTER)


@cache
def _builtin() -> Chains:
    return Chains(_TABLE, _TABLE)


_TABLE = (
    _chain("1", "Ethereum, ETH, mainnet", "ETH"),
    _chain("10", "Optimism, OP, OP Mainnet", "ETH"),
    _chain("56", "BNB Chain, BSC, BNB, Binance Smart Chain, BNB Smart Chain", "BNB"),
    _chain("100", "Gnosis", "xDAI"),
    _chain("130", "Unichain", "ETH"),
    _chain("137", "Polygon, MATIC, POL", "POL"),
    _chain("146", "Sonic", "S"),
    _chain("169", "Manta Pacific", "ETH"),
    _chain("196", "X Layer, XLayer, OKB", "OKB"),
    _chain("250", "Fantom, FTM", "FTM"),
    _chain("324", "zkSync Era, zkSync", "ETH"),
    _chain("1030", "Conflux eSpace", "CFX"),
    _chain("1088", "Metis", "METIS"),
    _chain("4200", "Merlin", "BTC"),
    _chain("5000", "Mantle, MNT", "MNT"),
    _chain("8453", "Base", "ETH"),
    _chain("25", "Cronos", "CRO"),
    _chain("34443", "Mode", "ETH"),
    _chain("42161", "Arbitrum One, Arbitrum, ARB", "ETH"),
    _chain("43114", "Avalanche C-Chain, Avalanche, AVAX", "AVAX"),
    _chain("59144", "Linea", "ETH"),
    _chain("80094", "Berachain", "BERA"),
    _chain("81457", "Blast", "ETH"),
    _chain("534352", "Scroll", "ETH"),
    _chain("7000", "ZetaChain", "ZETA"),
    _chain("0", "Bitcoin, BTC", "BTC", "bitcoin", 8),
    _chain("2", "Litecoin, LTC", "LTC", "utxo", 8),
    _chain("3", "Dogecoin, DOGE", "DOGE", "utxo", 8),
    _chain("501", "Solana, SOL", "SOL", "solana", 9),
    _chain("195", "TRON, TRX", "TRX", "tron", 6),
    _chain("784", "Sui", "SUI", "sui", 9),
    _chain("607", "TON", "TON", "ton", 9),
    _chain("637", "Aptos, APT", "APT", "aptos", 8),
)
_FAMILIES: dict[str, Family] = {**dict.fromkeys(_NOT_EVM, "other"), **{chain.index: chain.family for chain in _TABLE}}
