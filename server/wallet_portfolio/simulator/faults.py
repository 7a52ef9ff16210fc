"""What can go wrong on purpose, and for which requests.

A `Fault` couples an effect with the requests it strikes. Effects of different stages add up; of one stage the first
fault that matches acts, and only that one is used up, so two faults with `times=1` strike one request after the other.
A faulty answer does not stop the request from being judged in full: `violations` stays complete.
"""

import gzip
import io
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import ClassVar, Literal, TypeAlias, TypeVar

from wallet_portfolio.simulator.protocol import JSON, RecordedRequest, Reply, json_reply

Stage: TypeAlias = Literal["clock", "wait", "answer", "change", "delivery"]

_MIB = 1024 * 1024


class Effect:
    """Something that happens to a request; each kind belongs to one stage of answering it."""

    stage: ClassVar[Stage]


@dataclass(frozen=True, slots=True)
class ClockOffset(Effect):
    """The service's clock is off: its view of the timestamp and its Date header."""

    seconds: float
    stage: ClassVar[Stage] = "clock"


@dataclass(frozen=True, slots=True)
class Hang(Effect):
    """Nothing happens for a while, then the request is answered."""

    seconds: float
    stage: ClassVar[Stage] = "wait"


@dataclass(frozen=True, slots=True)
class Answer(Effect):
    """This answer instead of the right one."""

    reply: Reply
    stage: ClassVar[Stage] = "answer"


@dataclass(frozen=True, slots=True)
class Mutate(Effect):
    """The right answer, changed; one that is no JSON stays as it is."""

    change: Callable[[JSON], JSON]
    stage: ClassVar[Stage] = "change"


class Delivery(Effect):
    """The answer is right, but does not arrive as it should."""

    stage: ClassVar[Stage] = "delivery"


@dataclass(frozen=True, slots=True)
class CutShort(Delivery):
    """Content-Length promises the whole body, `share` of it is sent, and the connection closes."""

    share: float = 0.5


@dataclass(frozen=True, slots=True)
class Reset(Delivery):
    """The connection is reset before the answer, or in the middle of its body.

    In process, where there is no connection, ConnectionResetError comes out of the application.
    """

    midway: bool = False


@dataclass(frozen=True, slots=True)
class EndlessBody(Delivery):
    """A body without an end, or with one after `mebibytes`.

    In process, where nobody can hang up, it always ends: after 64 MiB unless told otherwise.
    """

    mebibytes: int | None = None


def service_code(code: str, message: str = "", *, status: int = 200) -> Answer:
    """Any service code under any HTTP status."""
    return Answer(json_reply({"code": code, "msg": message, "data": []}, status=status))


def rate_limited(*, retry_after: str | None = None, status: int = 429) -> Answer:
    """Too many requests, as HTTP 429 or (status 200) only in the body."""
    headers = {} if retry_after is None else {"retry-after": retry_after}
    return Answer(json_reply({"code": "50011", "msg": "Too Many Requests"}, status=status, headers=headers))


def html_page(status: int) -> Answer:
    """An HTML page where JSON belongs, such as a proxy sends."""
    page = f"<!DOCTYPE html><html><body><h1>{status}</h1><p>stand-in gateway</p></body></html>"
    return Answer(Reply(status, page.encode(), {"content-type": "text/html"}))


def payment_required() -> Answer:
    """The plan's quota is used up: HTTP 402 and nothing else."""
    return Answer(Reply(402, b""))


def redirect(url: str) -> Answer:
    """A redirect that a client with secret headers must not follow."""
    return Answer(Reply(302, b"", {"location": url}))


def invalid_utf8() -> Answer:
    """JSON but for two bytes that are no text."""
    return Answer(Reply(200, b'{"code":"0","msg":"\xff\xfe","data":[]}', {"content-type": "application/json"}))


def wrong_shape(body: JSON) -> Answer:
    """JSON that is not what the call promises."""
    return Answer(json_reply(body))


@cache
def gzip_bomb(mebibytes: int = 64) -> Answer:
    """A small body that unpacks into a large one."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        for _ in range(mebibytes):
            file.write(b" " * _MIB)
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    return Answer(Reply(200, packed.getvalue(), headers))


@dataclass(frozen=True, slots=True)
class Fault:
    """An effect on requests whose path ends with `path` and for which `when` holds, at most `times` often."""

    effect: Effect
    path: str | None = None
    when: Callable[[RecordedRequest], bool] | None = None
    times: int | None = None

    def strikes(self, request: RecordedRequest) -> bool:
        """Whether the request is one of those meant."""
        if self.path is not None and not request.path.endswith(self.path):
            return False
        return self.when is None or self.when(request)


E = TypeVar("E", bound=Effect)


@dataclass(frozen=True, slots=True)
class Acting:
    """The effects that strike one request, at most one for each stage."""

    effects: Mapping[Stage, Effect] = field(default_factory=dict)

    def of(self, kind: type[E]) -> E | None:
        """The effect of this kind, if there is one."""
        return next((effect for effect in self.effects.values() if isinstance(effect, kind)), None)


@dataclass(slots=True)
class _Armed:
    fault: Fault
    left: int | None


class Faults:
    """The faults in force. They may be changed from any thread while the service runs."""

    def __init__(self, *faults: Fault) -> None:
        self._lock = threading.Lock()
        self._armed: list[_Armed] = []
        for fault in faults:
            self.add(fault)

    def add(self, fault: Fault) -> None:
        """Put a fault in force, after those that already are."""
        with self._lock:
            self._armed.append(_Armed(fault, fault.times))

    def clear(self) -> None:
        """From now on everything works."""
        with self._lock:
            self._armed.clear()

    def take(self, request: RecordedRequest) -> Acting:
        """What strikes this request; it counts as one time for each."""
        chosen: dict[Stage, Effect] = {}
        with self._lock:
            for armed in self._armed:
                stage = armed.fault.effect.stage
                if armed.left == 0 or stage in chosen or not armed.fault.strikes(request):
                    continue
                chosen[stage] = armed.fault.effect
                if armed.left is not None:
                    armed.left -= 1
        return Acting(chosen)
