"""Quantities as people write them: digits, words, shares and all there is."""

import pytest

from intents.amount_tables import found, rows
from wallet_portfolio.intents.amounts import AmountMention, find_amounts

DIGITS = """
    swap 1 SOL for BONK | 1
    exchange 1,500 USDC to DAI | 1500
    2,750.50 USDT | 2750.50
    1.234.567,89 | 1234567.89
    swap 0,5 eth | 0.5
    sell .5 btc | 0.5
    .05 eth. | 0.05
    1.500 eth | 1.500
    swap 10 000 usdc to eth | 10000
    10 000,50 usdt | 10000.50
    1'000 usdc | 1000
    1_000 usdc | 1000
    1,00,000 doge | 100000
    １，５００ＵＳＤＣ | 1500
    swap 1.5 eth. | 1.5
    sell 100, please | 100
    100-200 usdc | 100 200
    001 | 1
    amount=1500 | 1500
    fraction: 0.5 | 0.5
    {"fraction": 0.5} | 0.5
    {"amount":"12.5"} | 12.5
    0.25eth | 0.25
    500u | 500
    swap 1e6 pepe | 1000000
    how many ondo can i get 4 300 usdt | 300
    swap 4 300 usdt | 4300
    AAVE3枚 | 3
    BTC0.5枚 | 0.5
"""
SUFFIXES = """
    2k usdt | 2000
    1.5k | 1500
    ten k usdc | 10000
    1.25m bonk | 1250000
    2mm shib | 2000000
    3 mn doge | 3000000
    1.5bn shib | 1500000000
    2 million pepe | 2000000
    5 M usdc | 5000000
    swap 1 M for USDC | 1
    2 mil shib | 2000000
    3 grand | 3000
    2 hundred | 200
    2ku | 2000
    5wu买sol | 50000
    1 萬 USDC | 10000
    2百万PEPE | 2000000
    3千USDC | 3000
    1.5万u | 15000
    1万5千USDC | 15000
    1万5000USDC | 15000
    1億PEPE | 100000000
"""
SPELLED = """
    zero | 0
    sell one eth | 1
    twenty five usdc | 25
    twenty-five usdc | 25
    a hundred usdc | 100
    one hundred and fifty usdc | 150
    twelve hundred usdc | 1200
    two thousand five hundred and ten | 2510
    three hundred thousand | 300000
    a grand of usdc | 1000
    a dozen sol | 12
    half a dozen sol | 6
    zero point seven five ether | 0.75
    two point seventy five | 2.75
    point five eth | 0.5
    one point five million | 1500000
    two and a half eth | 2.5
    2 and a half eth | 2.5
    2½ eth | 2.5
    two and a half million pepe | 2500000
    a million and a half bonk | 1500000
    half a million pepe | 500000
    half a bitcoin | 0.5
    a quarter of a bitcoin | 0.25
    两个eth | 2
    三千usdc | 3000
    一万五usdc | 15000
    一万五千usdc | 15000
    一万零五百usdc | 10500
    两千五百万 | 25000000
    零点七五eth | 0.75
    三点五万u | 35000
    五百块u | 500
    半个eth | 0.5
    半個大餅 | 0.5
    一个半eth | 1.5
    買十個 | 10
    三つ | 3
    二千五百USDC | 2500
    百USDC | 100
    一亿pepe | 100000000
"""
PERCENTS = """
    25% | 25%
    25 % | 25%
    ２５％ | 25%
    25 percent | 25%
    twenty five percent | 25%
    half a percent | 0.5%
    100% | 100%
    百分之二十五 | 25%
    百分之25 | 25%
    三成 | 30%
    七成半 | 75%
    3割 | 30%
    3割5分 | 35%
    二割五分 | 25%
    25パーセント | 25%
"""
SHARES = """
    half my eth | 50%
    half of my eth | 50%
    sell half | 50%
    1/2 of my sol | 50%
    ½ my eth | 50%
    a quarter of my sol | 25%
    three quarters of my sol | 75%
    3/4 of my sol | 75%
    a third of my sol | 33%
    two thirds of my sol | 67%
    two-thirds | 67%
    把一半eth | 50%
    ETH半分 | 50%
    四分之一 | 25%
    四分の一 | 25%
    三分の一 | 33%
    3分の1 | 33%
    三分之二 | 67%
    八分之一 | 12.5%
    四分一 BNB | 25%
    三分二 | 67%
    把一半都换成usdt | 50%
    清掉一半 | 50%
"""
DOLLARS = """
    buy $100 of PEPE | $100
    $ 100 | $100
    $1.5k of eth | $1500
    US$ 200 | $200
    u$s 100 | $100
    ＄１００ | $100
    100$ of eth | $100
    100 dollars | $100
    a hundred bucks | $100
    twenty bucks | $20
    usd 100 | $100
    usd100 | $100
    100 usd worth of eth | $100
    $100 usd | $100
    50 cents | $0.5
    half a dollar | $0.5
    100美元 | $100
    100 美金 | $100
    100刀的wif | $100
    五百美元 | $500
    100ドル分 | $100
    百ドル | $100
"""
EVERYTHING = """
    all my eth | 100%
    sell everything | 100%
    all of it | 100%
    the whole bag | 100%
    my entire stack | 100%
    the lot | 100%
    swap max usdc | 100%
    my full balance | 100%
    all-in on sol | 100%
    pepe全部清掉 | 100%
    所有eth | 100%
    全换cake | 100%
    統統賣掉 | 100%
    梭哈 | 100%
    清仓 | 100%
    全仓 | 100%
    すべて売る | 100%
    全て | 100%
    全額 | 100%
    丸ごと | 100%
    ありったけ | 100%
    あるだけ | 100%
    ぜーんぶ売る | 100%
    ぜんぶ | 100%
    sell every last wif | 100%
    sell every last one | 100%
    sell the lot | 100%
    sell all of it | 100%
    sell the entire position | 100%
    vender hasta el último apt | 100%
    vender hasta la última moneda | 100%
    toditos mis matic | 100%
    todito | 100%
    pepe清光 | 100%
    弱鸡币出清 | 100%
    清掉 wld | 100%
    清空eth | 100%
    都换成usdc | 100%
    都賣了 | 100%
    都兑成usdt | 100%
    全部都换成usdc | 100%
    全部，把eth清掉 | 100% 100%
"""


@pytest.mark.parametrize(
    ("text", "values", "kind"),
    [
        *rows("number", DIGITS),
        *rows("number", SUFFIXES),
        *rows("number", SPELLED),
        *rows("percent", PERCENTS),
        *rows("share", SHARES),
        *rows("dollars", DOLLARS),
        *rows("everything", EVERYTHING),
    ],
)
def test_what_is_written_is_read(text, values, kind):
    assert found(text) == [(value, kind) for value in values]


def test_what_clears_a_coin_adds_nothing_to_an_amount_beside_it():
    assert found("出清30%的eth") == [("30%", "percent")]
    assert found("把3个eth都换成usdc") == [("3", "number")]
    assert found("清空eth换5个sol") == [("100%", "everything"), ("5", "number")]


def test_several_are_found_in_order():
    text = "swap 1 SOL and $20 of ETH, then 25% of all my BONK"
    assert [mention.value for mention in find_amounts(text)] == ["1", "$20", "25%", "100%"]
    assert find_amounts("sell 2 eth") == [AmountMention(5, 6, "2", "number")]
