"""Quantities as people write them, in five languages."""

import time
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wallet_portfolio.intents.amounts import AmountMention, find_amounts
from wallet_portfolio.intents.quantities.folding import plain
from wallet_portfolio.intents.quantities.words import words


def found(text, *, comma_decimals=False):
    return [(mention.value, mention.kind) for mention in find_amounts(text, comma_decimals=comma_decimals)]


def cases(table):
    """Lines of "sentence | value, value": no value means no amount."""
    rows = (line.strip().partition("|") for line in table.strip().splitlines())
    return [(text.strip(), values.split()) for text, _, values in rows]


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
SPANISH_AND_PORTUGUESE = {
    "number": """
        convierte 1.500 USDT | 1500
        1.500,75 usdt | 1500.75
        0,25 BTC | 0.25
        1,500 usdc | 1500
        1,234 eth | 1.234
        0.500 eth | 0.500
        5 mil ARB | 5000
        2mil usdc | 2000
        cinco mil | 5000
        dos mil quinientos usdc | 2500
        mil e quinhentos | 1500
        duzentos usdc | 200
        dois milhões de SHIB | 2000000
        un millón de pepe | 1000000
        dos mil millones | 2000000000
        medio millón | 500000
        meio milhão | 500000
        medio bitcoin | 0.5
        meio btc | 0.5
        una y media | 1.5
        uno y medio eth | 1.5
        um e meio | 1.5
        1 y medio | 1.5
        un millon y medio | 1500000
        treinta y cinco | 35
        treinta y un usdc | 31
        vinte e cinco | 25
        cento e vinte e cinco | 125
        cero coma cinco | 0.5
        zero vírgula setenta e cinco | 0.75
        vende dos eth | 2
        once eth | 11
        una docena | 12
        dois milho\u0303es | 2000000
    """,
    "percent": """
        el 25 por ciento | 25%
        25 por cento | 25%
        cinco por ciento | 5%
        cien por ciento | 100%
    """,
    "share": """
        la mitad de mi PEPE | 50%
        metade do meu DOGE | 50%
        un cuarto de mi eth | 25%
        um quarto | 25%
        un tercio | 33%
        um terço | 33%
        dos tercios | 67%
        dois terços | 67%
        tres cuartos | 75%
        la cuarta parte | 25%
        a terça parte | 33%
    """,
    "dollars": """
        100 dólares de WIF | $100
        cien dólares | $100
        mil dólares | $1000
        1.500 usd | $1500
        US$ 1.500,50 | $1500.50
    """,
    "everything": """
        todo mi ARB | 100%
        todas mis | 100%
        el saldo entero | 100%
        tudo | 100%
        toda a minha | 100%
        o saldo inteiro | 100%
        el máximo | 100%
    """,
}
NONE = """
    0x12
    0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48
    9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM
    550e8400-e29b-41d4-a716-446655440000
    https://example.com/100/20
    erc20, L2 and web3
    ERC-20
    1inch price
    v1.2.3
    1.2.3
    192.168.0.1
    1,2,3
    123.eth
    #3
    2024-05-01
    12/05/2024
    12:30
    January 5
    5 de enero
    2024年5月1日
    24h change
    7d
    30-day chart
    7 days
    two weeks
    half an hour
    30 días
    2 semanas
    10x long
    3rd token
    the third wallet
    a third wallet
    -5 eth
    R$ 100
    €100
    100 eur
    100元
    100円
    五百块钱
    $WIF to $SOL
    24/7
    24小时
    一周
    3日間
    1ヶ月
    1か月
    三个半月
    半个月
    半年
    第一个
    周三
    一下
    一共多少
    一起
    万一跌了
    三方
    千万别卖
    一番下がってる
    一覧
    一部
    十分に
    百度
    大半
    安全吗
    几百个
    两三个
    五六个
    一百多u
    换成usdc
    not at all
    arbitrum one
    no one
    hundreds of them
    a few hundred usdc
    a token
    add it up 4 me
    every last day
    every last months
    every coin
    hasta el último día
    hasta el último enero
    hasta mañana
    查清空投
    列出清单
    成都换汇
    三分一起
    三分二十秒
"""
NONE_IN_SPANISH_AND_PORTUGUESE = """
    un token
    uma moeda
    os saldos dos meus tokens
    por medio de
    media hora
    meia hora
    sobre todo
    10 reais
    500 pesos
"""


def rows(kind, table, *, comma_decimals=False):
    return [pytest.param(text, values, kind, comma_decimals, id=text) for text, values in cases(table)]


@pytest.mark.parametrize(
    ("text", "values", "kind", "comma_decimals"),
    [
        *rows("number", DIGITS),
        *rows("number", SUFFIXES),
        *rows("number", SPELLED),
        *rows("percent", PERCENTS),
        *rows("share", SHARES),
        *rows("dollars", DOLLARS),
        *rows("everything", EVERYTHING),
        *(row for kind, table in SPANISH_AND_PORTUGUESE.items() for row in rows(kind, table, comma_decimals=True)),
    ],
)
def test_what_is_written_is_read(text, values, kind, comma_decimals):
    assert found(text, comma_decimals=comma_decimals) == [(value, kind) for value in values]


@pytest.mark.parametrize("text", [text for text, _ in cases(NONE)])
def test_what_is_no_amount_is_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize("text", [text for text, _ in cases(NONE_IN_SPANISH_AND_PORTUGUESE)])
def test_what_is_no_amount_in_spanish_and_portuguese_is_left_alone(text):
    assert found(text, comma_decimals=True) == []


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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("trocar 2 mil aero por eth", "2000"),
        ("cambia 5mil usdc", "5000"),
        ("US$ 50 mil em todas mis cuentas", "$50000"),
        ("quiero dos mil o 2 mil", "2000"),
        ("swap 2 mil shib", "2000000"),
        ("do i have no 2 mil shib or am i a pro", "2000000"),
    ],
)
def test_mil_is_a_thousand_beside_words_of_spanish_or_portuguese(text, value):
    assert value in [mention.value for mention in find_amounts(text)]


def test_what_clears_a_coin_adds_nothing_to_an_amount_beside_it():
    assert found("出清30%的eth") == [("30%", "percent")]
    assert found("把3个eth都换成usdc") == [("3", "number")]
    assert found("清空eth换5个sol") == [("100%", "everything"), ("5", "number")]


def test_several_are_found_in_order():
    text = "swap 1 SOL and $20 of ETH, then 25% of all my BONK"
    assert [mention.value for mention in find_amounts(text)] == ["1", "$20", "25%", "100%"]
    assert find_amounts("sell 2 eth") == [AmountMention(5, 6, "2", "number")]


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
    start = time.perf_counter()
    find_amounts(text)
    return time.perf_counter() - start


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
