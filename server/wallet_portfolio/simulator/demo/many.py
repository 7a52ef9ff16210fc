"""A wallet with 5,000 tokens on a dozen chains, most of them worth next to nothing."""

import random
from decimal import Decimal

from wallet_portfolio.simulator.demo.assets import NATIVE_COINS
from wallet_portfolio.simulator.world import Holding, Token, Wallet

TOKENS_HELD = 5000

_CHAINS = ("1", "56", "137", "42161", "8453", "10", "43114", "59144", "534352", "81457", "324", "5000")
_SYLLABLES = ("BA", "DO", "FI", "GU", "KE", "LO", "MI", "NA", "PU", "RO", "SU", "TE", "VI", "WO", "ZU")
_DECIMALS = (18, 18, 18, 18, 9, 8, 6)


def many_wallet(address: str) -> Wallet:
    """The same wallet every time."""
    chance = random.Random(20_260)  # noqa: S311 - reproducible data, nothing secret
    coins = [Holding(NATIVE_COINS[chain], _amount(chance, 18, digits=17)) for chain in _CHAINS]
    return Wallet(address, (*coins, *(_made_up(chance, n) for n in range(TOKENS_HELD - len(coins)))))


def _made_up(chance: random.Random, number: int) -> Holding:
    decimals = chance.choice(_DECIMALS)
    price = Decimal(chance.randrange(1, 10**9)).scaleb(-chance.randint(9, 16))
    word = "".join(chance.choices(_SYLLABLES, k=2))
    kind = chance.random()
    if kind < 0.1:
        price = Decimal(0)
    token = Token(
        chain=chance.choice(_CHAINS),
        address=f"0x{chance.getrandbits(160):040x}",
        symbol=f"{word}{number}",
        name=f"{word.title()} {number}",
        decimals=decimals,
        price=price,
        change_24h=Decimal(chance.randint(-4000, 4000)).scaleb(-2),
        market_cap=price * 1_000_000_000,
        liquidity=price * 2_000_000,
        volume_24h=price * 350_000,
        holders=chance.randint(1, 50_000),
        verified=kind > 0.85,
        risky=0.1 < kind < 0.18,
    )
    return Holding(token, _amount(chance, decimals, digits=decimals + chance.randint(0, 4)))


def _amount(chance: random.Random, decimals: int, *, digits: int) -> Decimal:
    return Decimal(chance.randrange(1, 10**digits)).scaleb(-decimals)
