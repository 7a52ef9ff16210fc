"""Which tokens go by a name, a symbol or a contract."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wallet_portfolio.assets.chains import Chain
from wallet_portfolio.assets.contracts import canonical_contract, contract_families
from wallet_portfolio.assets.errors import NeedsInput
from wallet_portfolio.assets.phrases import phrase, say
from wallet_portfolio.assets.tokens import Token
from wallet_portfolio.okx.client import MOST_CHAINS
from wallet_portfolio.okx.sharing import Fetched
from wallet_portfolio.workflows.access import Access, chain_directory, no_progress
from wallet_portfolio.workflows.gathering import ask_each
from wallet_portfolio.workflows.scope import Gap


@dataclass(frozen=True, slots=True)
class FoundTokens:
    """The tokens found, verified ones first, each with its network; `total` counts those before the limit."""

    tokens: tuple[tuple[Token, Chain], ...]
    total: int
    gaps: tuple[Gap, ...]
    as_of: datetime


async def search_tokens(access: Access, query: str, chains: Sequence[str], limit: int) -> FoundTokens:
    """Search on the networks named, or on all. Raises NeedsInput for no words, InputError and ServiceError."""
    client = access.service()
    if not query.strip():
        raise NeedsInput(
            phrase("Which token are you looking for? Its name, symbol or contract address will do."), ["query"]
        )
    words = _as_sent(query.strip())
    directory = await chain_directory(access)

    async def ask(batch: Sequence[Chain]) -> Fetched[list[Token]]:
        return await client.search_tokens(words, [chain.index for chain in batch])

    with directory.reasons():
        named = dict.fromkeys(directory.chains.find(text) for text in chains if text.strip())
        places = list(named or directory.chains)
        batches = [places[i : i + MOST_CHAINS] for i in range(0, len(places), MOST_CHAINS)]
        outcomes = await ask_each(batches, ask, no_progress, lambda batch: say("{count} networks", count=len(batch)))
    answers = [outcome.answer for outcome in outcomes if outcome.answer]
    by_index = {chain.index: chain for chain in places}
    found = [
        (token, by_index[token.id.chain_index])
        for answer in answers
        for token in answer.value
        if token.id.chain_index in by_index
    ]
    found.sort(key=lambda pair: not pair[0].verified)  # stable: otherwise the service's own order
    gaps = tuple(
        Gap(None, tuple(chain.name for chain in outcome.part), directory.reason(outcome.error).phrase)
        for outcome in outcomes
        if outcome.error
    )
    return FoundTokens(tuple(found[:limit]), len(found), gaps, min(answer.at for answer in answers))


def _as_sent(words: str) -> str:
    """A contract in the form in which contracts are compared, anything else as it is."""
    return canonical_contract(words) if contract_families(words) else words
