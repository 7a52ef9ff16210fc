"""Pictures, read back pixel by pixel: bars and candles stand where the figures say, whatever these are."""

import io
import itertools
import json
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import cache

import pytest
from babel.messages.pofile import read_po
from PIL import Image

from support.asking import CANDLES
from support.service import access_to, simulate
from support.worlds import (
    ALICE,
    CHAINS,
    ETH,
    ETH_BASE,
    ETHEREUM,
    IMPOSTOR,
    MANY,
    UNPRICED,
    USDC,
    small_world,
    token,
    wallet,
)
from wallet_portfolio.assets.markets import Candle, Change
from wallet_portfolio.assets.phrases import CATALOGS, DOMAIN, LANGUAGES, in_language
from wallet_portfolio.simulator import Fault, World, demo_world
from wallet_portfolio.simulator.faults import Mutate
from wallet_portfolio.tools.catalog import BY_NAME
from wallet_portfolio.tools.pictures import LARGEST_BYTES
from wallet_portfolio.views.pictures import canvas
from wallet_portfolio.views.pictures.drawing import draw
from wallet_portfolio.views.pictures.figures import Allocation, CandleChart, Row, Rows

pytestmark = pytest.mark.anyio

TEAL, VIOLET, GREY, TRACK = (0x4C, 0xC2, 0xD6), (0x8F, 0x9B, 0xFF), (0x66, 0x76, 0x8C), (0x22, 0x2E, 0x40)
GREEN, RED, CARD = (0x35, 0xC4, 0x8D), (0xFF, 0x6B, 0x72), (0x11, 0x19, 0x27)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def opened(png):
    """The picture, after everything that holds for all of them was checked."""
    assert len(png) <= LARGEST_BYTES
    picture = Image.open(io.BytesIO(png))
    picture.load()
    assert (picture.format, picture.width) == ("PNG", 960)
    assert 300 <= picture.height <= 800
    picture = picture.convert("RGBA")
    assert picture.getpixel((0, 0))[3] == 0  # round corners show the chat through
    assert picture.getpixel((480, 20)) == pytest.approx((*CARD, 255), abs=2)
    return picture.convert("RGB")


@cache
def near(colour, other):
    return all(abs(one - two) <= 14 for one, two in zip(colour, other, strict=True))


def rows_of(picture):
    """The colours of each row of pixels."""
    data, stride = picture.tobytes(), 3 * picture.width
    for start in range(0, len(data), stride):
        row = data[start : start + stride]
        yield list(zip(row[::3], row[1::3], row[2::3], strict=True))


# Bars of share


def bars(picture, left, right, colours):
    """How many pixels of each bar are filled, and how many it has, from above to below; within some columns."""
    found, inside = [], False
    picture = picture.crop((left + 20, 20, right - 20, picture.height - 20))  # inside the frame
    for line in rows_of(picture):
        track = sum(near(pixel, TRACK) for pixel in line)
        filled = sum(any(near(pixel, colour) for colour in colours) for pixel in line)
        is_bar = track + filled > 380
        if is_bar and inside:
            found[-1] = max(found[-1], (filled, track + filled))
        elif is_bar:
            found.append((filled, track + filled))
        inside = is_bar
    return found


def of_rows(*shares, rest=None):
    rows = tuple(Row(f"T{n}", Decimal(1), Decimal(share)) for n, share in enumerate(shares))
    return Rows(rows, None if rest is None else Row("", Decimal(1), Decimal(rest)), 0 if rest is None else 12)


def allocation(tokens, chains, **changed):
    figures = {
        "usd": Decimal("12345.67"),
        "complete": True,
        "defi_usd": Decimal(0),
        "change": Change(Decimal("-12.5"), Decimal("-0.1")),
        "unpriced": 0,
        "as_of": NOW,
        "demo": False,
    }
    return Allocation(tokens=tokens, chains=chains, **figures | changed)


async def test_each_bar_is_as_long_as_its_share():
    tokens, chains = ("50", "25.5", "12.25", "0.01", "0"), ("99.99", "0.01")
    picture = opened(draw(allocation(of_rows(*tokens, rest="12.24"), of_rows(*chains))))
    for column, colours, shares in (
        ((0, 480), (TEAL, GREY), (*tokens, "12.24")),
        ((480, 960), (VIOLET, GREY), chains),
    ):
        drawn = bars(picture, *column, colours)
        assert len(drawn) == len(shares)
        for (filled, whole), share in zip(drawn, shares, strict=True):
            assert whole == 410
            assert abs(filled - round(Fraction(share) * whole / 100)) <= 3  # round ends are soft


async def figures_of(name, simulator, saved="", **arguments):
    async with access_to(simulator, saved) as access:
        answer = await BY_NAME[name].run(access, arguments)
    return answer, answer.figures


