"""A request cut into units: what each may be, and where it stands."""

import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.worlds import ALICE, CAROL
from wallet_portfolio.assets.chains import Chains
from wallet_portfolio.intents.coins import known_symbols
from wallet_portfolio.intents.units import read_units

CHAINS = {chain.index for chain in Chains.builtin()}
KEY = "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"


def kinds(text):
    return [(unit.kind, unit.text) for unit in read_units(text)]


def only(text, wanted):
    (unit,) = [unit for unit in read_units(text) if unit.text == wanted]
    return unit


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", []),
        (" \n\t", []),
        (
            "swap half my SOL for BONK",
            [("word", "swap"), ("amount", "half"), ("word", "my"), ("word", "SOL"), ("word", "for"), ("word", "BONK")],
        ),
        (
            "把一半eth换成usdc",
            [
                ("character", "把"),
                ("amount", "一半"),
                ("word", "eth"),
                ("character", "换"),
                ("character", "成"),
                ("word", "usdc"),
            ],
        ),
        ("以太坊和比特币", [("word", "以太坊"), ("character", "和"), ("word", "比特币")]),
        ("my 'cold one' wallet", [("word", "my"), ("name", "cold one"), ("word", "wallet")]),
        (f"{ALICE}的余额", [("address", ALICE), ("character", "的"), ("character", "余"), ("character", "额")]),
        ("0xd8dA...6045?", [("address", "0xd8dA...6045"), ("sign", "?")]),
        ("vitalik.eth!", [("address", "vitalik.eth"), ("sign", "!")]),
        ("eth -> usdc", [("word", "eth"), ("sign", "->"), ("word", "usdc")]),
        ("cuánto vale mi año", [("word", "cuánto"), ("word", "vale"), ("word", "mi"), ("word", "año")]),
        ("price of ONE and USD1", [("word", each) for each in ["price", "of", "ONE", "and", "USD1"]]),
    ],
)
def test_a_request_is_cut_into_units(text, units):
    assert kinds(text) == units


@pytest.mark.parametrize(
    ("text", "wanted", "symbol", "network"),
    [
        ("my sol", "sol", "SOL", "501"),
        ("my usdc", "usdc", "USDC", ""),
        ("on base", "base", "BASE", "8453"),
        ("on arbitrum", "arbitrum", "", "42161"),
        ("price of $wif", "$wif", "WIF", ""),
        ("my ether", "ether", "ETH", ""),
        ("my dogecoin", "dogecoin", "DOGE", "3"),
        ("ＵＳＤＣ please", "ＵＳＤＣ", "USDC", ""),
        ("以太坊", "以太坊", "ETH", "1"),
        ("ビットコインの価格", "ビットコイン", "BTC", "0"),
        ("on 8453", "8453", "", "8453"),
        ("my cartera", "cartera", "", ""),
        ("how many A V A X", "A V A X", "AVAX", "43114"),
        ("how many A-V-A-X", "A-V-A-X", "AVAX", "43114"),
        ("on arbitrum one today", "arbitrum one", "ARBITRUM ONE", "42161"),
        ("my usd coin", "usd coin", "USDC", ""),
    ],
)
def test_what_a_word_may_name(text, wanted, symbol, network):
    unit = only(text, wanted)
    assert (unit.network, unit.symbol if symbol else "") == (network, symbol)
    assert unit.sure
    assert unit.may_be_named


@pytest.mark.parametrize(
    ("word", "network"), [("polygonn", "137"), ("arbitruum", "42161"), ("avalanshe", "43114"), ("etherrum", "1")]
)
def test_a_name_that_is_only_close_is_not_sure(word, network):
    unit = only(f"on {word}", word)
    assert unit.network == network
    assert not unit.sure


@pytest.mark.parametrize("word", ["place", "polish", "basis", "solar", "wallet", "avocado", "value", "tokens"])
def test_an_everyday_word_is_no_misspelt_network(word):
    assert only(f"my {word}", word).network == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my 'cold one' wallet", "cold one"),
        ('my "cold one" wallet', "cold one"),
        ("my ‘cold one’ wallet", "cold one"),
        ("my “cold one” wallet", "cold one"),
        ("mi cartera «la fría»", "la fría"),
        ("「冷錢包」裡有什麼", "冷錢包"),
        ("“冷钱包”里有什么", "冷钱包"),
        ("『サブ用』の残高", "サブ用"),
        ("叫储蓄的钱包里有什么", "储蓄"),
        ("叫冷钱包的钱包里有什么", "冷钱包"),
        ("サブって名前のウォレットの残高", "サブ"),
        ("サブというウォレットの残高", "サブ"),
    ],
)
def test_a_name_may_stand_between_quotation_marks_or_be_called_so(text, name):
    assert ("name", name) in kinds(text)


