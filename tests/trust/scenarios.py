"""A market and two owners whose questions, together, need every call that the service has."""

from dataclasses import replace
from decimal import Decimal

from support.worlds import wallet
from swaps import market_world as market
from wallet_portfolio.simulator import Token, World

TRADER, SOLANA_TRADER = market.TRADER, market.SOLANA_TRADER
BOTH = {"wallets": [TRADER, SOLANA_TRADER]}
SELLING = {"sell": "USDC", "buy": "ETH", "amount": "100", "chain": "base", "wallet": TRADER}
ON_SOLANA = {"sell": "SOL", "buy": "USDC", "amount": "2", "chain": "solana", "wallet": SOLANA_TRADER}

# Each name begins with the tool it is about.
SCENARIOS = {
    "list_supported_chains": {},
    "get_total_value": BOTH,
    "get_total_value of one": {"wallets": [SOLANA_TRADER]},
    "list_holdings": {**BOTH, "limit": 200},
    "get_token_balances": {**BOTH, "tokens": ["USDC", "ETH", f"base:{market.LEAF.address}"]},
    "show_portfolio": {**BOTH, "top": 100},
    "find_underperformers": BOTH,
    "check_swap": SELLING,
    "prepare_swap": {**SELLING, "confirmed": True},
    "prepare_swap on Solana": {**ON_SOLANA, "confirmed": True},
    "search_tokens": {"query": "USDC"},
    "get_token_details": {"token": "LEAF", "chain": "base"},
    "get_price_chart": {"token": "LEAF", "chain": "base", "points": 12},
    "ask_wallet": {"request": f"how much USDC does {TRADER} have"},
}


def tool_of(scenario):
    return scenario.split(" ", 1)[0]


def _moved(token: Token, change):
    return replace(token, change_24h=Decimal(change))


ETH = _moved(market.ETH_BASE, "2.5")
USDC = _moved(market.USDC, "-0.01")
LEAF = _moved(market.LEAF, "-7.25")
POL = _moved(market.POL, "-3")
SOL = _moved(market.SOL, "-4.5")
USDC_SOL = _moved(market.USDC_SOL, "0.01")

WALLETS = (
    wallet(
        TRADER,
        (ETH, "2.000000000000000003"),
        (USDC, "5000.000001"),
        (LEAF, "1250.5"),
        (market.IMPOSTOR, "1000000"),
        (market.USDC_POLYGON, "300"),
        (POL, "400"),
        (market.GARDEN, "42"),
        defi=((market.BASE, "1204.88310427"),),
    ),
    wallet(SOLANA_TRADER, (SOL, "12.5"), (USDC_SOL, "4000.000001")),
)
CHAINS = (market.ETHEREUM, market.BASE, market.POLYGON, market.SOLANA)
TOKENS = tuple(
    token for token in (market.USDC_ETHEREUM, market.IMPOSTOR, market.ETH) if token.chain in {c.index for c in CHAINS}
)
WORLD = World(CHAINS, TOKENS, WALLETS, market.POOLS)
IMPOSTORS = frozenset({("8453", market.IMPOSTOR.address)})
