"""The service's questions about markets: figures of tokens, and prices over time."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError

from wallet_portfolio.assets.contracts import LONGEST_CONTRACT
from wallet_portfolio.assets.markets import Candle, MarketFigures
from wallet_portfolio.assets.phrases import phrase
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.okx import wire
from wallet_portfolio.okx.calling import Caller
from wallet_portfolio.okx.codes import CallFailed, not_understood
from wallet_portfolio.okx.natives import from_markets, in_candles, in_markets
from wallet_portfolio.okx.numbers import Amount, MaybeAmount, MaybeCount, Number, none_if_out_of_bounds, plain_number
from wallet_portfolio.okx.sharing import Fetched
from wallet_portfolio.okx.transport import Json
from wallet_portfolio.okx.wire import OnChain, Text, Wire

MOST_FIGURES = 100
MOST_CANDLES = 299

Bar = Literal["1m", "3m", "5m", "15m", "30m", "1H", "2H", "4H", "6H", "12H", "1D", "1W", "1M", "3M"]

MARKET = "/api/v6/dex/market"
_CANDLE_FIELDS = 8


class FiguresRow(OnChain):
    """A token's market figures."""

    contract: Annotated[Text, Field(alias="tokenContractAddress", max_length=LONGEST_CONTRACT)] = ""
    price: MaybeAmount = None
    # one without bounds is left out, and the rest of the row stands
    change: Annotated[Number | None, BeforeValidator(none_if_out_of_bounds), Field(alias="priceChange24H")] = None
    market_cap: Annotated[MaybeAmount, Field(alias="marketCap")] = None
    liquidity: MaybeAmount = None
    volume: Annotated[MaybeAmount, Field(alias="volume24H")] = None
    holders: MaybeCount = None


class CandleRow(Wire):
    """One row of prices, with the time in milliseconds."""

    time: Annotated[int, Field(ge=0, le=253_402_300_799_000), BeforeValidator(plain_number)]
    open: Amount
    high: Amount
    low: Amount
    close: Amount
    volume_usd: MaybeAmount


class Markets:
    """Asks about markets. Every method raises CallFailed; these calls may be metered by the plan."""

    def __init__(self, caller: Caller, keep_seconds: float) -> None:
        self._caller = caller
        self._keep_seconds = keep_seconds

    async def figures(self, tokens: Sequence[TokenId]) -> Fetched[dict[TokenId, MarketFigures]]:
        """The figures of at most 100 tokens; those the market does not know are missing in the answer."""
        named = [(token, name) for token in tokens if (name := in_markets(token)) is not None]
        return await self._caller.call(
            "POST",
            f"{MARKET}/price-info",
            _read_figures,
            body=[{"chainIndex": token.chain_index, "tokenContractAddress": name} for token, name in named],
            keep_seconds=self._keep_seconds,
        )

    async def candles(self, token: TokenId, bar: Bar, count: int) -> Fetched[list[Candle]]:
        """The last `count` (at most MOST_CANDLES) candles, oldest first.

        Raises CallFailed as well for a native coin without a market here.
        """
        name = in_candles(token)
        if name is None:
            raise CallFailed("unsupported_chain", phrase("There is no price history for this coin here."))
        query = {
            "chainIndex": token.chain_index,
            "tokenContractAddress": name,
            "bar": bar,
            "limit": str(count),
        }
        return await self._caller.call(
            "GET", f"{MARKET}/candles", _read_candles, query=query, keep_seconds=self._keep_seconds
        )


def _read_figures(data: Json) -> dict[TokenId, MarketFigures]:
    found = wire.rows(data)
    read, _ = wire.read_most(FiguresRow, found)
    if found and not read:
        raise not_understood()
    figures = [
        MarketFigures(
            id=from_markets(row.chain_index, row.contract),
            price_usd=row.price or None,
            change_24h_percent=row.change,
            market_cap_usd=row.market_cap,
            liquidity_usd=row.liquidity,
            volume_24h_usd=row.volume,
            holders=row.holders,
        )
        for row in read
    ]
    return {figure.id: figure for figure in figures}


def _read_candles(data: Json) -> list[Candle]:
    """The service tells the newest first. A row that cannot be read would be a hole in the line: it is an error."""
    return sorted((_candle(row) for row in wire.rows(data)), key=lambda candle: candle.time)


def _candle(row: Json) -> Candle:
    if not isinstance(row, list) or len(row) < _CANDLE_FIELDS:
        raise not_understood()
    time, opened, high, low, close, _, volume_usd, _ = row[:_CANDLE_FIELDS]
    try:
        read = CandleRow.model_validate(
            {
                "time": time,
                "open": opened,
                "high": high,
                "low": low,
                "close": close,
                "volume_usd": volume_usd,
            }
        )
    except ValidationError:
        raise not_understood() from None
    return Candle(
        time=datetime.fromtimestamp(read.time / 1000, UTC),
        open=read.open,
        high=read.high,
        low=read.low,
        close=read.close,
        volume_usd=read.volume_usd,
    )
