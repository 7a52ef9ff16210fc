from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise

import pytest

from simulator.signed_client import MARKET, calling
from wallet_portfolio.simulator import Fault, create_app, faults

pytestmark = pytest.mark.anyio

NATIVE = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
SYSTEM = "11111111111111111111111111111111"
WSOL = "So11111111111111111111111111111111111111112"
NOW = datetime(2026, 3, 11, 14, 37, 52, tzinfo=UTC)  # a Wednesday
HOUR = 3_600_000


class Candles:
    def __init__(self, caller):
        self.caller = caller

    async def body(self, *, call="candles", **query):
        query = {"chainIndex": "1", "tokenContractAddress": NATIVE, **query}
        return (await self.caller.get(f"{MARKET}/{call}", query, now=NOW)).json()

    async def rows(self, **query):
        return (await self.body(**query))["data"]


@pytest.fixture
def simulator():
    return create_app(clock=lambda: NOW)


@pytest.fixture
async def candles(simulator):
    async with calling(simulator) as caller:
        yield Candles(caller)


async def test_rows_are_eight_texts_newest_first(candles, simulator):
    rows = await candles.rows(bar="1H")
    assert len(rows) == 100
    assert all(len(row) == 8 and all(isinstance(text, str) for text in row) for row in rows)
    assert int(rows[0][0]) == int(datetime(2026, 3, 11, 14, tzinfo=UTC).timestamp() * 1000)
    assert {int(late[0]) - int(early[0]) for late, early in pairwise(rows)} == {HOUR}
    assert [row[7] for row in rows] == ["0"] + ["1"] * 99
    for later, earlier in pairwise(rows):
        assert earlier[4] == later[1], "a candle opens where the one before it closed"
    for _, opening, high, low, close, volume, traded, _ in (map(Decimal, row) for row in rows):
        assert low <= min(opening, close) <= max(opening, close) <= high
        assert volume > 0
        assert traded > 0
    assert await candles.rows(bar="1H") == rows
    assert simulator.violations == []


@pytest.mark.parametrize(("bar", "a_day"), [("1H", 24), ("15m", 96), ("4H", 6), ("1Dutc", 1)])
async def test_the_closes_fit_the_price_and_the_change_of_the_day(candles, bar, a_day):
    rows = await candles.rows(bar=bar, limit="120", chainIndex="501", tokenContractAddress=WSOL)
    assert rows[0][4] == "142.3181904417720365"
    # 142.3181904417720365 / 1.0327, with bc
    assert rows[a_day][4].startswith("137.811746336")
    assert Decimal(rows[0][4]) / Decimal(rows[a_day][4]) == pytest.approx(Decimal("1.0327"))


async def test_the_limit_and_its_default(candles):
    assert len(await candles.rows()) == 100
    rows = await candles.rows(limit="299")
    assert len(rows) == 299
    assert int(rows[0][0]) - int(rows[1][0]) == 60_000


async def test_pages_by_time(candles):
    rows = await candles.rows(bar="5m", limit="50")
    assert await candles.rows(bar="5m", limit="10", after=rows[9][0]) == rows[10:20]
    assert await candles.rows(bar="5m", before=rows[10][0]) == rows[:10]
    assert await candles.rows(bar="5m", before=rows[10][0], after=rows[4][0]) == rows[5:10]


async def test_only_history_goes_far_back(candles):
    long_ago = str(int(datetime(2024, 1, 1, tzinfo=UTC).timestamp() * 1000))
    assert await candles.rows(bar="1m", after=long_ago) == []
    rows = await candles.rows(call="historical-candles", bar="1m", after=long_ago, limit="5")
    assert [int(long_ago) - int(row[0]) for row in rows] == [60_000 * n for n in range(1, 6)]
    recent, history = [await candles.rows(call=call, bar="1D") for call in ("candles", "historical-candles")]
    assert recent == history


@pytest.mark.parametrize(
    ("bar", "openings"),
    [
        ("1D", ["2026-03-10T16", "2026-03-09T16"]),
        ("1Dutc", ["2026-03-11T00", "2026-03-10T00"]),
        ("6H", ["2026-03-11T10", "2026-03-11T04"]),
        ("6Hutc", ["2026-03-11T12", "2026-03-11T06"]),
        ("1W", ["2026-03-08T16", "2026-03-01T16"]),
        ("1Wutc", ["2026-03-09T00", "2026-03-02T00"]),
        ("1M", ["2026-02-28T16", "2026-01-31T16"]),
        ("1Mutc", ["2026-03-01T00", "2026-02-01T00"]),
        ("3Mutc", ["2026-01-01T00", "2025-10-01T00"]),
    ],
)
async def test_long_candles_begin_at_midnight_somewhere(candles, bar, openings):
    rows = await candles.rows(bar=bar, limit="2")
    opened = [datetime.fromtimestamp(int(row[0]) / 1000, UTC).strftime("%Y-%m-%dT%H") for row in rows]
    assert opened == openings


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"bar": "1h"}, "51000"),
        ({"bar": "2D"}, "51000"),
        ({"bar": "4Hutc"}, "51000"),
        ({"limit": "300"}, "51000"),
        ({"limit": "0"}, "51000"),
        ({"after": "1773239872"}, "51000"),
        ({"before": "2026-03-11"}, "51000"),
        ({"chainIndex": ""}, "50014"),
        ({"chainIndex": "424242"}, "81104"),
        ({"tokenContractAddress": ""}, "50014"),
        ({"tokenContractAddress": NATIVE.upper().replace("0X", "0x")}, "81151"),
        ({"chainIndex": "501", "tokenContractAddress": SYSTEM}, "81151"),
    ],
)
async def test_parameters_are_read_strictly(candles, simulator, query, code):
    for call in ("candles", "historical-candles"):
        assert (await candles.body(call=call, **query))["code"] == code
    assert [line.split()[0] for line in simulator.violations] == [code] * 2


async def test_no_candles_without_a_price(candles, simulator):
    assert await candles.rows(tokenContractAddress="0x" + "12" * 20) == []
    assert await candles.rows(tokenContractAddress="0x4fdc4d68951ab85c117f3f52b67abd9db2d7b8f5") == []
    assert simulator.violations == []


async def test_a_used_up_quota(candles, simulator):
    simulator.faults.add(Fault(faults.payment_required(), path="/candles"))
    query = {"chainIndex": "1", "tokenContractAddress": NATIVE}
    response = await candles.caller.get(f"{MARKET}/candles", query, now=NOW)
    assert (response.status_code, response.content) == (402, b"")
    assert len(await candles.rows(call="historical-candles")) == 100
