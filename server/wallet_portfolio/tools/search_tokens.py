"""The tool search_tokens."""

from wallet_portfolio.assets.chains import Chain
from wallet_portfolio.assets.tokens import Token
from wallet_portfolio.intents import offers
from wallet_portfolio.intents.offers import Named
from wallet_portfolio.tools.answers import SearchAnswer, TokenDetails, maybe_plain, utc_text
from wallet_portfolio.tools.composing import status, steps, wallet_for
from wallet_portfolio.tools.questions import SearchTokens
from wallet_portfolio.views import market_text, notices
from wallet_portfolio.workflows.access import Access, Progress
from wallet_portfolio.workflows.token_search import search_tokens as ask


async def search_tokens(access: Access, question: SearchTokens, _progress: Progress) -> SearchAnswer:
    """Find tokens and their contract addresses by name or symbol, verified ones first.

    For figures of a known token use get_token_details.
    """
    found = await ask(access, question.query, question.chains, question.limit)
    named = [
        Named(token.symbol, token.id, chain.name, wallet_for(access, chain))
        for token, chain in found.tokens
        if token.verified
    ]
    return SearchAnswer(
        status=status(found.gaps),
        summary=market_text.search(found, question.query),
        as_of=utc_text(found.as_of),
        notices=[*notices.missing(found.gaps), *market_text.search_notices(found)],
        next_steps=steps(offers.after_search(named)),
        tokens=[_details(token, chain) for token, chain in found.tokens],
    )


def _details(token: Token, chain: Chain) -> TokenDetails:
    return TokenDetails(
        symbol=token.symbol,
        name=token.name,
        chain=chain.name,
        chain_index=chain.index,
        token_address=token.id.address,
        price_usd=maybe_plain(token.price_usd),
        market_cap_usd=maybe_plain(token.market_cap_usd),
        liquidity_usd=maybe_plain(token.liquidity_usd),
        verified=token.verified,
    )
