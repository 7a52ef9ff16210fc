"""Prices over time: their order, what they come to, and by which name they are asked for."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import get_args

import pytest

from support.asking import CANDLES, PRICE_INFO, ask, ask_once
from support.service import access_to, asked, out_of_quota, refused, simulate
from support.worlds import (
    BITCOIN,
    CHAINS,
    DAVE,
    ETHEREUM,
    EVM_NATIVE,
    SOLANA,
    USDC_ETHEREUM,
    token,
)
from wallet_portfolio.okx.markets import Bar
from wallet_portfolio.simulator import Fault, World
from wallet_portfolio.simulator.faults import Mutate

pytestmark = pytest.mark.anyio

ETH = token(ETHEREUM, "", "ETH", "2000.5")
USDC = token(ETHEREUM, USDC_ETHEREUM, "USDC", "0.9998", decimals=6)
SOL = token(SOLANA, "", "SOL", "150", decimals=9)
BTC = token(BITCOIN, "", "BTC", "90000", decimals=8)
UNPRICED = token(ETHEREUM, "0x" + "6d" * 20, "GARDEN", verified=False)
WORLD = World(CHAINS, (ETH, USDC, SOL, BTC, UNPRICED))
# Time, open, high, low, close, volume, volume in USD, whether it is complete; newest first.
ROWS = [
    ["1767232800000", "1.13", "1.2000000000000000001", "1.125", "1.19", "10", "11.9", "0"],
    ["1767229200000", "1.05", "1.14", "0.97", "1.13", "20", "22.6", "1"],
    ["1767225600000", "1.000000000000000003", "1.1", "0.99", "1.05", "30", "", "1"],
]


def candles(data):
    """A fault that makes these the candles."""
    return Fault(Mutate(lambda body: {**body, "data": data}), CANDLES)


def changed(position, value):
    return [ROWS[0], [value if place == position else cell for place, cell in enumerate(ROWS[1])], ROWS[2]]


async def chart(*faults, token="ETH", **arguments):
    simulator = simulate(WORLD, *faults)
    return await ask_once(simulator, "get_price_chart", token=token, **arguments)


async def test_candles_come_oldest_first_and_digit_for_digit():
    answer = await chart(candles(ROWS), points=3)
    assert answer["status"] == "ok"
    assert answer["candles"] == [
        {
            "time": "2026-01-01T00:00:00Z",
            "open": "1.000000000000000003",
            "high": "1.1",
            "low": "0.99",
            "close": "1.05",
            "volume_usd": None,
        },
        {
            "time": "2026-01-01T01:00:00Z",
            "open": "1.05",
            "high": "1.14",
            "low": "0.97",
            "close": "1.13",
            "volume_usd": "22.6",
        },
        {
            "time": "2026-01-01T02:00:00Z",
            "open": "1.13",
            "high": "1.2000000000000000001",
            "low": "1.125",
            "close": "1.19",
            "volume_usd": "11.9",
        },
    ]
    assert datetime.fromtimestamp(1767225600, UTC).isoformat() == "2026-01-01T00:00:00+00:00"


async def test_change_high_and_low_equal_an_independent_computation():
    answer = await chart(candles(ROWS), points=3)
    first, last = Fraction("1.000000000000000003"), Fraction("1.19")
    assert abs(Fraction(answer["change_percent"]) - (last - first) / first * 100) < Fraction(1, 10**20)
    assert (answer["high"], answer["low"]) == ("1.2000000000000000001", "0.97")
    assert answer["summary"] == (
        "**ETH on Ethereum** $1.19 (+19.0%) since 2026-01-01 00:00 UTC\nhigh $1.20 · low $0.97 · 3 candles of 1H\n▁▅█"
    )


async def test_more_candles_than_asked_for_are_cut_at_the_old_end():
    answer = await chart(candles(ROWS), points=2)
    assert [candle["open"] for candle in answer["candles"]] == ["1.05", "1.13"]


async def test_the_services_own_candles_keep_their_order_and_their_ends():
    simulator = simulate(WORLD)
    answer = await ask_once(simulator, "get_price_chart", token="ETH", points=299, bar="5m")
    assert len(answer["candles"]) == 299
    times = [candle["time"] for candle in answer["candles"]]
    assert times == sorted(set(times))
    assert answer["candles"][-1]["close"] == "2000.5"
    assert Fraction(answer["high"]) == max(Fraction(candle["high"]) for candle in answer["candles"])
    assert Fraction(answer["low"]) == min(Fraction(candle["low"]) for candle in answer["candles"])
    first, last = (Fraction(answer["candles"][end][price]) for end, price in ((0, "open"), (-1, "close")))
    assert abs(Fraction(answer["change_percent"]) - (last - first) / first * 100) < Fraction(1, 10**20)
    assert simulator.violations == []


@pytest.mark.parametrize(
    ("token", "chain", "name"),
    [
        ("ETH", "1", EVM_NATIVE),
        ("SOL", "501", "So11111111111111111111111111111111111111112"),
        ("USDC", "1", USDC_ETHEREUM),
        ("ethereum:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", "1", USDC_ETHEREUM),
    ],
)
async def test_each_is_asked_for_by_the_name_that_candles_have_for_it(token, chain, name):
    simulator = simulate(WORLD)
    answer = await ask_once(simulator, "get_price_chart", token=token, bar="4H", points=7)
    (request,) = asked(simulator, CANDLES)
    assert request.query == {"chainIndex": chain, "tokenContractAddress": name, "bar": "4H", "limit": "7"}
    assert len(answer["candles"]) == 7
    assert simulator.violations == []


async def test_of_bitcoins_coin_there_is_none_and_it_is_said_kindly():
    simulator = simulate(WORLD)
    async with access_to(simulator, f"cold={DAVE}") as access:
        for words in ({"token": "BTC"}, {"token": "native", "chain": "bitcoin"}):
            answer = await ask(access, "get_price_chart", **words)
            assert answer["error"]["code"] == "unsupported_chain"
            assert answer["summary"] == "There is no price history for this coin here."
            assert not answer["error"]["retryable"]
    assert asked(simulator, CANDLES) == []
    assert simulator.violations == []


@pytest.mark.parametrize("bar", get_args(Bar))
async def test_every_bar_there_is_is_one_of_the_service(bar):
    simulator = simulate(WORLD)
    answer = await ask_once(simulator, "get_price_chart", token="ETH", bar=bar, points=2)
    assert len(answer["candles"]) == 2
    assert simulator.violations == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"points": 1}, "points has to be at least 2."),
        ({"points": 300}, "points has to be at most 299."),
        ({"bar": "7m"}, "bar has to be '1m', "),
        ({"bar": "1h"}, "bar has to be '1m', "),
        ({"chain": "atlantis"}, "atlantis"),
    ],
)
async def test_bounds_are_told_in_words(arguments, said):
    answer = await chart(**arguments)
    assert answer["error"]["code"] in {"invalid_input", "unsupported_chain"}
    assert said in answer["summary"]


@pytest.mark.parametrize(
    "data",
    [
        [ROWS[0], ROWS[1][:7], ROWS[2]],
        [ROWS[0], "row", ROWS[2]],
        [{"ts": "1767232800000"}],
        changed(0, "yesterday"),
        changed(0, "-1"),
        changed(0, "99999999999999999"),
        changed(1, "NaN"),
        changed(2, "-1.1"),
        changed(3, None),
        changed(4, ""),
        changed(4, "1e900"),
        "rows",
        7,
    ],
)
async def test_a_row_that_cannot_be_read_is_no_hole_in_the_line_but_an_error(data):
    answer = await chart(candles(data), points=3)
    assert answer["error"]["code"] == "bad_response"
    assert answer["candles"] == []


@pytest.mark.parametrize("words", ["GARDEN", UNPRICED.address])
async def test_a_token_without_prices_has_no_history(words):
    answer = await chart(token=words)
    if words == "GARDEN":
        assert answer["error"]["code"] == "token_not_found"  # unverified: it goes by its contract only
        return
    assert answer["summary"] == "**GARDEN on Ethereum** has no price history here."
    assert (answer["candles"], answer["change_percent"], answer["high"], answer["low"]) == ([], None, None, None)


async def test_one_candle_is_a_chart_too():
    answer = await chart(candles(ROWS[:1]))
    assert (len(answer["candles"]), answer["high"]) == (1, "1.2000000000000000001")


async def test_a_price_of_nothing_at_the_beginning_has_no_change():
    zero = [[ROWS[0][0], "0", *ROWS[0][2:]]]
    answer = await chart(candles(zero))
    assert (answer["status"], answer["change_percent"]) == ("ok", None)


async def test_figures_are_not_needed_for_a_chart_but_candles_are():
    assert (await chart(out_of_quota(PRICE_INFO)))["status"] == "ok"
    assert (await chart(out_of_quota(CANDLES)))["error"]["code"] == "quota_exhausted"
    assert (await chart(refused("51000", CANDLES)))["status"] == "error"


async def test_without_a_token_it_asks():
    answer = await chart(token="")
    assert (answer["status"], answer["missing"]) == ("needs_input", ["token"])


async def test_what_follows_a_chart_runs():
    async with access_to(simulate(WORLD)) as access:
        answer = await ask(access, "get_price_chart", token="USDC")
        assert next(step["tool"] for step in answer["next_steps"]) == "get_token_details"
        for step in answer["next_steps"]:
            followed = await ask(access, step["tool"], **step["arguments"])
            assert followed["status"] in {"ok", "needs_input"}
