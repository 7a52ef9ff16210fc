"""The application: receive, judge, answer, and keep a record of it all."""

import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from wallet_portfolio.simulator import routes
from wallet_portfolio.simulator.auth import Credentials, SignedRequest, authenticate
from wallet_portfolio.simulator.delivery import deliver, wait
from wallet_portfolio.simulator.demo import DEMO_CREDENTIALS, demo_world
from wallet_portfolio.simulator.faults import Acting, Answer, ClockOffset, Delivery, Faults, Hang, Mutate, Reset
from wallet_portfolio.simulator.limits import SlidingWindow
from wallet_portfolio.simulator.parameters import Parameters
from wallet_portfolio.simulator.protocol import (
    JSON,
    Call,
    RecordedRequest,
    Refusal,
    Reply,
    Route,
    json_reply,
    refused,
    success,
)
from wallet_portfolio.simulator.world import World

MOST_RECORDS = 10_000


class Simulator:
    """An ASGI application that answers as the service would.

    `requests` holds what arrived, `violations` one line for each rule of the service that a request broke.
    """

    def __init__(
        self,
        world: World,
        credentials: Credentials,
        limit: SlidingWindow,
        faults: Faults,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        latency: float,
    ) -> None:
        self.world = world
        self.faults = faults
        self.requests: deque[RecordedRequest] = deque(maxlen=MOST_RECORDS)
        self.violations: list[str] = []
        self._credentials = credentials
        self._limit = limit
        self._clock = clock
        self._monotonic = monotonic
        self._latency = latency

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise RuntimeError(f"the stand-in speaks HTTP only, not {scope['type']}")
        arrived = self._monotonic()
        request = Request(scope, receive)
        signed = SignedRequest(
            request.method, scope["raw_path"], scope["query_string"], await request.body(), request.headers
        )
        pairs = _query(signed)
        record = RecordedRequest(
            signed.method, signed.raw_path.decode("latin-1"), dict(pairs), _json(signed.body), arrived
        )
        self.requests.append(record)
        acting = self.faults.take(record)
        hang = acting.of(Hang)
        await wait(self._latency + (hang.seconds if hang else 0), receive)

        offset = _offset(acting)
        if len(record.query) < len(pairs):
            self._note("a query parameter is given twice", record)
        reply = _changed(self._judge(signed, record, offset), acting)
        how = acting.of(Delivery)
        if not isinstance(how, Reset):
            record.status, record.code = reply.status, reply.code
        dated = {"date": format_datetime(self._clock() + offset, usegmt=True), **reply.headers}
        await deliver(Reply(reply.status, reply.body, dated), how, receive, send)

    def _judge(self, signed: SignedRequest, record: RecordedRequest, offset: timedelta) -> Reply:
        """The right answer, whatever a fault may make of it afterwards."""
        now = self._clock() + offset
        try:
            route = routes.find(signed.method, record.path)
            authenticate(signed, self._credentials, now, clock_is_off=offset)
            self._limit.admit()
            return success(route.answer(self._call(route, signed, record, now)))
        except Refusal as refusal:
            if refusal.breach:
                self._note(f"{refusal.code} {refusal.message}", record)
            return refused(refusal)

    def _call(self, route: Route, signed: SignedRequest, record: RecordedRequest, now: datetime) -> Call:
        values: Mapping[str, JSON] = dict(record.query)
        if route.method == "POST":
            _check_body(signed)
            if record.query:
                self._note("a POST has no query", record)
            values = record.json if isinstance(record.json, dict) else {}
        elif signed.body:
            self._note("a GET has no body", record)
        if "ok-access-project" in signed.headers:
            self._note("OK-ACCESS-PROJECT is not used in v6", record)
        parameters = Parameters(values)
        for name in parameters.unknown(route.parameters):
            self._note(f"unknown parameter {name}", record)
        return Call(self.world, parameters, record.json, now, note=lambda rule: self._note(rule, record))

    def _note(self, rule: str, record: RecordedRequest) -> None:
        if len(self.violations) < MOST_RECORDS:
            self.violations.append(f"{rule} ({record.method} {record.path})")


def create_app(
    world: World | None = None,
    *,
    credentials: Mapping[str, str] | None = None,
    requests_per_second: float | None = None,
    faults: Faults | None = None,
    clock: Callable[[], datetime] | None = None,
    monotonic: Callable[[], float] = time.monotonic,
    latency: float = 0,
) -> Simulator:
    """A stand-in of its own: nothing is shared with another one but immutable data."""
    return Simulator(
        demo_world() if world is None else world,
        Credentials(**(DEMO_CREDENTIALS if credentials is None else credentials)),
        SlidingWindow(requests_per_second, monotonic),
        Faults() if faults is None else faults,
        clock=clock or (lambda: datetime.now(UTC)),
        monotonic=monotonic,
        latency=latency,
    )


def _query(signed: SignedRequest) -> list[tuple[str, str]]:
    return parse_qsl(signed.raw_query.decode("latin-1"), keep_blank_values=True)


def _json(body: bytes) -> JSON:
    try:
        parsed: JSON = json.loads(body)
    except ValueError:
        return None
    return parsed


def _check_body(signed: SignedRequest) -> None:
    media_type = signed.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise Refusal("50006", "Invalid Content-Type", status=400)
    if not signed.body:
        raise Refusal("50000", "Body can not be empty", status=400)
    if not isinstance(_json(signed.body), dict | list):
        raise Refusal("50002", "Json syntax error", status=400)


def _offset(acting: Acting) -> timedelta:
    clock = acting.of(ClockOffset)
    return timedelta(seconds=clock.seconds) if clock else timedelta()


def _changed(reply: Reply, acting: Acting) -> Reply:
    answer = acting.of(Answer)
    if answer:
        reply = answer.reply
    mutate = acting.of(Mutate)
    if mutate is None:
        return reply
    try:
        body: JSON = json.loads(reply.body)
    except ValueError:
        return reply
    kept = {name: value for name, value in reply.headers.items() if name != "content-type"}
    return json_reply(mutate.change(body), status=reply.status, headers=kept)
