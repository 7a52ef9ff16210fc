"""Waiting for a turn: at most so many requests a second leave, by a pace that is kept here or shared with replicas."""

from collections.abc import Callable
from types import TracebackType
from typing import NamedTuple, Protocol, TypeVar

import anyio

from wallet_portfolio.okx.pace import LARGE, SAID_LARGE, TOLD_LATE_SECONDS, Pace, Wait

T = TypeVar("T")

_FIRST_IN_FLIGHT = 2
_MOST_IN_FLIGHT = 64
_STEADY_SECONDS = 3
_PROVEN_LARGE = 8  # of an allowed 16 or more: no longer a plan of a few, of which much could be refused
_TOO_LATE_SECONDS = 0.1


class Sharing(NamedTuple):
    """How many replicas share the pace, this one among them, and why it cannot be shared at the moment, in words."""

    replicas: int
    trouble: str


class Memory(Protocol):
    """Where the pace is kept."""

    pace: Pace  # as far as it is known here
    longest_sleep: float  # after which to look again whether it is still true
    replica: str  # who asks, where several do
    punctual: float  # requests that leave this soon after their turn do so on time

    def now(self) -> float:
        """By the clock of the pace."""

    async def change(self, decide: Callable[[Pace, float], T], *, look: bool = False) -> T:
        """What `decide` makes of the pace and the time; what it does to the pace is kept.

        It may be asked again when somebody else was faster. `look` for what others have done since.
        """

    def note(self, taken: float, news: Callable[[Pace], bool]) -> bool:
        """Apply what became of the request that left at `taken`. Whether there is something to `tell` the others."""

    async def tell(self) -> None:
        """Tell the others what was noted."""

    @property
    def lead(self) -> float:
        """How long before it comes a turn is taken."""

    @property
    def sharing(self) -> Sharing | None:
        """With whom the pace is shared; None where it is not meant to be."""


class OwnMemory:
    """The pace of one process alone. Time is that of the event loop."""

    longest_sleep = float("inf")
    replica = ""
    punctual = 0.002
    lead = 0.0

    def __init__(self, most_per_second: float) -> None:
        self.pace = Pace.starting(most_per_second)

    def now(self) -> float:
        """By the event loop."""
        return anyio.current_time()

    async def change(self, decide: Callable[[Pace, float], T], *, look: bool = False) -> T:
        """What `decide` makes of it."""
        del look
        return decide(self.pace, self.now())

    def note(self, taken: float, news: Callable[[Pace], bool]) -> bool:
        """Apply it."""
        del taken
        news(self.pace)
        return False

    async def tell(self) -> None:
        """There is nobody to tell."""

    @property
    def sharing(self) -> None:
        """With nobody."""
        return


