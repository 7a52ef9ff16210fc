"""What to offer after an answer: two or three steps, named by what the answer shows, each ready to run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import TypeAlias

from wallet_portfolio.assets.holdings import Holding
from wallet_portfolio.assets.phrases import say
from wallet_portfolio.assets.tokens import NATIVE, WITHOUT_COIN_MARKET, TokenId

Argument: TypeAlias = str | bool | int | list[str]
Arguments: TypeAlias = Mapping[str, Argument]

_LEAST, _MOST = 2, 3
_STABLE = frozenset({"USDC", "USDT", "DAI"})
_DOLLAR, _NEAR_A_DOLLAR = Decimal(1), Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Offer:
    """A step: what it does in words for the user, and how an agent runs it."""

    say: str
    tool: str
    arguments: Arguments


@dataclass(frozen=True, slots=True)
class Named:
    """A token to offer something about: its symbol, its identity, and the name of its network.

    `wallet` is one that can hold it: an address, a saved name, "" for the default one, None where there is none.
    """

    symbol: str
    id: TokenId
    chain: str
    wallet: str | None = None

    @classmethod
    def of(cls, holding: Holding) -> "Named":
        """The token of a holding."""
        return cls(holding.symbol, holding.token, holding.chain, holding.wallet)

    @property
    def words(self) -> str:
        """How a tool is told which token is meant, beyond doubt."""
        return f"{self.id.chain_index}:{self.id.address or 'native'}"

    @property
    def charted(self) -> bool:
        """Whether markets know it: contracts do, and the native coins of all but a few networks."""
        return _charted(self.id)


def after_supported_chains() -> list[Offer]:
    """Now that the networks are known: what is held on them."""
    return [
        Offer(say("See your portfolio"), "show_portfolio", {}),
        Offer(say("See what your wallet is worth in all"), "get_total_value", {}),
    ]


def after_total_value(about: Arguments) -> list[Offer]:
    """`about` holds the wallets, networks and the choice about risk of the question answered."""
    return [
        Offer(say("See what it is made of, token by token"), "list_holdings", about),
        Offer(say("See the portfolio without impostors, and how it changed within a day"), "show_portfolio", about),
    ]


def after_holdings(
    about: Arguments, shown: Sequence[Holding], more: Arguments | None, *, from_start: bool
) -> list[Offer]:
    """`more` are the arguments for the next page, where there is one; `from_start` says that this is the first."""
    offers = [Offer(say("See more of the list"), "list_holdings", more)] if more else []
    for top in _first_of(_markets(shown)):
        offers.append(_details(top))
        offers.append(_chart_of_top(top, shown[0]) if from_start else _chart(top))
    offers += _swaps(shown)
    return enough(offers, _nothing_held(about)) if shown else _nothing_held(about)


def after_token_balances(about: Arguments, held: Sequence[Holding]) -> list[Offer]:
    """From one token to everything, or to a trade of it."""
    return [
        Offer(say("See the whole portfolio"), "show_portfolio", about),
        *_swaps([holding for holding in held if holding.amount]),
        Offer(say("See the total value"), "get_total_value", about),
    ][:_MOST]


def after_portfolio(about: Arguments, holdings: Sequence[Holding]) -> list[Offer]:
    """The largest holding's price, what is doing badly, a trade."""
    if not holdings:
        return _nothing_held(about)
    return [
        *(_chart_of_top(top, holdings[0]) for top in _first_of(_markets(holdings))),
        Offer(say("See what is doing badly"), "find_underperformers", about),
        *_swaps(holdings),
        Offer(say("See every holding"), "list_holdings", about),
    ][:_MOST]


def after_underperformers(about: Arguments, worst: Sequence[Holding], into: TokenId | None) -> list[Offer]:
    """Selling is never started: a check of it is offered."""
    offers = []
    for holding in worst[:1]:
        token = Named.of(holding)
        if into:
            what = say("Check selling {token} on {network}", token=token.symbol, network=token.chain)
            offers.append(_swap(what, token, into, "100%"))
        if token.charted:
            offers.append(_chart(token))
    offers.append(Offer(say("See the whole portfolio"), "show_portfolio", about))
    return enough(offers, [Offer(say("See every holding"), "list_holdings", about)])


def after_search(found: Sequence[Named]) -> list[Offer]:
    """About the first token found."""
    if not found:
        return anyway()
    token = found[0]
    return enough([_details(token), *_charts(token), *_buying(token)], [*_balance(token), *anyway()])


def after_details(token: Named) -> list[Offer]:
    """How its price moved, and what the user has to do with it."""
    return enough([*_charts(token), *_buying(token), *_balance(token)], anyway())


def after_chart(token: Named) -> list[Offer]:
    """What else is known of it, and what the user has to do with it."""
    return enough([_details(token), *_buying(token), *_balance(token)], anyway())


def after_good_check(swap: Arguments, buy: Named) -> list[Offer]:
    """`swap` are the arguments of the check."""
    first = [_chart(buy)] if buy.charted else []
    return [Offer(say("Prepare this swap for your wallet to sign"), "prepare_swap", swap), *first, *_balance(buy)][
        :_MOST
    ]


def to_confirm(swap: Arguments, buy: Named) -> list[Offer]:
    """Before anything is prepared: agree to it, or look once more."""
    agreed = Offer(
        say("Agree, and prepare this swap for your wallet to sign"), "prepare_swap", {**swap, "confirmed": True}
    )
    return [agreed, Offer(say("Check the swap again"), "check_swap", swap), *([_chart(buy)] if buy.charted else [])]


