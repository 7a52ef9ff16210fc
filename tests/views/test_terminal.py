import io

import anyio
import pytest
from rich.console import Console

from wallet_portfolio.views.terminal import ProgressBar, make_console, show, tell

TABLE = """**2 holdings** worth $7,000.00

| Token | Amount | Value | Network |
| --- | ---: | ---: | --- |
| [red]x[/red] | 1,000,000.12 | $5,763.54 | Avalanche C-Chain |
| :smile: | 2 | $1,236.46 | Base |"""


def shown(summary, notices=(), says=(), *, width=80, terminal=True):
    written = io.StringIO()
    console = Console(
        file=written,
        force_terminal=terminal,
        width=width,
        highlight=False,
        markup=False,
        emoji=False,
        color_system=None,
    )
    show(console, summary, notices, says)
    return written.getvalue()


@pytest.mark.parametrize("terminal", [True, False])
def test_a_strangers_markup_is_text(terminal):
    text = shown(TABLE, ["[bold]y[/bold] :smile:"], ["See [link=z]z[/link]"], terminal=terminal)
    for written in ("[red]x[/red]", "[bold]y[/bold] :smile:", "see [link=z]z[/link]"):
        assert written in text


def test_plain_text_has_no_marks_no_wrapping_and_no_trailing_space():
    notice = "word " * 60 + "end."
    text = shown(TABLE, [notice], ["See more"], width=40, terminal=False)
    assert "\x1b" not in text
    assert "*" not in text
    assert text.splitlines() == [
        "2 holdings worth $7,000.00",
        "",
        "Token               Amount      Value  Network",
        "[red]x[/red]  1,000,000.12  $5,763.54  Avalanche C-Chain",
        ":smile:                  2  $1,236.46  Base",
        "",
        notice,
        "",
        "Would you like to see more?",
    ]


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
def test_a_figure_is_never_broken(width):
    text = shown(TABLE, width=width)
    for figure in ("1,000,000.12", "$5,763.54", "$1,236.46"):
        assert figure in text


def test_lines_are_as_wide_as_the_terminal_at_most():
    text = shown(TABLE, ["word " * 60], ["See more"], width=60)
    assert max(map(len, text.splitlines())) <= 60


def test_a_list_is_indented_and_a_question_stands_apart():
    text = shown("**Total** $3\n- a: $1\n- b: $2", [], ["See more"])
    assert text == "Total $3\n  a: $1\n  b: $2\n\nWould you like to see more?\n"


def test_nothing_to_offer_leaves_no_gap():
    assert shown("Done.", ["A notice."]) == "Done.\n\nA notice.\n"


def test_a_message_is_text():
    written = io.StringIO()
    tell(Console(file=written, width=20), "[red]x[/red] " + "y" * 40)
    assert written.getvalue() == "[red]x[/red] " + "y" * 40 + "\n"


def test_progress_is_silent_where_nobody_watches(capsys):
    bar = ProgressBar()
    anyio.run(bar.report, 1, 2, "Base")
    bar.stop()
    assert capsys.readouterr() == ("", "")


def test_consoles_read_no_markup(capsys):
    make_console().print("[red]x[/red] :smile:")
    assert capsys.readouterr().out == "[red]x[/red] :smile:\n"
