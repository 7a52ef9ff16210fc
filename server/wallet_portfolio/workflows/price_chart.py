"""How a token's price moved."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from wallet_portfolio.assets.markets import Candle, percent_between
from wallet_portfolio.okx.markets import Bar
from wallet_portfolio.workflows.access import Access
from wallet_portfolio.workflows.markets import PickedToken, pick_token


@dataclass(frozen=True, slots=True)
class PriceChart:
    """A token's candles, oldest first."""

    picked: PickedToken
    candles: tuple[Candle, ...]
    as_of: datetime

    @property
    def change_percent(self) -> Decimal | None:
        """From the first open to the last close; None without candles."""
        return percent_between(self.candles[0].open, self.candles[-1].close) if self.candles else None

    @property
    def high(self) -> Decimal | None:
        """The highest price."""
        return max((candle.high for candle in self.candles), default=None)

    @property
    def low(self) -> Decimal | None:
        """The lowest price."""
        return min((candle.low for candle in self.candles), default=None)


async def get_price_chart(access: Access, token: str, chain: str, bar: Bar, points: int) -> PriceChart:
    """The last `points` candles. Raises what picking the token raises, and ServiceError."""
    picked = await pick_token(access, token, chain)
    with picked.directory.reasons():
        fetched = await access.service().markets.candles(picked.token.id, bar, points)
    return PriceChart(picked, tuple(fetched.value[-points:]), fetched.at)
