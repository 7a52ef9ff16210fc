"""How much is to be traded, as people write it, and as exact amounts of a token."""

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_UP, Context, Decimal
from typing import Literal

from wallet_portfolio.assets.amounts import add_up, is_sensible, multiply, subtract
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.assets.phrases import phrase

# A comma only where it separates thousands: 0,5 is a half to some and five to a careless reader, so it is refused.
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
_WRITTEN = re.compile(rf"(?P<usd>\$)?\s*(?P<number>{_NUMBER})\s*(?P<percent>%)?")
_SLIPPAGE = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,6})?|\.[0-9]{1,6})\s*%?")
_MOST_SLIPPAGE = Decimal(50)
_HUNDRED = Decimal(100)
_SLIPPAGE_STEP = Decimal("0.0001")
_DOWN = Context(prec=400, rounding=ROUND_DOWN)


@dataclass(frozen=True, slots=True)
class TradeAmount:
    """So many tokens, so many USD worth of them, or so many percent of the balance."""

    number: Decimal
    unit: Literal["tokens", "usd", "percent"]

    @property
    def everything(self) -> bool:
        """Whether the whole balance is meant."""
        return self.unit == "percent" and self.number == _HUNDRED


def parse_trade_amount(text: str) -> TradeAmount:
    """Read `1.5`, `1,500`, `50%` or `$100`. Raises InputError."""
    written = _WRITTEN.fullmatch(text.strip())
    if not written or (written["usd"] and written["percent"]):
        raise InputError(phrase("The amount has to be written like 1.5, 1,500, {percent} or $100.", percent="50%"))
    number = Decimal(written["number"].replace(",", ""))
    if not is_sensible(number) or number == 0:
        raise InputError(phrase("The amount has to be more than zero."))
    if written["percent"]:
        if number > _HUNDRED:
            raise InputError(phrase("No more than {percent} of a balance can be traded.", percent="100%"))
        return TradeAmount(number, "percent")
    return TradeAmount(number, "usd" if written["usd"] else "tokens")


def parse_slippage(text: str) -> Decimal:
    """A percentage between 0 and 50. Raises InputError."""
    written = _SLIPPAGE.fullmatch(text.strip())
    if not written or Decimal(written[1]) > _MOST_SLIPPAGE:
        raise InputError(phrase("The slippage has to be a percentage between 0 and 50, such as 1 or 0.5."))
    return Decimal(written[1])


def part_of(balance: Decimal, percent: Decimal, decimals: int) -> Decimal:
    """So many percent of a balance, rounded down to the token's decimals; all of it for 100."""
    return round_down(multiply(balance, percent).scaleb(-2, _DOWN), decimals)


def tokens_for(usd: Decimal, price_usd: Decimal, decimals: int) -> Decimal:
    """How many tokens so many USD are worth, rounded down to the token's decimals."""
    return round_down(_DOWN.divide(usd, price_usd), decimals)


def round_down(amount: Decimal, decimals: int) -> Decimal:
    """No more digits than the token has, and never more than there is."""
    step = Decimal(1).scaleb(-decimals)
    return amount.quantize(step, context=_DOWN)


def round_up(amount: Decimal, decimals: int) -> Decimal:
    """No more digits than the token has, and never less than it takes."""
    return amount.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_UP, context=_DOWN)


def after_slippage(units: int, slippage_percent: Decimal) -> int:
    """The least to receive in minimal units, rounded down."""
    kept = multiply(Decimal(units), subtract(_HUNDRED, slippage_percent))
    return int(_DOWN.divide(kept, _HUNDRED).to_integral_value(rounding=ROUND_DOWN))


def before_slippage(units: int, slippage_percent: Decimal) -> int:
    """The most to spend in minimal units, rounded up."""
    spent = multiply(Decimal(units), add_up([_HUNDRED, slippage_percent]))
    return int(spent.scaleb(-2, _DOWN).to_integral_value(rounding=ROUND_UP))


def slippage_keeping(units: int, *, least: int, slippage_percent: Decimal) -> Decimal:
    """As much of the slippage as still leaves `least` of so many units received; 0 where they are fewer already."""
    return _slippage_within(units, units - least, slippage_percent)


def slippage_up_to(units: int, *, most: int, slippage_percent: Decimal) -> Decimal:
    """As much of the slippage as takes no more than `most` where so many units are sold; 0 where they are more."""
    return _slippage_within(units, most - units, slippage_percent)


def _slippage_within(units: int, room: int, slippage_percent: Decimal) -> Decimal:
    if room <= 0 or units == 0:
        return Decimal(0)
    percent = _DOWN.divide(multiply(Decimal(room), _HUNDRED), Decimal(units))
    return min(slippage_percent, percent.quantize(_SLIPPAGE_STEP, context=_DOWN))
