"""What is measured: a figure, its floor from the same run, and the goal it is held to."""

import gc
import statistics
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Measured = Literal["ratio", "ours", "over"]  # "over" is ours less the floor


_SELDOM = 10
_MOST_SECONDS = 15.0
_FEWEST_ROUNDS = 2


class WrongAnswer(Exception):
    """Something that must not happen whatever the machine: an error answer, a refused request."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit on one of the numbers of a figure, from above or from below."""

    of: Measured
    limit: float
    at_least: bool = False

    def met_by(self, number: float) -> bool:
        """Whether the number keeps the limit."""
        return number >= self.limit if self.at_least else number <= self.limit


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table. `spread` is the distance between the quartiles, in percent of the median.

    `formula` says how the ratio is made, where it is not ours over the floor.
    """

    subject: str
    name: str
    unit: str
    ours: float
    floor: float | None = None
    floor_is: str = ""
    ratio: float | None = None
    formula: str = ""
    goal: Goal | None = None
    spread: float | None = None
    more_is_better: bool = False

    def number(self, which: Measured) -> float:
        """One of the numbers that a goal is about."""
        if which == "ours":
            return self.ours
        if self.floor is None:
            raise ValueError(f"{self.name} has no floor")
        return self.ours - self.floor if which == "over" else self.of_floor or 0.0

    @property
    def of_floor(self) -> float | None:
        """The ratio, None without a floor."""
        if self.ratio is not None or not self.floor:
            return self.ratio
        return self.ours / self.floor

    @property
    def met(self) -> bool | None:
        """Whether the goal is met, None without one."""
        return self.goal.met_by(self.number(self.goal.of)) if self.goal else None

    def as_json(self) -> dict[str, Any]:
        """As it is written to the file."""
        return {**asdict(self), "ratio": self.of_floor, "met": self.met}


@dataclass(frozen=True, slots=True)
class Times:
    """Durations in milliseconds, in the order they were taken."""

    taken: tuple[float, ...]

    @property
    def p50(self) -> float:
        """The median."""
        return statistics.median(self.taken)

    @property
    def p99(self) -> float:
        """What one in a hundred exceeds."""
        return statistics.quantiles(self.taken, n=100, method="inclusive")[98] if len(self.taken) > 1 else self.taken[0]

    @property
    def spread(self) -> float:
        """The distance between the quartiles, in percent of the median."""
        if len(self.taken) < 2:
            return 0.0
        first, _, third = statistics.quantiles(self.taken, n=4, method="inclusive")
        return (third - first) / self.p50 * 100


async def in_turn(
    calls: Mapping[str, Callable[[], Awaitable[object]]],
    rounds: int,
    *,
    warm_up: int = 5,
    most_seconds: float = _MOST_SECONDS,
    seldom: Collection[str] = (),
) -> dict[str, Times]:
    """Time all calls within one loop, so that whatever else the machine does falls on each of them.

    Another one is first in each round: what follows a large answer would always pay for tidying up after it. Those that
    are called `seldom`, because they take long, are so in each tenth round. On a slow machine there are fewer rounds.
    """
    names = list(calls)
    taken: dict[str, list[float]] = {name: [] for name in names}
    started = time.perf_counter()
    for each in range(-warm_up, rounds):
        if each >= _FEWEST_ROUNDS and time.perf_counter() - started > most_seconds:
            break
        if each % 50 == 0:
            gc.collect()
        for name in rotated(names, each):
            if name in seldom and each % _SELDOM:
                continue
            began = time.perf_counter()
            await calls[name]()
            if each >= 0:
                taken[name].append((time.perf_counter() - began) * 1000)
    return {name: Times(tuple(times)) for name, times in taken.items()}


def rotated(names: Sequence[str], by: int) -> list[str]:
    """The same names, begun with another one."""
    start = by % len(names)
    return [*names[start:], *names[:start]]
