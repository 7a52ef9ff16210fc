"""A portfolio as a terminal shows it: bars of share, changes with arrow and sign, lines of prices.

Pure: figures in, something for rich to print out. What fits is decided here, by the width: on a narrow terminal lines
give way first, then networks wrap, then amounts and bars go; money is never cut.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from wallet_portfolio.assets.address_formats import shorten
from wallet_portfolio.assets.amounts import add_up, divide, multiply, show_amount, show_percent, show_usd
from wallet_portfolio.assets.phrases import say, say_many
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.views.emphasis import emphasised
from wallet_portfolio.views.marks import Marks, arrowed, bar, change, line, marks_for, style, writable
from wallet_portfolio.views.portfolio_figures import HoldingFigures, NetworkFigures, PortfolioFigures, token_of
from wallet_portfolio.views.summaries import risky

_MOST_NETWORKS = 6
_GAP = 2
_LONGEST_NAME = 16
_NETWORK_BAR = 24
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Screen:
    """What is drawn on: so many columns, for a stream of this encoding."""

    width: int
    encoding: str = "utf-8"

    @property
    def marks(self) -> Marks:
        """What to draw with."""
        return marks_for(self.encoding)

    def text(self, text: str, style: str = "") -> Text:
        """Text as it can be written."""
        return Text(writable(text, self.encoding), style=style)


Prices = Mapping[TokenId, Sequence[Decimal]]


def portfolio(
    figures: PortfolioFigures, screen: Screen, prices: Prices | None = None, *, most: int | None = None
) -> RenderableType:
    """The whole of it. `prices` are those over time of some tokens, as far as they have come; None for no lines.

    `most` is how many holdings there is room for; then there is none for the networks.
    """
    rows = _rows(figures, screen)[:most]
    width, marks = screen.width, screen.marks
    several = len({holding.wallet for holding in figures.holdings}) > 1
    plan = _plan(rows, width, several=several, lines=prices is not None)
    largest = max(
        [*(row.part for row in rows), *(Decimal(part.share_percent) for part in figures.by_chain)], default=Decimal(0)
    )
    tokens = _tokens(rows, largest, plan, screen, prices or {}, several=several)
    networks = _networks(figures.by_chain, largest, plan.bar or _NETWORK_BAR, screen) if most is None else None
    head: list[RenderableType] = [emphasised(writable(figures.summary.split("\n", 1)[0], screen.encoding))]
    head += _change(figures, marks)
    body: list[RenderableType] = [Text(), tokens]
    if left := figures.total_count - len(rows):
        body.append(
            screen.text(say_many("and {count:,} smaller holding", "and {count:,} smaller holdings", left), "dim")
        )
    if networks is None:
        return Group(*head, *body)
    side = _width(networks) + 3 * _GAP
    if _used(plan, rows, several=several) + side <= width:
        beside = Table.grid(padding=(0, 3 * _GAP, 0, 0))
        beside.add_row(Group(*body[1:]), networks)
        return Group(*head, Text(), beside)
    return Group(*head, *body, Text(), networks)


def has_room_for_lines(figures: PortfolioFigures, screen: Screen) -> bool:
    """Whether lines of prices would be seen at all, and so are worth asking for."""
    several = len({holding.wallet for holding in figures.holdings}) > 1
    return _plan(_rows(figures, screen), screen.width, several=several, lines=True).line > 0


@dataclass(frozen=True, slots=True)
class _Row:
    token: str
    amount: str
    value: str
    share: str
    part: Decimal
    change: str
    network: str
    wallet: str
    id: TokenId
    risky: bool


def _rows(figures: PortfolioFigures, screen: Screen) -> list[_Row]:
    whole = add_up(Decimal(part.value_usd) for part in figures.by_chain)
    return [_row(holding, whole, screen) for holding in figures.holdings]


def _row(holding: HoldingFigures, whole: Decimal, screen: Screen) -> _Row:
    value = None if holding.value_usd is None else Decimal(holding.value_usd)
    part = divide(multiply(value, _HUNDRED), whole) if value and whole else Decimal(0)
    moved = holding.change_24h_percent
    cells = {
        "token": risky(holding.symbol) if holding.risky else holding.symbol or shorten(holding.token_address),
        "amount": show_amount(Decimal(holding.amount)),
        "value": show_usd(value),
        "share": "–" if value is None else show_percent(part),
        "change": "–" if moved is None else change(Decimal(moved), screen.marks),
        "network": holding.chain,
        "wallet": shorten(holding.wallet),
    }
    written = {name: writable(cell, screen.encoding) for name, cell in cells.items()}
    return _Row(**written, part=part, id=token_of(holding), risky=holding.risky)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which columns there are, and how wide those are that can be more or less so; 0 leaves one out."""

    token: int
    network: int
    bar: int
    line: int
    amount: bool = True
    share: bool = True
    change: bool = True
    where: bool = True


