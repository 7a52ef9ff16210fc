"""What a swap brings: through the pool of the token sold into the native coin, and on through that of the one bought.

Every pool keeps the product of its two sides, takes its fee from what comes in, and starts afresh with every quote.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal, TypeAlias

from wallet_portfolio.simulator.protocol import Refusal
from wallet_portfolio.simulator.world import Chain, Pool, Token, World

SwapMode: TypeAlias = Literal["exactIn", "exactOut"]

_LEAST_VALUE_KEPT = Fraction(1, 10)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Side:
    """A token of the swap under the name the caller gave it."""

    name: str
    token: Token


@dataclass(frozen=True, slots=True)
class Quote:
    """A swap at this moment's prices; amounts in minimal units. `value_kept` leaves taxes out of account."""

    chain: Chain
    mode: SwapMode
    sell: Side
    buy: Side
    sold: int
    bought: int
    path: tuple[Side, ...]
    value_kept: Fraction

    @property
    def hops(self) -> int:
        """How many pools the swap goes through."""
        return len(self.path) - 1

    @property
    def impact_percent(self) -> Decimal | None:
        """What the swap loses, as a negative percentage; None when the market cannot tell."""
        if not (self.sell.token.price and self.buy.token.price):
            return None
        change = (self.value_kept - 1) * 100
        return (Decimal(change.numerator) / change.denominator).quantize(_CENT)


def quote(world: World, chain: Chain, mode: SwapMode, sell: Side, buy: Side, amount: int) -> Quote:
    """The one route there is, or a refusal."""
    pools = [_pool(world, side.token) for side in (sell, buy) if side.token.address]
    sell_price, buy_price = (_price(world, side.token) for side in (sell, buy))
    after_sell_tax, after_buy_tax = 1 - Fraction(sell.token.sell_tax), 1 - Fraction(buy.token.buy_tax)
    if mode == "exactIn":
        sold = amount
        paid = sold * sell_price * after_sell_tax
        received = paid
        for pool in pools:
            received = _out_of(pool, received)
        bought = floor(received * after_buy_tax / buy_price)
    else:
        if not after_sell_tax or not after_buy_tax:
            raise no_route()
        bought = amount
        received = bought * buy_price / after_buy_tax
        paid = received
        for pool in reversed(pools):
            paid = _into(pool, paid)
        sold = ceil(paid / after_sell_tax / sell_price)
    kept = received / paid if paid else Fraction(1)
    if not bought and not (sell.token.honeypot or buy.token.honeypot):
        raise no_route()
    if kept < _LEAST_VALUE_KEPT:
        text = "The value difference from this transaction's quote route is higher than 90%, which may cause asset loss"
        raise Refusal("82112", text, breach=False)
    return Quote(chain, mode, sell, buy, sold, bought, _path(world, chain, sell, buy), kept)


def no_route() -> Refusal:
    """The service's answer when nobody trades this; it says nothing more."""
    return Refusal("82000", "", breach=False)


def _pool(world: World, token: Token) -> Pool:
    pool = world.pool(token)
    if pool is None:
        raise no_route()
    return pool


def _price(world: World, token: Token) -> Fraction:
    """The worth of one minimal unit in USD."""
    price = _pool(world, token).price if token.address else token.price
    if not price:
        raise no_route()
    return Fraction(price) * Fraction(1, 10**token.decimals)


def _out_of(pool: Pool, value: Fraction) -> Fraction:
    """The value that comes out for one that goes in."""
    depth, value = Fraction(pool.liquidity) / 2, value * (1 - Fraction(pool.fee))
    return value * depth / (depth + value)


def _into(pool: Pool, value: Fraction) -> Fraction:
    """The value that has to go in for one that shall come out."""
    depth = Fraction(pool.liquidity) / 2
    if value >= depth:
        raise no_route()
    return value * depth / (depth - value) / (1 - Fraction(pool.fee))


def _path(world: World, chain: Chain, sell: Side, buy: Side) -> tuple[Side, ...]:
    """By way of the native coin, unless it is one of the two."""
    coin = world.token(chain.index, "")
    if coin is None or not (sell.token.address and buy.token.address):
        return (sell, buy)
    return (sell, Side(chain.native_name, coin), buy)
