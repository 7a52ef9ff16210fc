"""Spans and metrics of what happens, by the OpenTelemetry API. Every value is a number or a word from a list."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

from opentelemetry.context import Context
from opentelemetry.metrics import Counter, Histogram, Meter, UpDownCounter
from opentelemetry.trace import (
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    StatusCode,
    Tracer,
    get_current_span,
    set_span_in_context,
    use_span,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from wallet_portfolio.okx.codes import CallFailed
from wallet_portfolio.okx.observing import Sending, Where
from wallet_portfolio.telemetry import names
from wallet_portfolio.telemetry.names import Metric

_TRACE_CONTEXT = TraceContextTextMapPropagator()

Attributes: TypeAlias = Mapping[str, str | int | float]


@dataclass(slots=True)
class Outcome:
    """What a call came to, told while it is watched. `error` is set where it failed."""

    span: Span
    attributes: dict[str, str | int | float] = field(default_factory=dict)
    error: str | None = None


class Recorder:
    """Watches calls, and as an Observer the requests to the service."""

    def __init__(self, tracer: Tracer, meter: Meter) -> None:
        self.tracer = tracer
        self._calls = _histogram(meter, names.CALL_DURATION)
        self._answers = _counter(meter, names.ANSWERS)
        self._calls_active = _up_and_down(meter, names.CALLS_ACTIVE)
        self.requests = _histogram(meter, names.REQUEST_DURATION)
        self.sizes = _histogram(meter, names.REQUEST_SIZE)
        self.requests_active = _up_and_down(meter, names.REQUESTS_ACTIVE)
        self.refusals = _counter(meter, names.REFUSALS)
        self.retries = _counter(meter, names.RETRIES)
        self.pace = meter.create_gauge(names.PACE.name, names.PACE.unit, names.PACE.meaning)
        self.waits_ended = _histogram(meter, names.WAIT)
        self.waiting = _up_and_down(meter, names.WAITING)
        self._lookups = _counter(meter, names.LOOKUPS)

    @contextmanager
    def call(
        self, method: str, tool: str | None, attributes: Attributes, carrier: Mapping[str, object] | None
    ) -> Iterator[Outcome]:
        """A call over MCP, under the client's span where it told of one."""
        started = time.perf_counter()
        name = f"{method} {tool}" if tool else method
        span = self.tracer.start_span(name, context=_told_by(carrier), kind=SpanKind.SERVER, attributes=attributes)
        outcome = Outcome(span)
        active = {names.METHOD: method}
        self._calls_active.add(1, active)
        try:
            with use_span(span, record_exception=False, set_status_on_exception=False):
                yield outcome
        except BaseException as failure:
            outcome.error = outcome.error or kind_of(failure)
            raise
        finally:
            self._calls_active.add(-1, active)
            told = {**attributes, **outcome.attributes}
            _end(span, outcome.attributes, outcome.error)
            if outcome.error:
                told[names.ERROR] = outcome.error
            self._calls.record(time.perf_counter() - started, _only(told, names.CALL_DURATION))
            if names.ANSWER in told:
                self._answers.add(1, _only(told, names.ANSWERS))

    def looked_up(self, question: str, where: Where) -> None:
        """Called by `okx/observing.py`, as all that follows."""
        self._lookups.add(1, {names.QUESTION: question, names.WHERE: where})

    def waits(self, question: str, method: str, attempt: int) -> Sending:
        """A request waits for its turn."""
        return _Request(self, question, method, attempt)

    def leader(self) -> SpanContext:
        """The span that a request for several will be part of."""
        return _without_state(get_current_span().get_span_context())

    def joined(self, leader: object) -> None:
        """The span at hand points to the one that has the request."""
        span = get_current_span()
        if not isinstance(leader, SpanContext) or not leader.is_valid:
            return
        known = {span.get_span_context().span_id, *(link.context.span_id for link in getattr(span, "links", ()))}
        if leader.span_id not in known:
            span.add_link(leader)