def _plan(rows: Sequence[_Row], width: int, *, several: bool, lines: bool) -> _Plan:
    """The richest of the plans that fits, and what room is left given to networks, lines and bars."""
    plans = [plan for plan in _plans(rows) if lines or not plan.line]
    fitting = (plan for plan in plans if _used(plan, rows, several=several) <= width)
    plan = next(fitting, plans[-1])
    for wider in (
        _Plan(0, network=plans[0].network, bar=0, line=14),
        _Plan(0, network=0, bar=12, line=21),
        _Plan(0, network=0, bar=20, line=42),
        _Plan(0, network=0, bar=30, line=0),
    ):
        for part in ("network", "line", "bar"):
            plan = _widened(plan, part, wider, width - _used(plan, rows, several=several))
    return plan


def _widened(plan: _Plan, part: Literal["network", "line", "bar"], wider: _Plan, room: int) -> _Plan:
    """With one part as wide as in a wider plan, as far as there is room and the part is shown at all."""
    now: int = getattr(plan, part)
    more = min(room, getattr(wider, part) - now)
    if not now or more <= 0:
        return plan
    match part:
        case "network":
            return replace(plan, network=now + more)
        case "line":
            return replace(plan, line=now + more)
        case "bar":
            return replace(plan, bar=now + more)


def _plans(rows: Sequence[_Row]) -> Iterator[_Plan]:
    name = _widest([say("Token"), *(row.token for row in rows)])
    network = _widest([say("Network"), *(row.network for row in rows)])
    short = min(name, _LONGEST_NAME)
    wrapped = _widest([say("Network"), *(word for row in rows for word in row.network.split())])
    for token, where in ((name, network), (short, network), (short, wrapped)):
        yield _Plan(token, where, bar=10, line=14)
        yield _Plan(token, where, bar=6, line=7)
    yield _Plan(short, wrapped, bar=4, line=7)
    for length in (6, 0):
        yield _Plan(short, network, bar=length, line=0)
        yield _Plan(short, wrapped, bar=length, line=0)
    yield _Plan(short, wrapped, bar=6, line=0, amount=False)
    yield _Plan(short, wrapped, bar=0, line=0, amount=False)
    yield _Plan(short, wrapped, bar=0, line=0, amount=False, share=False)
    yield _Plan(short, 0, bar=0, line=0, amount=False, share=False, where=False)
    yield _Plan(min(short, 8), 0, bar=0, line=0, amount=False, share=False, change=False, where=False)


def _used(plan: _Plan, rows: Sequence[_Row], *, several: bool) -> int:
    """How many columns a plan takes."""
    widths = [plan.token, _widest([say("Value"), *(row.value for row in rows)])]
    if plan.amount:
        widths.append(_widest([say("Amount"), *(row.amount for row in rows)]))
    if plan.share:
        widths.append(_share_width(rows) + (plan.bar + 1 if plan.bar else 0))
    if plan.change:
        widths.append(_widest([say("24 h"), *(row.change for row in rows)]))
    if plan.line:
        widths.append(max(plan.line, cell_len(say("7 days"))))
    if plan.where:
        widths.append(plan.network)
        if several:
            widths.append(_widest([say("Wallet"), *(row.wallet for row in rows)]))
    return sum(widths) + _GAP * (len(widths) - 1)


def _share_width(rows: Sequence[_Row]) -> int:
    return _widest([say("Share"), *(row.share for row in rows)])