async def test_what_counts_is_drawn_once_and_impostors_never():
    world = World(
        CHAINS,
        (USDC,),
        (
            wallet(ALICE, (ETH, "1"), (ETH_BASE, "0.5"), (USDC, "1000"), (IMPOSTOR, "50000000000"), (UNPRICED, "7")),
            wallet("0x1111111111111111111111111111111111111111", (ETH, "2")),
        ),
    )
    wallets = [ALICE, "0x1111111111111111111111111111111111111111"]
    _, figures = await figures_of("show_portfolio", simulate(world), wallets=wallets, include_risky=True)
    price, stable = Fraction("3127.418250127418250173"), Fraction("999.874213")
    ethereum, base = 3 * price + stable, price / 2
    expected = [("ETH", "Ethereum", 3 * price), ("ETH", "Base", base), ("USDC", "Ethereum", stable)]
    assert [(row.name, row.where, Fraction(row.value_usd)) for row in figures.tokens.largest] == expected
    assert [(row.name, Fraction(row.value_usd)) for row in figures.chains.largest] == [
        ("Ethereum", ethereum),
        ("Base", base),
    ]
    assert (figures.unpriced, figures.tokens.rest, figures.complete) == (1, None, True)
    drawn = bars(opened(draw(figures)), 0, 480, (TEAL,))
    for (filled, whole), (_, _, value) in zip(drawn, expected, strict=True):
        assert abs(filled - round(value / (ethereum + base) * whole)) <= 3


async def test_five_thousand_tokens_are_seven_and_the_others():
    answer, figures = await figures_of("show_portfolio", simulate(demo_world()), wallets=[MANY])
    assert (len(figures.tokens.largest), len(figures.chains.largest)) == (7, 7)
    assert figures.tokens.rest_count + 7 + figures.unpriced == answer.total_count
    for rows in (figures.tokens, figures.chains):
        assert abs(sum(Fraction(row.share_percent) for row in (*rows.largest, rows.rest)) - 100) < Fraction(1, 10**20)
    assert len(bars(opened(draw(figures)), 0, 480, (TEAL, GREY))) == 8


async def test_what_has_no_value_has_no_picture():
    world = World(CHAINS, (), (wallet(ALICE, (UNPRICED, "7")),))
    for wallets in ([ALICE], ["0x1111111111111111111111111111111111111111"]):
        answer, figures = await figures_of("show_portfolio", simulate(world), wallets=wallets)
        assert (answer.status, figures) == ("ok", None)
    answer, figures = await figures_of("get_price_chart", simulate(World(CHAINS, (UNPRICED,))), token=UNPRICED.address)
    assert (answer.candles, figures) == ([], None)


async def test_what_a_picture_is_drawn_from_is_not_published():
    answer, figures = await figures_of("show_portfolio", simulate(small_world()), f"main={ALICE}")
    assert figures
    assert "figures" not in json.dumps(answer.model_dump(mode="json"))


# Candles


def candle(number, opened, high, low, close):
    return Candle(NOW + timedelta(hours=number), *map(Decimal, (opened, high, low, close)), None)


def chart(rows, **changed):
    candles = tuple(candle(number, *row) for number, row in enumerate(rows))
    figures = {
        "name": "ETH",
        "otherwise": "0x12…ab",
        "network": "Ethereum",
        "unverified": False,
        "high": max(each.high for each in candles),
        "low": min(each.low for each in candles),
        "change_percent": Decimal("1.5"),
        "bar": "1H",
        "demo": False,
    }
    return CandleChart(candles=candles, **figures | changed)


