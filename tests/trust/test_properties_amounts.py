"""Sums, products, minimal units and what people write: exact, whatever the order and whatever surrounds them."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trust.effort import tries
from trust.numbers import ambient, amounts, any_size, signed, surrounded_by
from wallet_portfolio.assets.amounts import (
    add_up,
    from_minimal,
    multiply,
    parse_amount,
    plain,
    show_amount,
    show_usd,
    subtract,
    to_minimal,
)
from wallet_portfolio.assets.errors import InputError
from wallet_portfolio.assets.holdings import Holding, by_value, sum_usd
from wallet_portfolio.assets.markets import change_of, change_of_all, percent_between
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.assets.trading import (
    after_slippage,
    before_slippage,
    parse_trade_amount,
    part_of,
    round_down,
    round_up,
    slippage_keeping,
    slippage_up_to,
    tokens_for,
)

token_decimals = st.integers(0, 36)
units = st.integers(0, 2**256 - 1)
slippages = st.decimals(0, 50, places=6)
rounding_lies_here = st.sampled_from(
    ["0", "1e-36", "0.1", "1", "3", "7", "99999999999999999999999999999999999", "1e30"]
)
ORDINARY_ERROR = Fraction(1, 10**45)  # quotients have 50 digits


def held(number, amount, price, *, symbol="T", change=None):
    return Holding(
        wallet="0xabc",
        chain="Ethereum",
        token=TokenId("1", f"0x{number:040x}"),
        symbol=symbol,
        amount=amount,
        price_usd=price,
        risky=False,
        change_24h_percent=change,
    )


def worth(holding):
    if holding.amount == 0:
        return Fraction(0)
    return None if holding.price_usd is None else Fraction(holding.amount) * Fraction(holding.price_usd)


# Few of each, so that values tie; and pairs that differ in the last of forty digits only.
CLOSE = [Decimal("1.000000000000000000000000000000000000001"), Decimal("1.000000000000000000000000000000000000002")]
some_amounts = amounts | st.sampled_from([Decimal(0), Decimal(1), Decimal(2), *CLOSE])
some_prices = st.none() | st.sampled_from([Decimal(1), Decimal(2), Decimal("0.5")]) | amounts.filter(bool)
holdings = st.lists(st.tuples(some_amounts, some_prices, st.sampled_from("ABC")), max_size=25).map(
    lambda rows: [held(number, amount, price, symbol=symbol) for number, (amount, price, symbol) in enumerate(rows)]
)


@tries(70)
@given(st.lists(signed, max_size=30), st.randoms(use_true_random=False), ambient)
def test_a_sum_is_exact_decimal_and_the_same_in_any_order(numbers, chance, around):
    shuffled = chance.sample(numbers, len(numbers))
    with surrounded_by(around):
        total = add_up(numbers)
        assert add_up(shuffled) == total
        assert add_up(number for number in numbers) == total
    assert type(total) is Decimal
    assert Fraction(total) == sum(map(Fraction, numbers), Fraction(0))


@tries(70)
@given(signed, signed, ambient)
def test_a_product_and_a_difference_are_exact(left, right, around):
    with surrounded_by(around):
        product, difference = multiply(left, right), subtract(left, right)
    assert Fraction(product) == Fraction(left) * Fraction(right)
    assert Fraction(difference) == Fraction(left) - Fraction(right)
    assert {type(product), type(difference)} == {Decimal}


@tries(70)
@given(holdings, st.randoms(use_true_random=False), ambient)
@example([held(1, CLOSE[0], Decimal(1), symbol="A"), held(2, CLOSE[1], Decimal(1), symbol="B")], random.Random(1), 0)
def test_holdings_are_listed_by_value_with_the_unpriced_last_however_they_arrive(rows, chance, around):
    with surrounded_by(around):
        listed = by_value(rows)
        assert by_value(chance.sample(rows, len(rows))) == listed
        assert by_value(listed) == listed
        total = sum_usd(chance.sample(rows, len(rows)))
    values = [worth(holding) for holding in listed]
    priced = [value for value in values if value is not None]
    assert priced == sorted(priced, reverse=True)
    assert values[len(priced) :] == [None] * (len(values) - len(priced))
    assert sorted(holding.token for holding in listed) == sorted(holding.token for holding in rows)
    assert Fraction(total) == sum(priced, Fraction(0))


@tries(50)
@given(st.lists(st.tuples(amounts, amounts, st.decimals(-150, 10_000, places=12) | st.none()), max_size=10), ambient)
def test_the_change_of_a_day_is_that_of_all_holdings_together(rows, around):
    moved = [held(number, amount, price, change=change) for number, (amount, price, change) in enumerate(rows)]
    known = [h for h in moved if h.change_24h_percent is not None and h.change_24h_percent > -100]
    before = sum((worth(h) / (1 + Fraction(h.change_24h_percent) / 100) for h in known), Fraction(0))
    now = sum(map(worth, known), Fraction(0))
    with surrounded_by(around):
        change, each = change_of_all(moved), [change_of(holding) for holding in moved]
    assert [one is not None for one in each] == [holding in known for holding in moved]
    if not before:
        assert change is None
        return
    scale = max(before, now)
    assert abs(Fraction(change.usd) - (now - before)) <= scale * ORDINARY_ERROR
    assert abs(Fraction(change.percent) - (now - before) / before * 100) <= scale / before * 100 * ORDINARY_ERROR


@tries(50)
@given(amounts, amounts, ambient)
def test_the_change_between_two_prices_is_right_to_the_last_digit_of_many(first, last, around):
    with surrounded_by(around):
        percent = percent_between(first, last)
    if not first:
        assert percent is None
        return
    exact = (Fraction(last) - Fraction(first)) / Fraction(first) * 100
    assert abs(Fraction(percent) - exact) <= abs(exact) * ORDINARY_ERROR


@tries(70)
@given(units, token_decimals, ambient)
def test_minimal_units_come_back_as_they_were(count, decimals, around):
    with surrounded_by(around):
        amount = from_minimal(count, decimals)
        assert to_minimal(amount, decimals) == count
        assert type(to_minimal(amount, decimals)) is int
        assert to_minimal(parse_amount(plain(amount), "amount"), decimals) == count
    assert Fraction(amount) == Fraction(count, 10**decimals)


@tries(100)
@given(amounts, token_decimals, ambient)
@example(Decimal("0.1234567890123456789012345678901234567"), 36, 0)
def test_minimal_units_are_exact_and_a_digit_too_many_is_refused_in_words(amount, decimals, around):
    exact = Fraction(amount) * 10**decimals
    with surrounded_by(around):
        if exact.denominator == 1:
            assert to_minimal(amount, decimals) == exact.numerator
            return
        with pytest.raises(InputError) as refused:
            to_minimal(amount, decimals)
    assert refused.value.code == "invalid_input"
    assert refused.value.message == (f"{plain(amount)} has more digits than this token, which has {decimals} decimals.")


@tries(100)
@given(any_size)
def test_what_the_display_writes_can_be_typed_in_again(number):
    shown = show_amount(number)
    if shown[0] not in "<>" and not shown.endswith("T"):
        again = parse_amount(shown, "amount")
        assert Fraction(again) == Fraction(shown.replace(",", ""))
        assert show_amount(again) == shown
        if again:
            assert parse_trade_amount(shown).number == again
    assert parse_amount(plain(number), "amount") == number
    if number:
        assert parse_trade_amount(plain(number)).number == number
    money = show_usd(number)
    if money[0] == "$" and money[-1].isdigit() and number:
        typed = parse_trade_amount(money)
        assert typed.unit == "usd"
        assert show_usd(typed.number) == money


@tries(70)
@given(units, token_decimals, st.decimals(0, 100, places=10), ambient)
def test_a_part_of_a_balance_is_rounded_down_to_what_the_token_can_say(count, decimals, percent, around):
    with surrounded_by(around):
        balance = from_minimal(count, decimals)
        part = part_of(balance, percent, decimals)
        assert to_minimal(part, decimals) == Fraction(count) * Fraction(percent) / 100 // 1
        assert part_of(balance, Decimal(100), decimals) == balance


@tries(70)
@given(amounts, amounts.filter(bool), token_decimals, ambient)
@example(Decimal(10) ** 20, Decimal("0.00000000000000000000000000000000000003"), 36, 0)
@example(Decimal("2"), Decimal("3"), 36, 0)
@example(Decimal("0.99999999999999999999999999999999999999999999999999999"), Decimal(1), 36, 0)
@example(Decimal("10000000000000000000.999999999999999999999999999999999999"), Decimal("1.00000000000001"), 36, 0)
def test_dollars_never_buy_more_tokens_than_they_are_worth(usd, price, decimals, around):
    with surrounded_by(around):
        bought = tokens_for(usd, price, decimals)
    assert Fraction(bought) == Fraction(Fraction(usd) / Fraction(price) * 10**decimals // 1, 10**decimals)


@tries(50)
@given(amounts, token_decimals, ambient)
def test_rounding_goes_the_way_it_says(amount, decimals, around):
    with surrounded_by(around):
        low, high = round_down(amount, decimals), round_up(amount, decimals)
    exact = Fraction(amount) * 10**decimals
    assert Fraction(low) * 10**decimals == exact // 1
    assert Fraction(high) * 10**decimals == -(-exact // 1)


@tries(70)
@given(units, units, slippages, ambient)
def test_slippage_is_never_more_than_was_agreed_to(count, bound, slippage, around):
    share = Fraction(slippage) / 100
    with surrounded_by(around):
        least, most = after_slippage(count, slippage), before_slippage(count, slippage)
        kept = slippage_keeping(count, least=bound, slippage_percent=slippage)
        spent = slippage_up_to(count, most=bound, slippage_percent=slippage)
    assert least == count * (1 - share) // 1
    assert most == -(-count * (1 + share) // 1)
    assert 0 <= kept <= slippage
    assert 0 <= spent <= slippage
    assert kept == 0 or count * (1 - Fraction(kept) / 100) >= bound
    assert spent == 0 or count * (1 + Fraction(spent) / 100) <= bound
