"""What a reading of a request leads to: the tool that answers it, its arguments, and what it is called for the user."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from wallet_portfolio.assets.address_formats import shorten
from wallet_portfolio.assets.chains import Chains
from wallet_portfolio.assets.phrases import say
from wallet_portfolio.assets.series import listed
from wallet_portfolio.assets.text import clean
from wallet_portfolio.intents.offers import Argument, Arguments, Offer
from wallet_portfolio.intents.request import Intent, Reading, Slots


def as_offer(reading: Reading) -> Offer | None:
    """The step that answers a request read so; None for what is out of scope."""
    if reading.intent not in _LEADS_TO:
        return None
    tool, arguments, words = _LEADS_TO[reading.intent]
    given = {name: value for name, value in arguments(reading.slots).items() if value}
    if reading.intent == "supported_chains" and reading.unlisted:
        given["query"] = ", ".join(filter(None, [str(given.get("query", "")), *reading.unlisted]))
    return Offer(words(reading.slots), tool, given)


def further_offers(reading: Reading) -> list[Offer]:
    """The same for each further token, of a question that is answered for one token at a time."""
    if reading.intent not in _ONE_TOKEN_EACH:
        return []
    each = (replace(reading, slots=replace(reading.slots, tokens=(token,))) for token in reading.slots.tokens[1:])
    return [offer for offer in map(as_offer, each) if offer]


def _about_wallets(slots: Slots) -> dict[str, Argument]:
    return {
        "wallets": [*slots.wallets],
        "chains": [*slots.chains],
        "include_risky": slots.include_risky is True,
    }


def _value(slots: Slots) -> dict[str, Argument]:
    return {**_about_wallets(slots), "asset_type": slots.asset_type or ""}


def _balances(slots: Slots) -> dict[str, Argument]:
    return {**_about_wallets(slots), "tokens": [*slots.tokens]}


def _swap(slots: Slots) -> dict[str, Argument]:
    return {
        "sell": slots.sell,
        "buy": slots.buy,
        "amount": slots.amount,
        "amount_of": slots.amount_of or "",
        "chain": "".join(slots.chains[:1]),
        "wallet": "".join(slots.wallets[:1]),
    }


def _about_token(slots: Slots) -> dict[str, Argument]:
    return {"token": "".join(slots.tokens[:1]), "chain": "".join(slots.chains[:1])}


def _search(slots: Slots) -> dict[str, Argument]:
    return {"query": "".join(slots.tokens[:1]), "chains": [*slots.chains]}


def _networks(slots: Slots) -> dict[str, Argument]:
    known = (Chains.builtin().get(index) for index in slots.chains)
    return {"query": ", ".join(chain.name for chain in known if chain)}


def _swap_words(slots: Slots) -> str:
    if slots.sell and slots.buy:
        return say("Check a swap of {sell} for {buy}", sell=_shown(slots.sell), buy=_shown(slots.buy))
    if slots.buy:
        return say("Check buying {token}", token=_shown(slots.buy))
    if slots.sell:
        return say("Check selling {token}", token=_shown(slots.sell))
    return say("Check a swap")


def _balance_words(slots: Slots) -> str:
    if not slots.tokens:
        return say("See how much of a token you hold")
    return say("See how much {token} you hold", token=listed(map(_shown, slots.tokens)))


def _details_words(slots: Slots) -> str:
    if not slots.tokens:
        return say("See the price and details of a token")
    return say("See the details of {token}", token=_shown(slots.tokens[0]))


def _chart_words(slots: Slots) -> str:
    if not slots.tokens:
        return say("See the price chart of a token")
    return say("See the price chart of {token}", token=_shown(slots.tokens[0]))


def _search_words(slots: Slots) -> str:
    if not slots.tokens:
        return say("Find a token and its contract address")
    return say("Find the token {token}", token=_shown(slots.tokens[0]))


def _shown(token: str) -> str:
    return clean(shorten(token))


_LEADS_TO: Mapping[Intent, tuple[str, Callable[[Slots], Arguments], Callable[[Slots], str]]] = {
    "supported_chains": ("list_supported_chains", _networks, lambda _: say("See which networks are supported")),
    "total_value": ("get_total_value", _value, lambda _: say("See what your wallet is worth in all")),
    "all_balances": ("list_holdings", _about_wallets, lambda _: say("See every holding")),
    "token_balances": ("get_token_balances", _balances, _balance_words),
    "portfolio_overview": ("show_portfolio", _about_wallets, lambda _: say("See your portfolio")),
    "pre_swap_check": ("check_swap", _swap, _swap_words),
    "sell_underperformers": ("find_underperformers", _about_wallets, lambda _: say("See what is doing badly")),
    "token_details": ("get_token_details", _about_token, _details_words),
    "price_chart": ("get_price_chart", _about_token, _chart_words),
    "token_search": ("search_tokens", _search, _search_words),
}
_ONE_TOKEN_EACH: frozenset[Intent] = frozenset({"token_details", "price_chart", "token_search"})
