"""The pace of requests as plain data: what was learned, and what follows from it at a given time. No clock, no waiting.

A plan's rate cannot be asked for; it shows in refusals, and they should be few. So the pace starts at the configured
rate, but keeps only one request under way that goes beyond what was let through within a second before. Its refusal
tells the plan's rate. A second one soon after means that the service counts in seconds of its own clock, two of which
can meet in one of ours; half is then certain to be right. After a long time without a refusal the pace tries a little
more, and waits twice as long each time that turns out wrong.

A large plan would be opened too slowly so. There as many go beyond what was let through as are a small part of it, each
one further than the one before: what is let through then grows by that part with every answer's time, and no more than
that part is refused. Requests are spread over a third of a second at least, and a second refusal soon after lowers the
pace step by step: where requests are spread, seconds of another clock hold but a little less than ours.
"""

import math
from bisect import bisect_right, insort
from dataclasses import dataclass, field, replace
from typing import NamedTuple

SLOWEST = 0.5
# A second is taken to be this long, so that requests sent a second apart do not arrive 0.99 s apart.
SECOND = 1.02
LONGEST_HOLD = 60.0  # whatever the service asks for: this process has other users too
_BRIEFLY = 0.001
_ROUNDING = 1e-6  # what is left of a wait after it is not waited for
_LATE_SECONDS = 0.01
TOLD_LATE_SECONDS = 0.1  # where it is told when requests really leave, more can be made up for
_CATCHING_UP = 0.007  # by how much of a second requests may be closer than planned, to make up for one that left late
_SETTLING_SECONDS = 5.0
_SLOWDOWN = 0.8
_QUIET_SECONDS = 120.0
LONGEST_QUIET_SECONDS = 3_600.0
_SOONER = 8  # no plan is slower than one request a second, so a slower pace is left this many times sooner
_ANSWER_SECONDS = 12.0  # longer than a request can take
_MOST_SENT = 1_024
LARGE = 16  # requests a second that are certain
SAID_LARGE = 50  # requests a second as configured: a plan of a quarter of it is still no small one
# As many beyond the proven: a twenty-fifth of a plan, also of one that is a quarter of what is configured.
_BOLD_OF_ALLOWED, _BOLD_OF_PROVEN = 0.01, 0.04
_SPREAD = 3.0  # the proven of a second are spread over a third of it, at least
_STEP = 0.75
_LATELY_SECONDS = 30.0
KNOWN_SECONDS = 86_400.0


class Wait(NamedTuple):
    """How long no request may leave; with `for_answer`, or until the one that goes beyond the proven is answered."""

    seconds: float
    for_answer: bool = False


