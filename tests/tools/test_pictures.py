"""Who is sent a picture: clients that show nothing else; and what becomes of an answer when it cannot be drawn."""

import base64
import io
import json
import logging
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal

import anyio
import anyio.lowlevel
import pytest
from mcp.client import Client
from mcp.client.extension import advertise
from mcp.server.apps import APP_MIME_TYPE, EXTENSION_ID
from PIL import Image

from support.processes import PATIENCE_SECONDS, environment
from wallet_portfolio.app import make_server
from wallet_portfolio.assets.markets import Candle
from wallet_portfolio.settings import Settings
from wallet_portfolio.tools import pictures
from wallet_portfolio.views.pictures.figures import CandleChart

pytestmark = pytest.mark.anyio

PICTURED = {
    "show_portfolio": {},
    "get_price_chart": {"token": "ETH", "chain": "base"},
    "ask_wallet": {"request": "gráfico de ETH en base"},
}
HEIGHTS = "▁▂▃▄▅▆▇█"
ONE = Candle(datetime(2026, 1, 1, tzinfo=UTC), *map(Decimal, ("1", "3", "1", "2")), None)


def figures(*candles):
    return CandleChart("ETH", "", "Ethereum", False, candles, Decimal(3), Decimal(1), None, "1H", False)


async def test_a_client_without_pages_is_sent_one_for_the_user_beside_the_whole_text(demo):
    for name, arguments in PICTURED.items():
        text, image = (await demo.call(name, arguments)).content
        assert (text.type, image.type, image.mime_type) == ("text", "image", "image/png")
        assert image.annotations.audience == ["user"]
        picture = Image.open(io.BytesIO(base64.b64decode(image.data, validate=True)))
        assert (picture.format, picture.width) == ("PNG", 960)


async def test_a_client_with_pages_is_sent_the_same_text_and_no_picture(demo, mode):
    pages = advertise(EXTENSION_ID, {"mimeTypes": [APP_MIME_TYPE]})
    async with Client(make_server(Settings(WALLET_PORTFOLIO_DEMO=True)), mode=mode, extensions=[pages]) as client:
        for name, arguments in PICTURED.items():
            (text,) = (await client.call_tool(name, arguments)).content
            others = (await demo.call(name, arguments)).content[0].text
            assert text.text.splitlines()[-1] == others.splitlines()[-1]
            assert len(text.text.splitlines()) == len(others.splitlines())


async def test_its_words_are_in_the_language_of_the_request(demo):
    requests = ("price chart of ETH on base", "gráfico de ETH en base", "Base 上 ETH 的价格走势图")
    results = [await demo.call("ask_wallet", {"request": request}) for request in requests]
    assert [result.structured_content["intent"] for result in results] == ["price_chart"] * 3
    assert len({result.content[1].data for result in results}) == 3


async def test_what_has_nothing_to_draw_is_text(demo):
    for name, arguments in (
        ("get_total_value", {}),
        ("list_supported_chains", {}),
        ("get_price_chart", {"token": "BTC", "chain": "bitcoin"}),
        ("ask_wallet", {"request": "write me a poem"}),
    ):
        (content,) = (await demo.call(name, arguments)).content
        assert content.type == "text"


async def test_what_cannot_be_drawn_is_logged_and_no_more(caplog):
    assert await pictures.drawn(figures(ONE))
    assert not caplog.records
    assert await pictures.drawn(figures()) is None
    (record,) = caplog.records
    assert (record.levelno, record.name) == (logging.ERROR, pictures.logger.name)


async def turns_while(work):
    """How often others get their turn on the event loop meanwhile."""
    turns, done = 0, False

    async def others():
        nonlocal turns
        while not done:
            turns += 1
            await anyio.lowlevel.checkpoint()

    async with anyio.create_task_group() as group:
        group.start_soon(others)
        await anyio.lowlevel.checkpoint()
        before = turns
        await work()
        after, done = turns, True
    return after - before


async def test_others_get_their_turn_while_one_is_drawn():
    async def held():
        pictures._draw(figures(ONE))

    assert await turns_while(held) == 0  # drawn on the loop itself, nobody would
    assert await turns_while(lambda: pictures.drawn(figures(ONE))) > 10


async def test_as_many_as_are_asked_for_at_once_are_drawn():
    drawn = []

    async def draw():
        drawn.append(await pictures.drawn(figures(ONE)))

    async with anyio.create_task_group() as group:
        for _ in range(8):
            group.start_soon(draw)
    assert len(set(drawn)) == 1
    assert drawn[0]


FRESH = """
import sys
import anyio
from mcp.client import Client
from wallet_portfolio.app import make_server
from wallet_portfolio.settings import Settings

if "blocked" in sys.argv:
    sys.modules["PIL"] = None  # as if it were not installed

async def main():
    async with Client(make_server(Settings(WALLET_PORTFOLIO_DEMO=True))) as client:
        await client.list_tools()
        assert not sys.modules.get("PIL")
        for name, arguments in (("show_portfolio", {}), ("get_price_chart", {"token": "ETH", "chain": "base"})):
            result = await client.call_tool(name, arguments)
            print(json.dumps([result.is_error, [part.type for part in result.content], result.content[0].text]))

anyio.run(main)
"""


@pytest.mark.parametrize("installed", [True, False])
def test_without_the_extra_the_text_goes_alone(tmp_path, installed):
    """In a process of its own, which loads what draws only when there is something to draw."""
    command = [sys.executable, "-c", f"import json\n{FRESH}", *([] if installed else ["blocked"])]
    done = subprocess.run(
        command, env=environment(tmp_path), capture_output=True, timeout=PATIENCE_SECONDS, check=False, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    content = ["text", "image"] if installed else ["text"]
    assert [answer[:2] for answer in answers] == [[False, content]] * 2
    line = answers[1][2].splitlines()[2]
    assert len(line) == 24
    assert set(line) <= set(HEIGHTS)
    assert {HEIGHTS[0], HEIGHTS[-1]} <= set(line)