class Pacer:
    """Lets requests go one after another, at the pace in its memory, in the order they came."""

    def __init__(self, most_per_second: float, memory: Memory | None = None) -> None:
        self.most = most_per_second  # as configured
        self._memory: Memory = memory or OwnMemory(most_per_second)
        self._untold_late = self._memory.pace.late
        self._turn = anyio.Lock(fast_acquire=True)
        self._ends = 0  # of requests that are no longer under way
        self._ended: anyio.Event | None = None  # set at the next, where that is waited for
        # Opens by and by: while answers take long, a dozen requests could be refused before the first refusal is read.
        # That would be much of a small plan and next to nothing of a large one.
        self._in_flight = anyio.CapacityLimiter(_FIRST_IN_FLIGHT)
        self._accepted = 0  # since it was last opened
        self._late: dict[float, float] = {}  # when those under way left that did not do so when it was their turn

    @property
    def rate(self) -> float:
        """How many requests a second may leave, as far as it is known."""
        return self._memory.pace.allowed

    @property
    def sharing(self) -> Sharing | None:
        """With whom the pace is shared; None where it is not meant to be."""
        return self._memory.sharing

    @property
    def seconds_held(self) -> float:
        """For how long no request may leave."""
        return max(0.0, self._memory.pace.next - self._memory.now())

    @property
    def seconds_refused(self) -> float:
        """For how much of that it is the service that lets none through, and not the pace that is kept here."""
        return max(0.0, self._memory.pace.refused_until - self._memory.now())

    def slot(self) -> "Slot":
        """Wait for a turn; gives the time it was taken. Hold it until the answer is there."""
        return Slot(self)

    async def enter(self, request: object) -> float:
        """Wait for a turn of this request, which has to `leave` then."""
        try:  # without a turn of the event loop where there is room, which there is nearly always
            self._in_flight.acquire_on_behalf_of_nowait(request)
        except anyio.WouldBlock:
            await self._in_flight.acquire_on_behalf_of(request)
        try:
            async with self._turn:
                return await self._take()
        except BaseException:
            self._in_flight.release_on_behalf_of(request)
            raise

    async def leave(self, request: object, taken: float) -> None:
        """It is no longer under way."""
        try:
            left = taken
            while left in self._late:
                left = self._late.pop(left)
            news = self._memory.note(left, lambda pace: pace.answered(left))
            self._ends += 1
            if self._ended:
                self._ended.set()
            if news:
                with anyio.CancelScope(shield=True):
                    await self._memory.tell()
        finally:
            self._in_flight.release_on_behalf_of(request)

    async def left(self, taken: float) -> float:
        """The request whose turn was at `taken` has left only now. Gives the time to speak of it from now on."""
        memory = self._memory
        # A plan of a few a second loses next to nothing, and its requests stay evenly apart.
        late = TOLD_LATE_SECONDS if memory.pace.allowed >= LARGE else self._untold_late
        memory.pace.late = max(late, self._untold_late)
        if (now := memory.now()) - taken <= memory.punctual:
            return taken
        news = memory.note(taken, lambda pace: pace.left(taken, now))
        self._late[taken] = now
        if news:
            await memory.tell()
        return now

    def accepted(self, taken: float) -> None:
        """The request that left at `taken` was let through."""
        self._memory.note(taken, lambda pace: pace.accepted(taken))
        self._accepted += 1
        after, more = self._opening()
        under_way = self._in_flight.total_tokens
        if self._accepted >= after and under_way < _MOST_IN_FLIGHT:
            self._accepted = 0
            self._in_flight.total_tokens = min(_MOST_IN_FLIGHT, under_way + more)

    def _opening(self) -> tuple[int, float]:
        """After how many that were let through how many more may be under way."""
        pace = self._memory.pace
        if pace.at_once > 1:
            return 1, 1
        if pace.allowed >= SAID_LARGE or (pace.allowed >= LARGE and pace.proven >= _PROVEN_LARGE):
            return pace.proven, self._in_flight.total_tokens
        return _STEADY_SECONDS * pace.proven, 1

    def refused(self, taken: float, wait_seconds: float | None = None) -> None:
        """The request that left at `taken` was too fast: lower the pace, and hold everything for `wait_seconds`."""
        now = self._memory.now()

        def news(pace: Pace) -> bool:
            pace.refused(taken, now, wait_seconds)
            return True

        self._memory.note(taken, news)

    async def _take(self) -> float:
        memory = self._memory
        look = False
        while True:
            ends = self._ends
            turn = await memory.change(lambda pace, now: pace.turn(now, memory.replica, memory.lead), look=look)
            if isinstance(turn, Wait):
                look = turn.for_answer
                await self._sleep(turn, ends)
            elif (taken := await self._leave(turn)) is not None:
                return taken

    async def _sleep(self, wait: Wait, ends: int) -> None:
        """So long; or until more have ended than that, where it is an answer that is waited for."""
        seconds = min(wait.seconds, self._memory.longest_sleep)
        if not wait.for_answer:
            await anyio.sleep(seconds)
        elif ends == self._ends:
            self._ended = anyio.Event()
            with anyio.move_on_after(seconds):
                await self._ended.wait()
            self._ended = None

    async def _leave(self, turn: float) -> float | None:
        """Wait for the turn; None if it is over by now."""
        memory = self._memory
        try:
            if (early := turn - memory.now()) > 0:
                await anyio.sleep(early)
        except BaseException:
            memory.note(turn, lambda pace: pace.answered(turn))
            raise
        if memory.now() - turn > _TOO_LATE_SECONDS:
            memory.note(turn, lambda pace: pace.answered(turn))
            return None
        return turn


class Slot:
    """What `Pacer.slot` gives: a class, since a generator made for each request costs as much as all else in here."""

    __slots__ = ("_pacer", "_taken")

    def __init__(self, pacer: Pacer) -> None:
        self._pacer = pacer
        self._taken = 0.0

    async def __aenter__(self) -> float:
        self._taken = await self._pacer.enter(self)
        return self._taken

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pacer.leave(self, self._taken)
