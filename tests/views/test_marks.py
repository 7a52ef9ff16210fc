from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet_portfolio.views.marks import ASCII, BLOCKS, bar, change, line, marks_for, style, writable

MARKS = pytest.mark.parametrize("marks", [BLOCKS, ASCII], ids=["blocks", "ASCII"])
prices = st.lists(st.decimals("1e-12", "1e9", allow_nan=False), max_size=60)


@pytest.mark.parametrize(
    ("part", "shown"),
    [("100", "━━━━━━━━"), ("50", "━━━━"), ("25", "━━"), ("6.25", "╸"), ("0.0001", "╸"), ("0", ""), ("56.25", "━━━━╸")],
)
def test_a_bar_is_as_long_as_its_part(part, shown):
    assert bar(Decimal(part), Decimal(100), 8, BLOCKS) == shown


def test_of_nothing_there_is_no_bar():
    assert bar(Decimal(0), Decimal(0), 8, BLOCKS) == ""
    assert bar(Decimal(5), Decimal(0), 8, BLOCKS) == ""


@MARKS
@given(part=st.decimals(0, 100), whole=st.decimals("0.01", 100), width=st.integers(1, 60))
def test_a_bar_is_never_wider_than_its_room(marks, part, whole, width):
    assert len(bar(part, whole, width, marks)) <= width


def test_a_line_goes_from_the_lowest_to_the_highest():
    assert line([Decimal(n) for n in range(1, 9)], 8, BLOCKS) == "▁▂▃▄▅▆▇█"
    assert line([Decimal(n) for n in range(5, 0, -1)], 5, ASCII) == "^=-._"
    assert line([Decimal(2), Decimal(2), Decimal(2)], 3, BLOCKS) == "▅▅▅"


def test_a_line_without_a_second_price_is_none():
    assert line([], 8, BLOCKS) == line([Decimal(1)], 8, BLOCKS) == ""


@MARKS
@given(prices=prices, width=st.integers(1, 60))
def test_a_line_ends_where_the_prices_do_and_fits(marks, prices, width):
    drawn = line(prices, width, marks)
    assert len(drawn) == (min(width, len(prices)) if len(prices) > 1 else 0)
    if width >= len(prices) > 1 and prices[-1] == max(prices) > min(prices):
        assert drawn[-1] == marks.line[-1]


def test_a_change_has_its_sign_without_any_colour():
    assert [change(Decimal(percent), BLOCKS) for percent in ("1.84", "-0.9", "0.04", "0")] == [
        "▲ +1.8%",
        "▼ -0.9%",
        "0.0%",
        "0.0%",
    ]
    assert [change(Decimal(percent), ASCII) for percent in ("1.84", "-0.9")] == ["+1.8%", "-0.9%"]
    assert [style(shown) for shown in ("▲ +1.8%", "-0.9%", "0.0%", "–")] == ["green", "red", "dim", "dim"]


def test_blocks_are_for_streams_that_take_them():
    assert marks_for("utf-8") is BLOCKS
    assert marks_for("ascii") is marks_for("latin-1") is marks_for("no-such-encoding") is ASCII


def test_what_cannot_be_written_is_plainer():
    assert writable("Proporción · más… ⚠ “x”", "ascii") == 'Proporcion | mas... ! "x"'
    assert writable("Proporción", "latin-1") == "Proporción"
    assert writable("总资产 ▲", "utf-8") == "总资产 ▲"
