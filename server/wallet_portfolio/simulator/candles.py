"""Candles, drawn from a token's price and its change in 24 hours: invented in between, but the same every time."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Context, Decimal

from wallet_portfolio.simulator.money import plain
from wallet_portfolio.simulator.naming import candle_token
from wallet_portfolio.simulator.parameters import known_chain
from wallet_portfolio.simulator.protocol import JSON, Call, Route
from wallet_portfolio.simulator.world import Token

PREFIX = "/api/v6/dex/market"
MOST_CANDLES = 299
RECENT_CANDLES = 1440

_BEGINNING = int(datetime(2015, 1, 1, tzinfo=UTC).timestamp())
_DAY = 86_400
_WEEK = 7 * _DAY
_FIRST_MONDAY = 4 * _DAY
_SIXTEEN_DIGITS = Context(prec=16)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Bar:
    """The time one candle spans: seconds, or whole months. Long ones begin at midnight in Hong Kong or in UTC."""

    seconds: int = 0
    months: int = 0
    utc: bool = False

    def opening(self, back: int, now: int) -> int:
        """When the candle `back` candles ago began; 0 is the one still forming."""
        shift = 0 if self.utc else 8 * 3600
        if self.months:
            today = datetime.fromtimestamp(now + shift, UTC)
            month = (today.year * 12 + today.month - 1) // self.months * self.months - back * self.months
            return int(datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC).timestamp()) - shift
        shift -= _FIRST_MONDAY if self.seconds == _WEEK else 0
        return (now + shift) // self.seconds * self.seconds - shift - back * self.seconds


_SECONDS = {
    "1s": 1,
    "1m": 60,
    "3m": 180,
    "5m": 300,
    "15m": 900,
    "30m": 1800,
    "1H": 3600,
    "2H": 7200,
    "4H": 14_400,
    "6H": 21_600,
    "12H": 43_200,
    "1D": _DAY,
    "1W": _WEEK,
}
BARS = {
    **{name: Bar(seconds) for name, seconds in _SECONDS.items()},
    **{f"{name}utc": Bar(_SECONDS[name], utc=True) for name in ("6H", "12H", "1D", "1W")},
    **{f"{months}M": Bar(months=months) for months in (1, 3)},
    **{f"{months}Mutc": Bar(months=months, utc=True) for months in (1, 3)},
}


def candles(call: Call) -> JSON:
    """The latest candles, newest first."""
    return _rows(call, RECENT_CANDLES)


def historical_candles(call: Call) -> JSON:
    """Candles back to the beginning of time, newest first."""
    return _rows(call, None)


def _rows(call: Call, most: int | None) -> JSON:
    chain = known_chain(call.world, call.parameters.required("chainIndex"))
    token = candle_token(call.world, chain, call.parameters.required("tokenContractAddress"))
    bar = BARS[call.parameters.choice("bar", BARS, "1m")]
    limit = call.parameters.count("limit", MOST_CANDLES, default=100)
    after = call.parameters.milliseconds("after")
    before = call.parameters.milliseconds("before")
    if token is None or not token.price:
        return []
    rows: list[JSON] = []
    now = int(call.now.timestamp())
    for back in _candles_back(bar, now, after, most):
        opened = bar.opening(back, now)
        if opened < _BEGINNING or len(rows) == limit or (before is not None and opened * 1000 <= before):
            break
        if after is None or opened * 1000 < after:
            rows.append(_row(token, bar, back, now))
    return rows


def _candles_back(bar: Bar, now: int, after: int | None, most: int | None) -> Iterator[int]:
    """Which candles to look at; those that are too recent are skipped and not counted through."""
    back = 0
    if after is not None and bar.seconds:
        back = max(0, (bar.opening(0, now) - after // 1000) // bar.seconds)
    while most is None or back < most:
        yield back
        back += 1


def _row(token: Token, bar: Bar, back: int, now: int) -> JSON:
    current, opened, previous = (bar.opening(steps, now) for steps in (0, back, back + 1))
    close, opening = _price(token, current - opened), _price(token, current - previous)
    key = f"{current - opened}"
    high = _SIXTEEN_DIGITS.multiply(max(close, opening), 1 + _swing(token) * (1 + _chance(token, key + "h")) / 2)
    low = _SIXTEEN_DIGITS.multiply(min(close, opening), 1 - _swing(token) * (1 + _chance(token, key + "l")) / 2)
    share_of_day = Decimal(opened - previous) / _DAY
    traded = (token.volume_24h * share_of_day * (1 + _chance(token, key + "v") / 2)).quantize(_CENT)
    volume = (traded / token.price).quantize(_CENT)
    figures = (opening, high, low, close, volume, traded)
    return [str(opened * 1000), *(plain(figure) for figure in figures), "1" if back else "0"]


def _price(token: Token, age: int) -> Decimal:
    """The price so many seconds before the last one. After 24 hours it is exactly what the day's change says."""
    if age == 0:
        return token.price
    yesterday = token.price / max(1 + token.change_24h / 100, _CENT)
    if age == _DAY:
        return _SIXTEEN_DIGITS.plus(yesterday)
    trend = token.price + (yesterday - token.price) * min(age, _DAY) / _DAY
    swing = _swing(token) * (1 if age < _DAY else 4)
    return _SIXTEEN_DIGITS.multiply(trend, 1 + swing * _chance(token, str(age)))


def _swing(token: Token) -> Decimal:
    """How far the price strays from its trend: the livelier the token, the farther."""
    return min(abs(token.change_24h) * Decimal("0.0008") + Decimal("0.0002"), Decimal("0.05"))


def _chance(token: Token, key: str) -> Decimal:
    """A number above -1 and below 1, the same every time."""
    return Decimal(zlib.crc32(f"{token.chain}:{token.address}:{key}".encode()) % 1999 - 999) / 1000


_PARAMETERS = frozenset({"chainIndex", "tokenContractAddress", "bar", "after", "before", "limit"})

ROUTES = (
    Route("GET", f"{PREFIX}/candles", _PARAMETERS, candles),
    Route("GET", f"{PREFIX}/historical-candles", _PARAMETERS, historical_candles),
)