def _tokens(
    rows: Sequence[_Row], largest: Decimal, plan: _Plan, screen: Screen, prices: Prices, *, several: bool
) -> Table:
    """Bars of tokens and networks have one scale: the `largest` share of either fills a bar."""
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
    share = _share_width(rows)
    columns: list[tuple[bool, str, bool, int | None]] = [
        (True, say("Token"), False, plan.token),
        (plan.amount, say("Amount"), True, None),
        (True, say("Value"), True, None),
        (plan.share, _right(say("Share"), share), False, None),
        (plan.change, say("24 h"), True, None),
        (plan.line > 0, say("7 days"), False, None),
        (plan.where, say("Network"), False, plan.network),
        (plan.where and several, say("Wallet"), False, None),
    ]
    for shown, name, figures, width in columns:
        if shown:
            table.add_column(
                screen.text(name),
                justify="right" if figures else "left",
                no_wrap=width is None,
                overflow="fold",
                width=width,
            )
    table.columns[[name for shown, name, _, _ in columns if shown].index(say("Token"))].style = "bold"
    for row in rows:
        cells = [
            Text(row.token, style="yellow" if row.risky else ""),
            Text(row.amount),
            Text(row.value),
            _share(row, share, largest, plan, screen.marks),
            Text(row.change, style=style(row.change)),
            _line(prices.get(row.id, ()), plan.line, screen.marks),
            Text(row.network),
            Text(row.wallet),
        ]
        table.add_row(*(cell for cell, (shown, *_) in zip(cells, columns, strict=True) if shown))
    return table


def _share(row: _Row, width: int, largest: Decimal, plan: _Plan, marks: Marks) -> Text:
    text = Text(_right(row.share, width))
    if plan.bar:
        drawn = bar(row.part, largest, plan.bar, marks)
        text.append(f" {drawn:<{plan.bar}}", style="cyan")
    return text


def _line(prices: Sequence[Decimal], width: int, marks: Marks) -> Text:
    """A line in the colour of where it went."""
    if not width:
        return Text()
    drawn = f"{line(prices, width, marks):<{width}}"
    if len(prices) < 2 or prices[0] == prices[-1]:
        return Text(drawn, style="dim")
    return Text(drawn, style="green" if prices[-1] > prices[0] else "red")


def _change(figures: PortfolioFigures, marks: Marks) -> list[Text]:
    if figures.change_24h_usd is None or figures.change_24h_percent is None:
        return []
    usd, percent = Decimal(figures.change_24h_usd), Decimal(figures.change_24h_percent)
    moved = arrowed(f"{'+' if usd > 0 else ''}{show_usd(usd)}", marks)
    percents = show_percent(percent, signed=True)
    text = emphasised(say("**24 h** {change} ({percent})", change=moved, percent=percents))
    text.highlight_words([moved, percents], style=style(moved))
    return [text]


def _networks(parts: Sequence[NetworkFigures], largest: Decimal, width: int, screen: Screen) -> Table | None:
    """A bar for each of the largest networks; None where there is only one."""
    if len(parts) < 2:
        return None
    shown = parts[:_MOST_NETWORKS]
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
    names = [say("Network"), *(writable(part.chain, screen.encoding) for part in shown)]
    values = [say("Value"), *(show_usd(Decimal(part.value_usd)) for part in shown)]
    shares = [say("Share"), *(show_percent(Decimal(part.share_percent)) for part in shown)]
    room = screen.width - sum(map(_widest, (names, values, shares))) - 3 * _GAP
    columns: list[tuple[bool, list[str], Literal["left", "right"], str]] = [
        (True, names, "left", ""),
        (room >= -_GAP, values, "right", ""),
        (True, shares, "right", ""),
        (
            room > 3,
            ["", *(_network_bar(part, largest, min(room, width), screen.marks) for part in shown)],
            "left",
            "blue",
        ),
    ]
    for is_shown, cells, justify, colour in columns:
        if is_shown:
            table.add_column(
                screen.text(cells[0]), no_wrap=cells is not names, overflow="fold", justify=justify, style=colour
            )
    for row in zip(*(cells[1:] for is_shown, cells, _, _ in columns if is_shown), strict=True):
        table.add_row(*map(Text, row))
    return table


def _network_bar(part: NetworkFigures, largest: Decimal, width: int, marks: Marks) -> str:
    return bar(Decimal(part.share_percent), largest, width, marks)


def _width(table: Table) -> int:
    cells = [[str(cell) for cell in (column.header, *column.cells)] for column in table.columns]
    return sum(_widest(column) for column in cells) + _GAP * (len(cells) - 1)


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text


def _widest(texts: Sequence[str]) -> int:
    return max(map(cell_len, texts), default=0)
