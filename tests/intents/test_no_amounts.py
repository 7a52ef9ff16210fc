"""Figures and words that look like an amount and are none."""

import pytest

from intents.amount_tables import cases, found

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


@pytest.mark.parametrize("text", [text for text, _ in cases(NONE)])
def test_what_is_no_amount_is_left_alone(text):
    assert found(text) == []
