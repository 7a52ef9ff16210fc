"""The tool get_token_balances."""

from wallet_portfolio.intents import offers
from wallet_portfolio.tools.answers import HoldingDetails, TokenBalancesAnswer, utc_text
from wallet_portfolio.tools.composing import about, status, steps
from wallet_portfolio.tools.questions import GetTokenBalances
from wallet_portfolio.views import notices, summaries
from wallet_portfolio.workflows.access import Access, Progress
from wallet_portfolio.workflows.token_balances import get_token_balances as ask


async def get_token_balances(access: Access, question: GetTokenBalances, progress: Progress) -> TokenBalancesAnswer:
    """Give how much of named tokens wallets hold, zero included.

    For all tokens use list_holdings; for market figures, get_token_details.
    """
    balances = await ask(
        access,
        question.wallets,
        question.chains,
        question.tokens,
        include_risky=question.include_risky,
        progress=progress,
    )
    return TokenBalancesAnswer(
        status=status(balances.gaps),
        summary=summaries.token_balances(balances),
        as_of=utc_text(balances.as_of),
        notices=[
            *notices.missing(balances.gaps),
            *notices.hidden(balances.hidden),
            *notices.of_shown(balances.holdings),
            *notices.unusual_names(balances.holdings),
        ],
        next_steps=steps(offers.after_token_balances(about(question), balances.holdings)),
        holdings=[HoldingDetails.of(holding) for holding in balances.holdings],
    )
