"""Symbols and full names that are made to be taken for well-known ones, and somebody who holds such a token."""

from decimal import Decimal

from support.worlds import BOB, CHAINS, ETHEREUM, token, wallet
from wallet_portfolio.simulator import World

SPOOFS = [
    ("USD\u0421", "USDC"),  # Cyrillic С
    ("\u054d\u0405DC", "USDC"),  # Armenian Ս for U, Cyrillic Ѕ
    ("U$DC", "USDC"),
    ("$USDC", "USDC"),
    ("USDC$", "USDC"),
    ("U\u200bS\u2060D\u00adC", "USDC"),
    ("ＵＳＤＣ", "USDC"),
    ("USDC\u00a0", "USDC"),
    (" USDC", "USDC"),
    ("usdc.", "USDC"),
    ("U.S.D.C", "USDC"),
    ("USDC\u0301", "USDC"),
    ("U\u0336S\u0336D\u0336C\u0336", "USDC"),
    ("ÜSDC", "USDC"),
    ("𝐔𝐒𝐃𝐂", "USDC"),
    ("Ⓤⓢⓓⓒ", "USDC"),
    ("🅄🅂🄳🄲", "USDC"),
    ("🆄🆂🅳🅲", "USDC"),
    ("🇺🇸🇩🇨", "USDC"),
    ("ᴜꜱᴅᴄ", "USDC"),
    ("USÐC", "USDC"),
    ("U5DC", "USDC"),
    ("USDC \u202e", "USDC"),
    ("USD₮", "USDT"),
    ("U\u0405D\u0422", "USDT"),
    ("\u0415\u0422\u041d", "ETH"),
    ("ΞTH", "ETH"),
    ("E\u03a4H", "ETH"),  # Greek Τ
    ("8TC", "BTC"),
    ("₿TC", "BTC"),
    ("\u0412\u0422\u0421", "BTC"),
    ("S0L", "SOL"),
    ("S\u039fL", "SOL"),
    ("SO1", "SOL"),
    ("LlNK", "LINK"),
    ("L1NK", "LINK"),
    ("VVETH", "WETH"),
    ("PEP\u0415", "PEPE"),
    ("8NB", "BNB"),
    ("USDТ0", "USDT0"),
]
NAME_SPOOFS = [
    ("ABC", "USD Coin", "USDC"),
    ("ABC", "USD \u0421oin", "USDC"),  # Cyrillic С
    ("AIRDROP", "U$D C0IN", "USDC"),
    ("GIFT", "Tether\u200b USD", "USDT"),
    ("GIFT", "tether", "USDT"),
    ("XYZ", "Wrapped Bitcoin", "WBTC"),
    ("XYZ", "\uff37rapped BTC", "WBTC"),
    ("\u2014", "Ethereum", "ETH"),
]
FAKE = "0x" + "fa" * 20
SHOWN = [symbol for symbol, _ in SPOOFS if symbol.isprintable() and symbol == symbol.strip()]


def holding_only(symbol, *more, verified=False, chain=ETHEREUM):
    """Someone who holds a token of this name and nothing else."""
    held = token(chain, FAKE, symbol, "1", verified=verified, liquidity=Decimal(10**7))
    return World(CHAINS, (), (wallet(BOB, (held, "1000000"), *more),))
