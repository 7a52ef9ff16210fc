"""What a swap would give, and what it takes to do it. Amounts in minimal units are integers."""

from dataclasses import dataclass
from decimal import Decimal

from wallet_portfolio.assets.amounts import from_minimal, multiply
from wallet_portfolio.assets.tokens import TokenId


@dataclass(frozen=True, slots=True)
class SwapSide:
    """A token of a quote, with what makes it dangerous; None where that is not told. `tax_percent` is of each trade."""

    id: TokenId
    symbol: str
    decimals: int
    units: int
    honeypot: bool | None
    tax_percent: Decimal | None
    price_usd: Decimal | None

    @property
    def value_usd(self) -> Decimal | None:
        """What so many units are worth; None without a price."""
        return None if self.price_usd is None else multiply(from_minimal(self.units, self.decimals), self.price_usd)


@dataclass(frozen=True, slots=True)
class Hop:
    """A market that the trade passes, and the share of it that does, where told."""

    market: str
    share_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Quote:
    """What selling so many units would give. `price_impact_percent` is negative for a loss, None where not told.

    `gas_units` is how much gas the swap itself is expected to use, None where not told.
    """

    sell: SwapSide
    buy: SwapSide
    fee_usd: Decimal | None
    gas_units: int | None
    price_impact_percent: Decimal | None
    route: tuple[Hop, ...]


@dataclass(frozen=True, slots=True)
class Approval:
    """A transaction that lets the spender take tokens. It goes to the token's contract."""

    data: str
    spender: str
    gas_limit: int


@dataclass(frozen=True, slots=True)
class SwapTransaction:
    """An unsigned transaction of an EVM chain, and the quote it was made from.

    `maximum_units` is the most that is sold where an exact amount is bought, None where it is not told.
    """

    quote: Quote
    sender: str
    to: str
    data: str
    value: int
    gas_limit: int
    minimum_units: int
    maximum_units: int | None


@dataclass(frozen=True, slots=True)
class AccountUse:
    """An account of Solana, and what an instruction does with it."""

    key: str
    signs: bool
    writable: bool


@dataclass(frozen=True, slots=True)
class UnsignedInstruction:
    """A call of a program of Solana; `data` is base64."""

    program: str
    data: str
    accounts: tuple[AccountUse, ...]


@dataclass(frozen=True, slots=True)
class SwapInstructions:
    """Unsigned instructions of Solana, and the quote they were made from."""

    quote: Quote
    sender: str
    instructions: tuple[UnsignedInstruction, ...]
    lookup_tables: tuple[str, ...]
    minimum_units: int
