"""What the command line does with a question: runs the tool, prints its answer, and leaves with the right status."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

import anyio
import typer
from pydantic import JsonValue, ValidationError
from rich.console import Console
from rich.live import Live

from wallet_portfolio.app import open_access
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.cli_csv import ROWS, as_csv, every_row, remarks
from wallet_portfolio.cli_leaving import COULD_NOT_ANSWER, WRONG_USAGE, settings_or_stop, stop
from wallet_portfolio.tools.answers import Answer, AskAnswer, PortfolioAnswer
from wallet_portfolio.tools.arguments import explain
from wallet_portfolio.tools.catalog import AnyTool
from wallet_portfolio.views.portfolio_figures import lined
from wallet_portfolio.views.terminal import ProgressBar, is_watched, make_console, show, show_remarks, tell
from wallet_portfolio.views.terminal_portfolio import Screen, has_room_for_lines, portfolio
from wallet_portfolio.workflows.access import Access, Progress
from wallet_portfolio.workflows.price_lines import Prices, price_lines


@dataclass(frozen=True, slots=True)
class How:
    """How an answer is wanted: as figures for programs, or for people, and then also without lines of prices."""

    demo: bool = False
    as_json: bool = False
    as_csv: bool = False
    no_lines: bool = False


def answer(tool: AnyTool, arguments: Mapping[str, JsonValue], how: How) -> None:
    """Run a tool, print its answer, and leave with the status that belongs to it."""
    if how.as_json and how.as_csv:
        stop("--json and --csv do not go together.", WRONG_USAGE)
    refuse_wrong(tool, arguments)
    settings = settings_or_stop(demo=how.demo)
    console = make_console()
    draws = console.is_terminal and not (how.as_json or how.as_csv)

    async def run() -> tuple[Answer, dict[TokenId, Prices]]:
        bar = ProgressBar()
        async with open_access(settings) as access:
            try:
                given = await (every_row if how.as_csv else _run)(tool, access, arguments, bar.report)
            finally:
                bar.stop()
            figures = portfolio_in(given) if draws else None
            if figures is None or how.no_lines or not is_watched(console):
                return given, {}
            with tool.speaking(arguments):
                return given, await _prices(console, access, figures)

    given, prices = anyio.run(run)
    if how.as_json:
        typer.echo(json.dumps(given.model_dump(mode="json"), ensure_ascii=False, indent=2))
    if given.status in {"error", "needs_input"}:
        stop_unanswered(given)
    if how.as_csv:
        typer.echo(as_csv(given, ROWS[tool.name]).encode("utf-8"), nl=False)
        for remark in remarks(given, ROWS[tool.name]):
            tell(make_console(stderr=True), remark)
    elif not how.as_json:
        with tool.speaking(arguments):
            show_answer(console, given, prices)


def show_answer(console: Console, given: Answer, prices: Mapping[TokenId, Prices]) -> None:
    """Print an answer for a person. A portfolio is drawn where there is a terminal, with the prices that are there."""
    says = [step.say for step in given.next_steps]
    figures = portfolio_in(given) if console.is_terminal else None
    if figures is None or not figures.holdings:
        show(console, given.summary, given.notices, says)
        return
    console.print(portfolio(figures, screen_of(console), prices or None))
    console.print()
    show_remarks(console, given.notices, says)


def refuse_wrong(tool: AnyTool, arguments: Mapping[str, JsonValue]) -> None:
    """Say what is wrong with the arguments, and leave; or come back."""
    try:
        tool.takes.model_validate(arguments)
    except ValidationError as error:
        with tool.speaking(arguments):
            wrong = str(explain(error, tool.takes))
        stop(wrong, WRONG_USAGE)


def stop_unanswered(given: Answer) -> NoReturn:
    """Say why there is no answer, or what is missing for one, and leave."""
    choices = [f"- {step.say}" for step in given.next_steps] if given.status == "needs_input" else []
    said = [given.summary, *given.notices, given.question or "", *choices]
    stop("\n".join(filter(None, dict.fromkeys(said))), COULD_NOT_ANSWER)


def portfolio_in(given: Answer) -> PortfolioAnswer | None:
    """The portfolio that was asked for, by name or in plain words; None where there is another answer, or none."""
    if isinstance(given, AskAnswer) and given.intent == "portfolio_overview" and given.answer:
        found = PortfolioAnswer.model_validate(given.answer)
    elif isinstance(given, PortfolioAnswer):
        found = given
    else:
        return None
    return found if found.status in {"ok", "partial"} else None


def screen_of(console: Console) -> Screen:
    """As wide as it is now."""
    return Screen(console.width, console.encoding)


async def _run(tool: AnyTool, access: Access, arguments: Mapping[str, JsonValue], report: Progress) -> Answer:
    return await tool.run(access, arguments, report)


async def _prices(console: Console, access: Access, figures: PortfolioAnswer) -> dict[TokenId, Prices]:
    """The prices for the lines. The portfolio is to be seen meanwhile, with the lines that are there."""
    wanted, prices = lined(figures.holdings), dict[TokenId, Prices]()
    if not (wanted and has_room_for_lines(figures, screen_of(console))):
        return prices
    with Live(console=console, transient=True, auto_refresh=False, vertical_overflow="crop") as live:

        def draw() -> None:
            live.update(portfolio(figures, screen_of(console), prices), refresh=True)

        def arrived(token: TokenId, closes: Prices) -> None:
            prices.update({each: closes for each, asked in wanted.items() if asked == token})
            draw()

        draw()
        await price_lines(access, list(dict.fromkeys(wanted.values())), arrived)
    return prices
