"""Where telemetry goes, and that a collector that is slow, gone or not asked for is nobody's trouble."""

import json
import sys

import pytest

from support.collector import collecting, silence
from support.processes import COMMAND, environment
from support.warm import WarmProcess
from trust.http_serving import free_port
from wallet_portfolio.settings import Telemetry, telemetry_asked

ENDS_WITHIN_SECONDS = 20  # the SDK alone waits for half a minute, and for each request as long as it is told to
_WITHOUT_THE_EXTRA = (
    "import sys; sys.modules['opentelemetry.sdk'] = None; from wallet_portfolio.cli import main; main()"
)
HELLO = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
MESSAGES = [
    {"id": 1, "method": "initialize", "params": HELLO},
    {"method": "notifications/initialized"},
    *({"id": at, "method": "tools/call", "params": {"name": "get_total_value", "arguments": {}}} for at in (2, 3)),
]


def talk(home, *command, **settings):
    """What a server over stdio answers, by id, and what it says on stderr."""
    said = "".join(json.dumps({"jsonrpc": "2.0"} | message) + "\n" for message in MESSAGES)
    process = WarmProcess.talking([*(command or COMMAND), "serve", "--demo"], environment(home, **settings))
    with process.stdin, process.stdout, process.stderr:
        try:
            process.stdin.write(said)
            process.stdin.flush()
            answers = {}
            while answers.keys() != {1, 2, 3}:
                answer = json.loads(process.stdout.readline())
                answers[answer.get("id")] = answer
            process.stdin.close()
            assert process.wait(ENDS_WITHIN_SECONDS) == 0
            logged = process.stderr.read()
        finally:
            process.kill()
    return answers, logged


def answered(answers):
    return [answers[at]["result"]["structuredContent"]["status"] for at in (2, 3)]


def test_collectors_that_hang_or_are_gone_are_told_of_once_and_delay_nothing(tmp_path):
    with silence() as hanging:
        answers, logged = talk(
            tmp_path,
            OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=hanging,
            OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=f"http://127.0.0.1:{free_port()}/v1/metrics",
            OTEL_EXPORTER_OTLP_TIMEOUT="600",
            OTEL_METRIC_EXPORT_INTERVAL="20",
            OTEL_BSP_SCHEDULE_DELAY="20",
            OTEL_BSP_MAX_QUEUE_SIZE="1",
            OTEL_BSP_MAX_EXPORT_BATCH_SIZE="1",
        )
    assert answered(answers) == ["ok", "ok"]
    assert logged.splitlines() == [
        "WARNING wallet_portfolio.telemetry.exporting: Telemetry is not delivered: the collector does not take it. "
        "Answers are not affected."
    ]


def test_without_the_extra_it_says_how_to_get_it_and_serves(tmp_path):
    address = f"http://127.0.0.1:{free_port()}"
    answers, logged = talk(tmp_path, sys.executable, "-c", _WITHOUT_THE_EXTRA, OTEL_EXPORTER_OTLP_ENDPOINT=address)
    assert answered(answers) == ["ok", "ok"]
    (line,) = logged.splitlines()
    assert "pip install 'wallet-portfolio[telemetry]'" in line


def test_nothing_is_sent_where_it_is_switched_off(tmp_path):
    with collecting() as collector:
        variables = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_SDK_DISABLED": "true"}
        answers, logged = talk(tmp_path, WALLET_PORTFOLIO_LOG_LEVEL="error", **variables)
    assert answered(answers) == ["ok", "ok"]
    assert (collector.received, logged) == ([], "")


@pytest.mark.parametrize(
    ("variables", "traces", "metrics"),
    [
        ({}, False, False),
        ({"OTEL_SERVICE_NAME": "x"}, False, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": " "}, False, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c"}, True, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://c"}, True, False),
        ({"OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": "http://c"}, False, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c", "OTEL_METRICS_EXPORTER": "none"}, True, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c", "OTEL_TRACES_EXPORTER": "None"}, False, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf"}, True, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c", "OTEL_SDK_DISABLED": "True"}, False, False),
    ],
)
def test_the_standard_variables_decide_what_is_sent(monkeypatch, variables, traces, metrics):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert telemetry_asked() == Telemetry(traces, metrics)


def test_a_protocol_that_is_not_spoken_is_named(monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc")
    asked = telemetry_asked()
    assert (asked.traces, asked.metrics) == (False, True)
    assert "http/protobuf only" in asked.unusable
