"""Exact decimal numbers, and shares as such numbers and as percent."""

from typing import NamedTuple


class Number(NamedTuple):
    """`digits` · 10^-`scale`."""

    digits: int
    scale: int = 0

    def times(self, factor: int) -> "Number":
        """The product."""
        return Number(self.digits * factor, self.scale).trimmed()

    def plus(self, other: "Number") -> "Number":
        """The sum."""
        scale = max(self.scale, other.scale)
        total = self.digits * 10 ** (scale - self.scale) + other.digits * 10 ** (scale - other.scale)
        return Number(total, scale).trimmed()

    def hundredth(self) -> "Number":
        """So many cents in dollars."""
        return Number(self.digits, self.scale + 2).trimmed()

    def trimmed(self) -> "Number":
        """Without zeros at the end of the decimals."""
        digits, scale = self
        if not scale:
            return self
        while scale and digits % 10 == 0:
            digits, scale = digits // 10, scale - 1
        return Number(digits, scale)

    @property
    def whole(self) -> int:
        """The number if it is a whole one, or 0."""
        return 0 if self.scale else self.digits

    def __str__(self) -> str:
        if not self.scale:
            return str(self.digits)
        digits = str(self.digits).zfill(self.scale + 1)
        return f"{digits[: -self.scale]}.{digits[-self.scale :]}"


HALF = Number(5, 1)
QUARTER = Number(25, 2)


def as_percent(part: int, whole: int) -> str:
    """A share as percent: exact with up to one decimal, otherwise to the nearest whole percent."""
    if part * 1000 % whole == 0:
        return f"{Number(part * 1000 // whole, 1).trimmed()}%"
    return f"{(part * 200 + whole) // (whole * 2)}%"


def as_number(part: int, whole: int) -> Number | None:
    """A share as a number, if it is one with few decimals."""
    return Number(part * 1000 // whole, 3).trimmed() if part * 1000 % whole == 0 else None
