"""What markets tell of a token: its price now and before. Prices and volumes in USD, changes in percent."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from wallet_portfolio.assets.amounts import add_up, divide, multiply, subtract
from wallet_portfolio.assets.holdings import Holding
from wallet_portfolio.assets.tokens import TokenId

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class MarketFigures:
    """A token's figures; None where the market has none."""

    id: TokenId
    price_usd: Decimal | None
    change_24h_percent: Decimal | None
    market_cap_usd: Decimal | None
    liquidity_usd: Decimal | None
    volume_24h_usd: Decimal | None
    holders: int | None


@dataclass(frozen=True, slots=True)
class Candle:
    """Prices within one interval that begins at `time`; the last one may be under way."""

    time: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume_usd: Decimal | None


@dataclass(frozen=True, slots=True)
class Change:
    """How much something changed: in USD, and in percent of what it was worth before."""

    usd: Decimal
    percent: Decimal


def change_of(holding: Holding) -> Decimal | None:
    """What a holding gained or lost in USD within 24 hours: v - v / (1 + c/100). None where that is not known."""
    percent = holding.change_24h_percent
    if percent is None or percent <= -_HUNDRED or (value := holding.value_usd) is None:
        return None
    return divide(multiply(value, percent), add_up([_HUNDRED, percent]))


def change_of_all(holdings: list[Holding]) -> Change | None:
    """The change of all holdings whose change is known, each weighing as much as it was worth before."""
    told = [holding for holding in holdings if holding.change_24h_percent is not None]
    known = [
        (holding.value_usd or Decimal(0), change) for holding in told if (change := change_of(holding)) is not None
    ]
    usd = add_up(change for _, change in known)
    before = subtract(add_up(value for value, _ in known), usd)
    return Change(usd, divide(multiply(usd, _HUNDRED), before)) if before > 0 else None


def percent_between(first: Decimal, last: Decimal) -> Decimal | None:
    """The change from one price to another, in percent."""
    return divide(multiply(subtract(last, first), _HUNDRED), first) if first else None
