"""The OpenTelemetry SDK, sending to the collector that the OTEL_* variables name.

Whatever is wrong with the collector is told once and costs no answer anything: what is recorded goes through queues of
bounded length, which threads of their own empty.
"""

import logging
import threading
import time
from dataclasses import dataclass

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.metrics import NoOpMeterProvider
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import NoOpTracerProvider

from wallet_portfolio import __version__
from wallet_portfolio.telemetry.recording import Recorder

NAME = "wallet-portfolio"
LONGEST_FLUSH_SECONDS = 3.0

logger = logging.getLogger(__name__)


class _Once(logging.Handler):
    """Tells of the first thing that goes wrong, in one line. What libraries say of it can hold addresses and keys."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._told = False

    def emit(self, record: logging.LogRecord) -> None:
        del record
        if not self._told:
            self._told = True
            logger.warning("Telemetry is not delivered: the collector does not take it. Answers are not affected.")


@dataclass(slots=True)
class Exporting:
    """What records, and what sends it until it is stopped. The providers are no one else's: nothing is made global."""

    recorder: Recorder
    _tracing: TracerProvider | None
    _metering: MeterProvider | None

    @classmethod
    def started(cls, *, traces: bool, metrics: bool) -> "Exporting":
        """Start sending. The addresses and all that is to be said about them are read from the environment."""
        library = logging.getLogger("opentelemetry")
        library.handlers, library.propagate = [_Once()], False
        own = Resource.create({"service.name": NAME, "service.version": __version__})
        resource = own.merge(OTELResourceDetector().detect())
        tracing = TracerProvider(resource=resource, shutdown_on_exit=False) if traces else None
        if tracing:
            tracing.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        readers = [PeriodicExportingMetricReader(OTLPMetricExporter())] if metrics else []
        metering = MeterProvider(readers, resource, shutdown_on_exit=False) if metrics else None
        recorder = Recorder(
            (tracing or NoOpTracerProvider()).get_tracer(NAME, __version__),
            (metering or NoOpMeterProvider()).get_meter(NAME, __version__),
        )
        return cls(recorder, tracing, metering)

    def stop(self) -> None:
        """Send what is left, for so long at most; threads that still wait end with the process."""
        deadline = time.monotonic() + LONGEST_FLUSH_SECONDS
        ending = [
            threading.Thread(target=provider.shutdown, daemon=True)
            for provider in (self._tracing, self._metering)
            if provider
        ]
        for thread in ending:
            thread.start()
        for thread in ending:
            thread.join(max(0.0, deadline - time.monotonic()))
