"""The tool list_holdings."""

from wallet_portfolio.assets.amounts import parse_amount, plain
from wallet_portfolio.intents import offers
from wallet_portfolio.intents.offers import Arguments
from wallet_portfolio.tools.answers import HoldingDetails, HoldingsAnswer, utc_text
from wallet_portfolio.tools.composing import about, status, steps
from wallet_portfolio.tools.questions import ListHoldings
from wallet_portfolio.views import notices, summaries
from wallet_portfolio.workflows.access import Access, Progress
from wallet_portfolio.workflows.listing import ListingQuestion, Page
from wallet_portfolio.workflows.listing import list_holdings as ask


async def list_holdings(access: Access, question: ListHoldings, progress: Progress) -> HoldingsAnswer:
    """List every token that wallets hold, most valuable first, page by page.

    For tokens the user names use get_token_balances; for an overview, show_portfolio.
    """
    page = await ask(
        access,
        ListingQuestion(
            wallets=question.wallets,
            chains=question.chains,
            include_risky=question.include_risky,
            min_value_usd=parse_amount(question.min_value_usd, "min_value_usd"),
            limit=question.limit,
            cursor=question.cursor or "",
        ),
        progress,
    )
    listing = page.listing
    return HoldingsAnswer(
        status=status(listing.gaps),
        summary=summaries.holdings(page),
        as_of=utc_text(listing.as_of),
        notices=[
            *notices.missing(listing.gaps),
            *notices.left_out(listing),
            *notices.of_shown(page.holdings),
            *notices.unusual_names(page.holdings),
        ],
        next_steps=steps(
            offers.after_holdings(
                about(question), page.holdings, _next_page(question, page), from_start=not question.cursor
            )
        ),
        holdings=[HoldingDetails.of(holding) for holding in page.holdings],
        total_count=len(listing.holdings),
        listed_usd=plain(listing.listed_usd),
        next_cursor=page.next_cursor,
    )


def _next_page(question: ListHoldings, page: Page) -> Arguments | None:
    if page.next_cursor is None:
        return None
    least = {"min_value_usd": question.min_value_usd} if question.min_value_usd != "0" else {}
    return {**about(question), **least, "limit": question.limit, "cursor": page.next_cursor}
