"""Exact sums and products of decimals, and their plain notation."""

from collections.abc import Iterable
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow

# Trapping Inexact turns a total that would have to be rounded into a crash instead of a wrong figure.
_EXACT = Context(prec=400, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])


def product(left: Decimal, right: Decimal) -> Decimal:
    """left × right, every digit kept."""
    return _EXACT.multiply(left, right)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, every digit kept."""
    result = Decimal(0)
    for amount in amounts:
        result = _EXACT.add(result, amount)
    return result


def plain(amount: Decimal) -> str:
    """Digits and at most one point, never an exponent."""
    return "0" if amount == 0 else format(amount, "f")


def base_units(amount: Decimal, decimals: int) -> str:
    """The amount in the token's smallest unit."""
    return plain(_EXACT.to_integral_exact(_EXACT.scaleb(amount, decimals)))
