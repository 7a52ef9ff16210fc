"""Small worlds, written down by hand. Figures are texts, so that no digit passes through a float."""

from dataclasses import replace
from decimal import Decimal

from wallet_portfolio.simulator import DEMO_WALLETS, Chain, DefiPosition, Holding, Token, Wallet, World

ALICE = "0x9B920035fc57fB56Cd739043e0300eF8e5375227"
BOB = "0x1111111111111111111111111111111111111111"
CAROL = "HnAaZ2foNT9FQGp96bDo8EdCzoLtufHcD9vKMNFbYmbp"  # on Solana
DAVE = "bc1qywv4jvcap6l3wax35e32d52n6y77drt4dg0zaq"  # on Bitcoin
MANY = DEMO_WALLETS["many"]

EVM_NATIVE = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
USDC_ETHEREUM = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"
USDC_BASE = "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913"
USDC_SOLANA = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGkZwyTDt1v"
FAKE_USDC = "0xf1438f396f48de4c40b53a08cd35108c92557339"
SPAM = "0xe6322a5a6fda20f9f2e8e05af40014f07b8eeb62"
SPAM_POLYGON = "0xf667c4100c8c4193aa3d3bdd4fc6547eb176a388"
GARDEN = "0x4fdc4d68951ab85c117f3f52b67abd9db2d7b8f5"


def evm(index, name, *, risk_detection=False):
    return Chain(index, name, name.lower(), "evm", EVM_NATIVE, risk_detection)


ETHEREUM = evm("1", "Ethereum", risk_detection=True)
BNB_CHAIN = evm("56", "BNB Chain", risk_detection=True)
POLYGON = evm("137", "Polygon")
BASE = evm("8453", "Base", risk_detection=True)
SOLANA = Chain("501", "Solana", "sol", "solana", "11111111111111111111111111111111", risk_detection=True)
BITCOIN = Chain("0", "Bitcoin", "btc", "bitcoin", "")
CHAINS = (ETHEREUM, BNB_CHAIN, POLYGON, BASE, SOLANA, BITCOIN)


def token(chain, address, symbol, price="0", *, decimals=18, verified=True, **rest):
    return Token(chain.index, address, symbol, symbol, decimals, Decimal(price), verified=verified, **rest)


ETH = token(ETHEREUM, "", "ETH", "3127.418250127418250173")
ETH_BASE = token(BASE, "", "ETH", "3127.418250127418250173")
BNB = token(BNB_CHAIN, "", "BNB", "912.05")
POL = token(POLYGON, "", "POL", "0.1702519")
SOL = token(SOLANA, "", "SOL", "142.3181904417720365", decimals=9)
BTC = token(BITCOIN, "", "BTC", "94210.370118264093517", decimals=8)
USDC = token(ETHEREUM, USDC_ETHEREUM, "USDC", "0.999874213", decimals=6)
USDC_ON_BASE = token(BASE, USDC_BASE, "USDC", "0.999874213", decimals=6)
USDC_ON_SOLANA = token(SOLANA, USDC_SOLANA, "USDC", "0.999874213", decimals=6)
IMPOSTOR = token(ETHEREUM, FAKE_USDC, "USDC", "0.0000213", verified=False, market_cap=Decimal(10**16))
AIRDROP = token(ETHEREUM, SPAM, "AIRDROP", "0.0042", verified=False, risky=True)
ZEPE = token(POLYGON, SPAM_POLYGON, "ZEPE", "0.000107", verified=False, risky=True)
UNPRICED = token(ETHEREUM, GARDEN, "GARDEN", verified=False)


def wallet(address, *held, defi=()):
    """`held`: pairs of a token and an amount; `defi`: pairs of a chain and a value in USD."""
    holdings = tuple(Holding(token, Decimal(amount)) for token, amount in held)
    return Wallet(address, holdings, tuple(DefiPosition(chain.index, Decimal(value)) for chain, value in defi))


def small_world(*, chains=CHAINS, tokens=()):
    """Four people. What each figure comes to is worked out by hand in the tests."""
    return World(
        chains,
        tokens,
        (
            wallet(
                ALICE,
                (ETH, "1.842905317264180593"),
                (ETH_BASE, "0.5"),
                (POL, "1520.25"),
                (USDC, "3250.55"),
                (USDC_ON_BASE, "1820.114233"),
                (IMPOSTOR, "50000"),
                (AIRDROP, "1000000"),
                (ZEPE, "30000"),
                (UNPRICED, "42"),
                defi=((ETHEREUM, "1204.88310427"), (POLYGON, "0.000000000000000001")),
            ),
            wallet(BOB, (ETH, "2"), (BNB, "0.1")),
            wallet(CAROL, (SOL, "42.137804519"), (USDC_ON_SOLANA, "1250.5")),
            wallet(DAVE, (BTC, "0.41827")),
        ),
    )


def wide_world(count, *, address=BOB):
    """So many EVM networks, one coin worth 1 USD held on each of them. Their names are Net 0, Net 1, ..."""
    chains = tuple(evm(str(900_000 + number), f"Net {number}") for number in range(count))
    return World(chains, (), (wallet(address, *((token(chain, "", "COIN", "1"), "1") for chain in chains)),))


def at_prices(world, change):
    """The same world with every price run through `change`."""
    wallets = tuple(
        replace(
            owner,
            holdings=tuple(
                replace(held, token=replace(held.token, price=change(held.token))) for held in owner.holdings
            ),
        )
        for owner in world.wallets
    )
    return replace(world, wallets=wallets)
