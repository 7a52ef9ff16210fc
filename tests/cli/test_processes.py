"""The program in a process of its own: exit status, streams, signals, terminals."""

import json
import shlex
import signal
import socket
import subprocess
from contextlib import contextmanager
from decimal import Decimal

import pytest
from typer.testing import CliRunner

from support.processes import COMMAND, PATIENCE_SECONDS, environment
from support.terminals import at_terminal
from wallet_portfolio import __version__
from wallet_portfolio.cli import app
from wallet_portfolio.simulator import DEMO_CREDENTIALS, DEMO_WALLETS, demo_world


def run(home, *arguments, **settings):
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment(home, **settings),
        capture_output=True,
        text=True,
        encoding=settings.get("PYTHONIOENCODING", "utf-8"),
        timeout=PATIENCE_SECONDS,
        check=False,
    )


@pytest.fixture
def home(tmp_path):
    return tmp_path


def test_an_answer_goes_to_stdout_and_the_log_to_stderr(home):
    result = run(home, "-v", "get-total-value", "--demo", "--json")
    assert result.returncode == 0
    assert json.loads(result.stdout)["status"] == "ok"
    assert result.stderr.startswith("DEBUG wallet_portfolio.")
    for secret in DEMO_CREDENTIALS.values():
        assert secret not in result.stdout + result.stderr


def test_no_answer_is_said_on_stderr(home):
    result = run(home, "get-total-value")
    assert (result.returncode, result.stdout) == (1, "")
    assert "Three steps" in result.stderr


def test_wrong_usage_is_said_on_stderr():
    result = CliRunner().invoke(app, ["list-holdings", "--demo", "--limit", "0"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "at least 1" in result.stderr


@pytest.mark.parametrize(
    "address", ["0.0.0.0:8000", "[::]:8000", "192.168.1.10:8000", "example.com:80", "8000", "127.0.0.1", "127.0.0.1:0"]
)
def test_only_this_machine_is_served(address):
    result = CliRunner().invoke(app, ["serve", "--demo", "--http", address])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "127.0.0.1" in result.stderr
    assert ("this machine only" in result.stderr) == (":" in address and not address.endswith(":0"))


def test_a_taken_port_is_said_without_a_traceback():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for arguments in (["simulate", "--port", f"{port}"], ["serve", "--demo", "--http", f"127.0.0.1:{port}"]):
            result = CliRunner().invoke(app, arguments)
            assert isinstance(result.exception, SystemExit)
            assert (result.exit_code, result.stdout) == (1, "")
            assert "taken" in result.stderr
            assert "Serving" not in result.stderr


def test_version(home):
    assert run(home, "--version").stdout == f"wallet-portfolio {__version__}\n"


def test_an_old_code_page_does_not_stop_it(home):
    result = run(home, "doctor", "--demo", PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert "? Clock: right" in result.stdout


def test_a_reader_that_leaves_is_no_error_to_speak_of(home):
    command = f"{shlex.join(COMMAND)} doctor --demo | head -1"
    result = subprocess.run(
        ["bash", "-c", command],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=True,
    )
    assert result.stdout.startswith("✓ Settings")
    assert "Traceback" not in result.stderr


@contextmanager
def _heard(number):
    """Not ignored by what is started now, as it would be where the tests themselves run in the background."""
    before = signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(number, before)


def test_the_printed_environment_of_the_stand_in_works_as_it_is(home):
    with (
        _heard(signal.SIGINT),
        subprocess.Popen(
            [*COMMAND, "simulate", "--port", "0"],
            env=environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as stand_in,
    ):
        try:
            lines = [stand_in.stdout.readline() for _ in range(4)]
            settings = dict(
                setting.split("=", 1)
                for line in lines
                if line.strip().startswith("export ")
                for setting in shlex.split(line.strip().removeprefix("export "))
            )
            assert settings["OKX_BASE_URL"] in lines[0]
            result = run(home, "get-total-value", "--json", **settings, WALLET_PORTFOLIO_MAX_RPS="50")
            main = demo_world().wallet(DEMO_WALLETS["main"])
            tokens = sum(held.value for held in main.holdings if not held.token.risky)
            assert result.returncode == 0, result.stderr
            counted = Decimal(json.loads(result.stdout)["total_usd"])
            assert counted >= tokens
            stand_in.send_signal(signal.SIGINT)
            out, err = stand_in.communicate(timeout=PATIENCE_SECONDS)
        finally:
            stand_in.kill()
    assert out == ""
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("settings", "coloured"), [({"TERM": "xterm-256color"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False)]
)
def test_a_terminal_gets_emphasis_and_colour_only_where_wanted(home, settings, coloured):
    with at_terminal(home, "list-holdings", "--demo", "--limit", "3", columns=60, **settings) as program:
        assert program.rest() == 0
    text = program.written
    assert "\x1b[1m" in text
    assert ("\x1b[33m" in text) == coloured
    assert "**" not in text
    assert "| --" not in text
