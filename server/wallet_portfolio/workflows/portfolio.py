"""The whole portfolio in one answer: value, DeFi, what it is made of, and how it changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from wallet_portfolio.assets.amounts import add_up, divide, multiply, subtract
from wallet_portfolio.assets.holdings import Holding, by_value, sum_usd, that_count
from wallet_portfolio.assets.markets import Change, change_of, change_of_all
from wallet_portfolio.assets.phrases import Sayable
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.okx.client import AssetType
from wallet_portfolio.okx.markets import MOST_FIGURES
from wallet_portfolio.okx.sharing import Fetched
from wallet_portfolio.workflows.access import Access, Progress, no_progress
from wallet_portfolio.workflows.gathering import Outcome, both, gaps_of, settle_parts
from wallet_portfolio.workflows.held import fetch_held
from wallet_portfolio.workflows.markets import Figures, fetch_figures
from wallet_portfolio.workflows.scope import Gap, Part, Scope, resolve_scope
from wallet_portfolio.workflows.total_value import value_asker

_HUNDRED = Decimal(100)
# Prices move between two calls; less than this is not worth a word.
_TOLERANCE = Decimal("0.005")  # of the total
_TOLERANCE_USD = Decimal(1)


@dataclass(frozen=True, slots=True)
class ChainShare:
    """What the tokens on one network are worth, and their part of all tokens."""

    chain: str
    value_usd: Decimal
    share_percent: Decimal


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything, by value. `total_usd` is the service's own total less impostors, and `defi_usd` its DeFi part; None
    where a part of it is missing, or where it may count impostors that nobody tells apart. `tokens_usd` is what the
    holdings are worth together, impostors not counted.

    `change_problem` says why changes are missing; they were asked for the `change_covers` largest holdings, and for
    `change_unknown` of these the market tells none. `hidden` are risky holdings that were not asked for, which the
    service counts in its total where it does not tell them apart.
    """

    scope: Scope
    total_usd: Decimal | None
    defi_usd: Decimal | None
    tokens_usd: Decimal
    by_chain: list[ChainShare]
    holdings: tuple[Holding, ...]
    change: Change | None
    change_problem: Sayable | None
    change_covers: int
    change_unknown: int
    hidden: tuple[Holding, ...]
    impostors: tuple[Holding, ...]
    gaps: tuple[Gap, ...]
    as_of: datetime

    @property
    def hidden_usd(self) -> Decimal:
        """What the hidden ones are said to be worth."""
        return sum_usd(self.hidden)

    @property
    def unexplained_usd(self) -> Decimal | None:
        """By how much the total differs from everything that was found, where that is worth a word."""
        if self.total_usd is None or self.defi_usd is None or self.gaps:
            return None
        difference = subtract(self.total_usd, add_up([self.tokens_usd, self.defi_usd, self.hidden_usd]))
        tolerance = max(_TOLERANCE_USD, multiply(self.total_usd.copy_abs(), _TOLERANCE))
        return difference if difference.copy_abs() > tolerance else None


def share(value: Decimal, of: Decimal) -> Decimal:
    """The part in percent; 0 of nothing."""
    return divide(multiply(value, _HUNDRED), of) if of else Decimal(0)


async def show_portfolio(
    access: Access,
    wallets: Sequence[str],
    chains: Sequence[str],
    *,
    include_risky: bool,
    progress: Progress = no_progress,
) -> Portfolio:
    """Total and holdings side by side, then prices of the largest holdings and, where there is any, the DeFi part.

    For one address of one family that is four calls besides the list of networks, and three where the total shows that
    nothing is in DeFi. Raises what resolving the scope raises, and ServiceError where no holdings could be read.
    """
    scope = await resolve_scope(access, wallets, chains)

    async def values(asset_type: AssetType) -> list[Outcome[Part, Fetched[Decimal]]]:
        asker = value_asker(access, asset_type, include_risky=include_risky)
        return await settle_parts(scope, asker, no_progress)

    held, totals = await both(
        partial(fetch_held, access, scope, include_risky=include_risky, progress=progress), partial(values, "all")
    )
    whole = _sum(totals)
    impostors = [*held.impostors, *(holding for holding in held.holdings if holding.impostor)]
    total = None if whole is None else subtract(whole, sum_usd(impostors))
    ordered = by_value(held.holdings)
    by_chain = _by_chain(that_count(ordered))
    tokens = add_up(part.value_usd for part in by_chain)
    found = add_up([tokens, sum_usd(held.hidden), sum_usd(held.unchecked)])
    largest = _largest(ordered)
    figures, defi = await both(
        partial(fetch_figures, access, largest),
        partial(_nothing if total == found else values, "defi"),
    )
    holdings = [with_change(one, figures) if one.token in figures.by_token else one for one in ordered]
    covered = [holding for holding in holdings if holding.token in largest and holding.value_usd]
    moments = [held.as_of, figures.as_of, *(o.answer.at for o in [*totals, *defi] if o.answer)]
    return Portfolio(
        scope=scope,
        total_usd=None if scope.gaps or held.unchecked else total,
        defi_usd=None if scope.gaps else _sum(defi),
        tokens_usd=tokens,
        by_chain=by_chain,
        holdings=tuple(holdings),
        change=change_of_all(that_count(holdings)),
        change_problem=figures.problem,
        change_covers=len(covered),
        change_unknown=sum(1 for holding in covered if change_of(holding) is None),
        hidden=held.hidden,
        impostors=held.impostors,
        gaps=tuple(dict.fromkeys([*held.gaps, *gaps_of(totals), *gaps_of(defi)])),
        as_of=min(moment for moment in moments if moment),
    )


def with_change(holding: Holding, figures: Figures) -> Holding:
    """The holding with its 24 h change, where the market tells one."""
    known = figures.by_token.get(holding.token)
    return holding._replace(change_24h_percent=known.change_24h_percent) if known else holding


def _by_chain(holdings: Iterable[Holding]) -> list[ChainShare]:
    """What is held on each network, the one with most value first."""
    held_on: dict[str, list[Holding]] = {}
    for holding in holdings:
        held_on.setdefault(holding.chain, []).append(holding)
    values = {chain: sum_usd(on_it) for chain, on_it in held_on.items()}
    worth = add_up(values.values())
    shares = [ChainShare(chain, value, share(value, worth)) for chain, value in values.items()]
    return sorted(shares, key=lambda part: part.value_usd, reverse=True)


def _largest(ordered: Iterable[Holding]) -> dict[TokenId, None]:
    """The tokens of the largest holdings, as far as these are worth anything and prices can be asked at once."""
    found: dict[TokenId, None] = {}
    for holding in ordered:
        if not holding.value_usd or len(found) == MOST_FIGURES:
            break
        found[holding.token] = None
    return found


async def _nothing(_asset_type: AssetType) -> list[Outcome[Part, Fetched[Decimal]]]:
    return []


def _sum(outcomes: Sequence[Outcome[Part, Fetched[Decimal]]]) -> Decimal | None:
    """The exact sum; None where a part is missing, which is not a total."""
    if any(outcome.error for outcome in outcomes):
        return None
    return add_up(outcome.answer.value for outcome in outcomes if outcome.answer)
