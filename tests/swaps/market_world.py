"""A world for swaps: round prices and dear gas, so that every figure can be worked out by hand."""

from dataclasses import replace
from decimal import Decimal

from support.worlds import BASE as PLAIN_BASE
from support.worlds import BNB_CHAIN, ETHEREUM, POLYGON, SOLANA, USDC_SOLANA, evm, token, wallet
from wallet_portfolio.simulator import Chain, Pool, World

GWEI = 10**9
BASE = replace(PLAIN_BASE, gas_price=10 * GWEI)
ARBITRUM = evm("42161", "Arbitrum One")
ZORA = replace(evm("7777777", "Zora"), aggregator=False)
TRON = Chain("195", "TRON", "tron", "tron", "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb")
CHAINS = (ETHEREUM, BNB_CHAIN, POLYGON, BASE, ARBITRUM, ZORA, SOLANA, TRON)

# A swap on Base uses 110,000 units of gas and 90,000 for each hop, at 10 gwei.
GAS_ONE_HOP = 200_000 * 10 * GWEI
GAS_TWO_HOPS = 290_000 * 10 * GWEI

NATIVE = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
SYSTEM = "11111111111111111111111111111111"
WSOL = "So11111111111111111111111111111111111111112"

TRADER = "0x9D2C964B24FD9235B40e4DA8fE16980bFD590F23"
SAVER = "0x1111111111111111111111111111111111111111"
GASLESS = "0x9f0bD048cdDFc2400E4891BC05B7eDC1dAf96972"
SOLANA_TRADER = "5vjsP25xwWRGtsNwrPivAreDXVKTF9PH176Lf7r6o65a"
TRON_TRADER = "TBituan8FWYHhD48AvGkotu7HnmUChUUce"


def contract(digits):
    return f"0x{digits:0>40}"


def deep(chain, address, symbol, price, *, liquidity="100000000", **rest):
    return token(chain, address, symbol, price, liquidity=Decimal(liquidity), **rest)


USDC_ADDRESS = "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913"
FAKE_ADDRESS = contract("bad")

ETH = deep(ETHEREUM, "", "ETH", "2500")
ETH_BASE = deep(BASE, "", "ETH", "2500")
ETH_ARBITRUM = deep(ARBITRUM, "", "ETH", "2500")
ETH_ZORA = deep(ZORA, "", "ETH", "2500")
BNB = deep(BNB_CHAIN, "", "BNB", "500")
POL = deep(POLYGON, "", "POL", "0.25")
SOL = deep(SOLANA, "", "SOL", "125", decimals=9)
TRX = deep(TRON, "", "TRX", "0.25", decimals=6)

USDC = deep(BASE, USDC_ADDRESS, "USDC", "1", decimals=6)
USDC_ETHEREUM = deep(ETHEREUM, contract("a0b8"), "USDC", "1", decimals=6)
USDC_POLYGON = deep(POLYGON, contract("3c49"), "USDC", "1", decimals=6)
USDC_ARBITRUM = deep(ARBITRUM, contract("af88"), "USDC", "1", decimals=6)
USDC_ZORA = deep(ZORA, contract("20a0"), "USDC", "1", decimals=6)
USDC_SOL = deep(SOLANA, USDC_SOLANA, "USDC", "1", decimals=6)
WRAPPED = deep(SOLANA, WSOL, "WSOL", "125", decimals=9)
USDT_TRON = deep(TRON, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "USDT", "1", decimals=6)
IMPOSTOR = deep(BASE, FAKE_ADDRESS, "USDC", "0.01", verified=False, market_cap=Decimal(10**16))

DEEP = deep(BASE, contract("d1"), "DEEP", "2")
LEAF = deep(BASE, contract("d2"), "LEAF", "1", liquidity="60000")
TITHE = deep(BASE, contract("d3"), "TITHE", "1", sell_tax=Decimal("0.08"))
MOSS = deep(BASE, contract("d4"), "MOSS", "1", verified=False)
BROOK = deep(BASE, contract("d5"), "BROOK", "1", liquidity="7400")
PUDDLE = deep(BASE, contract("d6"), "PUDDLE", "1", liquidity="820")
DRYWELL = token(BASE, contract("d7"), "DRYWELL", "1")
HONEY = deep(BASE, contract("d8"), "HONEY", "1", honeypot=True)
GARDEN = token(BASE, contract("d9"), "GARDEN")
ONLY_POLYGON = deep(POLYGON, contract("e1"), "SOLO", "1")
TWINS = tuple(deep(BASE, contract(digits), "TWIN", "1") for digits in ("f1", "f2"))

TOKENS = (*TWINS, IMPOSTOR, ETH_ZORA, ETH_ARBITRUM, WRAPPED, USDC_ETHEREUM, ONLY_POLYGON, DEEP)
POOLS = (Pool(GARDEN.chain, GARDEN.address, liquidity=Decimal(10_000_000), price=Decimal(1)),)

WALLETS = (
    wallet(
        TRADER,
        (ETH_BASE, "2.000000000000000003"),
        (USDC, "5000.000001"),
        *((one, "10000") for one in (LEAF, TITHE, MOSS, BROOK, PUDDLE, DRYWELL, HONEY, GARDEN)),
        (IMPOSTOR, "1000000"),
        (USDC_POLYGON, "300"),
        (POL, "400"),
    ),
    wallet(
        SAVER,
        (ETH, "1"),
        (ETH_BASE, "0.5"),
        (USDC_ETHEREUM, "2000"),
        (USDC, "40"),
        (USDC_POLYGON, "700.5"),
        (POL, "10"),
        (BNB, "3"),
    ),
    wallet(GASLESS, (USDC, "250"), (USDC_ARBITRUM, "250"), (USDC_ZORA, "250")),
    wallet(SOLANA_TRADER, (SOL, "12.5"), (USDC_SOL, "4000")),
    wallet(TRON_TRADER, (TRX, "1800.5"), (USDT_TRON, "640.25")),
)
WORLD = World(CHAINS, TOKENS, WALLETS, POOLS)


def world_with(*wallets):
    """The same market, other owners."""
    held = tuple(holding.token for owner in WALLETS for holding in owner.holdings)
    return World(CHAINS, (*TOKENS, *held), wallets, POOLS)
