"""Which holdings are doing badly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from wallet_portfolio.assets.errors import ServiceError
from wallet_portfolio.assets.holdings import Holding
from wallet_portfolio.assets.markets import change_of
from wallet_portfolio.assets.phrases import Sayable
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.assets.well_known import STABLECOINS
from wallet_portfolio.workflows.access import Access, Progress, no_progress
from wallet_portfolio.workflows.held import fetch_held
from wallet_portfolio.workflows.markets import fetch_figures
from wallet_portfolio.workflows.naming import NamedToken
from wallet_portfolio.workflows.portfolio import with_change
from wallet_portfolio.workflows.scope import Gap, Scope, resolve_scope

# Below this a loss is nothing to act on: the trade would cost more.
WORTH_LOOKING_AT_USD = Decimal(1)


@dataclass(frozen=True, slots=True)
class Underperformers:
    """Holdings that changed by less than asked for, the worst first; `total` counts those before the limit.

    `looked_at` counts the holdings whose change is known, `unknown` those worth looking at whose change is not.
    `stablecoin` is a verified one on the network of the worst, to sell it for.
    """

    scope: Scope
    holdings: tuple[Holding, ...]
    total: int
    looked_at: int
    unknown: int
    problem: Sayable | None
    stablecoin: NamedToken | None
    gaps: tuple[Gap, ...]
    as_of: datetime


async def find_underperformers(
    access: Access,
    wallets: Sequence[str],
    chains: Sequence[str],
    max_change_percent: Decimal,
    limit: int,
    *,
    include_risky: bool,
    progress: Progress = no_progress,
) -> Underperformers:
    """The 24 h change of everything held that is worth at least a dollar.

    Raises what resolving the scope raises, and ServiceError where no holdings could be read.
    """
    scope = await resolve_scope(access, wallets, chains)
    held = await fetch_held(access, scope, include_risky=include_risky, progress=progress)
    worth = [holding for holding in held.holdings if (holding.value_usd or Decimal(0)) >= WORTH_LOOKING_AT_USD]
    figures = await fetch_figures(access, [holding.token for holding in worth])
    changed = [with_change(holding, figures) for holding in worth]
    known = [holding for holding in changed if holding.change_24h_percent is not None]
    bad = sorted((holding for holding in known if _change(holding) < max_change_percent), key=_worst_first)
    return Underperformers(
        scope=scope,
        holdings=tuple(bad[:limit]),
        total=len(bad),
        looked_at=len(known),
        unknown=len(worth) - len(known),
        problem=figures.problem,
        stablecoin=await stablecoin_on(access, bad[0]) if bad else None,
        gaps=held.gaps,
        as_of=min(moment for moment in (held.as_of, figures.as_of) if moment),
    )


async def stablecoin_on(access: Access, holding: Holding) -> NamedToken | None:
    """A verified stablecoin on the holding's network, other than the holding itself; None where there is none."""
    for symbol in STABLECOINS:
        try:
            found = (await access.service().search_tokens(symbol, [holding.token.chain_index])).value
        except ServiceError:
            return None
        for token in found:
            if token.verified and token.symbol.upper() == symbol and token.id != holding.token:
                return NamedToken(token.id, token.symbol, verified=True)
    return None


def _change(holding: Holding) -> Decimal:
    return holding.change_24h_percent or Decimal(0)


def _worst_first(holding: Holding) -> tuple[Decimal, Decimal, TokenId]:
    return (_change(holding), change_of(holding) or Decimal(0), holding.token)
