"""A portfolio as a picture: what it is worth, and which tokens and networks that is."""

from decimal import Decimal

from wallet_portfolio.assets.amounts import divide, show_percent, show_usd
from wallet_portfolio.assets.phrases import say, say_many
from wallet_portfolio.views.pictures import canvas
from wallet_portfolio.views.pictures.canvas import CHAINS, DIM, MARGIN, REST, TOKENS, TRACK, WARNING, WIDTH, Canvas
from wallet_portfolio.views.pictures.figures import Allocation, Row, Rows
from wallet_portfolio.views.pictures.scale import pixels

COLUMN = 410
FIRST_BAR = 230
DEFI_LINE = 32
ROW = 60
THICK = 10
SHARE = 96
_LEAST_WORD = 60
_HUNDRED = Decimal(100)


def draw(figures: Allocation) -> bytes:
    """A PNG, as high as its longer column."""
    rows = max(_count(figures.tokens), _count(figures.chains))
    top = first_bar(figures)
    card = Canvas(top + ROW * rows + 36)
    _head(card, figures)
    _column(card, (MARGIN, top), say("By token"), figures.tokens, TOKENS)
    _column(card, (WIDTH - MARGIN - COLUMN, top), say("By network"), figures.chains, CHAINS)
    moment = say("as of {time} UTC", time=f"{figures.as_of:%Y-%m-%d %H:%M}")
    card.text((MARGIN, card.height - 26), moment, 18, DIM)
    if figures.unpriced:
        left_out = say_many("1 without a price", "{count:,} without a price", figures.unpriced)
        card.text((WIDTH - MARGIN, card.height - 26), left_out, 18, DIM, align="right")
    return card.png()


def first_bar(figures: Allocation) -> int:
    """The upper edge of the first bar."""
    return FIRST_BAR + (DEFI_LINE if figures.defi_usd else 0)


def _head(card: Canvas, figures: Allocation) -> None:
    if figures.complete:
        card.text((MARGIN, 54), say("Total assets"), 22, DIM)
    else:
        card.text((MARGIN, 54), say("Tokens, as far as they could be read"), 22, WARNING)
    if figures.demo:
        card.tag(WIDTH - MARGIN, 54, say("Demo data"), WARNING)
    left = MARGIN + card.text((MARGIN, 116), show_usd(figures.usd), 56, weight="semibold") + 28
    if figures.change:
        usd, percent = figures.change.usd, figures.change.percent
        sign = "+" if usd > 0 else ""
        left = change(card, left, 114, f"{sign}{show_usd(usd)} ({show_percent(percent, signed=True)})")
        card.text((left + 12, 114), say("24 h"), 22, DIM)
    if figures.defi_usd:
        card.text((MARGIN, 156), say("{usd} of it in DeFi", usd=show_usd(figures.defi_usd)), 22, DIM)


def change(card: Canvas, left: int, base: int, text: str) -> int:
    """A change that is written with its sign, after an arrow and in its colour; gives where it ends."""
    colour = canvas.UP if text.startswith("+") else canvas.DOWN if text.startswith("-") else DIM
    if colour != DIM:
        card.triangle(left, base - 1, 18, colour, up=colour == canvas.UP)
        left += 28
    return left + card.text((left, base), text, 26, colour, weight="semibold")


def _column(card: Canvas, at: tuple[int, int], title: str, rows: Rows, colour: str) -> None:
    left, top = at
    card.text((left, top - 54), title, 22, DIM, weight="semibold")
    for number, row in enumerate(rows.largest):
        _row(card, left, top + ROW * number, row, canvas.drawable(row.name, row.otherwise), colour)
    if rows.rest:
        name = say_many("1 other", "{count:,} others", rows.rest_count)
        _row(card, left, top + ROW * len(rows.largest), rows.rest, name, REST)


def _row(card: Canvas, left: int, top: int, row: Row, name: str, colour: str) -> None:
    """Name, value and share above a bar, of which the whole length is the whole."""
    base, right = top - 10, left + COLUMN
    share = show_percent(row.share_percent)
    card.text((right, base), share, 22, weight="semibold", align="right")
    taken = card.text((right - SHARE, base), show_usd(row.value_usd), 20, DIM, align="right")
    start, end = left, right - SHARE - taken - 20
    if row.risky:
        start += card.text((start, base), "!", 24, WARNING, weight="semibold") + 8
    start += card.text((start, base), canvas.fitting(name, end - start, 22), 22) + 10
    if row.where and end - start > _LEAST_WORD:
        card.text((start, base), canvas.fitting(row.where, end - start, 18), 18, DIM)
    card.box(left, top, right - 1, top + THICK - 1, TRACK, radius=THICK // 2)
    if filled := pixels(divide(row.share_percent, _HUNDRED), COLUMN):
        card.box(left, top, left + max(filled, 3) - 1, top + THICK - 1, colour, radius=min(THICK, filled) // 2)


def _count(rows: Rows) -> int:
    return len(rows.largest) + bool(rows.rest)
