"""The tool get_token_details."""

from wallet_portfolio.intents import offers
from wallet_portfolio.tools.answers import TokenFactsAnswer, maybe_plain, utc_text
from wallet_portfolio.tools.composing import steps, token_of, token_ref
from wallet_portfolio.tools.questions import GetTokenDetails
from wallet_portfolio.views import market_text
from wallet_portfolio.workflows.access import Access, Progress
from wallet_portfolio.workflows.markets import get_token_details as ask


async def get_token_details(access: Access, question: GetTokenDetails, _progress: Progress) -> TokenFactsAnswer:
    """Give a token's price, 24 h change, market cap, liquidity, volume, holders and risks.

    For prices over time use get_price_chart; for an amount held, get_token_balances.
    """
    picked = await ask(access, question.token, question.chain)
    figures = picked.figures
    return TokenFactsAnswer(
        status="ok",
        summary=market_text.details(picked),
        as_of=utc_text(picked.as_of),
        notices=market_text.elsewhere(picked),
        next_steps=steps(offers.after_details(token_of(access, picked.token, picked.chain))),
        token=token_ref(picked.token, picked.chain),
        price_usd=maybe_plain(figures.price_usd) if figures else None,
        change_24h_percent=maybe_plain(figures.change_24h_percent) if figures else None,
        market_cap_usd=maybe_plain(figures.market_cap_usd) if figures else None,
        liquidity_usd=maybe_plain(figures.liquidity_usd) if figures else None,
        volume_24h_usd=maybe_plain(figures.volume_24h_usd) if figures else None,
        holders=figures.holders if figures else None,
        risk=market_text.risks(picked),
    )
