"""Numbers as the service sends them: bounded before anything is calculated with them.

`1e20000000` is ten characters, and as an integer twenty million digits that take a minute to write out. So a number is
judged by its length and its exponent, in time that grows with its length only, and what is too large is no number.
"""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from wallet_portfolio.assets.amounts import LARGEST_EXPONENT, is_sensible

# A sign, as many digits on either side of the point as an amount has, and an exponent; zeros in front are no reason.
LONGEST_NUMBER = 2 * LARGEST_EXPONENT + 20

_PLAIN = re.compile(r"\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*", re.ASCII)
_NO_NUMBER = Decimal("NaN")  # refused wherever a number is read


class OutOfBounds(ValueError):
    """A number, but not of the size of an amount."""


def json_integer(text: str) -> int | Decimal:
    """An integer of an answer's JSON; not a number where it is too long."""
    return int(text) if len(text) <= LONGEST_NUMBER else _NO_NUMBER


def json_decimal(text: str) -> Decimal:
    """A number with a point or an exponent; not a number where it is too long, too large or too small."""
    try:
        return _decimal(text)
    except OutOfBounds:
        return _NO_NUMBER


def plain_number(value: object) -> object:
    """The value as it is, if it is a number, or a text that is one. Raises ValueError, and OutOfBounds.

    Python also takes 1_000, the digits of other scripts and True for numbers.
    """
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise ValueError("not a number")  # noqa: TRY004  (pydantic counts a TypeError as a fault of the program)
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        raise ValueError("not a number")
    _decimal(value)
    return value


def none_if_out_of_bounds(value: object) -> object:
    """The value as it is; None where there is nothing, or a number that is not of the size of an amount."""
    try:
        return None if value is None or value == "" else plain_number(value)
    except OutOfBounds:
        return None


def blank_is_none(value: object) -> object:
    """For fields in which "" is how the service says that there is nothing."""
    return None if value == "" else value


def _decimal(value: str | int | Decimal) -> Decimal:
    if isinstance(value, str) and len(value) > LONGEST_NUMBER:
        raise OutOfBounds("too long")
    if isinstance(value, int) and abs(value) >= _LARGEST:
        raise OutOfBounds("too large")
    try:
        number = Decimal(value)
    except ArithmeticError:  # an exponent of twenty digits
        raise OutOfBounds("too large") from None
    if not is_sensible(number):
        raise OutOfBounds("not the size of an amount")
    return number


def _without_sign(number: Decimal) -> Decimal:
    return number if number else number.copy_abs()  # there is no less than nothing


_LARGEST = 10 ** (LARGEST_EXPONENT + 1)

Number = Annotated[Decimal, Field(allow_inf_nan=False), BeforeValidator(plain_number), AfterValidator(_without_sign)]
MaybeNumber = Annotated[Number | None, BeforeValidator(blank_is_none)]
Amount = Annotated[Number, Field(ge=0)]
MaybeAmount = Annotated[Amount | None, BeforeValidator(blank_is_none)]
Count = Annotated[int, Field(ge=0), BeforeValidator(plain_number)]
MaybeCount = Annotated[Count | None, BeforeValidator(blank_is_none)]
