"""Where amounts stand in a text, and that any text at all is read, in a time that grows with its length alone."""

import time
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wallet_portfolio.intents.amounts import find_amounts
from wallet_portfolio.intents.quantities.folding import plain
from wallet_portfolio.intents.quantities.words import words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("swap 1,500 USDC", "1,500"),
        ("buy $1.5k of ETH", "$1.5k"),
        ("100 dollars worth", "100 dollars"),
        ("sell half a million pepe", "half a million"),
        ("買う１００ドル分", "１００ドル"),
        ("两个eth", "两"),
        ("把一半换掉", "一半"),
        ("quiero todo ya", "todo"),
        ("25 por ciento de", "25 por ciento"),
        ("swap 1\u200b500 now", "1\u200b500"),
        ("um milha\u0303o ja\u0301", "um milha\u0303o"),
    ],
)
def test_the_place_is_that_in_the_original_text(text, said):
    (mention,) = find_amounts(text)
    assert text[mention.start : mention.end] == said


PIECES = """
    1 0 9 . , $ % / - ' _ k m w e a u 一 二 十 百 万 亿 点 半 个 分 之 の 割 成 全 つ ½ € # ： １ 月 ドル İ ß ٣ ²
    \u0301 \u200b half and a point five hundred million third quarter of un una y media e meio mil tres cuartos coma usd
    US$ percent por ciento 百分之 0x 1.5 1,500 1e9 12:30 2024-01-02 days all in
"""
SOME = st.sampled_from([*PIECES.split(), " ", "  ", "\n"])
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(SOME, max_size=30).map("".join),
    st.lists(SOME, max_size=20).map(" ".join),
)


@settings(deadline=None, max_examples=400)
@given(TEXTS, st.booleans())
def test_any_text_is_read_without_overlaps(text, comma_decimals):
    end = 0
    for mention in find_amounts(text, comma_decimals=comma_decimals):
        assert end <= mention.start < mention.end <= len(text)
        number = mention.value.removeprefix("$").removesuffix("%")
        assert number.replace(".", "", 1).isdecimal()
        assert number.isascii()
        assert not number.startswith(".")
        end = mention.end


def seconds_to_read(text):
    start = time.thread_time()  # of this thread alone, whatever else the machine does
    find_amounts(text)
    return time.thread_time() - start


UNITS = """
    1 1, 1. , ( [ 一 万 1万 1_ 1_000_ 1_k_ a_ two_ $ half_ one_hundred_and_ point_five_ 十一_ 百分之 三分之 1/ 1:
    0x - dos_ 1w_币 全 million_ e1_ 1\u200b
"""


@pytest.mark.parametrize("unit", [unit.replace("_", " ") for unit in UNITS.split()])
def test_time_grows_with_the_length_alone(unit):
    def seconds(length):
        return min(seconds_to_read(unit * (length // len(unit))) for _ in range(3))

    find_amounts(unit)
    small, large = seconds(1_000), seconds(16_000)  # 16 times the text; quadratic would be 256 times the time
    assert large < 100 * max(small, 1e-4)


def test_of_a_table_the_first_amounts_are_found():
    assert len(find_amounts("12.5 " * 100)) == 100
    assert len(find_amounts("12.5 " * 10_000)) >= 400


def test_the_words_are_written_as_folded_text_is():
    table = asdict(words())
    assert [
        word for name, group in table.items() if name != "same_characters" for word in group if plain(word) != word
    ] == []
    assert {len(pair) for pair in table["same_characters"]} == {2}
