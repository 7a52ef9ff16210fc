"""A token's prices as a picture of candles: hollow where the price rose, filled where it fell."""

from collections.abc import Sequence
from datetime import timedelta

from wallet_portfolio.assets.amounts import show_percent, show_price
from wallet_portfolio.assets.markets import Candle
from wallet_portfolio.assets.phrases import say
from wallet_portfolio.views.pictures import canvas
from wallet_portfolio.views.pictures.allocation import change
from wallet_portfolio.views.pictures.canvas import DIM, DOWN, GRID, MARGIN, UP, WARNING, WIDTH, Canvas
from wallet_portfolio.views.pictures.figures import CandleChart
from wallet_portfolio.views.pictures.scale import PriceScale, spread

HEIGHT = 560
TOP, BOTTOM = 186, 470
_WIDEST_BODY = 26
_THIN = 7  # narrower than this there is no room for a hollow
_TIMES = 5
_NETWORK = 140  # the least room for its name
_DAY, _FORTNIGHT = timedelta(days=1), timedelta(days=14)


def draw(figures: CandleChart) -> bytes:
    """A PNG."""
    card = Canvas(HEIGHT)
    _head(card, figures)
    scale = PriceScale(figures.low, figures.high, TOP, BOTTOM)
    ticks = scale.ticks()
    last = figures.candles[-1].close
    labels = [label for _, label in ticks] + [show_price(last)]
    right = WIDTH - MARGIN - max(canvas.width_of(label, 18) for label in labels) - 24
    tag = scale.y(last)
    for price, label in ticks:
        y = scale.y(price)
        card.box(MARGIN, y, right, y, GRID)
        if abs(y - tag) > 30:
            card.text((right + 14, y + 7), label, 18, DIM)
    card.dashes(MARGIN, right, tag, DIM)
    columns = centres(len(figures.candles), MARGIN, right)
    for x, candle in zip(columns, figures.candles, strict=True):
        _candle(card, scale, candle, x, body_width(len(figures.candles), right - MARGIN))
    card.box(right + 4, tag - 15, WIDTH - MARGIN + 8, tag + 15, DIM, radius=6)
    card.text((right + 14, tag + 7), show_price(last), 18, canvas.BACKGROUND)
    _times(card, figures.candles, columns)
    first, end = (f"{figures.candles[at].time:%Y-%m-%d %H:%M}" for at in (0, -1))
    card.text((MARGIN, HEIGHT - 26), f"{first} – {end} UTC, {figures.bar}", 18, DIM)
    return card.png()


def centres(count: int, left: int, right: int) -> list[int]:
    """The pixel columns in whose middle the candles stand."""
    return [left + (2 * number + 1) * (right - left) // (2 * count) for number in range(count)]


def body_width(count: int, room: int) -> int:
    """An odd number, so that the wick stands in the middle."""
    return min(_WIDEST_BODY, room * 7 // (10 * count)) // 2 * 2 + 1


def _head(card: Canvas, figures: CandleChart) -> None:
    right = WIDTH - MARGIN
    if figures.demo:
        right -= card.tag(right, 56, say("Demo data"), WARNING) + 12
    if figures.unverified:
        right -= card.tag(right, 56, say("not verified"), WARNING) + 12
    name = canvas.drawable(figures.name, figures.otherwise)
    name = canvas.fitting(name, right - MARGIN - _NETWORK, 32, "semibold")
    left = MARGIN + card.text((MARGIN, 60), name, 32, weight="semibold") + 14
    card.text((left, 60), canvas.fitting(figures.network, right - left, 22), 22, DIM)
    left = MARGIN + card.text((MARGIN, 120), show_price(figures.candles[-1].close), 50, weight="semibold") + 26
    if figures.change_percent is not None:
        change(card, left, 118, show_percent(figures.change_percent, signed=True))
    card.text((WIDTH - MARGIN, 100), say("High {price}", price=show_price(figures.high)), 20, DIM, align="right")
    card.text((WIDTH - MARGIN, 130), say("Low {price}", price=show_price(figures.low)), 20, DIM, align="right")


def _candle(card: Canvas, scale: PriceScale, candle: Candle, x: int, width: int) -> None:
    rose = candle.close >= candle.open
    colour, half = (UP if rose else DOWN), width // 2
    card.box(x, scale.y(candle.high), x + (width > _THIN), scale.y(candle.low), colour)
    top, bottom = sorted((scale.y(candle.open), scale.y(candle.close)))
    if rose and width >= _THIN and bottom - top >= 5:
        card.frame(x - half, top, x + half, bottom, colour)
    else:
        card.box(x - half, top, x + half, max(bottom, top + 2), colour)


def _times(card: Canvas, candles: Sequence[Candle], columns: Sequence[int]) -> None:
    span = candles[-1].time - candles[0].time
    form = "%H:%M" if span < _DAY else "%m-%d %H:%M" if span < _FORTNIGHT else "%Y-%m-%d"
    for number in spread(len(candles), _TIMES):
        text = f"{candles[number].time:{form}}"
        card.text((columns[number], BOTTOM + 34), text, 18, DIM, align="middle")
