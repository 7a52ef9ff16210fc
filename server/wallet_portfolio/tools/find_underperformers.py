"""The tool find_underperformers."""

from wallet_portfolio.assets.amounts import plain, to_places
from wallet_portfolio.assets.holdings import Holding
from wallet_portfolio.assets.markets import change_of
from wallet_portfolio.intents import offers
from wallet_portfolio.tools.answers import HoldingDetails, LosingHolding, UnderperformersAnswer, utc_text
from wallet_portfolio.tools.composing import about, parse_change, steps
from wallet_portfolio.tools.questions import FindUnderperformers
from wallet_portfolio.views import notices, portfolio_text
from wallet_portfolio.workflows.access import Access, Progress
from wallet_portfolio.workflows.underperformers import find_underperformers as ask


async def find_underperformers(
    access: Access, question: FindUnderperformers, progress: Progress
) -> UnderperformersAnswer:
    """Find holdings that lost value within 24 h, worst first.

    Also for "what should I sell"; to sell one of them use check_swap.
    """
    found = await ask(
        access,
        question.wallets,
        question.chains,
        parse_change(question.max_change_percent),
        question.limit,
        include_risky=question.include_risky,
        progress=progress,
    )
    into = found.stablecoin.id if found.stablecoin else None
    return UnderperformersAnswer(
        status="partial" if found.gaps or found.problem else "ok",
        summary=portfolio_text.underperformers(found),
        as_of=utc_text(found.as_of),
        notices=[
            *notices.missing(found.gaps),
            *notices.of_changes(found.problem, found.unknown),
            *notices.of_shown(found.holdings),
            *notices.unusual_names(found.holdings),
        ],
        next_steps=steps(offers.after_underperformers(about(question), found.holdings, into)),
        holdings=[_losing(holding) for holding in found.holdings],
        total_count=found.total,
    )


def _losing(holding: Holding) -> LosingHolding:
    change = change_of(holding)
    return LosingHolding(
        **HoldingDetails.of(holding).model_dump(),
        change_24h_usd=None if change is None else plain(to_places(change, 24)),
    )
