"""Numbers as the service sends them: bounded before anything is calculated with them.

`1e20000000` is ten characters, and as an integer twenty million digits that take a minute to write out. So a number is
judged by its length and its exponent, in time that grows with its length only, and what is too large is no number.
"""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainValidator

from wallet_portfolio.assets.amounts import LARGEST_EXPONENT, is_sensible

# A sign, as many digits on either side of the point as an amount has, and an exponent; zeros in front are no reason.
LONGEST_NUMBER = 2 * LARGEST_EXPONENT + 20

_PLAIN = re.compile(r"\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*", re.ASCII)
ORDINARY = re.compile(r"\d{1,40}(?:\.\d{1,40})?", re.ASCII)  # nearly every number: of no size to worry about
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


def plain_number(value: object) -> str | int | Decimal:
    """The value as it is, if it is a number, or a text that is one. Raises ValueError, and OutOfBounds.

    Python also takes 1_000, the digits of other scripts and True for numbers.
    """
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise ValueError("not a number")  # noqa: TRY004  (pydantic counts a TypeError as a fault of the program)
    if isinstance(value, str):
        if ORDINARY.fullmatch(value.removeprefix("-")):
            return value
        if not _PLAIN.fullmatch(value):
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


def number(value: object) -> Decimal:
    """A number as it was sent. Raises ValueError, and OutOfBounds."""
    return _without_sign(Decimal(plain_number(value)))


def amount(value: object) -> Decimal:
    """A number of zero or more. Raises ValueError, and OutOfBounds."""
    if isinstance(value, str) and ORDINARY.fullmatch(value):
        return Decimal(value)
    if (read := number(value)) < 0:
        raise ValueError("less than nothing")
    return read


def maybe_amount(value: object) -> Decimal | None:
    """The same; None where there is nothing. Raises ValueError, and OutOfBounds."""
    return None if value is None or value == "" else amount(value)


def _decimal(value: str | int | Decimal) -> Decimal:
    if isinstance(value, str) and len(value) > LONGEST_NUMBER:
        raise OutOfBounds("too long")
    if isinstance(value, int) and abs(value) >= _LARGEST:
        raise OutOfBounds("too large")
    try:
        read = Decimal(value)
    except ArithmeticError:  # an exponent of twenty digits
        raise OutOfBounds("too large") from None
    if not is_sensible(read):
        raise OutOfBounds("not the size of an amount")
    return read


def _without_sign(read: Decimal) -> Decimal:
    return read if read else read.copy_abs()  # there is no less than nothing


_LARGEST = 10 ** (LARGEST_EXPONENT + 1)

Number = Annotated[Decimal, PlainValidator(number)]
MaybeNumber = Annotated[Number | None, BeforeValidator(blank_is_none)]
Amount = Annotated[Decimal, PlainValidator(amount)]
MaybeAmount = Annotated[Decimal | None, PlainValidator(maybe_amount)]
Count = Annotated[int, Field(ge=0), BeforeValidator(plain_number)]
MaybeCount = Annotated[Count | None, BeforeValidator(blank_is_none)]
