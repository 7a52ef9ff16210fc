"""Made-up tokens that a swap has to be careful with, each for one reason only."""

from decimal import Decimal

from wallet_portfolio.simulator.demo.tokens import UNPRICED_TOKEN
from wallet_portfolio.simulator.world import Pool, Token

# Selling 16,240 of it, worth 4,060 USD, moves the price by 12 %.
SHALLOW_BASE = Token(
    "8453",
    "0x85b92b08e1ab55d882d013ffbc32ced0e6781a54",
    "GLADE",
    "Glade Finance",
    18,
    price=Decimal("0.25"),
    change_24h=Decimal("2.4"),
    market_cap=Decimal(2_500_000),
    liquidity=Decimal(60_000),
    volume_24h=Decimal("41022.7"),
    holders=5_310,
    verified=True,
)
# The same on Solana: 81,200 of it.
SHALLOW_SOLANA = Token(
    "501",
    "88W1wUTw2pXW48ACnBqwJZvC8apPCobcVuPjmKyaBgUP",
    "FERN",
    "Fern",
    6,
    price=Decimal("0.05"),
    change_24h=Decimal("-4.75"),
    market_cap=Decimal(1_900_000),
    liquidity=Decimal(60_000),
    volume_24h=Decimal("30881.2"),
    holders=7_745,
    verified=True,
)
TAXED_BASE = Token(
    "8453",
    "0x5843ce1bea8e90c2a876ea4f4a10889e6dd9cea4",
    "TITHE",
    "Tithe",
    18,
    price=Decimal("0.5"),
    change_24h=Decimal("-1.2"),
    market_cap=Decimal(25_000_000),
    liquidity=Decimal(3_000_000),
    volume_24h=Decimal("212440.9"),
    holders=12_804,
    verified=True,
    sell_tax=Decimal("0.08"),
)
UNVERIFIED_BASE = Token(
    "8453",
    "0xa5a8b7251aec511c088c30ae7481a078c992ad47",
    "MOSS",
    "Moss Protocol",
    18,
    price=Decimal("1.2"),
    change_24h=Decimal("0.85"),
    market_cap=Decimal(36_000_000),
    liquidity=Decimal(2_400_000),
    volume_24h=Decimal("305117.3"),
    holders=9_020,
)
# Under 1,000 USD in the pool; 4,000 USD of it are worth less than a tenth when they come out.
PUDDLE_BASE = Token(
    "8453",
    "0xad9c1d5e2c97fddb88ff4ccc8a65531709d67b24",
    "PUDDLE",
    "Puddle",
    18,
    price=Decimal("0.02"),
    change_24h=Decimal("-15.3"),
    market_cap=Decimal(20_000),
    liquidity=Decimal(820),
    volume_24h=Decimal("61.4"),
    holders=402,
    verified=True,
)
# Under 10,000 USD in the pool.
BROOK_BASE = Token(
    "8453",
    "0x2bb380025018b303debb308c30f4875648da3357",
    "BROOK",
    "Brook",
    18,
    price=Decimal("0.11"),
    change_24h=Decimal("-6.05"),
    market_cap=Decimal(330_000),
    liquidity=Decimal(7_400),
    volume_24h=Decimal("812.9"),
    holders=1_377,
    verified=True,
)
# A price somebody once paid, and nobody left to trade with.
DRY_BASE = Token(
    "8453",
    "0xeed9aa0347784262d0edd63de02b5696c361842e",
    "DRYWELL",
    "Dry Well",
    18,
    price=Decimal("0.33"),
    market_cap=Decimal(330_000),
    holders=288,
    verified=True,
)

SPECIAL_TOKENS = (
    SHALLOW_BASE,
    SHALLOW_SOLANA,
    TAXED_BASE,
    UNVERIFIED_BASE,
    PUDDLE_BASE,
    BROOK_BASE,
    DRY_BASE,
)

# The market has no price for this one, but it can be traded.
POOLS = (Pool(UNPRICED_TOKEN.chain, UNPRICED_TOKEN.address, liquidity=Decimal(25_000), price=Decimal("0.04")),)
