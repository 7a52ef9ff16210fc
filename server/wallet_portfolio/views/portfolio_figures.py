"""What a drawing of a portfolio is made from: the figures of an answer, and whose prices over time go with them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from wallet_portfolio.assets.amounts import subtract
from wallet_portfolio.assets.tokens import TokenId

MOST_LINES = 5
_DOLLAR, _NEAR, _STILL_PERCENT = Decimal(1), Decimal("0.02"), Decimal("0.5")


class HoldingFigures(Protocol):
    """A holding as an answer publishes it: figures are exact decimal text, or None."""

    @property
    def wallet(self) -> str: ...  # noqa: D102
    @property
    def chain(self) -> str: ...  # noqa: D102
    @property
    def chain_index(self) -> str: ...  # noqa: D102
    @property
    def symbol(self) -> str: ...  # noqa: D102
    @property
    def token_address(self) -> str: ...  # noqa: D102
    @property
    def amount(self) -> str: ...  # noqa: D102
    @property
    def price_usd(self) -> str | None: ...  # noqa: D102
    @property
    def value_usd(self) -> str | None: ...  # noqa: D102
    @property
    def risky(self) -> bool: ...  # noqa: D102
    @property
    def change_24h_percent(self) -> str | None: ...  # noqa: D102


class NetworkFigures(Protocol):
    """A network's part, likewise."""

    @property
    def chain(self) -> str: ...  # noqa: D102
    @property
    def value_usd(self) -> str: ...  # noqa: D102
    @property
    def share_percent(self) -> str: ...  # noqa: D102


class PortfolioFigures(Protocol):
    """A portfolio, likewise. The first line of `summary` says what the total is, and whether it is one."""

    @property
    def summary(self) -> str: ...  # noqa: D102
    @property
    def holdings(self) -> Sequence[HoldingFigures]: ...  # noqa: D102
    @property
    def total_usd(self) -> str | None: ...  # noqa: D102
    @property
    def total_count(self) -> int: ...  # noqa: D102
    @property
    def by_chain(self) -> Sequence[NetworkFigures]: ...  # noqa: D102
    @property
    def change_24h_usd(self) -> str | None: ...  # noqa: D102
    @property
    def change_24h_percent(self) -> str | None: ...  # noqa: D102


def lined(holdings: Sequence[HoldingFigures]) -> dict[TokenId, TokenId]:
    """For which tokens a line of prices is worth a request, and which token's prices are theirs.

    The largest few that are priced, without those that stay at a dollar. A coin has one price on all of its networks.
    """
    found: dict[TokenId, TokenId] = {}
    coins: dict[str, TokenId] = {}
    for holding in holdings:
        token = token_of(holding)
        asked = token if token.address else coins.get(holding.symbol, token)
        if holding.risky or holding.price_usd is None or _stays_at_a_dollar(holding):
            continue
        if asked in found.values() or len(set(found.values())) < MOST_LINES:
            found[token] = asked
            if not token.address:
                coins[holding.symbol] = asked
    return found


def _stays_at_a_dollar(holding: HoldingFigures) -> bool:
    moved = Decimal(holding.change_24h_percent or 0)
    return subtract(Decimal(holding.price_usd or 0), _DOLLAR).copy_abs() <= _NEAR and moved.copy_abs() < _STILL_PERCENT


def token_of(holding: HoldingFigures) -> TokenId:
    """Which token it is."""
    return TokenId(holding.chain_index, holding.token_address)
