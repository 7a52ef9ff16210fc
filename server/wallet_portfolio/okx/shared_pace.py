"""The pace that replicas share: kept in Redis, decided here, written only if nobody else was faster.

Redis' clock is everybody's. It is estimated between the answers that tell it, and a decision that reaches Redis too
late is made again.

While Redis is gone, each replica goes on with an even share of the last pace, at times of its own between the others',
and not before all that left by the shared pace was a second ago. Whoever is back first waits until all can be.
"""

import math
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from wallet_portfolio.okx.pace import LONGEST_QUIET_SECONDS, SLOWEST, Pace
from wallet_portfolio.okx.pacing import Sharing
from wallet_portfolio.okx.redis_link import AGAIN_SECONDS, WORK_SECONDS, NotShared, RedisLink

if TYPE_CHECKING:
    from redis.asyncio import Redis

T = TypeVar("T")
News = Callable[[Pace], bool]

# Replicas are less punctual with each other than one process: 36 ms on the way put no request too many into
# a second, and 96 % of a plan are used (1.02 and 98 % for one process alone).
SECOND = 1.043
_LATE_SECONDS = 0.1
ALONE_SECOND = 1.1  # nobody corrects their clocks then
# A replica that has never seen Redis cannot know how many there are. A plan of few requests a second has rarely more.
UNKNOWN_REPLICAS = 4
_KEPT_SECONDS = 86_400
# What Redis and this process need to agree on a turn before it comes, and who has waited longest asks first.
_LEAD_SECONDS = 0.015
_LONGEST_LEAD_SECONDS = 0.045
_PUNCTUAL_SECONDS = 0.04  # how far off the time of a decision may be, unless it never is better
_PUNCTUAL_TRIES = 5
_BACK_SECONDS = AGAIN_SECONDS + 2 * WORK_SECONDS + SECOND  # after the first one is back, the others are, or have paused
_SHORTLY = 0.1
_CLOCK_SAMPLES = 8
_CLOCK_JUMP = 1.0
_ANY_BYTES = "latin-1"  # a token that a stranger wrote need not be text
# What the settings and the rules of a pace allow.
_SLOWEST_RATE, _FASTEST_RATE = 1e-3, 1_000.0
_MOST_REPLICAS = 1_000

_STEP = """
local known = redis.call('HMGET', KEYS[1], 'token', 'pace')
local time = redis.call('TIME')
local late = time[1] + time[2] / 1000000 - tonumber(ARGV[4])
if ARGV[2] ~= '' and (known[1] or '') == ARGV[1] and math.abs(late) <= tonumber(ARGV[5]) then
  redis.call('HSET', KEYS[1], 'token', ARGV[2], 'pace', ARGV[3])
  redis.call('EXPIRE', KEYS[1], ARGV[6])
  return {1, time[1], time[2], '', ''}
end
return {0, time[1], time[2], known[1] or '', known[2] or ''}
"""

_PACES = TypeAdapter(Pace)


@dataclass(frozen=True, slots=True)
class _Alone:
    """Since when, among how many, and what was the shared pace."""

    since: float
    replicas: int
    shared: Pace


