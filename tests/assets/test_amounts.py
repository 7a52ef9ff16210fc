from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet_portfolio.assets.amounts import (
    add_up,
    from_minimal,
    is_sensible,
    multiply,
    parse_amount,
    plain,
    show_amount,
    show_percent,
    show_usd,
    to_minimal,
)
from wallet_portfolio.assets.errors import InputError

amounts = st.decimals(min_value=0, max_value=10**30, allow_nan=False, allow_infinity=False, places=36)
token_decimals = st.integers(min_value=0, max_value=36)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0", "$0.00"),
        ("12345.67", "$12,345.67"),
        ("0.01", "$0.01"),
        ("0.0099999999", "<$0.01"),
        ("0.000000000000000000000000000001", "<$0.01"),
        ("0.014999", "$0.01"),
        ("0.015", "$0.02"),
        ("1.005", "$1.01"),
        ("999999.99", "$999,999.99"),
        ("999999.994999", "$999,999.99"),
        ("999999.995", "$1.0M"),
        ("1000000", "$1.0M"),
        ("1234567.89", "$1.2M"),
        ("1250000", "$1.3M"),
        ("999949999.99", "$999.9M"),
        ("999950000", "$1.0B"),
        ("3400000000", "$3.4B"),
        ("5600000000000", "$5.6T"),
        ("-1234.5", "-$1,234.50"),
        ("-1200000", "-$1.2M"),
    ],
)
def test_money_is_shown_with_cents_or_in_short_from_a_million(value, shown):
    assert show_usd(Decimal(value)) == shown


def test_a_missing_price_is_said_in_words():
    assert show_usd(None) == "no price"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "0"),
        ("1.5", "1.5"),
        ("2000", "2,000"),
        ("1.842905317264180593", "1.8429"),
        ("1234567.899", "1,234,567.89"),
        ("999.99999", "999.9999"),
        ("0.99999999", "0.9999"),
        ("0.000000412", "0.000000412"),
        ("0.00001192408", "0.00001192"),
        ("0.000000009", "<0.00000001"),
        ("45000000.123456789012345678", "45,000,000.12"),
        ("1960000000000", "1.9T"),
        ("1E+3", "1,000"),
    ],
)
def test_an_amount_is_shown_shorter_than_it_is(amount, shown):
    assert show_amount(Decimal(amount)) == shown


@given(st.decimals(min_value=Decimal("1e-8"), max_value=10**18, allow_nan=False, places=18))
def test_no_more_is_shown_than_is_held(amount):
    text = show_amount(amount).replace(",", "").removeprefix(">")
    unit = 10**12 if text.endswith("T") else 1
    assert Fraction(text.removesuffix("T")) * unit <= Fraction(amount)


@pytest.mark.parametrize(
    ("percent", "signed", "shown"),
    [
        ("12.34", False, "12.3%"),
        ("12.35", True, "+12.4%"),
        ("-3.15", True, "-3.2%"),
        ("-0.04", True, "0.0%"),
        ("12345", False, "12,345.0%"),
    ],
)
def test_percentages_have_one_digit_after_the_point(percent, signed, shown):
    assert show_percent(Decimal(percent), signed=signed) == shown


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("0.000", "0"),
        ("1.500", "1.5"),
        ("100", "100"),
        ("1E+20", "100000000000000000000"),
        ("1E-18", "0.000000000000000001"),
        (
            "1172.895057177065864522056725546579939398",
            "1172.895057177065864522056725546579939398",
        ),
    ],
)
def test_plain_notation_has_every_digit_and_no_exponent(number, text):
    assert plain(Decimal(number)) == text


@given(st.decimals(min_value=-(10**40), max_value=10**40, allow_nan=False, allow_infinity=False))
def test_plain_notation_loses_nothing(number):
    text = plain(number)
    assert Fraction(text) == Fraction(number)
    assert set(text) <= set("-.0123456789")


@given(amounts, token_decimals)
def test_minimal_units_are_exact_or_refused(amount, decimals):
    exact = Fraction(amount) * 10**decimals
    if exact.denominator == 1:
        assert to_minimal(amount, decimals) == exact
    else:
        with pytest.raises(InputError, match="more digits"):
            to_minimal(amount, decimals)


@given(st.integers(min_value=0, max_value=2**256 - 1), token_decimals)
def test_minimal_units_survive_the_way_there_and_back(units, decimals):
    assert to_minimal(from_minimal(units, decimals), decimals) == units


def test_the_last_digit_a_token_has_is_taken_and_one_more_is_refused():
    assert to_minimal(Decimal("1500.000001"), 6) == 1_500_000_001
    with pytest.raises(InputError, match=r"1500\.0000001 has more digits than this token, which has 6 decimals"):
        to_minimal(Decimal("1500.0000001"), 6)


@given(amounts, amounts)
def test_a_product_is_exact(left, right):
    assert Fraction(multiply(left, right)) == Fraction(left) * Fraction(right)


@given(st.lists(amounts, max_size=30))
def test_a_sum_is_exact(numbers):
    assert Fraction(add_up(numbers)) == sum(map(Fraction, numbers), start=Fraction(0))


@pytest.mark.parametrize(
    ("text", "number"),
    [("10", "10"), (" 0.5 ", "0.5"), (".5", "0.5"), ("5.", "5"), ("1,234,567.8", "1234567.8"), ("1e-8", "0.00000001")],
)
def test_an_amount_is_read_as_people_write_it(text, number):
    assert parse_amount(text, "amount") == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "-5", "NaN", "Infinity", "1e999", "1_000", "0,5", "1,00", "12,34.5", "٣", "1.2.3", "0x10", "$5"],
)
def test_what_is_no_clear_amount_is_refused_and_not_guessed(text):
    with pytest.raises(InputError, match="amount has to be a number of zero or more"):
        parse_amount(text, "amount")


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "1E+101", "1E-101"])
def test_numbers_no_amount_can_be_are_told_apart(number):
    assert not is_sensible(Decimal(number))
