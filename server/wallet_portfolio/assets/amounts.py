"""Exact amounts, and how they are shown.

Everything is `Decimal` and exact: the context below raises where a digit would be lost, instead of rounding.
"""

import re
from collections.abc import Iterable
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from functools import reduce

from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.assets.phrases import phrase, say

# 10^100 tokens with 100 decimals, times a price of the same size, still fit.
LARGEST_EXPONENT = 100
_EXACT = Context(prec=1_000, traps=[InvalidOperation, DivisionByZero, Overflow, Inexact])
_MILLION, _TRILLION = Decimal(10) ** 6, Decimal(10) ** 12
_QUOTIENT = Context(prec=50)
_SHORTHAND = ((6, "M"), (9, "B"), (12, "T"))
_CENT = Decimal("0.01")

# A comma only where it separates thousands: 0,5 is a half to some and five to a careless reader, so it is refused.
_NUMBER = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?|\.[0-9]+")


def is_sensible(number: Decimal) -> bool:
    """Finite, and of a size that an amount of money or tokens can have (within 10^±100)."""
    if not number.is_finite():
        return False
    return abs(number.adjusted()) <= LARGEST_EXPONENT and -int(number.as_tuple().exponent) <= LARGEST_EXPONENT


def parse_amount(text: str, name: str) -> Decimal:
    """A decimal number of zero or more, as a caller wrote it; `name` says in the message what it is.

    Raises InputError.
    """
    written = text.strip()
    number = Decimal(written.replace(",", "")) if _NUMBER.fullmatch(written) else None
    if number is None or not is_sensible(number):
        raise InputError(phrase("{name} has to be a number of zero or more, such as 10 or 0.5.", name=name))
    return number


def subtract(left: Decimal, right: Decimal) -> Decimal:
    """The exact difference."""
    return _EXACT.subtract(left, right)


def multiply(left: Decimal, right: Decimal) -> Decimal:
    """The exact product."""
    return _EXACT.multiply(left, right)


def add_up(numbers: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    return reduce(_EXACT.add, numbers, Decimal(0))


def sum_of_products(pairs: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """The exact sum of the products."""
    total = Decimal(0)
    for left, right in pairs:
        total = _EXACT.fma(left, right, total)
    return total


def divide(dividend: Decimal, divisor: Decimal) -> Decimal:
    """The quotient, to 50 significant digits; for shares and changes, which have no exact decimal."""
    return _QUOTIENT.divide(dividend, divisor)


def to_places(number: Decimal, places: int) -> Decimal:
    """Rounded half up to so many decimals: for quotients, which have no exact decimal to publish."""
    return _round(number, Decimal(1).scaleb(-places))


def to_minimal(amount: Decimal, decimals: int) -> int:
    """Minimal units: amount x 10^decimals.

    Raises InputError when the amount has more digits than the token.
    """
    scaled = amount.scaleb(decimals, _EXACT)
    if scaled != scaled.to_integral_value():
        raise InputError(
            phrase(
                "{amount} has more digits than this token, which has {decimals} decimals.",
                amount=plain(amount),
                decimals=decimals,
            )
        )
    return int(scaled)


def from_minimal(units: int, decimals: int) -> Decimal:
    """UI units of so many minimal units, exact."""
    return Decimal(units).scaleb(-decimals, _EXACT)


def plain(number: Decimal) -> str:
    """Every digit, in plain notation: no exponent, no trailing zeros."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def show_usd(value: Decimal | None) -> str:
    """`$12,345.67`, `$1.2M` from a million up, `<$0.01` for less than a cent, "no price" for None."""
    if value is None:
        return say("no price")
    if value < 0:
        return f"-{show_usd(value.copy_abs())}"  # a minus would round
    if 0 < value < _CENT:
        return "<$0.01"
    cents = _round(value.copy_abs(), _CENT)  # a loss of nothing is "-0"
    if cents < _MILLION:
        return f"${cents:,.2f}"
    return _shorten(value, sign="$")


def show_amount(amount: Decimal) -> str:
    """A token amount for reading: thousands separators, at least four significant digits, rounded down."""
    if amount == 0:
        return "0"
    if amount >= _TRILLION:
        return _shorten(amount, rounding=ROUND_DOWN)
    if amount < Decimal("1e-8"):
        return "<0.00000001"
    places = 2 if amount >= 1_000 else 4 if amount >= 1 else 3 - amount.adjusted()
    text = f"{_round(amount, Decimal(1).scaleb(-places), ROUND_DOWN):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def show_price(price_usd: Decimal | None) -> str:
    """The price of one: two decimals from a dollar up, four significant digits below, "–" for None."""
    if price_usd is None:
        return "–"
    if price_usd >= 1 or price_usd == 0:
        return show_usd(price_usd)
    if price_usd < Decimal("1e-12"):
        return "<$0.000000000001"
    rounded = _round(price_usd, Decimal(1).scaleb(price_usd.adjusted() - 3))
    return f"${plain(rounded)}" if rounded < 1 else show_usd(rounded)


def show_percent(percent: Decimal, *, signed: bool = False) -> str:
    """`12.3%`; with its sign where it is a change."""
    rounded = _round(percent, Decimal("0.1"))
    if rounded == 0:
        return "0.0%"
    return f"{rounded:+,.1f}%" if signed else f"{rounded:,.1f}%"


_ROUNDING = Context(prec=1_000)


def _round(number: Decimal, step: Decimal, rounding: str = ROUND_HALF_UP) -> Decimal:
    return number.quantize(step, rounding=rounding, context=_ROUNDING)


def _shorten(number: Decimal, *, sign: str = "", rounding: str = ROUND_HALF_UP) -> str:
    for size, letter in _SHORTHAND:
        scaled = _round(number.scaleb(-size, _ROUNDING), Decimal("0.1"), rounding)
        if scaled < 1_000:  # after rounding, so that 999,950,000 is 1.0B and not 1,000.0M
            return f"{sign}{scaled:,.1f}{letter}"
    return f"{sign}{scaled:,.1f}{letter}" if scaled < 1_000_000 else f">{sign}999,999{letter}"
