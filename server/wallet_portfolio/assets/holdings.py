"""Holdings: what a wallet has of a token, what that is worth, how a list of them is ordered and summed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from wallet_portfolio.assets.amounts import multiply, sum_of_products
from wallet_portfolio.assets.tokens import TokenId


class Holding(NamedTuple):
    """A wallet's balance of one token. Amounts in UI units, prices in USD; None where not known.

    `impostor` says that it only bears the name of a verified token on its network, or imitates a well-known one;
    `unchecked` that it might, which could not be looked up. A tuple, as `TokenBalance` is, for there may be as many.
    """

    wallet: str
    chain: str
    token: TokenId
    symbol: str
    amount: Decimal
    price_usd: Decimal | None
    risky: bool
    verified: bool | None = None
    change_24h_percent: Decimal | None = None
    unusual_name: bool = False
    impostor: bool = False
    unchecked: bool = False

    @property
    def value_usd(self) -> Decimal | None:
        """The exact product of amount and price."""
        if not self.amount:
            return _NOTHING
        return None if self.price_usd is None else multiply(self.amount, self.price_usd)


_NOTHING = Decimal(0)


def by_value(holdings: Iterable[Holding]) -> list[Holding]:
    """Largest value first, unpriced last; equal ones in an order that does not depend on how they arrived."""
    return sorted(holdings, key=_order)


def that_count(holdings: Iterable[Holding]) -> list[Holding]:
    """All but impostors and what may be one, which count for nothing wherever they are listed."""
    return [holding for holding in holdings if not (holding.impostor or holding.unchecked)]


def sum_usd(holdings: Iterable[Holding]) -> Decimal:
    """What the priced ones are worth together, exact."""
    return sum_of_products((held.amount, held.price_usd) for held in holdings if held.price_usd is not None)


def _order(holding: Holding) -> tuple[bool, Decimal, str, TokenId, str]:
    value = holding.value_usd
    if value is None:
        return (True, _NOTHING, holding.symbol, holding.token, holding.wallet)
    least_first = value.copy_negate()  # a minus would round to the digits of the context
    return (False, least_first, holding.symbol, holding.token, holding.wallet)
