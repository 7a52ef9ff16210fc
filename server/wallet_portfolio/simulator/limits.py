"""The plan's limit: requests a second, counted over a sliding window."""

from collections import deque
from collections.abc import Callable

from wallet_portfolio.simulator.protocol import Refusal


class SlidingWindow:
    """Lets through `per_second` calls a second; a refused call uses nothing up.

    A broken rate keeps its meaning by a longer or shorter window: 2.5 is two calls in 0.8 s, 0.5 one in 2 s.
    """

    def __init__(self, per_second: float | None, monotonic: Callable[[], float]) -> None:
        if per_second is not None and per_second <= 0:
            raise ValueError("requests per second must be above zero")
        self._calls = 0 if per_second is None else max(1, int(per_second))
        self._seconds = 0.0 if per_second is None else self._calls / per_second
        self._monotonic = monotonic
        self._accepted: deque[float] = deque()

    def admit(self) -> None:
        """Count one call, or refuse it as one too many."""
        if not self._calls:
            return
        now = self._monotonic()
        while self._accepted and now - self._accepted[0] >= self._seconds:
            self._accepted.popleft()
        if len(self._accepted) >= self._calls:
            raise Refusal("50011", "Too Many Requests", status=429, with_data=False)
        self._accepted.append(now)
