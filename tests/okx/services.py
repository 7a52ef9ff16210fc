"""Services that count requests in different ways, for the pacer to find its way with."""

import math
from dataclasses import dataclass, field

import anyio

from wallet_portfolio.okx.pacing import Pacer


@dataclass
class SlidingWindow:
    """So many in any second; a refused request uses nothing up."""

    most: int
    phase: float = 0.0
    let_through: list[float] = field(default_factory=list)

    def admits(self, now):
        self.let_through = [at for at in self.let_through if now - at < 1]
        if len(self.let_through) >= self.most:
            return False
        self.let_through.append(now)
        return True


@dataclass
class AlignedWindow:
    """So many in each second of the service's own clock."""

    most: int
    phase: float = 0.0
    counts: dict[int, int] = field(default_factory=dict)

    def admits(self, now):
        second = math.floor(now + self.phase)
        if self.counts.get(second, 0) >= self.most:
            return False
        self.counts[second] = self.counts.get(second, 0) + 1
        return True


@dataclass
class Asking:
    """Requests through a pacer to a service that takes its time, tried again until they are answered."""

    service: object
    pacer: Pacer
    latency: float = 0.0
    left: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    answered: list[int] = field(default_factory=list)
    down: bool = False

    async def one(self, name=0):
        while True:
            async with self.pacer.slot() as taken:
                self.left.append(taken)
                await anyio.sleep(self.latency / 2)
                admitted = not self.down and self.service.admits(anyio.current_time())
                await anyio.sleep(self.latency / 2)
                if admitted:
                    self.pacer.accepted(taken)
                    self.answered.append(name)
                    return
                self.refused.append(taken)
                self.pacer.refused(taken)
            await anyio.sleep(0.2)

    async def many(self, count, pause=0.0):
        async with anyio.create_task_group() as group:
            for name in range(count):
                group.start_soon(self.one, name)
                await anyio.sleep(pause)

    @property
    def most_in_a_second(self):
        return max(sum(1 for at in self.left if first <= at < first + 1) for first in self.left)
