"""A portfolio that is watched: the time, what changed since the last figures, what went wrong, and the portfolio."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from rich.console import Console, Group, RenderableType
from rich.text import Text

from wallet_portfolio.assets.amounts import show_amount, show_usd, subtract
from wallet_portfolio.assets.phrases import say
from wallet_portfolio.views.marks import arrowed, style
from wallet_portfolio.views.portfolio_figures import HoldingFigures, PortfolioFigures
from wallet_portfolio.views.terminal_portfolio import Prices, Screen, portfolio

_MOST_CHANGES = 5
_CENT = Decimal("0.01")


class WatchedFigures(PortfolioFigures, Protocol):
    """A portfolio, with the time of its oldest figure (ISO 8601) and what has to be said about it."""

    @property
    def as_of(self) -> str | None: ...  # noqa: D102
    @property
    def notices(self) -> Sequence[str]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Watched:
    """What is known at the moment. `problem` is why the last attempt, at `problem_at`, gave no figures."""

    now: WatchedFigures | None = None
    before: WatchedFigures | None = None
    prices: Prices | None = field(default=None)
    problem: str = ""
    problem_at: str = ""


def watched(seen: Watched, screen: Screen, seconds_left: int | None, height: int) -> RenderableType:
    """The whole of it; `seconds_left` until it is asked again, None while it is being asked.

    Where it is higher than the terminal, networks and then the smallest holdings are left out, and never a notice.
    """
    whole = _drawn(seen, screen, seconds_left, None)
    if seen.now is None or _height(whole, screen) <= height:
        return whole
    rows = len(seen.now.holdings)
    while rows > 1 and _height(_drawn(seen, screen, seconds_left, rows), screen) > height:
        rows -= 1
    return _drawn(seen, screen, seconds_left, rows)


def _height(shown: RenderableType, screen: Screen) -> int:
    console = Console(width=screen.width, file=io.StringIO(), color_system=None, legacy_windows=False)
    return len(console.render_lines(shown, pad=False))


def _drawn(seen: Watched, screen: Screen, seconds_left: int | None, most: int | None) -> RenderableType:
    shown: list[RenderableType] = [_status(seen, screen, seconds_left)]
    if seen.problem:
        said = say("Not refreshed at {time} UTC: {why}", time=seen.problem_at, why=seen.problem)
        shown.append(screen.text(said, "bold red"))
    if seen.now is None:
        return Group(*shown)
    if seen.before:
        shown.append(_since(seen.before, seen.now, screen))
    shown += [Text(), portfolio(seen.now, screen, seen.prices, most=most)]
    if seen.now.notices:
        shown += [Text(), *(screen.text(notice, "yellow") for notice in seen.now.notices)]
    return Group(*shown)


def clock(moment: str) -> str:
    """The time of day in an ISO 8601 time."""
    return moment[11:19]


def _status(seen: Watched, screen: Screen, seconds_left: int | None) -> Text:
    coming = say("asking …") if seconds_left is None else say("again in {seconds} s", seconds=seconds_left)
    as_of = say("As of {time} UTC", time=clock(seen.now.as_of)) if seen.now and seen.now.as_of else ""
    return screen.text(" · ".join(filter(None, [as_of, coming, say("Ctrl-C ends this")])), "dim")


def _since(before: WatchedFigures, now: WatchedFigures, screen: Screen) -> Text:
    text = screen.text(say("Since {time} UTC:", time=clock(before.as_of or "")) + " ")
    changes = list(differences(before, now))
    if not changes:
        return text.append_text(screen.text(say("no change"), "dim"))
    for number, (what, moved) in enumerate(changes[:_MOST_CHANGES]):
        text.append_text(screen.text(" · " if number else "", "dim"))
        text.append_text(screen.text(f"{what} "))
        text.append_text(screen.text(arrowed(moved, screen.marks), style(moved)))
    if more := len(changes) - _MOST_CHANGES:
        text.append_text(screen.text(f" · {say('and {count:,} more', count=more)}" if more > 0 else "", "dim"))
    return text


def differences(before: PortfolioFigures, now: PortfolioFigures) -> Iterator[tuple[str, str]]:
    """What changed, and by how much, with its sign: the total if both are one, then amounts held.

    A holding is new or gone only where both lists are whole; otherwise it may just have changed its place.
    """
    if before.total_usd is not None and now.total_usd is not None:
        moved = subtract(Decimal(now.total_usd), Decimal(before.total_usd))
        if moved.copy_abs() >= _CENT:
            yield say("Total assets"), f"{'+' if moved > 0 else ''}{show_usd(moved)}"
    amounts = [{_key(holding): holding for holding in figures.holdings} for figures in (before, now)]
    old, new = amounts
    whole = all(
        figures.total_usd is not None and figures.total_count == len(figures.holdings) for figures in (before, now)
    )
    for key in dict.fromkeys([*new, *old]):
        if not whole and (key not in old or key not in new):
            continue
        first, last = (Decimal(held[key].amount) if key in held else Decimal(0) for held in (old, new))
        if first != last:
            holding = new.get(key) or old[key]
            sign = "+" if last > first else "-"
            what = say("{token} on {network}", token=holding.symbol, network=holding.chain)
            yield what, f"{sign}{show_amount(subtract(last, first).copy_abs())}"


def _key(holding: HoldingFigures) -> tuple[str, str, str]:
    return holding.wallet, holding.chain_index, holding.token_address
