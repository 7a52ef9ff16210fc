"""Tokens by identity: a chain and a contract address. A symbol is a label and identifies nothing."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

NATIVE = ""
# Bitcoin, Litecoin, Dogecoin and Aptos: the service offers no prices and swaps of their coins.
WITHOUT_COIN_MARKET = frozenset({"0", "2", "3", "637"})


class TokenId(NamedTuple):
    """A token: chain index and contract address ("" for the chain's native coin; lower case on EVM chains)."""

    chain_index: str
    address: str


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token. `verified`: recognised by the community, as the service tells it."""

    id: TokenId
    symbol: str
    name: str
    decimals: int | None
    verified: bool
    price_usd: Decimal | None = None
    market_cap_usd: Decimal | None = None
    liquidity_usd: Decimal | None = None
    unusual_name: bool = False


class TokenBalance(NamedTuple):
    """A balance as the service told it, its text already cleaned. `amount` in UI units.

    A wallet may have tens of thousands; a tuple is made in a third of the time of a frozen dataclass.
    """

    id: TokenId
    symbol: str
    amount: Decimal
    price_usd: Decimal | None
    risky: bool
    unusual_name: bool = False
