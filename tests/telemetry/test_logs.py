"""What is logged, line by line, in either form."""

import json
import logging
import subprocess

import pytest

from support.processes import COMMAND, PATIENCE_SECONDS, environment
from telemetry.test_collectors import talk
from wallet_portfolio.logs import JsonFormatter, TextFormatter


def record(message, *args, name="wallet_portfolio.x", error=None, **extra):
    made = logging.LogRecord(name, logging.WARNING, __file__, 1, message, args, None)
    made.exc_info = error and (type(error), error, error.__traceback__)
    vars(made).update(extra)
    return made


def raised():
    secret = "canary-local"
    try:
        try:
            {}[secret]
        except KeyError as error:
            raise ValueError("canary-message\nsecond line") from error
    except ValueError as error:
        return error


@pytest.mark.parametrize("form", [JsonFormatter, TextFormatter])
def test_an_error_is_told_by_class_and_place_on_one_line(form):
    line = form().format(record("it failed", error=raised()))
    assert len(line.splitlines()) == 1
    assert "ValueError" in line
    assert "KeyError" in line
    assert "telemetry/test_logs.py" in line
    assert "raised" in line
    assert "canary" not in line


def test_a_group_of_errors_is_told_one_by_one():
    group = BaseExceptionGroup("canary", [raised(), KeyboardInterrupt("canary")])
    told = json.loads(JsonFormatter().format(record("it failed", error=group)))
    assert [each["type"] for each in told["exception"]["exceptions"]] == ["ValueError", "KeyboardInterrupt"]
    assert told["exception"]["exceptions"][0]["cause"]["type"] == "KeyError"
    assert "canary" not in json.dumps(told)


@pytest.mark.parametrize("form", [JsonFormatter, TextFormatter])
@pytest.mark.parametrize(
    ("message", "args", "kept"),
    [
        ("Invalid Host header: canary", (), "Invalid Host header"),
        ("Tool %r raised", ("canary",), "Tool"),
        ("Task was never retrieved\nfuture: <canary>", (), "Task was never retrieved"),
        (ValueError("canary"), (), "ValueError"),
    ],
)
def test_of_a_library_only_the_beginning_is_told(form, message, args, kept):
    line = form().format(record(message, *args, name="mcp.server", told={"tool": "canary"}))
    assert kept in line
    assert "canary" not in line


def test_what_goes_with_a_message_is_told_in_both_forms():
    made = record("tool call", told={"tool": "ask_wallet", "ms": 1.5})
    assert TextFormatter().format(made) == "WARNING wallet_portfolio.x: tool call tool=ask_wallet ms=1.5"
    told = json.loads(JsonFormatter().format(made))
    assert (told["tool"], told["ms"], told["level"], told["logger"]) == (
        "ask_wallet",
        1.5,
        "warning",
        "wallet_portfolio.x",
    )


@pytest.mark.parametrize(("level", "options"), [("INFO", ()), ("error", ("-v",))])  # the option wins
def test_the_level_decides_what_is_told(tmp_path, level, options):
    _, logged = talk(tmp_path, *COMMAND, *options, WALLET_PORTFOLIO_LOG_LEVEL=level)
    calls = [line for line in logged.splitlines() if "tool call tool=get_total_value status=ok" in line]
    assert len(calls) == 2
    assert ("DEBUG" in logged) == bool(options)


def test_words_that_are_not_known_are_refused_in_words(tmp_path):
    settings = {"WALLET_PORTFOLIO_LOG_FORMAT": "canary", "WALLET_PORTFOLIO_LOG_LEVEL": "canary"}
    ended = subprocess.run(
        [*COMMAND, "serve"],
        env=environment(tmp_path, **settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    said = " ".join(ended.stderr.split())
    assert ended.returncode == 1
    assert "WALLET_PORTFOLIO_LOG_FORMAT is not right: it takes text or json." in said
    assert "WALLET_PORTFOLIO_LOG_LEVEL is not right: it takes debug, info, warning or error." in said
    assert "canary" not in said


def test_a_server_that_cannot_start_says_so_in_the_same_form(tmp_path):
    ended = subprocess.run(
        [*COMMAND, "serve", "--http", "0.0.0.0:1"],
        env=environment(tmp_path, WALLET_PORTFOLIO_LOG_FORMAT="json"),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    (line,) = ended.stderr.splitlines()
    assert ended.returncode == 2
    assert json.loads(line)["message"].startswith("Without a token")
