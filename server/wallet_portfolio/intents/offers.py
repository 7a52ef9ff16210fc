"""What to offer after an answer: two or three steps, named by what the answer shows, each ready to run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from wallet_portfolio.assets.holdings import Holding

Argument: TypeAlias = str | bool | int | list[str]
Arguments: TypeAlias = Mapping[str, Argument]


@dataclass(frozen=True, slots=True)
class Offer:
    """A step: what it does in words for the user, and how an agent runs it."""

    say: str
    tool: str
    arguments: Arguments


def after_supported_chains() -> list[Offer]:
    """Now that the networks are known: what is held on them."""
    return [
        Offer("See everything your wallet holds", "list_holdings", {}),
        Offer("See what your wallet is worth in all", "get_total_value", {}),
    ]


def after_total_value(about: Arguments, asset_type: str) -> list[Offer]:
    """`about` holds the wallets, networks and the choice about risk of the question answered."""
    other = (
        Offer("See the part that is in DeFi", "get_total_value", {**about, "asset_type": "defi"})
        if asset_type != "defi"
        else Offer("See the whole value, tokens included", "get_total_value", dict(about))
    )
    return [Offer("See what it is made of, token by token", "list_holdings", dict(about)), other]


def after_holdings(about: Arguments, shown: Sequence[Holding], more: Arguments | None) -> list[Offer]:
    """`more` are the arguments for the next page, where there is one."""
    offers = [Offer("See more of the list", "list_holdings", more)] if more else []
    if shown:
        top = shown[0]
        offers.append(_balance_of(top, about))
    offers.append(Offer("See the total value, DeFi included", "get_total_value", dict(about)))
    if not shown:
        offers.append(Offer("See which networks are supported", "list_supported_chains", {}))
    return offers


def after_token_balances(about: Arguments) -> list[Offer]:
    """From one token to everything."""
    return [
        Offer("See everything this wallet holds", "list_holdings", dict(about)),
        Offer("See the total value", "get_total_value", dict(about)),
    ]


def _balance_of(holding: Holding, about: Arguments) -> Offer:
    """The largest holding alone, wherever it is. Risk was chosen with the list, so it is not chosen again."""
    address = holding.token.address
    token = f"{holding.token.chain_index}:{address or 'native'}"
    arguments = {name: value for name, value in about.items() if name != "chains"}
    return Offer(
        f"See just the {holding.symbol} on {holding.chain}", "get_token_balances", {**arguments, "tokens": [token]}
    )
