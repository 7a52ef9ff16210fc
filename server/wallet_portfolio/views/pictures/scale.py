"""From prices and shares to pixels, exactly: a float would lose the range of a price that hardly moves."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from wallet_portfolio.assets.amounts import add_up, divide, multiply, show_price, subtract

_NICE = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_SHORTHAND = ((12, "T"), (9, "B"), (6, "M"))
_LONGEST_LABEL = 16


@dataclass(frozen=True, slots=True)
class PriceScale:
    """Where prices from `low` to `high` stand between the pixel rows `bottom` and `top`."""

    low: Decimal
    high: Decimal
    top: int
    bottom: int

    def y(self, price: Decimal) -> int:
        """The pixel row of a price, never outside; the middle where all prices are the same."""
        if self.high == self.low:
            return (self.top + self.bottom) // 2
        price = min(max(price, self.low), self.high)
        part = divide(subtract(self.high, price), subtract(self.high, self.low))
        return self.top + pixels(part, self.bottom - self.top)

    def ticks(self) -> list[tuple[Decimal, str]]:
        """A few round prices with what to write beside them, if anything."""
        if self.high == self.low:
            return [(self.low, show_price(self.low))]
        step = _nice_step(divide(subtract(self.high, self.low), Decimal(5)))
        first = divide(self.low, step).to_integral_value(ROUND_FLOOR)
        marks = [multiply(step, add_up([first, Decimal(count)])) for count in range(7)]
        marks = [mark for mark in marks if self.low <= mark <= self.high]
        labels = [_label(mark, step) for mark in marks]
        if len(set(labels)) < len(labels):  # too large or too small to tell them apart
            labels = [""] * len(marks)
        return list(zip(marks, labels, strict=True))


def pixels(part: Decimal, length: int) -> int:
    """So much of a length, to the nearest pixel."""
    return int(multiply(part, Decimal(length)).to_integral_value(ROUND_HALF_UP))


def spread(count: int, most: int) -> list[int]:
    """Which of so many things in a row to name, when there is room for `most`: evenly, and away from the ends."""
    every = -(-count // most)
    return list(range(every // 2, count, every))


def _nice_step(least: Decimal) -> Decimal:
    """The next of 1, 2, 5, 10 … at any power of ten."""
    unit = Decimal(1).scaleb(least.adjusted())
    return next(step for nice in _NICE if (step := multiply(nice, unit)) >= least)


def _label(price: Decimal, step: Decimal) -> str:
    """The price with as many digits as tell it from the next one."""
    size, letter = next((each for each in _SHORTHAND if step.adjusted() >= each[0] - 2), (0, ""))
    places = max(0, size - step.adjusted())
    if not size and 0 < places < 2:
        places = 2
    text = f"${price.scaleb(-size):,.{places}f}{letter}"
    return text if len(text) <= _LONGEST_LABEL else show_price(price)