@dataclass(slots=True)
class Pace:
    """What is known of a plan, and when requests left for it. Times are seconds of any one clock."""

    most: float  # as configured; among replicas the most that one of them allows that was seen lately
    rate: float  # what was learned, which may be more than is allowed
    certain: float  # of the rate, what no way of counting can make too much
    second: float
    late: float = _LATE_SECONDS  # waking up this much late does not put off the requests that follow
    next: float = -math.inf  # when the next request may leave
    last: float = -math.inf  # when the last one left
    refused_until: float = -math.inf  # how long nothing may leave because the service refused something
    sent: list[float] = field(default_factory=list)  # when those left that were not refused, in order, while it matters
    proven: int = 1  # how many within a second were let through
    bolds: list[float] = field(default_factory=list)  # when those under way left that go beyond that, in order
    changed_at: float | None = None
    before_trial: float | None = None
    quiet: float = _QUIET_SECONDS
    replicas: dict[str, float] = field(default_factory=dict)  # when each was seen last, until it says good-bye
    limits: dict[str, float] = field(default_factory=dict)  # and as many requests a second as it allows
    awaited_until: float = -math.inf  # how long replicas may still be coming back
    phase: float | None = None  # requests leave at this time and whole periods after it

    @classmethod
    def starting(cls, most: float, second: float | None = None, late: float = _LATE_SECONDS) -> "Pace":
        """Nothing is known yet."""
        return cls(most, most, most, SECOND if second is None else second, late)

    def copy(self) -> "Pace":
        """One that can be changed on its own."""
        return replace(
            self,
            sent=list(self.sent),
            bolds=list(self.bolds),
            replicas=dict(self.replicas),
            limits=dict(self.limits),
        )

    @property
    def allowed(self) -> float:
        """How many requests a second may leave."""
        return min(self.rate, self.most)

    @property
    def at_once(self) -> int:
        """How many may be under way that go beyond the proven."""
        if self.before_trial is not None:
            return 1
        return max(1, int(max(self.allowed * _BOLD_OF_ALLOWED, self.proven * _BOLD_OF_PROVEN)))

    def turn(self, now: float, replica: str = "", lead: float = 0.0) -> "Wait | float":
        """When the next request leaves, at most `lead` seconds from now, and then it has; or what to wait for."""
        self._set_most(now, replica)
        self._try_more(now)
        if self.phase is not None and now > self.next + self.late:
            self.next = self.in_phase(now)
        due = max(self.next, self._second_over(), self._own_turn(replica))
        if (early := due - lead - now) > _ROUNDING:
            return Wait(early)
        at = max(due, now)
        beyond = self._within_second(at) - self.proven
        if beyond >= 0 and not self._may_be_bold(beyond, now):
            # What is left of the second may be rounded to nothing.
            return Wait(max(self.sent[-self.proven] + 1 - now, _BRIEFLY), for_answer=True)
        self._leave(at, replica, bold=beyond >= 0)
        return at

    def _may_be_bold(self, beyond: int, now: float) -> bool:
        """Whether one may leave that goes so far beyond the proven: further than those that are under way."""
        bolds = len(self.bolds) - bisect_right(self.bolds, now - _ANSWER_SECONDS)
        return bolds < self.at_once and beyond >= bolds

    def _leave(self, at: float, replica: str, *, bold: bool) -> None:
        if bold:
            del self.bolds[: bisect_right(self.bolds, at - _ANSWER_SECONDS)]
            insort(self.bolds, at)
        planned = self.next if at - self.next < self.late else at
        period = self.second / min(self.allowed, self._spread())
        self.next = planned + period if self.phase is None else self.in_phase(planned + period / 2)
        self.last = at
        del self.sent[: max(bisect_right(self.sent, at - _ANSWER_SECONDS - 1), len(self.sent) - _MOST_SENT + 1)]
        insort(self.sent, at)
        if replica:
            self.replicas = {name: self.replicas[name] for name in self.known(at)} | {replica: at}
            self.limits = {name: most for name, most in self.limits.items() if name in self.replicas}

    def _spread(self) -> float:
        """How many a second follow on each other at most while a large plan is opened."""
        if (at_once := self.at_once) == 1 or self.phase is not None:
            return math.inf
        return _SPREAD * (self.proven + at_once)

    def left(self, turn: float, at: float) -> bool:
        """The request whose turn was at `turn` really left at `at`. Whether that changes anything."""
        if turn not in self.sent:
            return False
        self.sent.remove(turn)
        insort(self.sent, at)
        self.last = max(self.last, at)
        if turn in self.bolds:
            self.bolds.remove(turn)
            insort(self.bolds, at)
        return True

    def answered(self, taken: float) -> bool:
        """The request that left at `taken` is no longer under way. Whether that changes anything."""
        if taken not in self.bolds:
            return False
        self.bolds.remove(taken)
        return True

    def accepted(self, taken: float) -> bool:
        """The request that left at `taken` was let through. Whether that changes anything."""
        if (within := self._within_second(taken)) <= self.proven:
            return False
        self.proven = within
        return True

    def refused(self, taken: float, now: float, wait_seconds: float | None = None) -> None:
        """The request that left at `taken` was too fast: lower the pace, and hold everything for `wait_seconds`."""
        if taken in self.sent:
            self.sent.remove(taken)
        if self.changed_at is None or taken >= self.changed_at:
            self._lower(taken)
            self.changed_at = now
        elif self.certain >= LARGE or (taken in self.bolds and self.most >= SAID_LARGE):  # went too far with that one
            self.rate = min(self.rate, max(self.certain, float(self._within_second(taken))))
        else:  # it left before the pace was lowered, and is the second one at that pace
            self.rate = min(self.rate, self.certain)
        self.proven = math.ceil(self.certain)
        self.phase = None
        # A whole second without a request, so that no count of the service's goes on from before.
        hold = max(self.second / self.allowed, min(wait_seconds or 0.0, LONGEST_HOLD))
        self.next = self.refused_until = max(self.next, self.last + self.second, now + hold)

    def lower_to(self, rate: float, now: float) -> bool:
        """Somebody else has learned that no more than this goes. Whether that changes anything."""
        if rate >= self.rate:
            return False
        self.rate, self.certain = rate, min(rate, self.certain)
        self.proven = min(self.proven, math.ceil(self.certain))
        self.before_trial = None
        self.changed_at = now
        return True

    def join(self, replica: str, most: float, now: float) -> bool:
        """One more waits for turns, who allows so many a second. Whether that changes anything."""
        if replica in self.replicas and self.limits.get(replica) == most:
            return False
        self.replicas.setdefault(replica, now)
        self.limits[replica] = most
        return True

    def forget(self, replica: str) -> bool:
        """It waits for no more turns. Whether that changes anything."""
        self.limits.pop(replica, None)
        return self.replicas.pop(replica, None) is not None

    def has_waited(self, replica: str) -> float:
        """Where a replica stands between the one that had the last turn (0) and the one that waits longest (1)."""
        newest = max(self.replicas.values(), default=0.0)
        others = [self.replicas[name] for name in self.seen(newest) if name != replica]
        mine = self.replicas.get(replica, -math.inf)
        return sum(1 for at in others if at > mine) / len(others) if others else 1.0

    def seen(self, now: float) -> set[str]:
        """The replicas seen lately."""
        return {name for name, at in self.replicas.items() if at > now - _LATELY_SECONDS}

    def known(self, now: float) -> set[str]:
        """The replicas that may come back at any time, though they may have had nothing to do for hours."""
        return {name for name, at in self.replicas.items() if at > now - KNOWN_SECONDS}

    def in_phase(self, earliest: float) -> float:
        """The first time that requests may leave at, from `earliest` on."""
        if self.phase is None:
            return earliest
        period = self.second / self.allowed
        return self.phase + math.ceil((earliest - self.phase) / period) * period

    def mend(self, now: float) -> None:
        """Where the clock was set back, the times are, too; and nothing is held longer than it ever should be."""
        if (ahead := self.last - now) > 1:
            self.next -= ahead
            self.last -= ahead
            self.refused_until -= ahead
            self.awaited_until -= ahead
            self.sent = [sent - ahead for sent in self.sent]
            self.bolds = []
            self.changed_at = None if self.changed_at is None else self.changed_at - ahead
            self.replicas = {name: at - ahead for name, at in self.replicas.items()}
        longest = now + LONGEST_HOLD + self.second / self.allowed
        self.next, self.refused_until = min(self.next, longest), min(self.refused_until, longest)
        self.awaited_until = min(self.awaited_until, longest)
        self.changed_at = None if self.changed_at is None else min(self.changed_at, now)

    def _set_most(self, now: float, replica: str) -> None:
        lately = self.seen(now) | {replica}
        if limits := [most for name, most in self.limits.items() if name in lately]:
            self.most = max(limits)
            if self.changed_at is None:
                self.rate = self.certain = self.most

    def _own_turn(self, replica: str) -> float:
        """When a replica that allows less than others may have its next turn."""
        if replica not in self.limits or replica not in self.replicas:
            return -math.inf
        own = self.limits[replica]
        return -math.inf if own >= self.most else self.replicas[replica] + self.second / own

    def _lower(self, taken: float) -> None:
        settling = self.changed_at is not None and taken - self.changed_at < _SETTLING_SECONDS
        lower = self.allowed * _SLOWDOWN
        if self.before_trial is not None:
            lower, self.before_trial = self.before_trial, None
            self.quiet = min(self.quiet * 2, LONGEST_QUIET_SECONDS)
            settling = True  # to a pace that is known
        elif settling and self.certain < self.rate:
            if self.certain >= LARGE:  # which stays what is certain
                self.rate = max(self.allowed * _STEP, self.certain)
                return
            lower = min(lower, self.certain)
        elif let_through := self._within_second(taken):
            lower = min(lower, float(let_through))
        self.rate = min(self.most, max(SLOWEST, lower))
        self.certain = self.rate if settling else min(self.rate, math.ceil(self.rate / 2))

    def _second_over(self) -> float:
        """When as many left as may leave in a second, and that second is over."""
        most = max(1, math.floor(self.allowed))
        return (
            self.sent[-most] + (self.second - _CATCHING_UP) * most / self.allowed
            if len(self.sent) >= most
            else -math.inf
        )

    def _within_second(self, end: float) -> int:
        """How many requests that were not refused left within the second before `end`, or at it."""
        return bisect_right(self.sent, end) - bisect_right(self.sent, end - 1)

    def _try_more(self, now: float) -> None:
        if self.changed_at is None or self.rate >= self.most:
            return
        if now - self.changed_at >= (self.quiet if self.rate >= 1 else self.quiet / _SOONER):
            self.changed_at = now
            self.before_trial = self.rate
            self.rate = min(self.most, max(self.rate + 1, self.rate * 1.25) if self.rate >= 1 else 1.0)
