"""At a real terminal: the portfolio drawn, with lines of prices as they come, and watched."""

import os
import signal
from dataclasses import replace
from decimal import Decimal

import pytest

from support.asking import CANDLES
from support.service import asked, out_of_quota
from support.terminals import ESCAPES, at_terminal

PLAIN = {"WALLET_PORTFOLIO_CACHE_SECONDS": "0"}
HIDDEN, SHOWN = "\x1b[?25l", "\x1b[?25h"
SCREEN, BACK = "\x1b[?1049h", "\x1b[?1049l"


def with_amount(world, symbol, amount):
    owner = world.wallets[0]
    held = [replace(each, amount=Decimal(amount)) if each.token.symbol == symbol else each for each in owner.holdings]
    return replace(world, wallets=(replace(owner, holdings=tuple(held)), *world.wallets[1:]))


def test_a_portfolio_is_drawn_with_its_lines(tmp_path, serving):
    service = serving()
    with at_terminal(tmp_path, "show-portfolio", columns=100, **service.settings()) as program:
        assert program.rest() == 0
    text = ESCAPES.sub("", program.written)
    last = text[text.rindex("Total assets") :]
    assert "━" in last
    assert "7 days" in last
    assert "Would you like to" in last
    assert program.written.count(HIDDEN) == program.written.count(SHOWN) > 0
    assert 1 <= len(asked(service.stand_in, CANDLES)) <= 5
    assert not service.stand_in.violations


def test_lines_are_left_out_where_that_is_wanted_or_they_cannot_be_had(tmp_path, serving):
    service = serving()
    service.faults.add(out_of_quota(CANDLES))
    with at_terminal(tmp_path, "show-portfolio", **service.settings()) as program:
        assert program.rest() == 0
    last = ESCAPES.sub("", program.written).rpartition("Total assets")[2]
    assert "7 days" not in last
    assert "Missing" not in last
    service.stand_in.requests.clear()
    with at_terminal(tmp_path, "ask", "show my portfolio", "--no-lines", NO_COLOR="1", **service.settings()) as program:
        assert program.rest() == 0
    assert "━" in program.written
    assert "\x1b[3" not in program.written.replace("\x1b[3m", "")  # italics are no colour
    assert asked(service.stand_in, CANDLES) == []


def test_where_nobody_watches_no_line_is_asked_for(run, service):
    result = run("show-portfolio", **service.settings())
    assert "━" not in result.stdout
    assert asked(service.stand_in, CANDLES) == []


def test_watching_tells_what_changed_goes_on_after_an_error_and_leaves_a_clean_terminal(tmp_path, serving):
    service = serving()
    with at_terminal(tmp_path, "show-portfolio", "--watch", "1", columns=120, **PLAIN, **service.settings()) as program:
        program.wait_for("again in 1 s")
        service.stand_in.world = with_amount(service.stand_in.world, "POL", "2520.25")
        program.wait_for("POL on Polygon ▲ +1,000")
        service.faults.add(out_of_quota())
        program.wait_for("Not refreshed at ")
        service.faults.clear()
        service.stand_in.world = with_amount(service.stand_in.world, "POL", "2420.25")
        program.wait_for("POL on Polygon ▼ -100")
        program.type("\x03")
        assert program.rest() == 0
    check_clean(program.written)
    lines = [
        (request.query["chainIndex"], request.query["tokenContractAddress"])
        for request in asked(service.stand_in, CANDLES)
    ]
    assert len(lines) == len(set(lines)) > 0  # not again each time


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP])
def test_whoever_ends_it_the_terminal_is_clean(tmp_path, told):
    with at_terminal(tmp_path, "show-portfolio", "--demo", "--watch") as program:
        program.wait_for("Ctrl-C ends this")
        os.kill(program.process.pid, told)
        assert program.rest() == 0
    check_clean(program.written)


def check_clean(written):
    assert written.count(SCREEN) == written.count(BACK) == 1
    assert ESCAPES.sub("", written[written.index(BACK) :]).strip() in {"", "^C"}
    assert written.rindex(SHOWN) > written.rindex(HIDDEN)
    assert "Traceback" not in written


def test_what_will_never_be_answered_is_not_watched(tmp_path, serving):
    service = serving()
    with at_terminal(tmp_path, "show-portfolio", "--watch", "--chains", "narnia", **service.settings()) as program:
        assert program.rest() == 1
    after = program.written.rpartition(BACK)[2]
    assert "I do not know a network called “narnia”." in after


@pytest.mark.parametrize("options", [["--watch"], ["--watch", "5"], ["--watch", "--csv"], ["--watch=5", "--json"]])
def test_watching_needs_a_terminal_and_no_other_form(run, options):
    result = run("show-portfolio", "--demo", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("--watch draws on a terminal")


@pytest.mark.parametrize("seconds", ["0", "-1", "86401"])
def test_senseless_intervals_are_refused(run, seconds):
    result = run("show-portfolio", "--demo", f"--watch={seconds}")
    assert (result.exit_code, result.stdout) == (2, "")
