"""Wallets with the tokens that a swap has to be careful with, and with coins of the rarer chains."""

from decimal import Decimal

from wallet_portfolio.simulator.demo import special, tokens
from wallet_portfolio.simulator.demo.assets import NATIVE_COINS
from wallet_portfolio.simulator.demo.identity import DEMO_TRADERS
from wallet_portfolio.simulator.world import Holding, Token, Wallet


def _trader(name: str, *held: tuple[Token, str]) -> Wallet:
    return Wallet(DEMO_TRADERS[name], tuple(Holding(token, Decimal(amount)) for token, amount in held))


TRADERS = (
    _trader(
        "evm",
        (tokens.ETH_BASE, "2.5"),
        (tokens.USDC_BASE, "10000"),
        (special.SHALLOW_BASE, "20000"),
        (special.TAXED_BASE, "1000"),
        (special.UNVERIFIED_BASE, "500"),
        (special.PUDDLE_BASE, "250000"),
        (special.BROOK_BASE, "1500"),
        (special.DRY_BASE, "900"),
        # Nothing here to pay for gas.
        (tokens.USDC_ARBITRUM, "250"),
    ),
    _trader(
        "solana",
        (tokens.SOL, "12.5"),
        (tokens.USDC_SOLANA, "4000"),
        (special.SHALLOW_SOLANA, "100000"),
    ),
    _trader("tron", (NATIVE_COINS["195"], "1800.5"), (tokens.USDT_TRON, "640.25")),
    _trader("sui", (NATIVE_COINS["784"], "410.75"), (tokens.USDC_SUI, "300")),
    _trader("ton", (NATIVE_COINS["607"], "95.125"), (tokens.USDT_TON, "120.5")),
)
