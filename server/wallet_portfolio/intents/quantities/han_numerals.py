"""What Chinese and Japanese numerals mean: 三千五百, 一万五, 零点七五."""

import re

from wallet_portfolio.intents.quantities.numbers import Number

DIGITS = "零一二三四五六七八九两"
UNITS = {"十": 10, "百": 100, "千": 1000}
LARGE_UNITS = {"万": 10**4, "亿": 10**8}
ALL_UNITS = {**UNITS, **LARGE_UNITS}
NUMERALS = DIGITS + "".join(ALL_UNITS)

_LONGEST = 40  # characters; what is longer is nobody's amount
_LARGE_PART = re.compile("[^万亿]*[万亿]|[^万亿]+")
_AFTER_DIGITS = re.compile("([百千万亿]+)(.*)", re.DOTALL)


def numeral(text: str) -> Number | None:
    """What numerals mean, or None where they are no number: 万一, 五六."""
    if len(text) > _LONGEST:
        return None
    whole, _, decimals = text.replace("・", "点").partition("点")
    value = _whole(whole)
    if value is None or not decimals:
        return None if value is None else Number(value)
    return Number(value).plus(Number(int("".join(map(digit, decimals))), len(decimals)))


def digit(character: str) -> str:
    """三 as 3."""
    return "2" if character == "两" else str(DIGITS.index(character))


def multiplied_by(value: Number, tail: str) -> Number | None:
    """What digits and the 万 after them mean: 1.5 万, 2 百万, 1 万 5 千, 1 万 5000."""
    units = _AFTER_DIGITS.match(tail)
    if units is None:
        return None
    rest, factor = units[2], 1
    for unit in units[1]:
        factor *= ALL_UNITS[unit]
    product = value.times(factor)
    if not rest:
        return product
    if rest[-1] in UNITS and rest[:-1].isdigit():
        return product.plus(Number(int(rest[:-1]) * UNITS[rest[-1]]))
    if rest.isdigit() and rest.isascii():
        return product.plus(Number(int(rest) * (factor // 10 if len(rest) == 1 else 1)))
    more = _section(rest, after=factor) if all(one in NUMERALS and one not in LARGE_UNITS for one in rest) else None
    return product.plus(Number(more)) if more else None


def _whole(text: str) -> int | None:
    if all(character in DIGITS for character in text):
        said_digit_by_digit = len(text) == 1 or "零" in text
        return int("".join(map(digit, text))) if said_digit_by_digit else None
    total = 0
    largest = 10**12
    for part in _LARGE_PART.findall(text):
        large = LARGE_UNITS.get(part[-1], 1)
        section = _section(part.rstrip("万亿"), after=largest if total else 0)
        if section is None or (large >= largest and large > 1):
            return None
        total += section * large
        largest = large
    return total


def _section(text: str, *, after: int) -> int | None:
    """Up to 9999: 二千五百; 二千五 is 2500 too, and 五 after 一万 is 5000."""
    total, pending, last, zero = 0, None, 10**4, False
    for character in text:
        unit = UNITS.get(character)
        if unit is None:
            if pending is not None:
                return None
            zero = zero or character == "零"
            pending = None if character == "零" else int(digit(character))
        elif unit >= last:
            return None
        else:
            total, pending, last = total + (1 if pending is None else pending) * unit, None, unit
    if pending is None:
        return total or None
    shorthand = 1 if zero else (last if total else after) // 10
    return total + pending * max(1, shorthand)
