"""What markets say of tokens, and which of several tokens of a name is meant when only a market is asked about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from wallet_portfolio.assets.chains import Chain
from wallet_portfolio.assets.errors import NeedsInput, TokenNotFound, WalletError
from wallet_portfolio.assets.markets import MarketFigures
from wallet_portfolio.assets.phrases import Sayable, phrase, say
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.okx.markets import MOST_FIGURES
from wallet_portfolio.okx.natives import in_markets
from wallet_portfolio.okx.sharing import Fetched
from wallet_portfolio.workflows.access import Access, Directory, Progress, chain_directory, no_progress
from wallet_portfolio.workflows.gathering import settle_each
from wallet_portfolio.workflows.naming import NamedToken, TokenWords, identify, read_token


@dataclass(frozen=True, slots=True)
class Figures:
    """Market figures of some tokens; `error` is why some could not be had, None when all were asked."""

    by_token: dict[TokenId, MarketFigures]
    error: WalletError | None
    as_of: datetime | None

    @property
    def problem(self) -> Sayable | None:
        """The error in words for the user."""
        return self.error.phrase if self.error else None


@dataclass(frozen=True, slots=True)
class PickedToken:
    """The token that a question about one is answered for, and the other networks it is on.

    `error` is why there are no figures, None where the market was asked. `directory` is where the networks are from.
    """

    token: NamedToken
    chain: Chain
    elsewhere: tuple[Chain, ...]
    figures: MarketFigures | None
    as_of: datetime
    error: WalletError | None
    directory: Directory


async def fetch_figures(access: Access, tokens: Iterable[TokenId], progress: Progress = no_progress) -> Figures:
    """Figures of any number of tokens, side by side. Never raises ServiceError: prices are an extra to balances."""
    ids = [token for token in dict.fromkeys(tokens) if in_markets(token) is not None]
    batches = [ids[i : i + MOST_FIGURES] for i in range(0, len(ids), MOST_FIGURES)]

    async def ask(batch: Sequence[TokenId]) -> Fetched[dict[TokenId, MarketFigures]]:
        return await access.service().markets.figures(batch)

    outcomes = await settle_each(batches, ask, progress, lambda batch: say("{count} prices", count=len(batch)))
    answers = [outcome.answer for outcome in outcomes if outcome.answer]
    errors = [outcome.error for outcome in outcomes if outcome.error]
    return Figures(
        by_token={token: figures for answer in answers for token, figures in answer.value.items()},
        error=errors[0] if errors else None,
        as_of=min((answer.at for answer in answers), default=None),
    )


async def get_token_details(access: Access, token: str, chain: str) -> PickedToken:
    """One token and its figures. Raises what picking it raises, and ServiceError where there are no figures."""
    picked = await pick_token(access, token, chain)
    if picked.figures is None and picked.error:
        raise picked.error
    return picked


async def pick_token(access: Access, text: str, chain: str) -> PickedToken:
    """The one token meant by a symbol or a contract, where no wallet says on which network.

    A native coin is that of the first network that has it; of verified contracts the one with the deepest market is
    taken. Raises NeedsInput for no token, TokenNotFound, UnsupportedChain, InputError and ServiceError.
    """
    if not text.strip():
        access.service()
        raise NeedsInput(
            phrase("Which token do you mean? Please give me its symbol or its contract address."), ["token"]
        )
    directory = await chain_directory(access)
    chains = directory.chains
    with directory.reasons():
        places = [chains.find(chain)] if chain.strip() else list(chains)
        [outcome] = await identify(access.service(), [read_token(text, chains, places, argument="token")])
        meant = [token for token in outcome.answer or [] if not token.only_if]
        figures = await fetch_figures(access, [token.id for token in meant])
        named = _that_exist(meant, figures, outcome.part)
    by_index = {place.index: place for place in chains}

    def depth(token: NamedToken) -> Decimal:
        known = figures.by_token.get(token.id)
        return (known.liquidity_usd if known else None) or Decimal(-1)

    native = next((token for token in named if token.id.address == ""), None)
    best = native or max(named, key=depth)
    return PickedToken(
        token=best,
        chain=by_index[best.id.chain_index],
        elsewhere=tuple(by_index[token.id.chain_index] for token in named if token is not best),
        figures=figures.by_token.get(best.id),
        as_of=figures.as_of or datetime.now(UTC),
        error=directory.reason(figures.error) if figures.error else None,
        directory=directory,
    )


def _that_exist(tokens: Sequence[NamedToken], figures: Figures, words: TokenWords) -> list[NamedToken]:
    """Those that the service knows by name or by price. Raises TokenNotFound, or why nothing is known."""
    found = [token for token in tokens if token.symbol or token.id in figures.by_token]
    if found:
        return found
    if figures.error:
        raise figures.error
    raise TokenNotFound(
        phrase(
            "{token} is not known as a token on {networks}. Check the contract and the network.",
            token=words.shown,
            networks=words.chains[0].name if len(words.chains) == 1 else phrase("these networks"),
        )
    )
