"""The tool show_portfolio."""

from wallet_portfolio.assets.amounts import plain, to_places
from wallet_portfolio.intents import offers
from wallet_portfolio.tools.answers import ChainValue, HoldingDetails, PortfolioAnswer, maybe_plain, utc_text
from wallet_portfolio.tools.composing import about, steps
from wallet_portfolio.tools.questions import ShowPortfolio
from wallet_portfolio.views import notices, portfolio_text
from wallet_portfolio.views.pictures import figures
from wallet_portfolio.workflows.access import Access, Progress
from wallet_portfolio.workflows.portfolio import show_portfolio as ask


async def show_portfolio(access: Access, question: ShowPortfolio, progress: Progress) -> PortfolioAnswer:
    """Show an overview of wallets: total, DeFi part, largest holdings, networks, 24 h change.

    For every token use list_holdings; for the sum alone, get_total_value.
    """
    portfolio = await ask(
        access, question.wallets, question.chains, include_risky=question.include_risky, progress=progress
    )
    top = portfolio.holdings[: question.top]
    return PortfolioAnswer(
        status="partial" if portfolio.gaps or portfolio.change_problem else "ok",
        summary=portfolio_text.portfolio(portfolio, question.top),
        as_of=utc_text(portfolio.as_of),
        notices=[
            *notices.missing(portfolio.gaps),
            *notices.of_portfolio(portfolio),
            *notices.of_changes(None, 0 if portfolio.change_problem else portfolio.change_unknown),
            *notices.of_shown(top),
            *notices.unusual_names(top),
        ],
        next_steps=steps(offers.after_portfolio(about(question), portfolio.holdings)),
        total_usd=maybe_plain(portfolio.total_usd),
        defi_usd=maybe_plain(portfolio.defi_usd),
        holdings=[HoldingDetails.of(holding) for holding in top],
        total_count=len(portfolio.holdings),
        by_chain=[
            ChainValue(
                chain=part.chain,
                value_usd=plain(part.value_usd),
                share_percent=plain(to_places(part.share_percent, 24)),
            )
            for part in portfolio.by_chain
        ],
        change_24h_usd=plain(to_places(portfolio.change.usd, 24)) if portfolio.change else None,
        change_24h_percent=plain(to_places(portfolio.change.percent, 24)) if portfolio.change else None,
    ).pictured(figures.of_portfolio(portfolio, question.top, demo=access.demo))
