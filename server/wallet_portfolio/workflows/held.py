"""Everything some wallets hold: the fetching that several questions share."""

from dataclasses import dataclass, replace
from datetime import datetime

from wallet_portfolio.assets.chains import Chain
from wallet_portfolio.assets.errors import ServiceError
from wallet_portfolio.assets.holdings import Holding
from wallet_portfolio.assets.phrases import phrase
from wallet_portfolio.assets.tokens import NATIVE, TokenBalance, TokenId
from wallet_portfolio.assets.wallets import Wallet
from wallet_portfolio.okx.client import MOST_TOKEN_INFOS, Balances
from wallet_portfolio.okx.sharing import Fetched
from wallet_portfolio.okx.wire import Unreadable
from wallet_portfolio.workflows.access import Access, Progress
from wallet_portfolio.workflows.gathering import ask_parts, gaps_of
from wallet_portfolio.workflows.scope import Gap, Part, Scope


@dataclass(frozen=True, slots=True)
class Held:
    """What was found; `hidden` are risky ones that were not asked for but came all the same.

    That happens on networks where the service does not tell risky tokens apart, and there it counts them in totals. It
    counts `impostors` too, which only bear the name of another token on their network.
    """

    holdings: tuple[Holding, ...]
    hidden: tuple[Holding, ...]
    impostors: tuple[Holding, ...]
    gaps: tuple[Gap, ...]
    as_of: datetime


async def fetch_held(access: Access, scope: Scope, *, include_risky: bool, progress: Progress) -> Held:
    """Ask for everything each wallet holds. Raises ServiceError where nothing could be read."""

    async def ask(part: Part) -> Fetched[Balances]:
        indexes = [chain.index for chain in part.chains]
        return await access.service().all_balances(part.wallet.address.text, indexes, include_risky=include_risky)

    outcomes = await ask_parts(scope, ask, progress)
    holdings: list[Holding] = []
    gaps = [*scope.gaps, *gaps_of(outcomes)]
    for outcome in outcomes:
        if outcome.answer:
            found, doubtful = holdings_of(outcome.part.wallet, outcome.part.chains, outcome.answer.value)
            holdings += [holding for holding in found if holding.amount]
            gaps += doubtful
    holdings = await _marked(access, holdings)
    left_out = [] if include_risky else [holding for holding in holdings if holding.risky or holding.impostor]
    return Held(
        holdings=tuple(holding for holding in holdings if include_risky or not (holding.risky or holding.impostor)),
        hidden=tuple(holding for holding in left_out if not holding.impostor),
        impostors=tuple(holding for holding in left_out if holding.impostor),
        gaps=tuple(gaps),
        as_of=min(outcome.answer.at for outcome in outcomes if outcome.answer),
    )


async def _marked(access: Access, holdings: list[Holding]) -> list[Holding]:
    """The holdings; where several bear one name on a network, with which of them are verified and which impostors."""
    named: dict[tuple[str, str], set[TokenId]] = {}
    for holding in holdings:
        named.setdefault((holding.token.chain_index, holding.symbol.casefold()), set()).add(holding.token)
    doubtful = {token for tokens in named.values() if len(tokens) > 1 for token in tokens}
    asked = sorted(token for token in doubtful if token.address != NATIVE)[:MOST_TOKEN_INFOS]
    if not asked:
        return holdings
    try:
        infos = (await access.service().token_infos(asked)).value
    except ServiceError:
        return holdings  # which is which is not known, and nothing is said of it
    verified = {token for token in doubtful if token.address == NATIVE} | {info.id for info in infos if info.verified}

    def mark(holding: Holding) -> Holding:
        rivals = named[holding.token.chain_index, holding.symbol.casefold()]
        if holding.token not in asked:
            return holding
        genuine = holding.token in verified
        return replace(holding, verified=genuine, impostor=not genuine and bool(rivals & verified))

    return [mark(holding) for holding in holdings]


def holdings_of(wallet: Wallet, chains: tuple[Chain, ...], balances: Balances) -> tuple[list[Holding], list[Gap]]:
    """The balances as holdings, and a gap for each row that could not be understood.

    A row of a chain that was not asked about is one of those: counting it could count it twice.
    """
    names = {chain.index: chain for chain in chains}
    holdings = [
        to_holding(wallet, names[row.id.chain_index], row) for row in balances.rows if row.id.chain_index in names
    ]
    strays = [Unreadable(row.id.chain_index, row.symbol) for row in balances.rows if row.id.chain_index not in names]
    gaps = [_doubtful(wallet, names.get(row.chain_index), row) for row in (*balances.unreadable, *strays)]
    return holdings, gaps


def to_holding(wallet: Wallet, chain: Chain, balance: TokenBalance) -> Holding:
    """A balance with its wallet and the name of its chain."""
    native = balance.id.address == NATIVE
    return Holding(
        wallet=wallet.address.text,
        chain=chain.name,
        token=balance.id,
        symbol=(chain.native_symbol or balance.symbol) if native else balance.symbol,
        amount=balance.amount,
        price_usd=balance.price_usd,
        risky=balance.risky,
        verified=True if native else None,
        unusual_name=balance.unusual_name and not native,
    )


def _doubtful(wallet: Wallet, chain: Chain | None, row: Unreadable) -> Gap:
    where = phrase("{token} on {network}", token=row.symbol, network=chain.name) if chain else row.symbol
    return Gap(wallet, (where,), phrase("its balance came in a form that cannot be understood"))
