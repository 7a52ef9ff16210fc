"""The page for hosts that show one, as it is published. How it behaves in a browser: tests/page."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import wallet_portfolio
from wallet_portfolio.assets.phrases import LANGUAGES

FOLDER = Path(wallet_portfolio.__file__).parent / "views" / "page"
PAGE = "ui://wallet/portfolio"
SHOWN_BY = {"show_portfolio", "list_holdings", "get_price_chart"}
MOST_BYTES = 60_000
# Whatever turns text into elements or code, or asks the network for something. Beyond the policy that hosts set.
FORBIDDEN = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|DOMParser|document\.write|\beval\b|\bFunction\(|"
    r"\bfetch\b|XMLHttpRequest|WebSocket|EventSource|sendBeacon|\bimport\b|@import|\burl\(|\bhref=|\bsrc=|//\w+\.|"
    r"localStorage|document\.cookie"
)
NAMESPACE = "http://www.w3.org/2000/svg"
TEXTS = json.loads((FOLDER / "texts.json").read_text(encoding="utf-8"))
SCRIPTS = "\n".join(file.read_text(encoding="utf-8") for file in FOLDER.glob("*.js"))


@pytest.fixture
async def page(demo):
    (content,) = (await demo.client.read_resource(PAGE)).contents
    assert content.mime_type == "text/html;profile=mcp-app"
    assert content.meta == {"ui": {"prefersBorder": True}}  # no policy of its own, no permission
    return content.text


class Parts(HTMLParser):
    """The tags, and what stands inside styles and scripts."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.inside = [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.tags and self.tags[-1][0] in {"style", "script"} and data.strip():
            self.inside.append(data)


@pytest.mark.anyio
async def test_three_tools_have_the_page_and_say_nothing_else_of_it(demo):
    assert "io.modelcontextprotocol/ui" in demo.client.server_capabilities.extensions
    for tool in demo.tools:
        assert tool.meta == ({"ui": {"resourceUri": PAGE}} if tool.name in SHOWN_BY else None)


@pytest.mark.anyio
async def test_it_is_one_small_file_that_refers_to_no_other(page):
    assert len(page.encode()) < MOST_BYTES
    assert FORBIDDEN.findall(page.replace(NAMESPACE, "")) == []
    parts = Parts(page)
    assert not [attributes for _, attributes in parts.tags if attributes.keys() & {"src", "href", "srcset", "style"}]
    assert not [name for _, attributes in parts.tags for name in attributes if name.startswith("on")]
    assert len(parts.inside) == 3  # a style sheet, the texts, the program


@pytest.mark.anyio
async def test_it_is_what_is_in_the_folder_without_indents_and_comments(page):
    served = [line for line in page.splitlines() if line]
    for file in FOLDER.iterdir():
        if file.suffix not in {".js", ".css"}:
            continue
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        kept = [line for line in lines if line and not line.startswith(("//", "/*"))]
        # "use strict" is said once, and a style needs no space after a colon or before a brace
        kept = kept[1:] if file.suffix == ".js" else [line.replace(": ", ":").replace(" {", "{") for line in kept]
        at = served.index(kept[0]) if served.count(kept[0]) == 1 else -1
        assert served[at : at + len(kept)] == kept, file.name
    assert json.loads(Parts(page).inside[1]) == TEXTS
    assert {file.name for file in FOLDER.iterdir()} == {
        "index.html",
        *re.findall(r'(?:href|src)="([\w.]+)"', (FOLDER / "index.html").read_text(encoding="utf-8")),
    }


@pytest.mark.anyio
async def test_it_may_be_kept_for_long(demo, mode):
    read = await demo.client.read_resource(PAGE)
    if mode == "auto":
        assert (read.ttl_ms, read.cache_scope) == (300_000, "public")


def test_it_speaks_every_language_of_the_answers():
    assert set(TEXTS["languages"]) == set(LANGUAGES)
    for key, texts in TEXTS["texts"].items():
        assert len(texts) == len(LANGUAGES), key
        assert all(text == text.strip() != "" for text in texts), key
        assert len({frozenset(re.findall(r"\{(\w+)\}", text)) for text in texts}) == 1, key
    differing = [key for key, texts in TEXTS["texts"].items() if len(set(texts)) > 1]
    assert differing == list(TEXTS["texts"])


def test_every_text_is_used_and_none_is_missing():
    quoted = set(re.findall(r'"(\w+)"', SCRIPTS))
    assert set(TEXTS["texts"]) <= quoted
    assert set(re.findall(r'Texts\.say\("(\w+)"', SCRIPTS)) <= set(TEXTS["texts"])