class _Request:
    """One attempt. Its span is as long as the exchange; the wait before it is an attribute."""

    def __init__(self, recorder: Recorder, question: str, method: str, attempt: int) -> None:
        self._recorder = recorder
        self._question = question
        self._attempt = attempt
        self._place: dict[str, str | int] = {names.HTTP_METHOD: method}
        self._status: dict[str, str | int] = {}
        self._size: int | None = None
        self._span: Span | None = None
        self._since = time.perf_counter()
        recorder.waiting.add(1)

    def left(self, host: str, port: int | None) -> None:
        waited, self._since = time.perf_counter() - self._since, time.perf_counter()
        self._place |= {names.HOST: host} | ({names.PORT: port} if port else {})
        recorder = self._recorder
        recorder.waiting.add(-1)
        recorder.waits_ended.record(waited)
        recorder.requests_active.add(1, self._place)
        again = {names.HTTP_RESENT: self._attempt - 1} if self._attempt > 1 else {}
        if again:
            recorder.retries.add(1, {names.QUESTION: self._question})
        self._span = recorder.tracer.start_span(
            f"{self._place[names.HTTP_METHOD]} {self._question}",
            context=_under(get_current_span().get_span_context()),
            kind=SpanKind.CLIENT,
            attributes={**self._place, names.QUESTION: self._question, names.WAITED: waited, **again},
        )

    def answered(self, status: int, size: int) -> None:
        self._status[names.HTTP_STATUS] = status
        self._size = size

    def refused(self, service_code: str) -> None:
        if self._span:
            self._span.set_attribute(names.SERVICE_CODE, service_code)

    def ended(self, failure: BaseException | None, rate: float) -> None:
        recorder = self._recorder
        recorder.pace.set(rate)
        if self._span is None:  # there was no time left for it
            recorder.waiting.add(-1)
            return
        error = None if failure is None else kind_of(failure)
        recorder.requests_active.add(-1, self._place)
        told = {**self._place, names.QUESTION: self._question, **self._status}
        if self._size is not None:
            recorder.sizes.record(self._size, told)
            self._span.set_attribute(names.HTTP_SIZE, self._size)
        if isinstance(failure, CallFailed) and failure.too_fast:
            recorder.refusals.add(1, {names.QUESTION: self._question})
        recorder.requests.record(time.perf_counter() - self._since, told | ({names.ERROR: error} if error else {}))
        _end(self._span, self._status, error)


def kind_of(failure: BaseException) -> str:
    """A word for what went wrong: our own code, or the class."""
    if isinstance(failure, CallFailed):
        return failure.code
    return "cancelled" if isinstance(failure, asyncio.CancelledError) else type(failure).__qualname__


def _told_by(carrier: Mapping[str, object] | None) -> Context:
    """The client's span as a parent, where `traceparent` tells of one."""
    parent = (carrier or {}).get("traceparent")
    told = _TRACE_CONTEXT.extract({"traceparent": parent}, Context()) if isinstance(parent, str) else Context()
    return _under(get_current_span(told).get_span_context())


def _under(span: SpanContext) -> Context:
    return set_span_in_context(NonRecordingSpan(_without_state(span)), Context())


def _without_state(span: SpanContext) -> SpanContext:
    """Its trace state is left behind: a client can write what it likes there, and it would be sent on."""
    return SpanContext(span.trace_id, span.span_id, span.is_remote, span.trace_flags)


def _end(span: Span, attributes: Attributes, error: str | None) -> None:
    span.set_attributes(dict(attributes))
    if error:
        span.set_attribute(names.ERROR, error)
        span.set_status(StatusCode.ERROR)
    span.end()


def _only(told: Attributes, metric: Metric) -> Attributes:
    return {name: told[name] for name in metric.attributes if name in told}


def _histogram(meter: Meter, metric: Metric) -> Histogram:
    return meter.create_histogram(
        metric.name, metric.unit, metric.meaning, explicit_bucket_boundaries_advisory=metric.bounds
    )


def _counter(meter: Meter, metric: Metric) -> Counter:
    return meter.create_counter(metric.name, metric.unit, metric.meaning)


def _up_and_down(meter: Meter, metric: Metric) -> UpDownCounter:
    return meter.create_up_down_counter(metric.name, metric.unit, metric.meaning)