def candles_in(picture):
    """Each candle as the rows of its pixels: colour, top, bottom, top and bottom of the body, and if that is hollow."""
    known = {pixel: colour for _, pixel in picture.getcolors() for colour in (GREEN, RED) if near(pixel, colour)}
    rows = enumerate(rows_of(picture))
    kinds = {(x, y): known[pixel] for y, row in rows if 150 <= y < 480 for x, pixel in enumerate(row) if pixel in known}
    columns = sorted({x for x, _ in kinds})
    found = []
    for _, group in itertools.groupby(enumerate(columns), lambda pair: pair[1] - pair[0]):
        xs = [x for _, x in group]
        rows = sorted({y for x, y in kinds if x in xs})
        edge = sorted(y for x, y in kinds if x == xs[0])
        middle = (edge[0] + edge[-1]) // 2
        # A quarter into the body there is neither its edge nor the wick.
        hollow = (xs[0] + len(xs) // 4, middle) not in kinds
        (colour,) = {kinds[x, y] for x in xs for y in rows if (x, y) in kinds}
        found.append((colour, rows[0], rows[-1], edge[0], edge[-1], hollow))
    return found


ROWS = [
    ("100", "110", "95", "108"),
    ("108", "109", "90.5", "92"),
    ("92", "101.25", "91", "100"),
    ("100", "130", "99", "127"),
    ("127", "128", "80", "85"),
]


def scaled(rows, factor, plus="0"):
    with localcontext(Context(prec=100)):
        return [tuple(str(Decimal(price) * Decimal(factor) + Decimal(plus)) for price in row) for row in rows]


@pytest.mark.parametrize("factor", ["1", "1e-30", "1e60", "0.000000437"])
async def test_each_candle_stands_where_its_prices_are(factor):
    drawn = candles_in(opened(draw(chart(scaled(ROWS, factor)))))
    assert len(drawn) == len(ROWS)
    top, bottom = min(each[1] for each in drawn), max(each[2] for each in drawn)
    assert bottom - top > 250

    def at(price):
        return top + (130 - Fraction(price)) / (130 - 80) * (bottom - top)

    for (colour, high, low, body_top, body_bottom, hollow), row in zip(drawn, ROWS, strict=True):
        rose = Fraction(row[3]) >= Fraction(row[0])
        assert (colour, hollow) == ((GREEN, True) if rose else (RED, False))
        body = sorted((row[0], row[3]), key=Fraction, reverse=True)
        for pixel, price in zip((high, low, body_top, body_bottom), (row[1], row[2], *body), strict=True):
            assert abs(pixel - at(price)) <= 1.5, (row, price)


async def test_a_price_that_hardly_moves_is_told_apart_by_its_last_digits():
    rows = scaled(ROWS, "1e-40", plus="1000000000")
    drawn = candles_in(opened(draw(chart(rows))))
    assert [each[0] for each in drawn] == [GREEN, RED, GREEN, GREEN, RED]


@pytest.mark.parametrize(
    "rows",
    [
        [("1", "1", "1", "1")] * 48,
        [("0", "0", "0", "0")] * 3,
        [("5", "6", "4", "5.5")],
        [("7", "7", "7", "7")],
        [("1", "1e60", "1e-60", "2")] * 2,
        [("1e99", "9e99", "1e-99", "2e-90")],
        [("3", "2", "1", "9")],  # beyond what is said to be its high
        [*ROWS] * 59 + ROWS[:4],
    ],
    ids=["flat", "worthless", "one", "one, flat", "any size", "huge", "wrong", "299"],
)
async def test_any_prices_can_be_drawn(rows):
    picture = opened(draw(chart(rows, change_percent=None)))
    colours = {colour for _, colour in picture.getcolors(100_000)}
    assert any(near(colour, GREEN) or near(colour, RED) for colour in colours)


async def test_a_client_sees_the_candles_of_the_answer():
    data = [[str(1767225600000 + 3600_000 * number), *row, "1", "1", "1"] for number, row in enumerate(ROWS)]
    fault = Fault(Mutate(lambda body: {**body, "data": data[::-1]}), CANDLES)
    simulator = simulate(World(CHAINS, (ETH,)), fault)
    answer, figures = await figures_of("get_price_chart", simulator, token="ETH")
    assert [each[0] for each in candles_in(opened(draw(figures)))] == [GREEN, RED, GREEN, GREEN, RED]
    assert answer.summary.endswith("\n▅▂▃█▁")  # of 108, 92, 100, 127, 85: 3.8, 1.2, 2.5, 7 and 0 of 7


# Words


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_word_in_a_picture_has_its_letters(language):
    if language != "en":
        with (CATALOGS / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
            drawn = [m for m in read_po(file) if any("views/pictures/" in where for where, _ in m.locations)]
        assert len(drawn) >= 10
        for message in drawn:
            said = "".join(message.string)
            assert canvas.drawable(said, "") == said
    with in_language(language):
        everything = {"complete": False, "unpriced": 3, "demo": True, "defi_usd": Decimal("1e9")}
        opened(draw(allocation(of_rows("60", "40", rest="3"), of_rows("100"), **everything)))
        opened(draw(chart(ROWS, unverified=True, demo=True)))


@pytest.mark.parametrize(
    "symbol",
    [
        "🐶DOGE",
        "币安人生",
        "عربي",
        "ÑANDÚ",
        "W" * 32,
        "i" * 32,
        "<img src=x>",
        "ＵＳＤＣ",
        "U\u0301\u0301SD",
        "Щ",
        " ",
        "\u3164",
    ],
)
async def test_any_symbol_can_be_drawn(symbol):
    odd = token(ETHEREUM, "0x" + "6d" * 20, symbol, "2", verified=False)
    world = World(CHAINS, (odd,), (wallet(ALICE, (odd, "7"), (ETH_BASE, "0.001")),))
    for name, arguments in (
        ("show_portfolio", {"wallets": [ALICE], "include_risky": True}),
        ("get_price_chart", {"token": odd.address, "chain": "ethereum"}),
    ):
        _, figures = await figures_of(name, simulate(world), **arguments)
        drawn = figures.name if name == "get_price_chart" else figures.tokens.largest[0].name
        assert 0 < len(drawn) <= 32
        assert not set(drawn) & set("<>\u3164")
        opened(draw(figures))


def test_what_has_no_letters_here_goes_by_its_contract():
    for name in ("🐶DOGE", "币安人生", "Щ", "ＵＳＤＣ"):
        assert canvas.drawable(name, "0x12…ab") == "0x12...ab"
    for name in ("USDC.e", "ÑANDÚ", "$WIF", "stETH (v2)"):
        assert canvas.drawable(name, "0x12…ab") == name


def test_a_long_name_is_cut_to_its_room():
    for room in (80, 200, 400):
        cut = canvas.fitting("W" * 32, room, 22)
        assert cut.endswith("W...")
        assert canvas.width_of(cut, 22) <= room < canvas.width_of("W" + cut, 22)
    assert canvas.fitting("USDC", 100, 22) == "USDC"
