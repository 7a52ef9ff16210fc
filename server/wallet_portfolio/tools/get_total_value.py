"""The tool get_total_value."""

from wallet_portfolio.assets.amounts import plain
from wallet_portfolio.intents import offers
from wallet_portfolio.tools.answers import TotalValueAnswer, WalletTotal, utc_text
from wallet_portfolio.tools.composing import about, status, steps
from wallet_portfolio.tools.questions import GetTotalValue
from wallet_portfolio.views import notices, summaries
from wallet_portfolio.workflows.access import Access, Progress
from wallet_portfolio.workflows.total_value import get_total_value as ask


async def get_total_value(access: Access, question: GetTotalValue, progress: Progress) -> TotalValueAnswer:
    """Give what wallets are worth in USD, DeFi included.

    It is the service's own sum, impostors included: show_portfolio leaves them out. For what it is made of use
    list_holdings.
    """
    total = await ask(
        access,
        question.wallets,
        question.chains,
        question.asset_type,
        include_risky=question.include_risky,
        progress=progress,
    )
    counted = plain(total.counted_usd)
    return TotalValueAnswer(
        status=status(total.gaps),
        summary=summaries.total_value(total),
        as_of=utc_text(total.as_of),
        notices=[*notices.missing(total.gaps), *notices.of_total(total, include_risky=question.include_risky)],
        next_steps=steps(offers.after_total_value(about(question))),
        total_usd=counted if total.complete else None,
        counted_usd=counted,
        wallets=[
            WalletTotal(wallet=part.wallet.address.text, total_usd=plain(part.counted_usd) if part.complete else None)
            for part in total.wallets
        ],
    )
