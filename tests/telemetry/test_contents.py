"""What leaves a server for a collector, and what it logs, holds words of its own and nothing of wallets or clients."""

import logging
import re
from typing import get_args

from support.collector import attributes, points, words
from telemetry.conftest import CANARY, REMOTE
from trust.canaries import leaks
from wallet_portfolio import __version__
from wallet_portfolio.assets.errors import ErrorCode
from wallet_portfolio.okx.observing import OTHER, Where
from wallet_portfolio.simulator import DEMO_WALLETS
from wallet_portfolio.telemetry.names import METRICS, SPAN_ATTRIBUTES
from wallet_portfolio.tools.catalog import TOOLS

QUESTIONS = {
    "networks", "total_value", "balances", "token_balances", "token_search", "token_infos", "prices", "candles",
    "swap_networks", "quote", "approval", "swap", "swap_instructions",
}  # fmt: skip
STATUSES = {"ok", "partial", "needs_input", "error"}
METHODS = {"initialize", "tools/call", "tools/list", "prompts/get", "resources/list", "resources/read"}
NAMES = {tool.name for tool in TOOLS} | {OTHER}
WORDS = {
    *NAMES, *QUESTIONS, *STATUSES, *METHODS, *get_args(ErrorCode), *get_args(Where),
    *(f"tools/call {name}" for name in NAMES), *(f"{method} {of}" for method in ("GET", "POST") for of in QUESTIONS),
    *(metric.name for metric in METRICS), *(metric.unit for metric in METRICS), *(metric.meaning for metric in METRICS),
    *(name for metric in METRICS for name in metric.attributes), *SPAN_ATTRIBUTES["call"], *SPAN_ATTRIBUTES["request"],
    "service.name", "wallets-of-a-team", "service.version", __version__, "wallet-portfolio", "service.instance.id",
    "telemetry.sdk.language", "python", "telemetry.sdk.name", "opentelemetry", "telemetry.sdk.version",
    "GET", "POST", "127.0.0.1", "execute_tool", "pipe", "tcp", "2025-11-25", "2026-07-28", "tool_error", "-32602",
    "50011", "50113",
}  # fmt: skip
VERSION_OR_ID = re.compile(r"\d+\.\d+\.\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def canaries_in(data):
    said = data.decode("latin-1").lower() if isinstance(data, bytes) else data.lower()
    known = [CANARY.lower(), "canary", *(address.lower().removeprefix("0x") for address in DEMO_WALLETS.values())]
    return [canary for canary in known if canary in said] + leaks(data)


def test_every_word_that_is_sent_is_from_the_lists(heard):
    sent = [
        word
        for path in ("/v1/traces", "/v1/metrics")
        for message in heard.collector.messages(path)
        for word in words(message)
    ]
    assert {word for word in sent if word not in WORDS and not VERSION_OR_ID.fullmatch(word)} == set()
    assert not any(span.trace_state or span.events or span.status.message for span in heard.collector.spans)


def test_nothing_of_wallets_clients_or_keys_is_in_any_byte(heard):
    assert {path for path, _, _ in heard.collector.received} == {"/v1/traces", "/v1/metrics"}
    for path, headers, body in heard.collector.received:
        assert canaries_in(body) == [], path
        assert canaries_in(headers) == [], path
    assert canaries_in(heard.log) == []


def test_each_call_has_a_span_with_its_requests_below_it(heard):
    spans = heard.collector.spans
    calls = [span for span in spans if span.name.startswith("tools/call")]
    assert len(calls) == heard.calls
    assert {attributes(span)["gen_ai.tool.name"] for span in calls} >= {tool.name for tool in TOOLS}
    below = {span.span_id: [] for span in spans}
    requests = [span for span in spans if span.kind == span.SPAN_KIND_CLIENT]
    for span in requests:
        below[span.parent_span_id].append(span)
    assert len(requests) == len(heard.asked) > len(TOOLS)
    for span in calls:
        assert attributes(span)["wallet_portfolio.requests"] == len(below[span.span_id])
    for span in spans:
        kind = "request" if span in requests else "call"
        assert attributes(span).keys() <= set(SPAN_ATTRIBUTES[kind])


def test_what_calls_came_to(heard):
    told = [attributes(span) for span in heard.collector.spans if span.name == "tools/call get_price_chart"]
    assert [
        (one["wallet_portfolio.answer.status"], one["wallet_portfolio.answer.code"], one["error.type"]) for one in told
    ] == [("error", "auth_failed", "tool_error")]
    refused, again = (attributes(span) for span in heard.collector.spans if span.name == "GET networks")
    assert (refused["wallet_portfolio.service.code"], refused["error.type"]) == ("50011", "rate_limited")
    assert "http.request.resend_count" not in refused
    assert (again["http.request.resend_count"], again["http.response.status_code"]) == (1, 200)
    assert again["wallet_portfolio.pace.waited"] > 0


def test_a_call_goes_on_the_trace_of_its_client(over_stdio):
    _, trace, parent, _ = REMOTE.split("-")
    calls = [span for span in over_stdio.collector.spans if span.name.startswith("tools/call")]
    assert {(span.trace_id.hex(), span.parent_span_id.hex()) for span in calls} == {(trace, parent)}


def test_figures_agree_with_what_the_service_was_asked(heard):
    sent = heard.collector.metrics
    known = {metric.name: metric for metric in METRICS}
    assert sent.keys() == known.keys()
    for name, metric in sent.items():
        assert (metric.unit, metric.description) == (known[name].unit, known[name].meaning)
        for point in points(metric):
            assert attributes(point).keys() <= set(known[name].attributes), name
    asked, calls = len(heard.asked), heard.calls
    assert sum(point.count for point in points(sent["http.client.request.duration"])) == asked
    assert sum(point.count for point in points(sent["wallet_portfolio.pace.wait"])) == asked
    assert (
        sum(
            point.count
            for point in points(sent["mcp.server.operation.duration"])
            if attributes(point)["mcp.method.name"] == "tools/call"
        )
        == calls
    )
    answered = points(sent["wallet_portfolio.tool.answers"])
    assert sum(point.as_int for point in answered) == calls - sum(
        s.name == "tools/call other" for s in heard.collector.spans
    )
    assert [point.as_int for point in points(sent["wallet_portfolio.requests.refused"])] == [1]
    assert [point.as_int for point in points(sent["wallet_portfolio.requests.retried"])] == [1]
    for name in ("wallet_portfolio.calls.active", "wallet_portfolio.pace.waiting", "http.client.active_requests"):
        assert {point.as_int for point in points(sent[name])} == {0}
    found = {
        attributes(point)["wallet_portfolio.cache.where"] for point in points(sent["wallet_portfolio.cache.lookups"])
    }
    assert {"process", "none"} <= found
    (rate,) = points(sent["wallet_portfolio.pace.rate"])
    assert 0 < rate.as_double < 1_000


def test_every_line_of_the_log_is_an_object(heard):
    assert heard.lines
    for line in heard.lines:
        assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
        assert line["level"] in {"debug", "info", "warning", "error"}
        assert line["logger"].split(".")[0] == "wallet_portfolio"
        assert line["message"]
    said = [line["message"] for line in heard.lines]
    assert said[-1] == "The server has stopped."
    assert "The server has started." in said


def test_each_tool_call_is_logged_with_the_span_it_belongs_to(heard):
    calls = [line for line in heard.lines if line["message"] == "tool call"]
    spans = {span.span_id.hex(): span for span in heard.collector.spans}
    assert len(calls) == heard.calls
    for line in calls:
        told = attributes(spans[line["span_id"]])
        assert line["trace_id"] == spans[line["span_id"]].trace_id.hex()
        assert line["tool"] == told["gen_ai.tool.name"]
        assert line["requests"] == told["wallet_portfolio.requests"]
        assert line["status"] == told.get("wallet_portfolio.answer.status", "refused")
        assert line["ms"] > 0
    assert {line["code"] for line in calls if "code" in line} >= {"auth_failed"}


def test_where_it_is_served_is_told_once(over_http):
    assert [line["message"].startswith("Serving MCP at http://127.0.0.1:") for line in over_http.lines].count(True) == 1
    assert over_http.lines[0]["level"] == logging.getLevelName(logging.INFO).lower()
