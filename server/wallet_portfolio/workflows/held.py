"""Everything some wallets hold: the fetching that several questions share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from wallet_portfolio.assets.amounts import show_usd
from wallet_portfolio.assets.chains import Chain
from wallet_portfolio.assets.holdings import Holding, by_value
from wallet_portfolio.assets.lookalikes import lookalikes, skeletons
from wallet_portfolio.assets.phrases import Sayable, phrase, say
from wallet_portfolio.assets.tokens import NATIVE, TokenBalance, TokenId
from wallet_portfolio.assets.wallets import Wallet
from wallet_portfolio.assets.well_known import CONTRACTS
from wallet_portfolio.okx.balances import Balances
from wallet_portfolio.okx.client import MOST_TOKEN_INFOS
from wallet_portfolio.okx.sharing import Fetched
from wallet_portfolio.okx.wire import Unreadable
from wallet_portfolio.workflows.access import Access, Progress, no_progress
from wallet_portfolio.workflows.gathering import ask_parts, gaps_of, settle_each
from wallet_portfolio.workflows.scope import Gap, Part, Scope

_MOST_LOOKED_AT = 5 * MOST_TOKEN_INFOS
_MOST_NAMED = 10

_Name: TypeAlias = tuple[str, str]  # a network, and a name on it by its looks


@dataclass(frozen=True, slots=True)
class Held:
    """What was found; `hidden` are risky ones that were not asked for but came all the same.

    That happens on networks where the service does not tell risky tokens apart, and there it counts them in totals. It
    counts `impostors` too, which only bear the name of another token on their network or of a well-known one, or a
    name that looks like it. `unchecked` are those of which it could not be found out whether they do: each is in the
    gaps, counts for nothing, and is among the holdings only where risky ones were asked for.
    """

    holdings: tuple[Holding, ...]
    hidden: tuple[Holding, ...]
    impostors: tuple[Holding, ...]
    unchecked: tuple[Holding, ...]
    gaps: tuple[Gap, ...]
    as_of: datetime


async def fetch_held(access: Access, scope: Scope, *, include_risky: bool, progress: Progress) -> Held:
    """Ask for everything each wallet holds. Raises ServiceError where nothing could be read."""

    async def ask(part: Part) -> Fetched[Balances]:
        indexes = [chain.index for chain in part.chains]
        return await access.service().all_balances(part.wallet.address.text, indexes, include_risky=include_risky)

    outcomes = await ask_parts(scope, ask, progress)
    found: list[Holding] = []
    gaps = [*scope.gaps, *gaps_of(outcomes)]
    for outcome in outcomes:
        if outcome.answer:
            read, doubtful = holdings_of(outcome.part.wallet, outcome.part.chains, outcome.answer.value)
            found += [holding for holding in read if holding.amount]
            gaps += doubtful
    holdings, problem = await _marked(access, found)
    unchecked = [holding for holding in holdings if holding.unchecked]
    left_out = [] if include_risky else [h for h in holdings if not h.unchecked and (h.risky or h.impostor)]
    return Held(
        holdings=tuple(h for h in holdings if include_risky or not (h.risky or h.impostor or h.unchecked)),
        hidden=tuple(holding for holding in left_out if not holding.impostor),
        impostors=tuple(holding for holding in left_out if holding.impostor),
        unchecked=tuple(unchecked),
        gaps=(*gaps, *_unchecked_gaps(scope.wallets, unchecked, problem)),
        as_of=min(outcome.answer.at for outcome in outcomes if outcome.answer),
    )


async def _marked(access: Access, holdings: list[Holding]) -> tuple[list[Holding], Sayable]:
    """The holdings; of those whose name others have or a well-known token has, with which are verified or impostors.

    Names that look alike are one name. The service is asked about contracts that are not known here, all at once. With
    them comes why it did not tell of some.
    """
    looks = skeletons(holding.symbol for holding in holdings)
    imitating = lookalikes(looks)
    names = [(h.token.chain_index, looks[h.symbol] or h.symbol.casefold()) for h in holdings]
    bearers = _shared(zip(holdings, names, strict=True))
    doubtful = [h for h, name in zip(holdings, names, strict=True) if h.symbol in imitating or name in bearers]
    genuine = {holding.token for holding in holdings if holding.token.address == NATIVE or holding.token in CONTRACTS}
    # The most valuable first: nobody who sends thousands of worthless ones keeps a doubtful one from being looked at.
    unknown = list(dict.fromkeys(holding.token for holding in by_value(doubtful) if holding.token not in genuine))
    told = await _recognized(access, unknown[:_MOST_LOOKED_AT])
    verified = genuine | told.recognized

    def mark(holding: Holding, name: _Name) -> Holding:
        if holding.token in verified:
            return holding._replace(verified=True)
        if holding.token in told.looked_at:
            shared = not bearers.get(name, set()).isdisjoint(verified)
            return holding._replace(verified=False, impostor=holding.symbol in imitating or shared)
        return holding._replace(unchecked=True)  # which is which is not known

    to_mark = verified.union(unknown)
    marked = [mark(h, name) if h.token in to_mark else h for h, name in zip(holdings, names, strict=True)]
    return marked, told.problem


def _shared(named: Iterable[tuple[Holding, _Name]]) -> dict[_Name, set[TokenId]]:
    """The names that several tokens bear, with these tokens."""
    first: dict[_Name, TokenId] = {}
    shared: dict[_Name, set[TokenId]] = {}
    for holding, name in named:
        one = first.setdefault(name, holding.token)
        if one != holding.token:
            shared.setdefault(name, {one}).add(holding.token)
    return shared


@dataclass(frozen=True, slots=True)
class _Told:
    """Of which contracts the service told something, which of them the community recognises, and why not of all."""

    looked_at: set[TokenId]
    recognized: set[TokenId]
    problem: Sayable


async def _recognized(access: Access, tokens: list[TokenId]) -> _Told:
    batches = [sorted(tokens[i : i + MOST_TOKEN_INFOS]) for i in range(0, len(tokens), MOST_TOKEN_INFOS)]
    outcomes = await settle_each(batches, access.service().token_infos, no_progress, lambda _: say("token information"))
    errors = [outcome.error.phrase for outcome in outcomes if outcome.error]
    return _Told(
        looked_at={token for outcome in outcomes if outcome.answer for token in outcome.part},
        recognized={info.id for o in outcomes if o.answer for info in o.answer.value if info.verified},
        problem=errors[0] if errors else phrase("There are too many such tokens."),
    )


def _unchecked_gaps(wallets: Sequence[Wallet], unchecked: Sequence[Holding], problem: Sayable) -> list[Gap]:
    """A gap for each wallet with tokens that may be impostors, the most valuable of them named."""
    why = phrase("whether that is what its name says could not be looked up, so it is not counted. {why}", why=problem)
    gaps = []
    for wallet in wallets:
        own = [holding for holding in by_value(unchecked) if holding.wallet == wallet.address.text]
        named: list[Sayable] = [
            phrase("{token} on {network} ({value})", token=one.symbol, network=one.chain, value=show_usd(one.value_usd))
            for one in own[:_MOST_NAMED]
        ]
        more = [phrase("{count:,} more", count=len(own) - len(named))] if len(own) > len(named) else []
        if own:
            gaps.append(Gap(wallet, (*named, *more), why))
    return gaps


def holdings_of(wallet: Wallet, chains: tuple[Chain, ...], balances: Balances) -> tuple[list[Holding], list[Gap]]:
    """The balances as holdings, and a gap for each row that could not be understood.

    A row of a chain that was not asked about is one of those: counting it could count it twice.
    """
    names = {chain.index: chain for chain in chains}
    holdings = [to_holding(wallet, chain, row) for row in balances.rows if (chain := names.get(row.id.chain_index))]
    strays = [Unreadable(row.id.chain_index, row.symbol) for row in balances.rows if row.id.chain_index not in names]
    gaps = [_doubtful(wallet, names.get(row.chain_index), row) for row in (*balances.unreadable, *strays)]
    return holdings, gaps


def to_holding(wallet: Wallet, chain: Chain, balance: TokenBalance) -> Holding:
    """A balance with its wallet and the name of its chain."""
    token, symbol, amount, price_usd, risky, unusual = balance
    holder = wallet.address.text
    if token.address == NATIVE:
        name = chain.native_symbol or symbol
        return Holding(holder, chain.name, token, name, amount, price_usd, risky, verified=True)
    return Holding(holder, chain.name, token, symbol, amount, price_usd, risky, unusual_name=unusual)


def _doubtful(wallet: Wallet, chain: Chain | None, row: Unreadable) -> Gap:
    where = phrase("{token} on {network}", token=row.symbol, network=chain.name) if chain else row.symbol
    if row.of_another:
        return Gap(wallet, (where,), phrase("the balance that came belongs to another address"))
    return Gap(wallet, (where,), phrase("its balance came in a form that cannot be understood"))
