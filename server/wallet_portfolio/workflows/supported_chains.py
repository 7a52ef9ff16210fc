"""Which networks are supported."""

from dataclasses import dataclass
from datetime import datetime

from wallet_portfolio.assets.chains import Chain, Chains
from wallet_portfolio.workflows.access import Access


@dataclass(frozen=True, slots=True)
class SupportedChains:
    """The networks found; `queries` is empty where all were asked for.

    `unknown` are the queries that found nothing, and `closest` is what the first of them may mean.
    """

    chains: tuple[Chain, ...]
    queries: tuple[str, ...]
    unknown: tuple[str, ...]
    closest: Chain | None
    as_of: datetime


async def list_supported_chains(access: Access, query: str) -> SupportedChains:
    """The networks whose name, alias or index has the query in it, or one of several with commas between them.

    Raises NotConfigured and ServiceError.
    """
    fetched = await access.service().supported_chains()
    directory = Chains.builtin().merged(fetched.value)
    queries = tuple(part.strip() for part in query.split(",") if part.strip())
    found = {part: directory.search(part) for part in queries}
    unknown = tuple(part for part in queries if not found[part])
    listed = [chain for part in queries for chain in found[part]] if queries else directory
    closest = directory.closest(unknown[0]) if unknown else None
    return SupportedChains(tuple(dict.fromkeys(listed)), queries, unknown, closest, fetched.at)
