"""A small world of its own, and what its figures come to by fractions."""

from decimal import Decimal
from fractions import Fraction

from support.worlds import (
    BASE,
    BITCOIN,
    CHAINS,
    ETHEREUM,
    FAKE_USDC,
    POLYGON,
    SOLANA,
    USDC_ETHEREUM,
    USDC_SOLANA,
    token,
    wallet,
)
from wallet_portfolio.simulator import World

ERIN = "0x2222222222222222222222222222222222222222"
LINK_CONTRACT = "0x514910771af9ca656af840dff83e8387d4e30b0f"
FROG_CONTRACT = "0x00000000000000000000000000000000000f406a"


def traded(chain, address, symbol, price, change, **rest):
    return token(chain, address, symbol, price, change_24h=Decimal(change), **rest)


ETH = traded(ETHEREUM, "", "ETH", "2000.5", "2.5")
USDC = traded(ETHEREUM, USDC_ETHEREUM, "USDC", "0.9998", "-0.01", decimals=6)
LINK = traded(ETHEREUM, LINK_CONTRACT, "LINK", "12.5", "-7.25")
POL = traded(POLYGON, "", "POL", "0.25", "-3")
FROG = traded(BASE, FROG_CONTRACT, "FROG", "0.00000123", "31.4", verified=False)
SOL = traded(SOLANA, "", "SOL", "150.25", "-4.5", decimals=9)
USDC_ON_SOLANA = traded(SOLANA, USDC_SOLANA, "USDC", "0.9998", "-0.01", decimals=6)
BTC = traded(BITCOIN, "", "BTC", "90000", "1.25", decimals=8)
FAKE = traded(ETHEREUM, FAKE_USDC, "USDC", "0.0000213", "-11.2", verified=False, market_cap=Decimal(10) ** 16)

HELD = ((ETH, "1.25"), (USDC, "1200.5"), (LINK, "40"), (POL, "1000"), (FROG, "100000000"))
# 2500.625 + 1200.2599 + 500 + 250 + 123, and 326.1151 in DeFi.
TOKENS_USD, DEFI_USD, TOTAL_USD = "4573.8849", "326.1151", "4900"
BY_CHAIN = {"Ethereum": "4200.8849", "Polygon": "250", "Base": "123"}


def own_world(*wallets, chains=CHAINS, tokens=()):
    return World(chains, tokens, wallets)


def erin(*held, defi=((ETHEREUM, DEFI_USD),)):
    return wallet(ERIN, *(held or HELD), defi=defi)


def worth(pairs):
    return {(token.chain, token.address): Fraction(token.price) * Fraction(amount) for token, amount in pairs}


def change_of(pairs):
    """What they gained together in USD, and in percent of what they were worth a day before."""
    before, now = Fraction(0), Fraction(0)
    for held, amount in pairs:
        value = Fraction(held.price) * Fraction(amount)
        now += value
        before += value / (1 + Fraction(held.change_24h) / 100)
    return now - before, (now - before) / before * 100


def close(text, expected):
    """Equal as far as a decimal can tell."""
    return abs(Fraction(text) - expected) <= abs(expected) / 10**20


def many_tokens(count, *, price="1", change="-1"):
    """So many tokens on Ethereum, the first worth `count` times the price, the last worth the price itself."""
    made = (traded(ETHEREUM, f"0x{number:040x}", f"T{number}", price, change) for number in range(1, count + 1))
    return tuple((token, str(count - position)) for position, token in enumerate(made))