class SharedMemory:
    """A pacer's memory in Redis, with a copy of what was last known. `most_per_second` is this replica's own limit."""

    punctual = 0.006  # as each that does not costs a word to Redis
    longest_sleep = _SHORTLY  # what a replica waits for may change by what others do, and by Redis coming back

    def __init__(self, most_per_second: float, link: RedisLink) -> None:
        self.pace = Pace.starting(most_per_second, SECOND, _LATE_SECONDS)
        self.replica = secrets.token_hex(4)
        self._most = most_per_second
        self._link = link
        self._key = link.name_of("pace-1")
        self._token: str | None = None  # what the copy is called in Redis; None before anything is known of that
        self._news: list[News] = []  # what Redis has not been told, but the copy has
        self._talk = anyio.Lock()
        self._ahead: deque[float] = deque(maxlen=_CLOCK_SAMPLES)  # by how much Redis' clock was seen to be ahead
        self._alone: _Alone | None = None
        self._gone = False

    @property
    def lead(self) -> float:
        """How long before it comes a turn is taken."""
        if self._alone:
            return 0.0
        return _LEAD_SECONDS + (_LONGEST_LEAD_SECONDS - _LEAD_SECONDS) * self.pace.has_waited(self.replica)

    @property
    def sharing(self) -> Sharing:
        """With the replicas seen lately."""
        return Sharing(len({*self.pace.seen(self.now()), self.replica}), self._link.trouble)

    def now(self) -> float:
        """By Redis' clock as it is estimated, or by this machine's before that is known."""
        # Every sample is too small, by the time that the answer took to get here.
        return anyio.current_time() + max(self._ahead) if self._ahead else time.time()

    async def change(self, decide: Callable[[Pace, float], T], *, look: bool = False) -> T:
        """What `decide` makes of the shared pace; or of this replica's share of it while Redis is gone."""
        async with self._talk:
            if self._alone is None or self._link.there:
                try:
                    if self._alone:
                        await self._rejoin(self._alone)
                    elif look or self._token is None:
                        await self._step()
                    return await self._decide_together(decide)
                except NotShared:
                    self._go_alone()
            return decide(self.pace, self.now())

    def note(self, taken: float, news: News) -> bool:
        """Apply it to what is known here, and keep it for Redis where it changes anything."""
        if self._alone is None:
            self._add(news)
            return bool(self._news)
        news(self.pace)
        if taken <= self._alone.since and news(self._alone.shared):
            self._news.append(news)
        return False

    async def tell(self) -> None:
        """Write what was noted."""
        if self._news and self._alone is None:
            await self.change(lambda _pace, _now: None)

    async def _decide_together(self, decide: Callable[[Pace, float], T]) -> T:
        attempt = 0
        while True:
            attempt += 1
            now = self.now()
            told = len(self._news)
            pace = self.pace.copy()
            decided = decide(pace, now)
            if pace == self.pace and not told:
                return decided
            if await self._step(pace, now, _PUNCTUAL_SECONDS if attempt <= _PUNCTUAL_TRIES else math.inf):
                self._know(pace, self._news[told:])
                return decided

    async def _step(self, pace: Pace | None = None, decided_at: float = 0.0, punctual: float = 0.0) -> bool:
        """Write a pace, and learn the time. False if it was not written: then what is in Redis is known now."""
        token = f"{_era(self._token) or secrets.token_hex(4)}.{secrets.token_hex(8)}" if pace else ""
        text = to_json(pace, inf_nan_mode="constants") if pace else b""
        sent = (
            (self._token or "").encode(_ANY_BYTES),
            token,
            text,
            f"{decided_at:.6f}",
            min(punctual, 1e9),
            _KEPT_SECONDS,
        )

        async def step(redis: "Redis") -> Any:  # noqa: ANN401
            return await redis.register_script(_STEP)(keys=[self._key], args=sent)

        with anyio.CancelScope(shield=True):  # a turn that is taken has to be given back, or used
            written, seconds, micros, other_token, other_pace = await self._link.run(step)
        jumped = self._set_clock(int(seconds) + int(micros) / 1e6)
        if written:
            self._token = token
            return True
        self._learn(other_token.decode(_ANY_BYTES), _read(other_pace))
        if jumped:  # what left within the last second seems to be older
            now = self.now()
            self._add(lambda pace: _pause(pace, now + pace.second))
        return False

    async def say_goodbye(self) -> None:
        """Where others are known to wait for turns, they need no longer count on this one."""
        if self._token and not self._alone:
            self._gone = True
            self.note(self.now(), lambda pace: pace.forget(self.replica))
            await self.tell()

    def _learn(self, token: str, pace: Pace | None) -> None:
        """What is in Redis takes the place of the copy, but not with less care than that."""
        now, before = self.now(), self._token
        known = self._alone.shared if self._alone else self.pace
        self._token = token
        if pace is None:  # nothing is there, or what cannot be read: then the copy is all there is
            self.pace = known.copy()
            if before:
                self.pace.sent, self.pace.bolds = [], []
                if known.seen(now) - {self.replica}:
                    self._add(lambda pace: _await_others(pace, now))
            self._add(lambda pace: self._join(pace, now))
            return
        news = self._news
        if before and _era(token) != _era(before) and known.changed_at is not None:
            news = [lambda pace: pace.lower_to(known.rate, now), *news]
        if mine := known.replicas.get(self.replica):  # of its own turns it knows best
            pace.replicas[self.replica] = max(mine, pace.replicas.get(self.replica, mine))
        pace.rate = max(pace.rate, min(SLOWEST, self._most))
        pace.mend(now)
        self._know(pace, news)
        self._add(lambda pace: self._join(pace, now))

    def _join(self, pace: Pace, now: float) -> bool:
        return not self._gone and pace.join(self.replica, self._most, now)

    def _add(self, news: News) -> None:
        if news(self.pace):
            self._news.append(news)

    def _know(self, pace: Pace, news: list[News]) -> None:
        self.pace = pace
        self._news = [told for told in news if told(pace)]

    def _set_clock(self, told: float) -> bool:
        """Whether it was set to another time."""
        ahead = told - anyio.current_time()
        jumped = bool(self._ahead) and abs(ahead - max(self._ahead)) > _CLOCK_JUMP
        if jumped:
            self._ahead.clear()
        self._ahead.append(ahead)
        return jumped

    def _go_alone(self) -> None:
        """An even share of the last pace. Nothing leaves for a second, in which others' requests may have left."""
        if self._alone:
            return
        now, shared = self.now(), self.pace
        names = sorted({*shared.known(now), self.replica})
        replicas = len(names) if self._token else UNKNOWN_REPLICAS
        share = shared.allowed / replicas
        alone = replace(
            shared.copy(),
            most=share,
            rate=share,
            certain=min(share, shared.certain / replicas),
            proven=max(1, min(shared.proven, math.ceil(share))),
            second=ALONE_SECOND,
            bolds=[],
            changed_at=None,
            before_trial=None,
            limits={},
        )
        if self._token:
            alone.phase = names.index(self.replica) * ALONE_SECOND / shared.allowed
        alone.next = alone.in_phase(max(now + ALONE_SECOND, shared.next))
        self.pace = alone
        self._alone = _Alone(now, replicas, shared)

    async def _rejoin(self, alone: _Alone) -> None:
        """Raises NotShared if that was too soon."""
        mine = self.pace
        await self._step()
        now, self._alone = self.now(), None

        def news(pace: Pace) -> bool:
            changed = mine.changed_at is not None and pace.lower_to(mine.rate * alone.replicas, now)
            if pace.last <= alone.since and alone.replicas > 1:
                changed |= _await_others(pace, now)
            if mine.last > alone.since and pace.next < mine.last + pace.second:
                pace.next = mine.last + pace.second
                changed = True
            return changed

        self._add(news)


