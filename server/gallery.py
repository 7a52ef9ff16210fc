"""Makes the pictures in docs/ that the README shows, of the demo's made-up wallets.

    make gallery

What a terminal shows is drawn by rich as SVG, without the fonts that it would load from elsewhere. The pictures that
clients get are those of the answers. The page is taken by Chromium (tests/page), and kept with a palette of its own.
"""

import argparse
import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import anyio
import httpx
from PIL import Image
from pydantic import JsonValue, SecretStr
from rich.console import Console
from rich.terminal_theme import MONOKAI

from wallet_portfolio import simulator
from wallet_portfolio.app import open_access
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.assets.wallets import SavedWallets
from wallet_portfolio.cli_answers import show_answer
from wallet_portfolio.okx.opening import Service, open_client
from wallet_portfolio.okx.signing import Credentials
from wallet_portfolio.settings import load_settings
from wallet_portfolio.tools.answers import PortfolioAnswer
from wallet_portfolio.tools.catalog import BY_NAME
from wallet_portfolio.tools.pictures import drawn
from wallet_portfolio.views.portfolio_figures import lined
from wallet_portfolio.workflows.access import Access
from wallet_portfolio.workflows.price_lines import Prices, price_lines

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
TERMINAL = DOCS / "portfolio.svg"
ANSWERS: dict[str, tuple[str, dict[str, JsonValue]]] = {
    "answer-portfolio.png": ("show_portfolio", {}),
    "answer-chart.png": ("get_price_chart", {"token": "ETH", "bar": "4H", "points": 42}),
}
PAGES = {
    f"page-{width}-{theme}.png": ["--width", f"{width}", "--theme", theme, "--chart", "ETH"]
    for width in (360, 1200)
    for theme in ("light", "dark")
}
LARGEST_BYTES = 150_000
_WIDTH = 104
_NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)  # the demo's prices go with the time of day
_FONT_FACES = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


def draw() -> str:
    """What a terminal shows of the portfolio, as SVG; the same each time."""
    console = Console(record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True, highlight=False, markup=False)
    console.print("$ wallet-portfolio show-portfolio --demo --top 8", style="bold")
    console.print()
    answer, prices = anyio.run(_portfolio)
    show_answer(console, answer, prices)
    svg = console.export_svg(title="wallet-portfolio", theme=MONOKAI, unique_id="portfolio")
    return _FONT_FACES.sub("", svg)


async def _portfolio() -> tuple[PortfolioAnswer, Mapping[TokenId, Prices]]:
    async with _at_noon() as access:
        answer = await BY_NAME["show_portfolio"].run(access, {"top": 8})
        if not isinstance(answer, PortfolioAnswer):
            raise TypeError(answer)
        wanted, closes = lined(answer.holdings), dict[TokenId, Prices]()
        await price_lines(access, list(dict.fromkeys(wanted.values())), closes.__setitem__)
    return answer, {token: closes[asked] for token, asked in wanted.items()}


@asynccontextmanager
async def _at_noon() -> AsyncIterator[Access]:
    """The demo, where it is always the same time."""
    app = simulator.create_app(clock=lambda: _NOON)
    key = simulator.DEMO_CREDENTIALS
    credentials = Credentials(*(SecretStr(key[part]) for part in ("api_key", "secret_key", "passphrase")))
    service = Service(credentials, "http://localhost", 100, 0, lambda: httpx.ASGITransport(app=app))
    async with open_client(service) as client:
        yield Access(client, SavedWallets(tuple(simulator.DEMO_WALLETS.items())), demo=True)


async def _take_answers() -> None:
    async with open_access(load_settings().model_copy(update={"demo": True})) as access:
        for name, (tool, arguments) in ANSWERS.items():
            answer = await BY_NAME[tool].run(access, arguments)
            figures = answer.figures
            picture = await drawn(figures) if figures else None
            if picture is None:
                raise SystemExit(f"{tool} has no picture.")
            (DOCS / name).write_bytes(picture)


def _take_pages() -> None:
    node = shutil.which("node")
    if node is None:
        raise SystemExit("Node and Chromium are needed for the pictures of the page.")
    with tempfile.TemporaryDirectory() as folder:
        for name, options in PAGES.items():
            taken = Path(folder) / name
            subprocess.run(  # noqa: S603  (our own script)
                [node, "screenshot.js", str(taken), *options], cwd=ROOT / "tests/page", check=True
            )
            _write_small(taken, DOCS / name)


def _write_small(taken: Path, kept: Path) -> None:
    """With 256 colours, by which a picture of a page loses nothing that is seen."""
    with Image.open(taken) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(kept, optimize=True)
    if kept.stat().st_size > LARGEST_BYTES:
        raise SystemExit(f"{kept.name} is too large.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-page", action="store_true", help="leave out what takes Node and Chromium")
    without_page = parser.parse_args().no_page
    TERMINAL.write_text(draw(), encoding="utf-8")
    anyio.run(_take_answers)
    if not without_page:
        _take_pages()
    sys.stdout.writelines(f"{path.relative_to(ROOT)}\n" for path in sorted(DOCS.iterdir()))
