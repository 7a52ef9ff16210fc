"""What is shown against what is: every digit is told again here, with whole numbers and fractions only."""

import re
from decimal import Decimal
from fractions import Fraction

from hypothesis import example, given

from trust.effort import tries
from trust.numbers import ambient, any_size, edges, signed, surrounded_by
from wallet_portfolio.assets.amounts import plain, show_amount, show_percent, show_price, show_usd

UNITS = {"": 1, "M": 10**6, "B": 10**9, "T": 10**12}
SHOWN = re.compile(r"(?P<sign>[+-]?)\$?(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<unit>[MBT]?)%?")
GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?")


def down(number, places):
    """How many whole steps of 10^-places there are in it."""
    scaled = number * Fraction(10) ** places
    return scaled.numerator // scaled.denominator


def half_up(number, places):
    return down(number + Fraction(1, 2) / Fraction(10) ** places, places)


def written(steps, places):
    """So many steps of 10^-places, with a comma before every three digits."""
    text = str(steps).rjust(places + 1, "0")
    whole, part = (text[:-places], text[-places:]) if places else (text, "")
    groups = []
    while whole:
        whole, group = whole[:-3], whole[-3:]
        groups.insert(0, group)
    return ",".join(groups) + ("." + part if part else "")


def without_zeros(text):
    return re.sub(r"\.?0+$", "", text) if "." in text else text


def in_short(number, rounded, sign):
    for unit in "MBT":
        tenths = rounded(number / UNITS[unit], 1)
        if tenths < 10_000:
            return f"{sign}{written(tenths, 1)}{unit}"
    return f"{sign}{written(tenths, 1)}T" if tenths < 10_000_000 else f">{sign}999,999T"


def usd(number):
    if number < 0:
        return f"-{usd(-number)}"
    if 0 < number < Fraction(1, 100):
        return "<$0.01"
    cents = half_up(number, 2)
    return f"${written(cents, 2)}" if cents < 100_000_000 else in_short(number, half_up, "$")


def amount_text(number):
    if number == 0:
        return "0"
    if number >= 10**12:
        return in_short(number, down, "")
    if number < Fraction(1, 10**8):
        return "<0.00000001"
    places = 2 if number >= 1_000 else 4 if number >= 1 else first_digit(number) + 3
    return without_zeros(written(down(number, places), places))


def first_digit(number):
    """On which place after the point the first digit is that is not zero."""
    place = 1
    while number * 10**place < 1:
        place += 1
    return place


def price_text(number):
    if number == 0 or number >= 1:
        return usd(number)
    if number < Fraction(1, 10**12):
        return "<$0.000000000001"
    places = first_digit(number) + 3
    steps = half_up(number, places)
    return "$1.00" if steps == 10**places else f"${without_zeros(written(steps, places))}"


def percent_text(number, *, with_sign):
    tenths = half_up(abs(number), 1)
    if tenths == 0:
        return "0.0%"
    sign = "-" if number < 0 else "+" if with_sign else ""
    return f"{sign}{written(tenths, 1)}%"


def read(text):
    """The number a shown text says, and the unit of its last digit; None for "less than" and "more than"."""
    if "<" in text or ">" in text:
        return None
    parts = SHOWN.fullmatch(text)
    assert parts, text
    assert GROUPED.fullmatch(parts["number"]), text
    unit = UNITS[parts["unit"]]
    places = len(parts["number"].partition(".")[2])
    number = Fraction(parts["number"].replace(",", "")) * unit
    return (-number if parts["sign"] == "-" else number), Fraction(unit, 10**places)


@tries(150)
@given(signed, ambient)
@example(Decimal("-1.00499999999999999999999999999999999"), 0)
@example(Decimal("-0.00999999999999999999999999999999999"), 0)
@example(Decimal("999999999999999999999"), 0)
@example(Decimal("999999.99499999999999999999999999999999"), 1)
def test_money_is_shown_as_the_rule_says(number, around):
    with surrounded_by(around):
        shown = show_usd(number)
    assert shown == usd(Fraction(number))
    told = read(shown)
    assert told is None or abs(told[0] - Fraction(number)) <= told[1] / 2


@tries(150)
@given(any_size, ambient)
@example(Decimal("999999.999999999999999999999999999999"), 0)
@example(Decimal("0.99999999999999999999999999999999999"), 1)
@example(Decimal("1E+18"), 0)
def test_an_amount_is_shown_as_the_rule_says_and_never_more_than_there_is(number, around):
    with surrounded_by(around):
        shown = show_amount(number)
    assert shown == amount_text(Fraction(number))
    told = read(shown)
    if told:
        places = re.search(r"\.[0-9]+", shown)
        assert told[0] <= Fraction(number)
        # Zeros at the end are left out, so the last digit shown may stand before the last one that was counted.
        assert Fraction(number) - told[0] < told[1] or not places
        assert number >= 10**12 or Fraction(number) - told[0] < max(Fraction(number) / 1_000, Fraction(1, 10**8))


@tries(100)
@given(any_size, ambient)
@example(Decimal("0.99995"), 0)
@example(Decimal("0.99994999999999999999999999999999999999"), 0)
def test_a_price_is_shown_as_the_rule_says(number, around):
    with surrounded_by(around):
        shown = show_price(number)
    assert shown == price_text(Fraction(number))
    told = read(shown)
    assert told is None or number >= 1 or abs(told[0] - Fraction(number)) <= Fraction(number) / 1_000


@tries(100)
@given(signed, ambient)
@example(Decimal("-0.0499999999999999999999999999999999999"), 0)
@example(Decimal("-0.05"), 0)
def test_a_percentage_is_shown_as_the_rule_says(number, around):
    with surrounded_by(around):
        shown, with_sign = show_percent(number), show_percent(number, signed=True)
    assert shown == percent_text(Fraction(number), with_sign=False)
    assert with_sign == percent_text(Fraction(number), with_sign=True)
    told, step = read(shown)
    assert abs(told - Fraction(number)) <= step / 2


@tries(100)
@given(signed, ambient)
def test_the_exact_text_says_every_digit_and_none_besides(number, around):
    with surrounded_by(around):
        text = plain(number)
    assert Fraction(text) == Fraction(number)
    assert re.fullmatch(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?", text)
    assert text != "-0"


@tries(70)
@given(edges, edges)
def test_more_money_is_never_shown_as_less(one, other):
    low, high = sorted((one, other))
    shown = [read(show_usd(number)) for number in (low, high)]
    if all(shown):
        assert shown[0][0] <= shown[1][0]