def _pause(pace: Pace, until: float) -> bool:
    """Let nothing leave until then. Whether that changes anything."""
    if pace.next >= until:
        return False
    pace.next = until
    return True


def _await_others(pace: Pace, now: float) -> bool:
    """Hold the pace until the other replicas have noticed that Redis is back. Whether that changes anything."""
    if now < pace.awaited_until:
        return False
    pace.awaited_until = now + _BACK_SECONDS
    pace.next = max(pace.next, pace.awaited_until)
    return True


def _era(token: str | None) -> str:
    """What stays the same as long as Redis keeps what it was told."""
    return (token or "").partition(".")[0]


def _read(text: bytes) -> Pace | None:
    """A pace as replicas write it, and no other: whoever else writes into Redis may slow them down for a while, but
    neither hurry nor stop them."""
    try:
        pace = _PACES.validate_json(text)
    except ValidationError:
        return None
    pace.second, pace.late, pace.phase = SECOND, _LATE_SECONDS, None
    rates = [pace.most, pace.rate, pace.certain, *pace.limits.values()]
    rates += [] if pace.before_trial is None else [pace.before_trial]
    past = [pace.next, pace.last, pace.refused_until, pace.awaited_until]
    moments = [
        *pace.sent,
        *pace.replicas.values(),
        *pace.bolds,
        *([] if pace.changed_at is None else [pace.changed_at]),
    ]
    sound = (
        all(_SLOWEST_RATE <= rate <= _FASTEST_RATE for rate in rates)
        and all(at < math.inf for at in past)  # which refuses NaN, too
        and all(map(math.isfinite, moments))
        and 1 <= pace.proven <= _FASTEST_RATE
        and 0 < pace.quiet <= LONGEST_QUIET_SECONDS
        and len(pace.replicas) <= _MOST_REPLICAS
    )
    pace.sent.sort()
    pace.bolds.sort()
    return pace if sound else None
