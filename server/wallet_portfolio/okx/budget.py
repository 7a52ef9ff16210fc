"""The time a whole answer may take, shared by all requests made for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import anyio

ANSWER_SECONDS = 45.0

_deadline: ContextVar[float | None] = ContextVar("answer_deadline", default=None)


@contextmanager
def answer_budget(seconds: float = ANSWER_SECONDS) -> Iterator[None]:
    """Requests made inside end within `seconds`, each with an answer or an error. An outer budget stays in force."""
    if _deadline.get() is not None:
        yield
        return
    token = _deadline.set(anyio.current_time() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def seconds_left() -> float:
    """What is left for the answer under way."""
    deadline = _deadline.get()
    return ANSWER_SECONDS if deadline is None else max(0.0, deadline - anyio.current_time())
