"""The portfolio page: MCP Apps (`io.modelcontextprotocol/ui`), for hosts that show a page inside the conversation.

Its source is in `views/page/`. At the start of a server the parts are put together into one file that needs nothing
else and loads nothing.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from mcp.server.apps import Apps

EXTENSION = Apps.identifier
SCHEME = "ui://"
PORTFOLIO_PAGE = f"{SCHEME}wallet/portfolio"

_FOLDER = Path(__file__).parents[1] / "views" / "page"
_SHOWN_BY = {"show_portfolio", "list_holdings", "get_price_chart"}
_STYLE = re.compile(r'<link rel="stylesheet" href="([\w.-]+)">')
_SCRIPT = re.compile(r'(<script(?: type="[\w/]+")?(?: id="\w+")?) src="([\w.-]+)">')
_COMMENT = ("//", "/*")
_BETWEEN = '\n</script>\n<script>\n"use strict";\n'  # of scripts that follow one another


def apps() -> Apps:
    """The extension that declares the page and serves it."""
    extension = Apps()
    extension.add_html_resource(
        PORTFOLIO_PAGE,
        portfolio_page(),
        name="portfolio-page",
        title="Portfolio page",
        description="Totals, allocation, holdings and price charts, for hosts that show pages.",
        prefers_border=True,
    )
    return extension


def bound_to(tool: str) -> dict[str, Any] | None:
    """The `_meta` of a tool: the page that shows its results, if there is one."""
    return {"ui": {"resourceUri": PORTFOLIO_PAGE}} if tool in _SHOWN_BY else None


@cache
def portfolio_page() -> str:
    """The page as one HTML document: each part where it was referred to, without indents, comments and spare spaces."""
    page = _STYLE.sub(lambda link: f"<style>\n{_part(link[1])}</style>", (_FOLDER / "index.html").read_text("utf-8"))
    return _SCRIPT.sub(lambda script: f"{script[1]}>\n{_part(script[2])}", page).replace(_BETWEEN, "\n")


def _part(name: str) -> str:
    text = (_FOLDER / name).read_text("utf-8")
    if name.endswith(".json"):
        return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    lines = (line.strip() for line in text.splitlines())
    kept = "".join(f"{line}\n" for line in lines if line and not line.startswith(_COMMENT))
    return kept.replace(": ", ":").replace(" {", "{") if name.endswith(".css") else kept
