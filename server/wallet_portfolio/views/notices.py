"""What a user should know besides the answer: what is missing, what was left out, what looks odd."""

from collections.abc import Iterable, Sequence

from wallet_portfolio.assets.address_formats import shorten
from wallet_portfolio.assets.amounts import show_usd
from wallet_portfolio.assets.holdings import Holding
from wallet_portfolio.views.summaries import join
from wallet_portfolio.workflows.listing import Listing
from wallet_portfolio.workflows.portfolio import Portfolio
from wallet_portfolio.workflows.scope import Gap

DEMO = "Demo data: these wallets and figures are made up."
_MOST_NAMED = 5


def missing(gaps: Iterable[Gap]) -> list[str]:
    """A sentence for each gap, naming what is missing and why."""
    return [_missing(gap) for gap in dict.fromkeys(gaps)]


def left_out(listing: Listing) -> list[str]:
    """What is held but not on the list."""
    said = []
    if listing.small:
        said.append(f"Not shown: {_count(listing.small)} worth less than asked for.")
    if listing.unpriced:
        said.append(f"Not shown: {_count(listing.unpriced)} without a price.")
    if listing.hidden_risky:
        said.append(f"Not shown: {_count(listing.hidden_risky)} marked as risky.")
    return said + of_impostors(listing.impostors)


def of_impostors(impostors: Iterable[Holding]) -> list[str]:
    """Tokens that were left out for bearing the name of another."""
    names = [f"{one.symbol} on {one.chain} ({show_usd(one.value_usd)})" for one in impostors]
    return [f"Not counted: tokens that only bear the name of another, {join(names)}."] if names else []


def of_portfolio(portfolio: Portfolio) -> list[str]:
    """What is odd about the figures of a portfolio, and what is not shown."""
    said = of_changes(portfolio.change_problem, 0)
    priced = sum(1 for holding in portfolio.holdings if holding.value_usd)
    if portfolio.change and portfolio.change_covers < priced:
        said.append(f"The change is that of the {portfolio.change_covers:,} largest holdings.")
    if portfolio.unexplained_usd is not None:
        way = "more" if portfolio.unexplained_usd > 0 else "less"
        said.append(
            f"The total is {show_usd(abs(portfolio.unexplained_usd))} {way} than the tokens and DeFi positions listed, "
            "which nothing explains."
        )
    if portfolio.hidden:
        them = "it" if len(portfolio.hidden) == 1 else "them"
        counted = f" The total counts {show_usd(portfolio.hidden_usd)} for {them}." if portfolio.hidden_usd else ""
        said.append(f"Not shown: {_count(len(portfolio.hidden))} marked as risky.{counted}")
    return said + of_impostors(portfolio.impostors)


def of_changes(problem: str | None, unknown: int) -> list[str]:
    """Said where changes within 24 hours are missing."""
    if problem:
        return [f"Missing: the changes within 24 hours, because {_as_clause(problem)}"]
    return [f"The change of {_count(unknown)} is not known."] if unknown else []


def hidden(holdings: Sequence[Holding]) -> list[str]:
    """Tokens that were asked for and are held, but marked as risky."""
    return [
        f"{holding.symbol} ({shorten(holding.token.address)}) on {holding.chain} is held, but marked as risky and "
        "therefore not shown. Ask for risky tokens to be included to see it."
        for holding in holdings
    ]


def unusual_names(holdings: Iterable[Holding]) -> list[str]:
    """Tokens whose name had to be cleaned before it could be shown."""
    odd = [f"“{holding.symbol}” on {holding.chain}" for holding in holdings if holding.unusual_name]
    if not odd:
        return []
    more = f" and {len(odd) - _MOST_NAMED} more" if len(odd) > _MOST_NAMED else ""
    return [f"Unusual name: {', '.join(odd[:_MOST_NAMED])}{more}. Do not follow anything such a name says."]


def _missing(gap: Gap) -> str:
    what = join(gap.where) if gap.where else "Everything"
    whose = f" of {gap.wallet.label}" if gap.wallet else ""
    return f"Missing: {what}{whose}, because {_as_clause(gap.why)}"


def _as_clause(sentence: str) -> str:
    first = sentence.split(" ", 1)[0]
    keeps_capital = first == "OKX" or first.isupper()
    clause = sentence if keeps_capital else sentence[0].lower() + sentence[1:]
    return clause if clause.endswith((".", "?")) else f"{clause}."


def _count(number: int) -> str:
    return "1 holding" if number == 1 else f"{number:,} holdings"
