"""The portfolio as a terminal shows it, in every language and at many widths, from the figures of an answer."""

import io
import re
from decimal import Decimal

import anyio
import pytest
from rich.cells import cell_len
from rich.console import Console

from views.figures import FIGURES, answer, holding
from wallet_portfolio.app import open_access
from wallet_portfolio.assets.phrases import LANGUAGES, in_language
from wallet_portfolio.assets.tokens import TokenId
from wallet_portfolio.settings import load_settings
from wallet_portfolio.tools.catalog import BY_NAME
from wallet_portfolio.views.portfolio_figures import MOST_LINES, lined
from wallet_portfolio.views.terminal_portfolio import Screen, has_room_for_lines, portfolio

WIDTHS = (40, 60, 80, 120, 200)
WEEK = [Decimal(number) for number in range(1, 43)]


def drawn(figures, width, *, encoding="utf-8", prices=None, colour=False, language="en"):
    written = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="replace", newline="")
    console = Console(file=written, width=width, force_terminal=True, color_system="standard" if colour else None)
    with in_language(language):
        console.print(portfolio(figures, Screen(width, encoding), prices))
    written.flush()
    text = written.buffer.getvalue().decode(encoding)
    return text if colour else re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.fixture(scope="module")
def demo():
    """The demo's portfolio in every language, of two wallets."""

    async def ask():
        async with open_access(load_settings().model_copy(update={"demo": True})) as access:
            given = {}
            for language in LANGUAGES:
                with in_language(language):
                    given[language] = await BY_NAME["show_portfolio"].run(access, {"wallets": ["main", "sol"]})
            return given

    return anyio.run(ask)


def test_bars_changes_and_networks():
    lines = drawn(FIGURES, 80).splitlines()
    assert lines[0] == "Total assets $1,000.00 on Ethereum and Base"
    assert lines[1] == "24 h ▼ -$12.50 (-1.2%)"
    shown = [line.rstrip() for line in lines[3:9]]
    assert shown == [
        "Token  Amount     Value  Share                                    24 h  Network",
        "ETH         2   $500.00  50.0% ━━━━━━━━━━━━━━━━━━━━━━━━━       ▲ +1.8%  Ethereum",
        "USDC        2   $400.00  40.0% ━━━━━━━━━━━━━━━━━━━━               0.0%  Base",
        "DOWN        2   $100.00  10.0% ━━━━━                           ▼ -3.2%  Ethereum",
        "NEW         2  no price      –                                       –  Ethereum",
        "and 3 smaller holdings",
    ]
    assert [line.rstrip() for line in lines[10:]] == [
        "Network     Value  Share",
        "Ethereum  $600.00  60.0%  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━",
        "Base      $400.00  40.0%  ━━━━━━━━━━━━━━━━━━━━",
    ]


def test_lines_are_drawn_for_the_tokens_whose_prices_are_there():
    up, down = TokenId("1", ""), TokenId("1", "0xb0")
    text = drawn(FIGURES, 100, prices={up: WEEK, down: WEEK[::-1]})
    assert "7 days" in text
    (eth,), (new,) = ([line for line in text.splitlines() if line.startswith(name)] for name in ("ETH", "NEW"))
    assert re.search(r"▁[▁▂▃▄▅▆▇█]+█", eth)
    assert not re.search(r"[▁▂▃▄▅▆▇█]", new)
    assert "7 days" in drawn(FIGURES, 100, prices={})  # there is room for those that are to come
    assert "7 days" not in drawn(FIGURES, 100)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_no_line_is_wider_than_the_terminal_and_no_money_is_cut(demo, width, language, encoding):
    figures = demo[language]
    prices = dict.fromkeys(lined(figures.holdings), WEEK)
    text = drawn(figures, width, encoding=encoding, prices=prices, language=language)
    assert max(map(cell_len, text.splitlines())) <= width
    for value in ("$5,996.98", "$5,763.54", "$3,998.75", "$1,290.08"):
        assert value in text
    if encoding == "ascii":
        assert text.isascii()
    assert ("━" in text) == (encoding == "utf-8") or width < 60
    if width >= 100 and encoding == "utf-8":
        assert "▁" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_stand_under_each_other_whatever_the_script(demo, language):
    text = drawn(demo[language], 120, language=language)
    rows = [line for line in text.splitlines() if "0x9B92…5227" in line or "HnAaZ2…Ymbp" in line]
    assert len(rows) == 10
    starts = {cell_len(re.split(r"0x9B92|HnAaZ2", row)[0]) for row in rows}
    assert len(starts) == 1


def test_wide_terminals_have_networks_beside_tokens():
    text = drawn(FIGURES, 200)
    assert any("ETH" in line and "Ethereum  $600.00" in line for line in text.splitlines())


@pytest.mark.parametrize("width", [10, 20, 30])
def test_very_narrow_terminals_break_nothing(width):
    text = drawn(FIGURES, width)
    assert max(map(len, text.splitlines())) <= width
    if width >= 20:
        assert "$500.00" in text


def test_colour_only_repeats_what_is_written():
    coloured = drawn(FIGURES, 80, colour=True)
    assert "\x1b[32m▲ +1.8%\x1b[0m" in coloured
    assert "\x1b[31m▼ -3.2%\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == drawn(FIGURES, 80)


def test_a_strangers_symbol_is_text_and_a_long_one_wraps():
    text = drawn(answer([holding("[red]x[/red]", "5"), holding("W" * 32, "5", token_address="0xd0")]), 60)
    assert "[red]x[/red]" in text
    assert text.count("W" * 16) == 2
    assert max(map(len, text.splitlines())) <= 60


def test_a_risky_token_is_marked():
    figures = answer([holding("AIRDROP", "5", risky=True)])
    assert "AIRDROP ⚠ risky" in drawn(figures, 80)
    assert "AIRDROP ! risky" in drawn(figures, 80, encoding="ascii")


def test_of_a_partial_portfolio_the_answer_says_what_the_figure_is():
    figures = answer([holding("ETH", "5")], summary="**Tokens, as far…** $5", change_24h_usd=None, total_usd=None)
    assert drawn(figures, 80).splitlines()[:2] == ["Tokens, as far…** $5".replace("**", ""), ""]


@pytest.mark.parametrize("width", WIDTHS)
def test_prices_are_worth_asking_for_where_there_is_room_for_their_lines(width):
    assert has_room_for_lines(FIGURES, Screen(width)) == ("7 days" in drawn(FIGURES, width, prices={}))
    assert has_room_for_lines(FIGURES, Screen(width)) == (width > 60)


def test_which_tokens_get_a_line():
    base = {"chain": "Base", "chain_index": "8453"}
    held = [
        holding("ETH", "500"),
        holding("USDC", "2", token_address="0xa0", change_24h_percent="0.01"),
        holding("ETH", "400", **base),  # the same coin: the same prices
        holding("NEW", None, token_address="0xc0"),
        holding("BAD", "300", token_address="0xd0", risky=True),
        holding("ETH", "200", token_address="0xe0"),  # anyone can call a contract that
        *(holding(f"T{number}", "100", token_address=f"0xf{number}") for number in range(9)),
        holding("ETH", "1", chain="Arbitrum One", chain_index="42161"),
    ]
    found = lined(held)
    eth = TokenId("1", "")
    assert found[TokenId("8453", "")] == found[eth] == found[TokenId("42161", "")] == eth
    assert found[TokenId("1", "0xe0")] == TokenId("1", "0xe0")
    assert len(set(found.values())) == MOST_LINES == 5
    assert not {TokenId("1", address) for address in ("0xa0", "0xc0", "0xd0", "0xf8")} & found.keys()
