"""The wallets that are asked about: the demo's, as many alike as there are callers, and large ones of any size."""

import random
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from wallet_portfolio.simulator import DEMO_WALLETS, Holding, Token, Wallet, World, demo_world
from wallet_portfolio.simulator.demo.tokens import SPOOFED_USDC

MAIN = DEMO_WALLETS["main"]  # with DeFi, and with a token that has the name of another
TOKENS_ONLY = DEMO_WALLETS["sol"]
WITH_DEFI = f"0x3{0:039}"
_CHAINS = ("1", "56", "137", "42161", "8453", "10")
_SYLLABLES = ("BA", "DO", "FI", "GU", "KE", "LO", "MI", "NA", "PU", "RO", "SU", "TE", "VI", "WO", "ZU")
MOST_CALLERS = 64


def caller(number: int) -> str:
    """The address of one of the callers, who all hold what the demo's main wallet holds."""
    return f"0x1{number:039}"


def large(rows: int) -> str:
    """The address of the wallet that holds so many tokens."""
    return f"0x2{rows:039}"


def make_world(sizes: Iterable[int] = ()) -> World:
    """The demo's world, with the callers' wallets, one with DeFi and no doubtful name, and a large one of each size."""
    demo = demo_world()
    main = next(wallet for wallet in demo.wallets if wallet.address == MAIN)
    alike = [Wallet(caller(number), main.holdings, main.defi) for number in range(MOST_CALLERS)]
    beyond_doubt = tuple(holding for holding in main.holdings if holding.token != SPOOFED_USDC)
    with_defi = Wallet(WITH_DEFI, beyond_doubt, main.defi)
    return replace(demo, wallets=(*demo.wallets, *alike, with_defi, *map(_large, sizes)))


def _large(rows: int) -> Wallet:
    """Made-up tokens, most of them worth next to nothing, each with a name of its own; the same every time."""
    chance = random.Random(rows)
    return Wallet(large(rows), tuple(_made_up(chance, number) for number in range(rows)))


def _made_up(chance: random.Random, number: int) -> Holding:
    word = "".join(chance.choices(_SYLLABLES, k=2))
    token = Token(
        chain=chance.choice(_CHAINS),
        address=f"0x{chance.getrandbits(160):040x}",
        symbol=f"{word}{number}",
        name=f"{word.title()} {number}",
        decimals=18,
        price=Decimal(chance.randrange(10**9)).scaleb(-12),
        change_24h=Decimal(chance.randint(-4000, 4000)).scaleb(-2),
    )
    return Holding(token, Decimal(chance.randrange(1, 10**20)).scaleb(-18))
