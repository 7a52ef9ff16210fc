"""Which networks are supported."""

from dataclasses import dataclass
from datetime import datetime

from wallet_portfolio.assets.chains import Chain, Chains
from wallet_portfolio.workflows.access import Access


@dataclass(frozen=True, slots=True)
class SupportedChains:
    """The networks found; `query` is "" where all were asked for. `closest` is what a misspelt query may mean."""

    chains: tuple[Chain, ...]
    query: str
    closest: Chain | None
    as_of: datetime


async def list_supported_chains(access: Access, query: str) -> SupportedChains:
    """The networks whose name, alias or index has the query in it. Raises NotConfigured and ServiceError."""
    fetched = await access.service().supported_chains()
    directory = Chains.builtin().merged(fetched.value)
    found = tuple(directory.search(query))
    return SupportedChains(found, query.strip(), None if found else directory.closest(query), fetched.at)