@pytest.mark.parametrize("text", ["my 'sol' wallet", 'my "sol" wallet', "my “sol” wallet", "「sol」の残高"])
def test_a_single_word_in_quotation_marks_is_a_quoted_word(text):
    unit = only(text, "sol")
    assert (unit.kind, unit.quoted) == ("word", True)


@pytest.mark.parametrize("text", ["what's in my wallet and what's it worth", "'what is my wallet worth today sir'"])
def test_an_apostrophe_or_a_request_in_quotation_marks_is_no_name(text):
    assert "name" not in [kind for kind, _ in kinds(text)]


def test_an_amount_has_a_value_and_a_measure():
    amounts = [(unit.value, unit.measure) for unit in read_units("swap $100, 25% or all of 1,500 usdc") if unit.value]
    assert [value for value, _ in amounts] == ["$100", "25%", "100%", "1500"]
    assert len({measure for _, measure in amounts}) == 4


def test_commas_may_mark_decimals():
    assert [unit.value for unit in read_units("1.500 usdc", comma_decimals=True) if unit.value] == ["1500"]
    assert [unit.value for unit in read_units("1.500 usdc") if unit.value] == ["1.500"]


@pytest.mark.parametrize("text", ["ａ ｖ ａ ｘ", "ＢＮＢ ＳＭＡＲＴ ＣＨＡＩＮ"])
def test_what_is_joined_is_kept_as_it_is_written(text):
    assert kinds(text) == [("word", text)]


PIECES = """
    swap half my SOL for BONK $100 $wif 1,500 ５００ ＥＴＨ 以太坊 把 钱 叫冷钱包的钱包 サブって名前のウォレット ベース
    A V X é ñ ß İ ' " “ ” 「 」 - _ . , ( ) -> ? 0x abc...def vitalik.eth 0x1::a::B bnb smart chain polygn
"""
SOME = st.sampled_from([*PIECES.split(), ALICE, CAROL, KEY, " ", "  ", "\n", "\u200b", "\ud800", "👛"])
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(SOME, max_size=20).map("".join),
    st.lists(SOME, max_size=20).map(" ".join),
)


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.booleans())
def test_units_stand_in_order_where_they_say(text, comma_decimals):
    end = 0
    for unit in read_units(text, comma_decimals=comma_decimals):
        assert end <= unit.start < unit.end <= len(text)
        if unit.kind in ("address", "amount", "name"):
            assert unit.text == text[unit.start : unit.end]
        assert unit.network in {"", *CHAINS}
        assert bool(unit.value) == bool(unit.measure) == (unit.kind == "amount")
        assert unit.text
        end = unit.end


def test_symbols_of_words_are_known_ones_or_the_words_themselves():
    for unit in read_units("swap sol, ether, tether, wrapped bitcoin, bnb smart chain, p e p e and q z q z"):
        assert unit.symbol in {"", *known_symbols(), unit.key.upper()}


def seconds(unit, length):
    text = (unit * length)[:length]
    best = math.inf
    for _ in range(3):
        start = time.process_time()
        read_units(text)
        best = min(best, time.process_time() - start)
    return best


ORDINARY = "how much USDC do I have on Base and what is it worth "
UNITS = [
    "(", '"', '"a b" ', "'", "“", "9 ", "1_", "１，", "钱", "叫冷", "冷って", "一", "a1", "a_", "a b ", "0x1::a::b<",
    "abc...", "a-.eth ", "a-", "-", ALICE + " ", "sol ", "bnb smart ", "half ", "$1 ", '"a" ', "a, ", "A. ",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_length_alone(unit):
    read_units(unit)
    small = max(seconds(unit, 500), seconds(ORDINARY, 500))
    assert seconds(unit, 4_000) < 20 * small  # 8 times the text; quadratic would be 64 times the time
