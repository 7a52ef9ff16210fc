"""What the README shows is what happens."""

import re
import shlex
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image
from typer.testing import CliRunner

from gallery import ANSWERS, LARGEST_BYTES, PAGES, TERMINAL, draw
from wallet_portfolio.assets.errors import ErrorCode
from wallet_portfolio.cli import app
from wallet_portfolio.settings import Settings
from wallet_portfolio.tools.catalog import TOOLS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"^```console\n\$ (.+?)\n(.+?)^```$", README, re.MULTILINE | re.DOTALL)
PIPED = re.compile(r"printf '(.+)' \| (.+)")


@pytest.mark.parametrize(("typed", "shown"), SESSIONS, ids=[typed for typed, _ in SESSIONS])
def test_a_session(typed, shown):
    piped = PIPED.fullmatch(typed)
    words = shlex.split(piped[2] if piped else typed)
    assert words[0] == "wallet-portfolio"
    result = CliRunner().invoke(app, words[1:], input=piped[1].replace("\\n", "\n") if piped else None)
    assert result.exit_code == 0
    assert result.stdout == shown


def test_there_are_sessions():
    assert len(SESSIONS) == README.count("```console") >= 3


def test_what_a_terminal_shows_is_drawn_by_the_product_as_it_is():
    assert TERMINAL.read_text(encoding="utf-8") == draw()


@pytest.mark.parametrize("name", [TERMINAL.name, *ANSWERS, *PAGES])
def test_the_gallery_is_shown_with_words_for_those_who_do_not_see_it(name):
    size = (ROOT / "docs" / name).stat().st_size
    assert 1_000 < size < LARGEST_BYTES
    assert f"docs/{name}" in README
    for picture in re.findall(r"<img [^>]*>", README):
        assert re.search(r'alt="[^"]{20,}"', picture)
        assert (ROOT / re.search(r'src="([^"]+)"', picture)[1]).exists()


@pytest.mark.parametrize("name", [*ANSWERS, *PAGES])
def test_pictures_are_as_wide_as_they_say(name):
    with Image.open(ROOT / "docs" / name) as picture:
        assert picture.format == "PNG"
        assert picture.width == int((re.findall(r"-(\d+)-", name) or ["960"])[0])


def test_nothing_is_left_of_an_older_gallery():
    pictures = {path.name for path in TERMINAL.parent.iterdir() if path.suffix != ".md"}
    assert pictures == {TERMINAL.name, *ANSWERS, *PAGES}


def test_the_picture_loads_nothing_from_elsewhere():
    text = TERMINAL.read_text(encoding="utf-8")
    assert not re.search(r"url\((?!#)|<image|<script|href=", text)


@pytest.mark.parametrize("tool", [tool.name for tool in TOOLS])
def test_every_tool_is_named(tool):
    assert f"`{tool}`" in README


def test_every_error_code_is_explained():
    table = README[README.index("## Troubleshooting") : README.index("## Settings")]
    explained = {
        code for row in re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE) for code in re.findall(r"`(\w+)`", row)
    }
    assert explained == set(get_args(ErrorCode))


def test_every_setting_is_named():
    table = README[README.index("## Settings") :]
    names = {str(field.validation_alias.choices[0]) for field in Settings.model_fields.values()}
    assert {name for name in names if f"`{name}`" not in table} == set()


def test_every_make_target_that_is_named_exists():
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", README, re.MULTILINE))
    assert named
    assert named <= made


def test_links_within_the_repository_lead_somewhere():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
    for anchor in re.findall(r"\]\(#([^)]+)\)", README):
        headings = {
            re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-")
            for heading in re.findall(r"^#+ (.+)$", README, re.MULTILINE)
        }
        assert anchor in headings


def test_python_version_agrees():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11"
    assert "Python 3.11 (or newer)" in README
