"""How much of given tokens some wallets hold, zero included."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from wallet_portfolio.assets.chains import Chain
from wallet_portfolio.assets.contracts import shown_contract
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.assets.holdings import Holding, by_value
from wallet_portfolio.assets.lookalikes import imitated
from wallet_portfolio.assets.phrases import phrase, say
from wallet_portfolio.assets.tokens import TokenBalance, TokenId
from wallet_portfolio.assets.wallets import Wallet
from wallet_portfolio.okx.balances import Balances
from wallet_portfolio.okx.client import MOST_TOKENS
from wallet_portfolio.okx.sharing import Fetched
from wallet_portfolio.workflows.access import Access, Directory, Progress, no_progress
from wallet_portfolio.workflows.gathering import Outcome, ask_each, settle_each
from wallet_portfolio.workflows.held import holdings_of, to_holding
from wallet_portfolio.workflows.naming import NamedToken, TokenWords, identify, read_token
from wallet_portfolio.workflows.scope import Gap, Scope, resolve_scope


@dataclass(frozen=True, slots=True)
class TokenBalances:
    """The balances in the order the tokens were asked for; `hidden` are risky ones that are held but not shown."""

    scope: Scope
    holdings: tuple[Holding, ...]
    hidden: tuple[Holding, ...]
    gaps: tuple[Gap, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class _Batch:
    """Tokens of one address, on chains of one family, few enough for one call."""

    wallet: Wallet
    tokens: tuple[NamedToken, ...]
    chains: tuple[Chain, ...]

    @property
    def ids(self) -> list[TokenId]:
        return [token.id for token in self.tokens]

    def chain_of(self, token: NamedToken) -> Chain:
        return next(chain for chain in self.chains if chain.index == token.id.chain_index)


async def get_token_balances(
    access: Access,
    wallets: Sequence[str],
    chains: Sequence[str],
    tokens: Sequence[str],
    *,
    include_risky: bool,
    progress: Progress = no_progress,
) -> TokenBalances:
    """Ask each wallet's balance of each token, on every network where both can be.

    Raises what resolving the scope and identifying the tokens raise, ServiceError where nothing could be read, and
    InputError where none of the tokens can be in any of the wallets.
    """
    scope = await resolve_scope(access, wallets, chains)
    directory = scope.directory
    places = list(dict.fromkeys(chain for part in scope.parts for chain in part.chains))
    with directory.reasons():
        words = [read_token(text, directory.chains, places) for text in dict.fromkeys(tokens)]
        named = await identify(access.service(), words)
    batches = _batches(scope, [token for outcome in named for token in outcome.answer or []])
    if not batches:
        raise InputError(
            phrase("None of these wallets can hold any of these tokens. Please check the tokens and the wallets.")
        )

    async def ask(batch: _Batch) -> Fetched[Balances]:
        return await access.service().token_balances(batch.wallet.address.text, batch.ids, include_risky=include_risky)

    with directory.reasons():
        outcomes = await ask_each(batches, ask, progress, _label)
    told, gaps = _read(outcomes, directory)
    if include_risky:
        hidden: list[Holding] = []
    else:
        told, second_gaps = await _look_again(access, directory, batches, told)
        gaps += second_gaps
        hidden = [holding for holding in told if holding.risky and holding.amount]
    return TokenBalances(
        scope=scope,
        holdings=tuple(_in_order([holding for holding in told if holding not in hidden], named)),
        hidden=tuple(hidden),
        gaps=(*scope.gaps, *_not_named(named, directory), *gaps),
        as_of=min(outcome.answer.at for outcome in outcomes if outcome.answer),
    )


def _batches(scope: Scope, tokens: Iterable[NamedToken]) -> list[_Batch]:
    """A network of which only the number is known is asked apart: refused, it would take the others with it."""
    tokens = list({token.id: token for token in tokens}.values())
    batches = []
    for wallet in scope.wallets:
        chains = {chain.index: chain for chain in scope.directory.chains.for_address(wallet.address)}
        groups: dict[tuple[str, str], list[NamedToken]] = {}
        for token in tokens:
            if chain := chains.get(token.id.chain_index):
                groups.setdefault((chain.family, chain.index if chain.guessed else ""), []).append(token)
        for own in groups.values():
            for i in range(0, len(own), MOST_TOKENS):
                some = tuple(own[i : i + MOST_TOKENS])
                on = tuple(dict.fromkeys(chains[token.id.chain_index] for token in some))
                batches.append(_Batch(wallet, some, on))
    return batches


def _read(
    outcomes: Iterable[Outcome[_Batch, Fetched[Balances]]], directory: Directory
) -> tuple[list[Holding], list[Gap]]:
    holdings: list[Holding] = []
    gaps: list[Gap] = []
    for outcome in outcomes:
        if outcome.error:
            where = tuple(
                dict.fromkeys(
                    phrase("{token} on {network}", token=_name(token), network=outcome.part.chain_of(token).name)
                    for token in outcome.part.tokens
                )
            )
            gaps.append(Gap(outcome.part.wallet, where, directory.reason(outcome.error).phrase))
        elif outcome.answer:
            found, doubtful = _read_batch(outcome.part, outcome.answer.value)
            holdings += found
            gaps += doubtful
    return holdings, gaps


def _read_batch(batch: _Batch, balances: Balances) -> tuple[list[Holding], list[Gap]]:
    """A holding for every token asked. One that the answer leaves out is not held; one it garbles is a gap."""
    told, gaps = holdings_of(batch.wallet, batch.chains, balances)
    by_token = {holding.token: holding for holding in told}
    garbled = {row.chain_index for row in balances.unreadable}
    holdings = []
    for token in batch.tokens:
        holding = by_token.get(token.id)
        if token.only_if and (holding is None or holding.symbol.casefold() != token.only_if):
            continue
        if holding is None:
            if token.id.chain_index in garbled:
                continue  # the row that could not be read may be this one: it is not known to be zero
            holding = to_holding(batch.wallet, batch.chain_of(token), _nothing(token))
        holdings.append(_identified(holding, token))
    return holdings, gaps


def _identified(holding: Holding, token: NamedToken) -> Holding:
    """The holding with what is known of its token."""
    symbol = token.symbol or holding.symbol
    doubtful = not token.verified and imitated(token.id, symbol) is not None
    return holding._replace(
        symbol=symbol,
        verified=token.verified,
        impostor=doubtful and token.verified is False,
        unchecked=doubtful and token.verified is None,
    )


async def _look_again(
    access: Access, directory: Directory, batches: Sequence[_Batch], told: Sequence[Holding]
) -> tuple[list[Holding], list[Gap]]:
    """Ask again, risky ones included, for contracts whose zero may only mean that the service left them out."""
    zero = {(holding.wallet, holding.token) for holding in told if not holding.amount and not holding.verified}
    suspects = [replace(batch, tokens=tokens) for batch in batches if (tokens := _suspicious(batch, zero))]

    async def ask(batch: _Batch) -> Fetched[Balances]:
        return await access.service().token_balances(batch.wallet.address.text, batch.ids, include_risky=True)

    second, gaps = _read(await settle_each(suspects, ask, no_progress, _label), directory)
    asked = {(batch.wallet.address.text, token.id) for batch in suspects for token in batch.tokens}
    first = [holding for holding in told if (holding.wallet, holding.token) not in asked]
    return first + second, gaps


def _suspicious(batch: _Batch, zero: set[tuple[str, TokenId]]) -> tuple[NamedToken, ...]:
    return tuple(
        token
        for token in batch.tokens
        if (batch.wallet.address.text, token.id) in zero and batch.chain_of(token).risk_filter
    )


def _in_order(holdings: Iterable[Holding], named: Iterable[Outcome[TokenWords, list[NamedToken]]]) -> list[Holding]:
    ordered = by_value(holdings)
    place: dict[TokenId, int] = {}
    for position, outcome in enumerate(named):
        for token in outcome.answer or []:
            place.setdefault(token.id, position)
    return sorted(ordered, key=lambda holding: place[holding.token])


def _not_named(named: Iterable[Outcome[TokenWords, list[NamedToken]]], directory: Directory) -> list[Gap]:
    return [Gap(None, (o.part.shown,), directory.reason(o.error).phrase) for o in named if o.error]


def _nothing(token: NamedToken) -> TokenBalance:
    return TokenBalance(token.id, token.symbol, Decimal(0), price_usd=None, risky=False)


def _name(token: NamedToken) -> str:
    return token.symbol or shown_contract(token.id.address)


def _label(batch: _Batch) -> str:
    return say("{count} balances", count=len(batch.tokens))
