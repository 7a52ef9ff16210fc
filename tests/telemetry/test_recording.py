"""Spans of work that several wait for, and what is watched when nobody watches."""

import ast
from pathlib import Path

import anyio
import pytest
from opentelemetry.metrics import NoOpMeterProvider
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from wallet_portfolio import okx
from wallet_portfolio.app import make_server
from wallet_portfolio.okx import observing
from wallet_portfolio.okx.codes import failure_of_status
from wallet_portfolio.okx.sharing import Flights
from wallet_portfolio.settings import Settings
from wallet_portfolio.telemetry.names import ERROR, METHOD
from wallet_portfolio.telemetry.recording import Recorder

pytestmark = pytest.mark.anyio
BASE = {METHOD: "tools/call"}
BALANCE = "/api/v6/dex/balance/"


@pytest.fixture
def exported():
    return InMemorySpanExporter()


@pytest.fixture
def recorder(exported):
    tracing = TracerProvider(shutdown_on_exit=False)
    tracing.add_span_processor(SimpleSpanProcessor(exported))
    recorder = Recorder(tracing.get_tracer("test"), NoOpMeterProvider().get_meter("test"))
    observing.watch(recorder)
    yield recorder
    observing.watch(None)
    tracing.shutdown()


async def answer(method, path, query, body):
    observing.left("127.0.0.1", 1)
    observing.answered(200, 2)
    return "{}"


async def test_a_shared_request_is_part_of_the_first_call_and_the_second_points_there(recorder, exported):
    ready = anyio.Event()
    spent = {}

    async def work():
        await ready.wait()
        return await observing.watched(answer, lambda: 1.0)("GET", f"{BALANCE}supported/chain", None, None)

    async def call(tool, flights):
        with recorder.call("tools/call", tool, BASE, None), observing.counting() as counted:
            await flights.share("the same", work)
            await flights.share("the same", work)  # alone this time
        spent[tool] = counted.requests

    async with anyio.create_task_group() as group:
        flights = Flights(group)
        group.start_soon(call, "first", flights)
        await anyio.wait_all_tasks_blocked()
        group.start_soon(call, "second", flights)
        await anyio.wait_all_tasks_blocked()
        ready.set()
    spans = {}
    for span in exported.get_finished_spans():
        spans.setdefault(span.name, []).append(span)
    (first,), (second,) = spans["tools/call first"], spans["tools/call second"]
    assert {link.context.span_id for link in second.links} <= {first.context.span_id}
    assert len(second.links) == 1
    assert spent["first"] + spent["second"] == len(spans["GET networks"])
    assert spans["GET networks"][0].parent.span_id == first.context.span_id


async def test_a_request_that_never_left_has_no_span(recorder, exported):
    async def refuse(method, path, query, body):
        raise failure_of_status(429, 60.0)

    with pytest.raises(Exception, match="limiting"):
        await observing.watched(refuse, lambda: 1.0)("GET", f"{BALANCE}supported/chain", None, None)
    assert exported.get_finished_spans() == ()


async def test_what_fails_is_named_by_a_word_and_not_by_what_it_says(recorder, exported):
    with pytest.raises(KeyError), recorder.call("tools/call", "ask_wallet", BASE, None):
        raise KeyError("canary")
    (span,) = exported.get_finished_spans()
    assert (span.attributes[ERROR], span.status.description, span.events) == ("KeyError", None, ())


@pytest.mark.parametrize("parent", ["", "canary", "00-canary-canary-01", 7, None])
async def test_what_is_no_parent_is_passed_over(recorder, exported, parent):
    with recorder.call("tools/list", None, BASE, {"traceparent": parent, "tracestate": "canary=1"}):
        pass
    (span,) = exported.get_finished_spans()
    assert (span.parent, len(span.context.trace_state)) == (None, 0)


def test_every_question_has_a_word():
    found = {
        ast.unparse(node)
        for name in ("client.py", "markets.py", "swap_calls.py")
        for node in ast.walk(ast.parse((Path(okx.__file__).parent / name).read_text("utf-8")))
        if isinstance(node, ast.JoinedStr)
    }
    parts = {"{_BALANCE}": "balance", "{MARKET}": "market", "{_AGGREGATOR}": "aggregator"}
    paths = {
        text.strip("f'").replace(name, part)
        for text in found
        for name, part in parts.items()
        if text.startswith(f"f'{name}/")
    }
    assert len(paths) == 13
    assert {path for path in paths if observing.question_of(f"/api/v6/dex/{path}") == observing.OTHER} == set()


def test_nobody_watching_changes_nothing_that_is_called():
    assert observing.watched(answer, lambda: 1.0) is answer


def test_the_spans_of_the_sdk_are_not_made():
    names = [type(each).__name__ for each in make_server(Settings(WALLET_PORTFOLIO_DEMO=True)).middleware]
    assert "OpenTelemetryMiddleware" not in names
    assert "RequestStateBoundary" in names
