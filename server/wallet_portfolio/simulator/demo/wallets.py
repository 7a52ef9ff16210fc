"""Who holds what in the demo."""

from decimal import Decimal

from wallet_portfolio.simulator.demo import tokens
from wallet_portfolio.simulator.demo.identity import DEMO_WALLETS
from wallet_portfolio.simulator.world import DefiPosition, Holding, Token, Wallet


def _held(*amounts: tuple[Token, str]) -> tuple[Holding, ...]:
    return tuple(Holding(token, Decimal(amount)) for token, amount in amounts)


_MAIN = Wallet(
    DEMO_WALLETS["main"],
    _held(
        (tokens.ETH, "1.842905317264180593"),
        (tokens.ETH_BASE, "0.750318462917305864"),
        (tokens.ETH_ARBITRUM, "0.412507"),
        (tokens.USDC_ETHEREUM, "3250.55"),
        (tokens.USDC_BASE, "1820.114233"),
        (tokens.USDC_ARBITRUM, "940.2"),
        (tokens.USDC_POLYGON, "615.75"),
        (tokens.USDT_ETHEREUM, "1500"),
        (tokens.USDT_BSC, "2210.404817263549182736"),
        (tokens.WBTC_ETHEREUM, "0.0425"),
        (tokens.BNB, "1.850412773950162048"),
        (tokens.LINK_ETHEREUM, "85.5"),
        (tokens.UNI_ETHEREUM, "120.3305"),
        (tokens.AVAX, "22.4"),
        (tokens.POL, "1520.25"),
        (tokens.PEPE_ETHEREUM, "45000000.123456789012345678"),
        (tokens.CAKE_BSC, "61.8"),
        (tokens.ARB_ARBITRUM, "410.07"),
        (tokens.AERO_BASE, "150"),
        (tokens.MEMECOIN_BASE, "88000"),
        (tokens.HONEYPOT_BSC, "20000000"),
        (tokens.SPOOFED_USDC, "50000"),
        # Dust, less than a cent each.
        (tokens.ETH_OPTIMISM, "0.000000412"),
        (tokens.USDT_POLYGON, "0.000009"),
        (tokens.USDC_OPTIMISM, "0.004"),
        # Nobody knows what these are worth.
        (tokens.UNPRICED_TOKEN, "42"),
        (tokens.UNPRICED_LP, "0.000000000000000001"),
        (tokens.TALKING_TOKEN, "5000"),
        # Risky; the service detects the first two and only marks the third.
        (tokens.RISKY_ETHEREUM, "1000000"),
        (tokens.RISKY_BSC, "500"),
        (tokens.RISKY_POLYGON, "30000"),
    ),
    (DefiPosition("1", Decimal("1204.88310427")), DefiPosition("42161", Decimal("638.1177"))),
)

_SOL = Wallet(
    DEMO_WALLETS["sol"],
    _held(
        (tokens.SOL, "42.137804519"),
        (tokens.USDC_SOLANA, "1250.5"),
        (tokens.BONK_SOLANA, "38000000.5"),
        (tokens.WIF_SOLANA, "310.25"),
        (tokens.JUP_SOLANA, "1500"),
        (tokens.RISKY_SOLANA, "100000"),
    ),
)

_BTC = Wallet(DEMO_WALLETS["btc"], _held((tokens.BTC, "0.41827")))

WALLETS = (_MAIN, _SOL, _BTC, Wallet(DEMO_WALLETS["empty"]))
