"""What may be watched of the asking: what was found or asked for, who waited, and what each request came to.

Nothing of what is asked is told, only the kind of question. Nobody watches until `watch` was called; until then a
request costs two looks at a variable.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

T = TypeVar("T")

_SERVICE = "/api/v6/dex/"
_QUESTIONS = {
    "balance/supported/chain": "networks",
    "balance/total-value-by-address": "total_value",
    "balance/all-token-balances-by-address": "balances",
    "balance/token-balances-by-address": "token_balances",
    "market/token/search": "token_search",
    "market/token/basic-info": "token_infos",
    "market/price-info": "prices",
    "market/candles": "candles",
    "aggregator/supported/chain": "swap_networks",
    "aggregator/quote": "quote",
    "aggregator/approve-transaction": "approval",
    "aggregator/swap": "swap",
    "aggregator/swap-instruction": "swap_instructions",
}
OTHER = "other"
_SERVICE_CODE = re.compile(r"0|[0-9]{5}")

# Where an answer was found: "flight" is equal work under way, "none" says that it had to be asked for.
Where = Literal["process", "redis", "flight", "none"]


class Sending(Protocol):
    """One attempt at a request. It may end without ever having left."""

    def left(self, host: str, port: int | None) -> None:
        """Its turn has come: it is under way to this host."""

    def answered(self, status: int, size: int) -> None:
        """An answer is there, of so many bytes."""

    def refused(self, service_code: str) -> None:
        """The service gave a code of its own."""

    def ended(self, failure: BaseException | None, rate: float) -> None:
        """It is over; so many requests a second may leave now."""


class Observer(Protocol):
    """Whoever watches. No method may raise or wait."""

    def looked_up(self, question: str, where: Where) -> None:
        """Something was found, or not."""

    def waits(self, question: str, method: str, attempt: int) -> Sending:
        """A request waits for its turn. `attempt` counts from 1."""

    def leader(self) -> object:
        """What work that others may join is part of."""

    def joined(self, leader: object) -> None:
        """The work at hand waits for that of another."""


@dataclass(slots=True)
class Spent:
    """How many requests were sent."""

    requests: int = 0


_observer: Observer | None = None
_sending: ContextVar[Sending | None] = ContextVar("sending", default=None)
_spent: ContextVar[Spent | None] = ContextVar("spent", default=None)


def watch(observer: Observer | None) -> None:
    """Let somebody watch all that this process asks from now on, or nobody."""
    global _observer
    _observer = observer


@contextmanager
def counting() -> Iterator[Spent]:
    """Counts the requests that are sent for the work within; shared ones count for whoever was first."""
    spent = Spent()
    token = _spent.set(spent)
    try:
        yield spent
    finally:
        _spent.reset(token)


def question_of(path: str) -> str:
    """The kind of question, by the path that it is sent to."""
    return _QUESTIONS.get(path.removeprefix(_SERVICE), OTHER)


def looked_up(path: str, where: Where) -> None:
    """An answer was found there, or had to be asked for."""
    if _observer:
        _observer.looked_up(question_of(path), where)


def leader() -> object:
    """Keep this with work that others may join."""
    return _observer.leader() if _observer else None


def joined(leader: object) -> None:
    """Equal work was under way, and is waited for."""
    if _observer and leader is not None:
        _observer.joined(leader)


def watched(
    send: Callable[[str, str, Mapping[str, str] | None, T], Awaitable[T]], rate: Callable[[], float]
) -> Callable[[str, str, Mapping[str, str] | None, T], Awaitable[T]]:
    """What sends one request, as often as it is tried. `rate` tells how many a second may leave."""
    observer = _observer
    if observer is None:
        return send
    attempts = 0

    async def attempt(method: str, path: str, query: Mapping[str, str] | None, body: T) -> T:
        nonlocal attempts
        attempts += 1
        sending = observer.waits(question_of(path), method, attempts)
        token = _sending.set(sending)
        try:
            data = await send(method, path, query, body)
        except BaseException as failure:
            sending.ended(failure, rate())
            raise
        finally:
            _sending.reset(token)
        sending.ended(None, rate())
        return data

    return attempt


def left(host: str, port: int | None) -> None:
    """The request at hand leaves."""
    if spent := _spent.get():
        spent.requests += 1
    if sending := _sending.get():
        sending.left(host, port)


def answered(status: int, size: int) -> None:
    """The request at hand was answered."""
    if sending := _sending.get():
        sending.answered(status, size)


def refused(service_code: str) -> None:
    """The service refused the request at hand. What does not look like a code of its own is not told on."""
    if sending := _sending.get():
        sending.refused(service_code if _SERVICE_CODE.fullmatch(service_code) else OTHER)
