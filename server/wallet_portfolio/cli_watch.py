"""`show-portfolio --watch`: the portfolio in place, asked again and again until Ctrl-C."""

import math
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import anyio
from anyio.abc import TaskStatus
from pydantic import JsonValue
from rich.console import Console
from rich.live import Live

from wallet_portfolio.app import open_access
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.cli_answers import How, portfolio_in, refuse_wrong, screen_of, stop_unanswered
from wallet_portfolio.cli_leaving import WRONG_USAGE, settings_or_stop, stop
from wallet_portfolio.tools.answers import Answer, utc_text
from wallet_portfolio.tools.catalog import AnyTool
from wallet_portfolio.views.portfolio_figures import lined
from wallet_portfolio.views.terminal import is_watched, make_console
from wallet_portfolio.views.terminal_portfolio import has_room_for_lines
from wallet_portfolio.views.terminal_watch import Watched, clock, watched
from wallet_portfolio.workflows.access import Access
from wallet_portfolio.workflows.price_lines import Prices, price_lines

_LINES_KEPT_SECONDS = 900.0  # a week's line is the same a quarter of an hour later, and costs a request


def watch(tool: AnyTool, arguments: Mapping[str, JsonValue], how: How, seconds: int) -> None:
    """Ask every so many seconds, and show the figures in place of the last. Comes back after Ctrl-C or SIGTERM."""
    console = make_console()
    if how.as_json or how.as_csv:
        stop("--watch draws on a terminal: it does not go with --json or --csv.", WRONG_USAGE)
    if not is_watched(console):
        stop("--watch draws on a terminal, and there is none here. Leave it out.", WRONG_USAGE)
    refuse_wrong(tool, arguments)
    settings = settings_or_stop(demo=how.demo)
    # Within that time the answer would be the same.
    every = max(seconds, math.ceil(settings.cache_seconds))
    seen = Watched(prices=None if how.no_lines else {})

    async def run() -> Answer | None:
        async with open_access(settings) as access:
            return await _until_told(_Watch(access, tool, arguments, console, every, seen).run)

    try:
        unanswered = anyio.run(run)
    except KeyboardInterrupt:  # where signals are not received in a task
        return
    if unanswered:
        stop_unanswered(unanswered)


async def _until_told(work: Callable[[], Awaitable[Answer]]) -> Answer | None:
    """What the work comes back with; None where it is told to end before."""
    if sys.platform == "win32":
        return await work()
    result: Answer | None = None
    async with anyio.create_task_group() as group:

        async def end_when_told(*, task_status: TaskStatus[None]) -> None:
            with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM, signal.SIGHUP) as signals:
                task_status.started()
                async for _ in signals:
                    group.cancel_scope.cancel()

        await group.start(end_when_told)
        result = await work()
        group.cancel_scope.cancel()
    return result


@dataclass(slots=True)
class _Watch:
    """One that is watching, and what it has seen."""

    access: Access
    tool: AnyTool
    arguments: Mapping[str, JsonValue]
    console: Console
    every: int
    seen: Watched
    live: Live | None = None
    lined: frozenset[TokenId] = frozenset()
    lined_at: float = -math.inf

    async def run(self) -> Answer:
        """Goes on whatever happens; an answer that will never be one, at the very beginning, is given back."""
        with Live(console=self.console, screen=True, auto_refresh=False) as self.live:
            while True:
                self._draw(None)
                began = anyio.current_time()
                given = await self.tool.run(self.access, self.arguments)
                took = anyio.current_time() - began
                if self.seen.now is None and _is_hopeless(given):
                    return given
                self._take(given)
                self._draw(None)
                await self._renew_lines()
                # As long as the answer took at least, so that half of a slow plan is left for others.
                await self._wait(math.ceil(max(self.every, took, _asked_to_wait(given))))

    def _take(self, given: Answer) -> None:
        figures = portfolio_in(given)
        if figures is None:
            self.seen = replace(self.seen, problem=given.summary, problem_at=clock(utc_text(datetime.now(UTC))))
        else:
            self.seen = replace(self.seen, before=self.seen.now, now=figures, problem="")

    async def _renew_lines(self) -> None:
        figures, now = self.seen.now, anyio.current_time()
        if self.seen.prices is None or not figures or not has_room_for_lines(figures, screen_of(self.console)):
            return
        wanted = lined(figures.holdings)
        if now - self.lined_at > _LINES_KEPT_SECONDS:
            self.lined, self.lined_at = frozenset(), now
        due = [token for token in dict.fromkeys(wanted.values()) if token not in self.lined]
        self.lined |= frozenset(due)

        def arrived(token: TokenId, closes: Prices) -> None:
            drawn = {each: closes for each, source in wanted.items() if source == token}
            self.seen = replace(self.seen, prices={**(self.seen.prices or {}), **drawn})
            self._draw(None)

        await price_lines(self.access, due, arrived)

    async def _wait(self, seconds: int) -> None:
        ends = anyio.current_time() + seconds
        while (left := ends - anyio.current_time()) > 0:
            self._draw(math.ceil(left))
            await anyio.sleep(min(left, 1.0))

    def _draw(self, seconds_left: int | None) -> None:
        if self.live:
            self.live.update(
                watched(self.seen, screen_of(self.console), seconds_left, self.console.height), refresh=True
            )


def _is_hopeless(given: Answer) -> bool:
    return given.status == "needs_input" or (given.error is not None and not given.error.retryable)


def _asked_to_wait(given: Answer) -> float:
    return (given.error.retry_after_seconds if given.error else None) or 0.0
