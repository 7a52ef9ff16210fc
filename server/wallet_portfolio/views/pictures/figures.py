"""What pictures are drawn from: figures picked out of a result, exact, and nothing of how they will look."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TypeAlias, TypeVar

from wallet_portfolio.assets.address_formats import shorten
from wallet_portfolio.assets.amounts import add_up, subtract
from wallet_portfolio.assets.holdings import Holding, sum_usd, that_count
from wallet_portfolio.assets.markets import Candle, Change
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.workflows.portfolio import ChainShare, Portfolio, share
from wallet_portfolio.workflows.price_chart import PriceChart

T = TypeVar("T")

_MOST_ROWS = 8  # the last one stands for all others where there are more


@dataclass(frozen=True, slots=True)
class Row:
    """A part of a portfolio. `otherwise` is what to call it where `name` cannot be drawn, `where` its network."""

    name: str
    value_usd: Decimal
    share_percent: Decimal
    otherwise: str = ""
    where: str = ""
    risky: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """The largest parts; `rest` are `rest_count` others together."""

    largest: tuple[Row, ...]
    rest: Row | None
    rest_count: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """What a portfolio is made of. `usd` is its total where that is `complete`, else the tokens that were read."""

    usd: Decimal
    complete: bool
    defi_usd: Decimal | None
    change: Change | None
    tokens: Rows
    chains: Rows
    unpriced: int
    as_of: datetime
    demo: bool


@dataclass(frozen=True, slots=True)
class CandleChart:
    """A token's candles, at least one, oldest first, of which each spans `bar`."""

    name: str
    otherwise: str
    network: str
    unverified: bool
    candles: tuple[Candle, ...]
    high: Decimal
    low: Decimal
    change_percent: Decimal | None
    bar: str
    demo: bool


Figures: TypeAlias = Allocation | CandleChart


def of_portfolio(portfolio: Portfolio, top: int, *, demo: bool) -> Allocation | None:
    """The `top` largest tokens of a portfolio and its networks; None where nothing in it has a value."""
    worth = portfolio.tokens_usd
    if not worth:
        return None
    counted = that_count(portfolio.holdings)
    complete = portfolio.total_usd is not None and not portfolio.gaps
    chains = [part for part in portfolio.by_chain if part.value_usd]
    return Allocation(
        usd=portfolio.total_usd if portfolio.total_usd is not None and complete else worth,
        complete=complete,
        defi_usd=portfolio.defi_usd if complete else None,
        change=portfolio.change,
        tokens=_rows(_tokens(counted), partial(_token, worth), worth, min(top, _MOST_ROWS)),
        chains=_rows(chains, _chain, worth, _MOST_ROWS),
        unpriced=sum(1 for holding in counted if holding.price_usd is None and holding.value_usd is None),
        as_of=portfolio.as_of,
        demo=demo,
    )


def of_chart(chart: PriceChart, bar: str, *, demo: bool) -> CandleChart | None:
    """The candles of a chart; None where it has none."""
    if chart.high is None or chart.low is None:
        return None
    token = chart.picked.token
    short = shorten(token.id.address) or chart.picked.chain.name
    return CandleChart(
        name=token.symbol or short,
        otherwise=short,
        network=chart.picked.chain.name,
        unverified=bool(token.id.address) and token.verified is False,
        candles=chart.candles,
        high=chart.high,
        low=chart.low,
        change_percent=chart.change_percent,
        bar=bar,
        demo=demo,
    )


def _tokens(ordered: Iterable[Holding]) -> list[list[Holding]]:
    """What is held of each token that is worth anything, be it in several wallets; the largest first."""
    by_token: dict[TokenId, list[Holding]] = {}
    for holding in ordered:
        if holding.amount and holding.price_usd:
            by_token.setdefault(holding.token, []).append(holding)
    held = list(by_token.values())
    several = any(len(same) > 1 for same in held)
    return sorted(held, key=sum_usd, reverse=True) if several else held


def _token(worth: Decimal, held: Sequence[Holding]) -> Row:
    value, one = sum_usd(held), held[0]
    return Row(
        name=one.symbol,
        value_usd=value,
        share_percent=share(value, worth),
        otherwise=shorten(one.token.address) or one.chain,
        where=one.chain,
        risky=one.risky,
    )


def _chain(part: ChainShare) -> Row:
    return Row(part.chain, part.value_usd, part.share_percent)


def _rows(parts: Sequence[T], row: Callable[[T], Row], worth: Decimal, most: int) -> Rows:
    """The largest of parts that are in order; the others are put together where they are more than one."""
    if len(parts) <= most:
        return Rows(tuple(map(row, parts)), None, 0)
    largest = tuple(map(row, parts[: max(1, min(most, _MOST_ROWS - 1))]))
    rest = subtract(worth, add_up(part.value_usd for part in largest))
    return Rows(largest, Row("", rest, share(rest, worth)), len(parts) - len(largest))
