"""The tool list_supported_chains."""

from wallet_portfolio.intents import offers
from wallet_portfolio.tools.answers import ChainDetails, SupportedChainsAnswer, utc_text
from wallet_portfolio.tools.composing import steps
from wallet_portfolio.tools.questions import ListSupportedChains
from wallet_portfolio.views import summaries
from wallet_portfolio.workflows.access import Access, Progress
from wallet_portfolio.workflows.supported_chains import list_supported_chains as ask


async def list_supported_chains(
    access: Access, question: ListSupportedChains, _progress: Progress
) -> SupportedChainsAnswer:
    """List the supported networks, or check whether one is.

    Other tools find the networks by themselves: not needed before show_portfolio.
    """
    found = await ask(access, question.query)
    return SupportedChainsAnswer(
        status="ok",
        summary=summaries.supported_chains(found),
        as_of=utc_text(found.as_of),
        next_steps=steps(offers.after_supported_chains()),
        chains=[ChainDetails.of(chain) for chain in found.chains],
    )
