"""The four balance calls."""

import zlib
from decimal import Decimal

from wallet_portfolio.simulator.money import base_units, plain, total
from wallet_portfolio.simulator.parameters import check_contract, listed_tokens, wrong_contract
from wallet_portfolio.simulator.protocol import JSON, Call, Route
from wallet_portfolio.simulator.world import Chain, Holding, Token, Wallet, World

PREFIX = "/api/v6/dex/balance"
MOST_TOKENS = 20

_ARBITRUM = "42161"


def supported_chains(call: Call) -> JSON:
    """Every chain of the world."""
    return [
        {
            "name": chain.name,
            "logoUrl": f"https://static.example/chain/{chain.index}.png",
            "shortName": chain.short_name,
            "chainIndex": chain.index,
        }
        for chain in call.world.chains
    ]


def total_value(call: Call) -> JSON:
    """What an address is worth: tokens, DeFi or both."""
    chains = call.parameters.chains(call.world)
    address = call.parameters.address_on(chains)
    asset_type = call.parameters.choice("assetType", ("0", "1", "2"), "0")
    hide_risky = call.parameters.choice("excludeRiskToken", ("true", "false"), "true") == "true"
    wallet = call.world.wallet(address)
    indexes = {chain.index for chain in chains}
    parts: list[Decimal] = []
    if asset_type in ("0", "1"):
        parts += [holding.value for holding in _shown(call.world, wallet, indexes, hide_risky=hide_risky)]
    if asset_type in ("0", "2"):
        parts += [position.value for position in wallet.defi if position.chain in indexes]
    return [{"totalValue": plain(total(parts))}] if parts else []


def all_balances(call: Call) -> JSON:
    """Every token of an address."""
    chains = call.parameters.chains(call.world)
    address = call.parameters.address_on(chains)
    hide_risky = call.parameters.choice("excludeRiskToken", ("0", "1"), "0") == "0"
    wallet = call.world.wallet(address)
    held = _shown(call.world, wallet, {chain.index for chain in chains}, hide_risky=hide_risky)
    rows: list[JSON] = [_row(holding, owner=address, symbol=_listed_symbol(holding.token)) for holding in held]
    return [{"tokenAssets": rows}]


def given_balances(call: Call) -> JSON:
    """The balances of the tokens asked for; what is not held is a row with 0 or no row at all."""
    name = "tokenContractAddresses"
    asked = listed_tokens(call.world, call.parameters.raw(name), name, MOST_TOKENS)
    address = call.parameters.address_on([chain for chain, _ in asked])
    hide_risky = call.parameters.choice("excludeRiskToken", ("0", "1"), "0") == "0"
    for chain, contract in asked:
        _check_balance_contract(chain, contract)
    wallet = call.world.wallet(address)
    if not wallet.holdings:
        return [{}]
    rows: list[JSON] = []
    for chain, contract in asked:
        holding = wallet.holding(chain.index, contract)
        token = holding.token if holding else call.world.token(chain.index, contract)
        if token is None or (hide_risky and _is_hidden(chain, token)):
            continue
        if holding is None and _heads(token):
            continue
        symbol = token.symbol if contract else token.symbol.lower()
        rows.append(_row(holding or Holding(token, Decimal(0)), owner="", symbol=symbol))
    return [{"tokenAssets": rows}]


def _check_balance_contract(chain: Chain, contract: str) -> None:
    """Here the native coin is "", and its market name is no token."""
    if contract:
        if contract == chain.native_name:
            raise wrong_contract()
        check_contract(chain, contract)


def _shown(world: World, wallet: Wallet, indexes: set[str], *, hide_risky: bool) -> list[Holding]:
    held = wallet.on(indexes)
    if not hide_risky:
        return held
    detecting = {chain.index for chain in world.chains if chain.risk_detection}
    return [holding for holding in held if not (holding.token.risky and holding.token.chain in detecting)]


def _is_hidden(chain: Chain, token: Token) -> bool:
    return token.risky and chain.risk_detection


def _row(holding: Holding, *, owner: str, symbol: str) -> JSON:
    token = holding.token
    return {
        "chainIndex": token.chain,
        "tokenContractAddress": token.address,
        "address": owner,
        "symbol": symbol,
        "balance": plain(holding.amount),
        "rawBalance": base_units(holding.amount, token.decimals) if token.address and _heads(token) else "",
        "tokenPrice": plain(token.price),
        "isRiskToken": token.risky,
    }


def _listed_symbol(token: Token) -> str:
    """The case of a native coin's symbol varies from chain to chain."""
    return token.symbol.lower() if not token.address and token.chain == _ARBITRUM else token.symbol


def _heads(token: Token) -> bool:
    """A coin toss that falls the same way for a token every time."""
    return zlib.crc32(f"{token.chain}:{token.address}".encode()) % 2 == 0


ROUTES = (
    Route("GET", f"{PREFIX}/supported/chain", frozenset(), supported_chains),
    Route(
        "GET",
        f"{PREFIX}/total-value-by-address",
        frozenset({"address", "chains", "assetType", "excludeRiskToken"}),
        total_value,
    ),
    Route(
        "GET",
        f"{PREFIX}/all-token-balances-by-address",
        frozenset({"address", "chains", "excludeRiskToken"}),
        all_balances,
    ),
    Route(
        "POST",
        f"{PREFIX}/token-balances-by-address",
        frozenset({"address", "tokenContractAddresses", "excludeRiskToken"}),
        given_balances,
    ),
)
