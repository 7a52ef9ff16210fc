import random
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from wallet_portfolio.assets.holdings import Holding, by_value, sum_usd
from wallet_portfolio.assets.tokens import TokenId

numbers = st.decimals(min_value=0, max_value=10**20, allow_nan=False, places=18)


def held(symbol, amount, price, *, chain="1", contract="0x1", wallet="0xabc"):
    return Holding(
        wallet=wallet,
        chain="Ethereum",
        token=TokenId(chain, contract),
        symbol=symbol,
        amount=Decimal(amount),
        price_usd=None if price is None else Decimal(price),
        risky=False,
    )


def test_the_value_is_the_exact_product():
    holding = held("ETH", "1.842905317264180593", "3127.418250127418250173")
    assert holding.value_usd == Decimal("5763.535722468858228604341548730725492589")


def test_without_a_price_there_is_no_value_but_nothing_is_worth_nothing():
    assert held("GARDEN", "42", None).value_usd is None
    assert held("GARDEN", "0", None).value_usd == 0


def test_the_most_valuable_comes_first_and_the_unpriced_last():
    listed = [held("DUST", "1", "0.001"), held("GARDEN", "9e9", None), held("ETH", "1", "3000"), held("A", "0", "5")]
    assert [holding.symbol for holding in by_value(listed)] == ["ETH", "DUST", "A", "GARDEN"]


def test_equal_values_have_one_order_however_they_arrive():
    listed = [
        held(symbol, "1", "1", chain=chain, contract=contract, wallet=wallet)
        for symbol in ("AAA", "BBB")
        for chain in ("1", "56")
        for contract in ("0x1", "0x2")
        for wallet in ("0xabc", "0xdef")
    ]
    shuffled = random.Random(7).sample(listed, len(listed))
    assert by_value(shuffled) == by_value(listed) == listed


@given(st.lists(st.tuples(numbers, st.none() | numbers), max_size=20))
def test_the_sum_is_exact_and_leaves_out_only_what_has_no_price(rows):
    expected = sum((Fraction(amount) * Fraction(price) for amount, price in rows if price is not None), Fraction(0))
    assert Fraction(sum_usd(held("X", amount, price) for amount, price in rows)) == expected
