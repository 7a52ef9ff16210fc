"""Everything some wallets hold: the fetching that several questions share."""

from dataclasses import dataclass, replace
from datetime import datetime

from wallet_portfolio.assets.chains import Chain
from wallet_portfolio.assets.errors import ServiceError
from wallet_portfolio.assets.holdings import Holding, by_value
from wallet_portfolio.assets.lookalikes import imitated, skeleton
from wallet_portfolio.assets.phrases import phrase
from wallet_portfolio.assets.tokens import NATIVE, TokenBalance, TokenId
from wallet_portfolio.assets.wallets import Wallet
from wallet_portfolio.assets.well_known import CONTRACTS
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
    counts `impostors` too, which only bear the name of another token on their network or of a well-known one, or a
    name that looks like it.
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
    """The holdings; of those whose name others have or a well-known token has, with which are verified or impostors.

    Names that look alike are one name. The service is asked about contracts that are not known here, all at once.
    """
    named: dict[tuple[str, str], set[TokenId]] = {}
    for holding in holdings:
        named.setdefault(_name(holding), set()).add(holding.token)
    doubtful = [
        holding for holding in holdings if len(named[_name(holding)]) > 1 or imitated(holding.token, holding.symbol)
    ]
    genuine = {holding.token for holding in holdings if holding.token.address == NATIVE or holding.token in CONTRACTS}
    # The most valuable first: nobody who sends thousands of worthless ones keeps a doubtful one from being looked at.
    unknown = dict.fromkeys(holding.token for holding in by_value(doubtful) if holding.token not in genuine)
    asked = sorted(list(unknown)[:MOST_TOKEN_INFOS])
    told = await _recognized(access, asked) if asked else set()
    verified = genuine | (told or set())

    def mark(holding: Holding) -> Holding:
        if holding.token in verified:
            return replace(holding, verified=True)
        rivals = named[_name(holding)]
        if holding.token not in unknown:
            return holding
        if told is None or holding.token not in asked:
            return replace(holding, unchecked=True)  # which is which is not known
        return replace(
            holding, verified=False, impostor=bool(rivals & verified or imitated(holding.token, holding.symbol))
        )

    return [mark(holding) for holding in holdings]


async def _recognized(access: Access, tokens: list[TokenId]) -> set[TokenId] | None:
    """Those that the community recognises; None where the service does not tell."""
    try:
        infos = (await access.service().token_infos(tokens)).value
    except ServiceError:
        return None
    return {info.id for info in infos if info.verified}


def _name(holding: Holding) -> tuple[str, str]:
    """A network, and a name on it by its looks."""
    return holding.token.chain_index, skeleton(holding.symbol) or holding.symbol.casefold()


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
