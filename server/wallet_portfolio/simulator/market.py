"""Tokens and their prices: the market calls."""

from collections.abc import Callable
from decimal import Decimal

from wallet_portfolio.simulator.money import plain
from wallet_portfolio.simulator.naming import market_token
from wallet_portfolio.simulator.parameters import listed_tokens, wrong_contract
from wallet_portfolio.simulator.protocol import JSON, Call, Route
from wallet_portfolio.simulator.world import Token, World

PREFIX = "/api/v6/dex/market"
MOST_TOKENS = 100
MOST_RESULTS = 100

_CENT = Decimal("0.01")
_PERCENT = Decimal("0.0001")

# Of a token without a price most figures are null.
_NOTHING_KNOWN: dict[str, JSON] = dict.fromkeys(
    [
        *("price", "marketCap", "circSupply", "maxPrice", "minPrice"),
        *(f"{figure}{span}" for figure in ("priceChange", "volume") for span in ("5M", "1H", "4H", "24H")),
    ]
) | {"liquidity": "0", "tradeNum": "0", "txs5M": "0", "txs1H": "0", "txs4H": "0", "txs24H": "0"}

# How much of a day's change and trade falls into each shorter time; invented, but the same every time.
_SHARE_OF_DAY = {"5M": Decimal("0.004"), "1H": Decimal("0.05"), "4H": Decimal("0.19"), "24H": Decimal(1)}


def search(call: Call) -> JSON:
    """Tokens by a part of the symbol or name, or by the exact contract.

    Exact symbols come first, and among them the largest market cap, which impostors can claim for themselves: the
    first result need not be the genuine one.
    """
    indexes = {chain.index for chain in call.parameters.chains(call.world)}
    wanted = call.parameters.required("search")
    if wanted.startswith("0x") and len(wanted) == 42 and wanted != wanted.lower():
        raise wrong_contract()
    limit = call.parameters.count("limit", MOST_RESULTS, default=20)
    start = call.parameters.offset("cursor")
    found = [token for token in call.world.all_tokens if token.chain in indexes and _matches(token, wanted, call.world)]
    found.sort(key=lambda token: token.symbol.lower() != wanted.lower())
    return [_search_row(token, call.world) for token in found[start : start + limit]]


def basic_info(call: Call) -> JSON:
    """Symbol, name and decimals; the native coin under either of its names."""
    asked = listed_tokens(call.world, call.body, "body", MOST_TOKENS)
    rows: list[JSON] = []
    for chain, contract in asked:
        token = market_token(call.world, chain, contract, blank_is_native=True)
        if token:
            rows.append(
                {
                    "chainIndex": chain.index,
                    "tokenContractAddress": contract,
                    "tokenName": token.name,
                    "tokenSymbol": token.symbol,
                    "tokenLogoUrl": _logo(token),
                    "decimal": str(token.decimals),
                    "tagList": {"communityRecognized": token.verified},
                }
            )
    return rows


def price(call: Call) -> JSON:
    """The last price of each token."""
    return _priced(call, lambda token: {"price": plain(token.price)})


def price_info(call: Call) -> JSON:
    """The last price of each token with its day in figures."""
    return _priced(call, _day_in_figures)


def _priced(call: Call, figures: Callable[[Token], dict[str, JSON]]) -> JSON:
    asked = listed_tokens(call.world, call.body, "body", MOST_TOKENS)
    time = str(int(call.now.timestamp() * 1000))
    rows: list[JSON] = []
    for chain, contract in asked:
        token = market_token(call.world, chain, contract)
        if token:
            named: dict[str, JSON] = {"chainIndex": chain.index, "tokenContractAddress": contract, "time": time}
            rows.append(named | figures(token))
    return rows


def _day_in_figures(token: Token) -> dict[str, JSON]:
    if not token.price:
        return _NOTHING_KNOWN | {"holders": str(token.holders)}
    swing = token.price * abs(token.change_24h) / 100
    trades = int(token.volume_24h / 850)
    figures: dict[str, JSON] = {
        "price": plain(token.price),
        "marketCap": plain(token.market_cap),
        "liquidity": plain(token.liquidity),
        "circSupply": plain((token.market_cap / token.price).quantize(_CENT)),
        "holders": str(token.holders),
        "tradeNum": str(trades),
        "maxPrice": plain(token.price + swing),
        "minPrice": plain(max(token.price - swing, Decimal(0))),
    }
    for span, share in _SHARE_OF_DAY.items():
        figures[f"priceChange{span}"] = plain((token.change_24h * share).quantize(_PERCENT))
        figures[f"volume{span}"] = plain((token.volume_24h * share).quantize(_CENT))
        figures[f"txs{span}"] = str(int(trades * share))
    return figures


def _matches(token: Token, wanted: str, world: World) -> bool:
    if wanted == _market_name(token, world):
        return True
    part = wanted.lower()
    return part in token.symbol.lower() or part in token.name.lower()


def _search_row(token: Token, world: World) -> JSON:
    address = _market_name(token, world)
    return {
        "tokenContractAddress": address,
        "tokenSymbol": token.symbol,
        "tokenName": token.name,
        "tokenLogoUrl": _logo(token),
        "chainIndex": token.chain,
        "decimal": str(token.decimals),
        "price": plain(token.price),
        "change": plain(token.change_24h),
        "marketCap": plain(token.market_cap),
        "liquidity": plain(token.liquidity),
        "holders": str(token.holders),
        "explorerUrl": f"https://explorer.example/{token.chain}/token/{address}",
        "tagList": {"communityRecognized": token.verified},
    }


def _market_name(token: Token, world: World) -> str:
    chain = world.chain(token.chain)
    return token.address or (chain.native_name if chain else "")


def _logo(token: Token) -> str:
    return f"https://static.example/token/{token.chain}/{token.address or 'native'}.png"


ROUTES = (
    Route("GET", f"{PREFIX}/token/search", frozenset({"chains", "search", "limit", "cursor"}), search),
    Route("POST", f"{PREFIX}/token/basic-info", frozenset(), basic_info),
    Route("POST", f"{PREFIX}/price", frozenset(), price),
    Route("POST", f"{PREFIX}/price-info", frozenset(), price_info),
)
