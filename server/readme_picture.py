"""Draws docs/portfolio.svg: what a terminal shows for a question about the demo's wallets.

    make picture

The drawing is rich's; its fonts, which it would load from elsewhere, are left to the reader's machine.
"""

import io
import re
from pathlib import Path

import anyio
from rich.console import Console
from rich.terminal_theme import MONOKAI

from wallet_portfolio.app import open_access
from wallet_portfolio.settings import load_settings
from wallet_portfolio.tools.answers import Answer
from wallet_portfolio.tools.catalog import BY_NAME
from wallet_portfolio.views.terminal import show

PICTURE = Path(__file__).parents[1] / "docs/portfolio.svg"
_WIDTH = 96
_FONT_FACES = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


def draw() -> str:
    """The picture, as SVG."""
    console = Console(record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True, highlight=False, markup=False)
    console.print("$ wallet-portfolio show-portfolio --demo --top 8", style="bold")
    answer = anyio.run(_ask)
    show(console, answer.summary, answer.notices, [step.say for step in answer.next_steps])
    svg = console.export_svg(title="wallet-portfolio", theme=MONOKAI, unique_id="portfolio")
    return _FONT_FACES.sub("", svg)


async def _ask() -> Answer:
    async with open_access(load_settings().model_copy(update={"demo": True})) as access:
        return await BY_NAME["show_portfolio"].run(access, {"top": 8})


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
