"""What wallets are worth, in one figure."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from wallet_portfolio.assets.amounts import add_up
from wallet_portfolio.assets.wallets import Wallet
from wallet_portfolio.okx.client import AssetType
from wallet_portfolio.okx.sharing import Fetched
from wallet_portfolio.workflows.access import Access, Progress, no_progress
from wallet_portfolio.workflows.gathering import Outcome, ask_parts, gaps_of
from wallet_portfolio.workflows.scope import Gap, Part, Scope, resolve_scope


@dataclass(frozen=True, slots=True)
class WalletValue:
    """A wallet's value in USD; `complete` is False where a part of it could not be read."""

    wallet: Wallet
    counted_usd: Decimal
    complete: bool


@dataclass(frozen=True, slots=True)
class TotalValue:
    """The value of all wallets asked about. With gaps, `counted_usd` is not a total."""

    scope: Scope
    asset_type: AssetType
    wallets: tuple[WalletValue, ...]
    gaps: tuple[Gap, ...]
    as_of: datetime

    @property
    def counted_usd(self) -> Decimal:
        """The exact sum of what was read."""
        return add_up(value.counted_usd for value in self.wallets)

    @property
    def complete(self) -> bool:
        """Whether nothing that was asked for is missing."""
        return not self.gaps


async def get_total_value(
    access: Access,
    wallets: Sequence[str],
    chains: Sequence[str],
    asset_type: AssetType,
    *,
    include_risky: bool,
    progress: Progress = no_progress,
) -> TotalValue:
    """Ask each wallet's value on each of its networks. Raises what resolving the scope raises, and ServiceError."""
    scope = await resolve_scope(access, wallets, chains)
    outcomes = await ask_parts(scope, value_asker(access, asset_type, include_risky=include_risky), progress)
    return TotalValue(
        scope=scope,
        asset_type=asset_type,
        wallets=tuple(_wallet_value(wallet, outcomes) for wallet in scope.wallets if scope.chains_of(wallet)),
        gaps=(*scope.gaps, *gaps_of(outcomes)),
        as_of=min(outcome.answer.at for outcome in outcomes if outcome.answer),
    )


def value_asker(
    access: Access, asset_type: AssetType, *, include_risky: bool
) -> Callable[[Part], Awaitable[Fetched[Decimal]]]:
    """A function that asks the value of one part of a scope."""

    async def ask(part: Part) -> Fetched[Decimal]:
        indexes = [chain.index for chain in part.chains]
        return await access.service().total_value(
            part.wallet.address.text, indexes, asset_type, include_risky=include_risky
        )

    return ask


def _wallet_value(wallet: Wallet, outcomes: Sequence[Outcome[Part, Fetched[Decimal]]]) -> WalletValue:
    own = [outcome for outcome in outcomes if outcome.part.wallet == wallet]
    return WalletValue(
        wallet,
        add_up(outcome.answer.value for outcome in own if outcome.answer),
        complete=all(outcome.answer for outcome in own),
    )
