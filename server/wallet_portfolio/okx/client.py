"""The service's questions, typed: what goes in is chains, addresses and tokens, what comes out is the domain's."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import partial
from typing import Literal

from wallet_portfolio.assets.chains import LiveChain
from wallet_portfolio.assets.text import UNNAMED, clean, clean_symbol, is_unusual_name, is_unusual_symbol
from wallet_portfolio.assets.tokens import Token, TokenId
from wallet_portfolio.okx import wire
from wallet_portfolio.okx.balances import Balances, read_balances
from wallet_portfolio.okx.calling import Caller
from wallet_portfolio.okx.codes import not_understood
from wallet_portfolio.okx.markets import MARKET, Markets
from wallet_portfolio.okx.natives import from_markets
from wallet_portfolio.okx.sharing import Fetched
from wallet_portfolio.okx.swap_calls import Swaps
from wallet_portfolio.okx.transport import Json

MOST_CHAINS = 50
MOST_TOKENS = 20
MOST_TOKEN_INFOS = 100
MOST_SEARCH_RESULTS = 100

AssetType = Literal["all", "tokens", "defi"]

_BALANCE = "/api/v6/dex/balance"
_ASSET_TYPES: dict[AssetType, str] = {"all": "0", "tokens": "1", "defi": "2"}
_CHAINS_KEPT_SECONDS = 3_600.0
_TOKENS_KEPT_SECONDS = 600.0


class Client:
    """Asks the service. Every method raises CallFailed, and answers with the time its figures were fetched."""

    def __init__(self, caller: Caller, *, balance_seconds: float = 10.0) -> None:
        self._caller = caller
        self._balance_seconds = balance_seconds
        self.markets = Markets(caller, balance_seconds)
        self.swaps = Swaps(caller)

    @property
    def caller(self) -> Caller:
        """For the check of pace and clock, and what replicas leave for each other."""
        return self._caller

    async def supported_chains(self, *, fresh: bool = False) -> Fetched[list[LiveChain]]:
        """The networks that balances can be asked of; `fresh` asks although they are known."""
        return await self._caller.call(
            "GET",
            f"{_BALANCE}/supported/chain",
            _read_chains,
            keep_seconds=_CHAINS_KEPT_SECONDS,
            fresh=fresh,
        )

    async def total_value(
        self, address: str, chains: Sequence[str], asset_type: AssetType, *, include_risky: bool
    ) -> Fetched[Decimal]:
        """USD value of an address on at most 50 chains of its family."""
        query = {
            "address": address,
            "chains": ",".join(chains),
            "assetType": _ASSET_TYPES[asset_type],
            "excludeRiskToken": "false" if include_risky else "true",
        }
        return await self._caller.call(
            "GET",
            f"{_BALANCE}/total-value-by-address",
            _read_total,
            query=query,
            keep_seconds=self._balance_seconds,
        )

    async def all_balances(self, address: str, chains: Sequence[str], *, include_risky: bool) -> Fetched[Balances]:
        """Every token an address holds on at most 50 chains of its family."""
        query = {
            "address": address,
            "chains": ",".join(chains),
            "excludeRiskToken": "1" if include_risky else "0",
        }
        return await self._caller.call(
            "GET",
            f"{_BALANCE}/all-token-balances-by-address",
            partial(read_balances, address=address),
            query=query,
            keep_seconds=self._balance_seconds,
        )

    async def token_balances(
        self, address: str, tokens: Sequence[TokenId], *, include_risky: bool, fresh: bool = False
    ) -> Fetched[Balances]:
        """An address's balance of at most 20 given tokens; `fresh` asks although they are known.

        One that is not held may be missing in the answer.
        """
        body: Json = {
            "address": address,
            "tokenContractAddresses": _token_list(tokens),
            "excludeRiskToken": "1" if include_risky else "0",
        }
        return await self._caller.call(
            "POST",
            f"{_BALANCE}/token-balances-by-address",
            partial(read_balances, address=address),
            body=body,
            keep_seconds=self._balance_seconds,
            fresh=fresh,
        )

    async def search_tokens(self, words: str, chains: Sequence[str]) -> Fetched[list[Token]]:
        """Tokens found by name, symbol or contract, verified or not, in the service's order."""
        query = {"chains": ",".join(chains), "search": words, "limit": str(MOST_SEARCH_RESULTS)}
        return await self._caller.call(
            "GET", f"{MARKET}/token/search", _read_found, query=query, keep_seconds=_TOKENS_KEPT_SECONDS
        )

    async def token_infos(self, tokens: Sequence[TokenId]) -> Fetched[list[Token]]:
        """What is known of at most 100 given contracts; those that do not exist are missing in the answer."""
        return await self._caller.call(
            "POST",
            f"{MARKET}/token/basic-info",
            _read_tokens,
            body=_token_list(tokens),
            keep_seconds=_TOKENS_KEPT_SECONDS,
        )


def _token_list(tokens: Iterable[TokenId]) -> list[Json]:
    return [{"chainIndex": token.chain_index, "tokenContractAddress": token.address} for token in tokens]


def _read_chains(data: Json) -> list[LiveChain]:
    found = wire.read_all(wire.ChainRow, data)
    if not found:
        raise not_understood()  # a service without any network cannot be right
    return [LiveChain(row.index, row.name, row.short_name) for row in found]


def _read_total(data: Json) -> Decimal:
    return wire.one_row(wire.TotalRow, data, lambda: wire.TotalRow.model_validate({"totalValue": "0"})).value


def _read_found(data: Json) -> list[Token]:
    """What a search found; tokens that have no name at all were not found by it."""
    tokens = _read_tokens(data)
    if tokens and all(token.symbol == token.name == UNNAMED for token in tokens):
        raise not_understood()
    return tokens


def _read_tokens(data: Json) -> list[Token]:
    found = wire.rows(data)
    read, _ = wire.read_most(wire.TokenRow, found)  # one that cannot be read is not offered
    if found and not read:
        raise not_understood()
    tokens = (
        Token(
            id=from_markets(row.chain_index, row.contract),
            symbol=clean_symbol(row.symbol),
            name=clean(row.name),
            decimals=row.decimals,
            verified=bool(row.tags and row.tags.recognized),
            price_usd=row.price_usd or None,
            market_cap_usd=row.market_cap_usd,
            liquidity_usd=row.liquidity_usd,
            unusual_name=is_unusual_symbol(row.symbol) or is_unusual_name(row.name),
        )
        for row in read
    )
    return _told_once(tokens)


def _told_once(tokens: Iterable[Token]) -> list[Token]:
    """A token told twice counts once; one of which two different things are told is not offered."""
    kept: dict[TokenId, Token] = {}
    contradicting: set[TokenId] = set()
    for token in tokens:
        first = kept.setdefault(token.id, token)
        if (first.symbol, first.decimals, first.verified) != (token.symbol, token.decimals, token.verified):
            contradicting.add(token.id)
    return [token for token in kept.values() if token.id not in contradicting]
