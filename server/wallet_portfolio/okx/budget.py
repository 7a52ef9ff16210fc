"""The time a whole answer may take, shared by all requests made for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import anyio

ANSWER_SECONDS = 45.0


class Budget:
    """Until when an answer may take. Work that is shared lasts as long as the last of those who wait for it."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline

    def extend(self, other: "Budget") -> None:
        """Last at least as long as another one."""
        self.deadline = max(self.deadline, other.deadline)


_budget: ContextVar[Budget | None] = ContextVar("answer_budget", default=None)


@contextmanager
def answer_budget(seconds: float = ANSWER_SECONDS) -> Iterator[None]:
    """Requests made inside end within `seconds`, each with an answer or an error. An outer budget stays in force."""
    if _budget.get() is not None:
        yield
    else:
        with use(Budget(anyio.current_time() + seconds)):
            yield


@contextmanager
def use(budget: Budget) -> Iterator[None]:
    """Work inside lasts as long as this budget."""
    token = _budget.set(budget)
    try:
        yield
    finally:
        _budget.reset(token)


def current_budget() -> Budget:
    """That of the answer under way."""
    return _budget.get() or Budget(anyio.current_time() + ANSWER_SECONDS)


def seconds_left() -> float:
    """What is left for the answer under way."""
    return max(0.0, current_budget().deadline - anyio.current_time())