def after_short_check(wallet: str, sell: Named, buy: Named) -> list[Offer]:
    """What could cover it."""
    return [
        Offer(
            say("See what else you hold on {network}", network=sell.chain),
            "list_holdings",
            {**_wallets(wallet), "chains": [sell.id.chain_index]},
        ),
        *([_chart(buy)] if buy.charted else _balance(buy)),
    ]


def after_bad_check(wallet: str, sell: Named, buy: Named) -> list[Offer]:
    """Nothing that goes on with the trade."""
    facts = [_details(buy)] if buy.charted else []
    return [*facts, Offer(say("See your portfolio instead"), "show_portfolio", _wallets(wallet)), *_balance(sell)][
        :_MOST
    ]


def after_preparation(swap: Arguments, buy: Named) -> list[Offer]:
    """What to look at once it is signed."""
    return [
        *_balance(buy, say("See the balance of {token} after signing", token=buy.symbol)),
        Offer(say("Check the swap again"), "check_swap", swap),
    ]


def enough(offers: Sequence[Offer], otherwise: Sequence[Offer]) -> list[Offer]:
    """At most three, and where there are fewer than two, as many of the others as it takes."""
    return [*offers, *otherwise[: max(0, _LEAST - len(offers))]][:_MOST]


def anyway() -> list[Offer]:
    """What can be looked at whatever was asked."""
    return [
        Offer(say("See your portfolio"), "show_portfolio", {}),
        Offer(say("See which networks are supported"), "list_supported_chains", {}),
    ]


def _nothing_held(about: Arguments) -> list[Offer]:
    return [
        Offer(say("See the total value, DeFi included"), "get_total_value", about),
        Offer(say("See which networks are supported"), "list_supported_chains", {}),
    ]


def _markets(holdings: Iterable[Holding]) -> Iterator[Holding]:
    """Those that markets know, with a price; none that is known to be risky or an impostor."""
    for holding in holdings:
        if (
            holding.price_usd is not None
            and not holding.risky
            and not _is_impostor(holding)
            and _charted(holding.token)
        ):
            yield holding


def _first_of(holdings: Iterable[Holding]) -> list[Named]:
    """The token of the first, if there is any."""
    return [Named.of(holding) for holding in islice(holdings, 1)]


def _charted(token: TokenId) -> bool:
    return token.address != NATIVE or token.chain_index not in WITHOUT_COIN_MARKET


def _is_impostor(holding: Holding) -> bool:
    """What calls itself a stablecoin and is not worth about a dollar is none."""
    if holding.symbol.upper() in _STABLE and holding.price_usd is not None:
        return abs(holding.price_usd - _DOLLAR) > _NEAR_A_DOLLAR or holding.verified is False or holding.unchecked
    return holding.verified is False or holding.unchecked


def _swaps(holdings: Sequence[Holding]) -> list[Offer]:
    """A trade of a little of what is held into the native coin of its network, a stablecoin rather than another."""
    stable = (holding for holding in holdings if holding.symbol.upper() in _STABLE)
    candidates = [*islice(_tokens(stable), 1), *islice(_tokens(holdings), 1)]
    return [
        _swap(
            say("Check a swap of some {token} on {network}", token=token.symbol, network=token.chain),
            token,
            TokenId(token.id.chain_index, NATIVE),
            "10%",
        )
        for token in _first_of(candidates)
    ]


def _tokens(holdings: Iterable[Holding]) -> Iterator[Holding]:
    return (holding for holding in _markets(holdings) if holding.token.address != NATIVE)


def _swap(what: str, sell: Named, buy: TokenId, amount: str) -> Offer:
    return Offer(
        what,
        "check_swap",
        {
            "sell": sell.words,
            "buy": f"{buy.chain_index}:{buy.address or 'native'}",
            "amount": amount,
            **({"wallet": sell.wallet} if sell.wallet else {}),
        },
    )


def _details(token: Named) -> Offer:
    what = say("See the details of {token}", token=token.symbol)
    return Offer(what, "get_token_details", {"token": token.words})


def _chart(token: Named, what: str = "") -> Offer:
    what = what or say("See the price chart of {token}", token=token.symbol)
    return Offer(what, "get_price_chart", {"token": token.words})


def _chart_of_top(token: Named, largest: Holding) -> Offer:
    """The largest holding need not be one that markets know."""
    if token.id != largest.token:
        return _chart(token)
    return _chart(token, say("See the price chart of {token}, your largest holding", token=token.symbol))


def _charts(token: Named) -> list[Offer]:
    return [_chart(token)] if token.charted else []


def _balance(token: Named, what: str = "") -> list[Offer]:
    if token.wallet is None:
        return []
    arguments = {**_wallets(token.wallet), "tokens": [token.words]}
    what = what or say("See how much {token} you hold on {network}", token=token.symbol, network=token.chain)
    return [Offer(what, "get_token_balances", arguments)]


def _buying(token: Named) -> list[Offer]:
    """A check of buying it with a little of its network's native coin."""
    if token.wallet is None or token.id.address == NATIVE:
        return []
    coin = Named("", TokenId(token.id.chain_index, NATIVE), token.chain, token.wallet)
    what = say("Check a swap into {token} on {network}", token=token.symbol, network=token.chain)
    return [_swap(what, coin, token.id, "10%")]


def _wallets(wallet: str) -> dict[str, Argument]:
    return {"wallets": [wallet]} if wallet else {}
