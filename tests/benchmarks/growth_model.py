"""How many users a plan carries: `.venv/bin/python tests/benchmarks/growth_model.py [--page]`.

It prints what the model says beside what a simulation with the product's own code came to, about two minutes of work;
with `--page` all tables of docs/growth.md, and with `--write` it puts them there. The model:

Requests. A question needs some figures; how often each is wanted, by whom, and what is asked for at the same moment, is
measured once with nothing kept (`measure`). Of the times one figure is wanted, 1 in 1 + m needs a request, m being how
often it is wanted again within the time it is kept (Jung, Berger, Balakrishnan: Modeling TTL-based Internet caches,
INFOCOM 2003): by the others who share the cache, rate x time, and by the same user going on, who does so with a chance
f after a mean of g seconds, which makes f / (1 - f) x (1 - exp(-(1 - f) x time / g)) more questions. What nobody asks
for again is kept no longer than the cache has room for: its entries over the rate of new ones (Little's law).

Waiting. The pacer lets one request go each D = 1.02 / r seconds: a queue with one server that always takes D, to which
batches B (what a question asks for at the same moment) come by chance: M[X]/D/1. The first of a batch waits, after
Pollaczek and Khinchine, rate x E[B^2] x D^2 / (2 x (1 - utilisation)), the last (B - 1) x D longer; the distribution is
a geometric number of residual batches (Asmussen: Applied Probability and Queues). An answer waits once for each batch
it needs one after another; the later ones are not by chance: what came during the first wait is before them, which
also makes the line longer for everybody (Brumelle 1971: the work in line from what each request waits).

More than the plan. The line grows until those in it run out of their 45 s; requests of answers that have ended do not
leave. So the line is 45 s / k long for the smallest k at which what is asked in the first k rounds of all questions is
more than the plan: answers of fewer rounds come, those of more do not, and of those with k the share the plan has left.
"""

import math
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1])]

from benchmarks.growth_simulation import PACE_SECONDS, SERVICE_SECONDS, Found, Setup, Users, simulate
from wallet_portfolio.okx.budget import ANSWER_SECONDS

_STEPS = 4  # of the distribution of waits, in the time of one request
_HARDLY = 0.001  # seconds; measured with nothing but lists kept
_FULL = 0.98  # of the plan: from here on the line is as long as patience lets it be


def misses(times):
    """The share of a figure's askings that need a request, when it is asked for so many times more while it is kept."""
    return 1 / (1 + times)


def asked_again(follow, gap_seconds, seconds):
    """How many questions a user is expected to go on with within the time after one."""
    return follow / (1 - follow) * (1 - math.exp(-(1 - follow) * seconds / gap_seconds))


def mean_wait(rate, batches, service):
    """Of the first of a batch in M[X]/D/1; `batches` are the chances of 0, 1, 2, ... requests in one."""
    mean = sum(size * chance for size, chance in enumerate(batches))
    square = sum(size * size * chance for size, chance in enumerate(batches))
    return rate * square * service**2 / (2 * (1 - rate * mean * service))


def waits(rate, batches, service):
    """The distribution of that wait, on a grid of steps of `service` / 4: Panjer's recursion for a geometric sum."""
    mean = sum(size * chance for size, chance in enumerate(batches))
    busy = rate * mean * service
    longer = [sum(batches[size + 1 :]) / mean / _STEPS for size in range(len(batches) - 1) for _ in range(_STEPS)]
    residual = [(a + b) / 2 for a, b in zip([0, *longer], [*longer, 0], strict=True)]
    first = 1 - busy * residual[0]
    found, reached = [(1 - busy) / first], (1 - busy) / first
    while reached < 1 - 1e-5:
        n = len(found)
        chance = busy / first * sum(residual[k] * found[n - k] for k in range(1, min(n, len(residual) - 1) + 1))
        found.append(chance)
        reached += chance
    return found


@dataclass(frozen=True)
class Figure:
    """Something that questions want to know: how often a question does, and how often the next of the same user."""

    own: bool
    kept_seconds: float  # _HARDLY for the time that is set
    a_question: float
    again: float


class Use:
    """What was measured: the figures, and the questions as rounds of figures asked for at the same moment."""

    def __init__(self, questions):
        self.rounds = []
        sessions = defaultdict(list)
        wanted, kept, own = Counter(), {}, {}
        for question in questions:
            rounds = defaultdict(list)
            for ask in question.asks:
                rounds[ask.moment].append(ask.what)
                wanted[ask.what] += 1
                kept[ask.what], own[ask.what] = ask.kept_seconds, ask.own
            self.rounds.append(list(rounds.values()))
            sessions[question.session].append({ask.what for ask in question.asks})
        again, chances = Counter(), Counter()
        for asked in sessions.values():
            for place, figures in enumerate(asked):
                later = Counter(what for more in asked[place + 1 :] for what in more)
                for what in figures:
                    again[what] += later[what]
                    chances[what] += len(asked) - place - 1
        self.figures = {
            what: Figure(own[what], kept[what], count / len(questions), again[what] / max(1, chances[what]))
            for what, count in wanted.items()
        }


def measure(*, seconds=1_500.0):
    """The use that users make of the product while nothing but lists is kept and nothing has to wait."""
    return Use(simulate(Users(100), Setup(1_000, _HARDLY), seconds=seconds, settling=0.0))


class Model:
    """What `users` come to, asking `setup`."""

    def __init__(self, use: Use, users: Users, setup: Setup):
        self.use, self.users, self.setup = use, users, setup
        self.rate = users.per_second / setup.apart  # of questions, to one replica
        self.service = PACE_SECONDS * setup.apart / setup.plan
        self.come, self.line = 1.0, 0.0  # the share of requests that leave at all, and the seconds they stand in line

    def _kept(self, figure):
        return self.setup.cache_seconds if figure.kept_seconds == _HARDLY else figure.kept_seconds

    def _asked(self, figure):
        """A second, by all who may use the same answer."""
        return self.rate * (1 / self.users.count if figure.own else 1) * figure.a_question

    def _stays(self, figure, most):
        """The seconds that an answer is of use. The cache drops first what was not asked for lately."""
        kept = self._kept(figure)
        return kept if self._asked(figure) * most >= 1 else min(kept, most)

    def _missed(self, figure, most):
        seconds = self._stays(figure, most)
        if not figure.own:
            seconds += self.line  # what somebody waits for already is joined
        by_same = asked_again(self.users.follow, self.users.gap_seconds, seconds) * figure.again / self.setup.apart
        return misses((self._asked(figure) * seconds + by_same) * self.come)

    @cached_property
    def longest_kept(self):
        """The seconds after which the cache needs the room of what nobody asked for since."""

        def entries(most):
            return sum(
                self.rate * figure.a_question * self._missed(figure, most) * self._stays(figure, most)
                for figure in self.use.figures.values()
                if figure.kept_seconds
            )

        return _where(entries, self.setup.entries, 3_600.0)

    @cached_property
    def missed(self):
        """The share that needs a request, by figure."""
        return {what: self._missed(figure, self.longest_kept) for what, figure in self.use.figures.items()}

    @cached_property
    def requests(self):
        """A question."""
        return sum(figure.a_question * self.missed[what] for what, figure in self.use.figures.items())

    @cached_property
    def hits(self):
        """The share of what is wanted that needs no request."""
        return 1 - self.requests / sum(figure.a_question for figure in self.use.figures.values())

    @cached_property
    def utilisation(self):
        """The requests a second over those the pacer lets go; above 1 there are more."""
        return self.rate * self.requests * self.service

    @cached_property
    def needs(self):
        """The chances of the batches that an answer needs one after another, such as (2, 1)."""
        chances = Counter()
        for rounds in self.use.rounds:
            of_this = Counter({(): 1 / len(self.use.rounds)})
            for figures in rounds:
                sizes = _sum_of([self.missed[what] for what in figures])
                grown = Counter()
                for before, chance in of_this.items():
                    for size, likely in enumerate(sizes):
                        grown[(*before, size) if size else before] += chance * likely
                of_this = grown
            chances.update(of_this)
        return chances

    def found(self):
        """The model's figures, as a simulation gives them."""
        self._overload()
        in_time = self.utilisation < _FULL and not self.line
        mean, p95, unanswered = self._in_time() if in_time else self._too_much()
        return Found(self.requests, self.hits, self.utilisation, mean, p95, unanswered)

    def _overload(self):
        """What does not leave is not kept, and what is waited for is shared; both change what is asked for."""
        for _ in range(40):
            if self.utilisation <= 1 or abs(1 / self.utilisation - self.come) < _HARDLY:
                return
            come, line = 1 / self.utilisation, ANSWER_SECONDS / self._overrun[0]
            self.come, self.line = (self.come + come) / 2, (self.line + line) / 2
            for name in ("longest_kept", "missed", "requests", "hits", "utilisation", "needs", "_overrun"):
                self.__dict__.pop(name, None)

    def _in_time(self):
        batches = [0.0] * (1 + max((max(need, default=0) for need in self.needs), default=0))
        for need, chance in self.needs.items():
            for size in need:
                batches[size] += chance
        alone = mean_wait(self.rate, batches, self.service)
        line = self._line(alone)
        mean = sum(chance * self._answer(need, line, line) for need, chance in self.needs.items())
        chances = waits(self.rate, batches, self.service)
        step = self.service / _STEPS * line / alone
        spread = math.sqrt(self.rate * sum(size**2 * chance for size, chance in enumerate(batches))) * self.service
        at = sorted(
            (self._answer(need, place * step, line, more), chance * likely / 2)
            for need, chance in self.needs.items()
            for place, likely in enumerate(chances)
            for more in (-spread, spread)
        )
        reached = list(accumulate(chance for _, chance in at))
        p95 = next(wait for (wait, _), so_far in zip(at, reached, strict=True) if so_far >= 0.95 * reached[-1])
        return (
            min(mean, ANSWER_SECONDS),
            min(p95, ANSWER_SECONDS),
            sum(chance for wait, chance in at if wait > ANSWER_SECONDS),
        )

    def _line(self, alone):
        """The work that stands in line at any time, from what each request waits (Brumelle)."""
        line = alone
        for _ in range(200):
            waited = sum(
                chance * (size * wait + size * (size - 1) / 2 * self.service)
                for need, chance in self.needs.items()
                for size, wait in zip(need, self._waits(need, line, line), strict=True)
            )
            line = self.rate * self.service * waited + self.utilisation * self.service / 2
        return line

    def _waits(self, need, first, line, more=0.0):
        """Of the first of each batch of an answer. Those who came while one waited are before the next one: on average,
        and `more` than that, times the root of the seconds they had.
        """
        waited = []
        for size in need:
            waited.append(first)
            since = first + (size - 1) * self.service
            behind = self.service + self.utilisation * since - (1 - self.utilisation) * SERVICE_SECONDS
            first = max(0.0, max(line, behind) + more * math.sqrt(since + SERVICE_SECONDS))
        return waited

    def _answer(self, need, first, line, more=0.0):
        return sum(self._waits(need, first, line, more)) + (sum(need) - len(need)) * self.service

    def _too_much(self):
        k, share = self._overrun
        line = ANSWER_SECONDS / k
        come = sum(chance * (1.0 if len(need) < k else share * (len(need) == k)) for need, chance in self.needs.items())
        mean = sum(chance * min(len(need), k) * line for need, chance in self.needs.items())
        return mean, ANSWER_SECONDS, 1 - come

    @cached_property
    def _overrun(self):
        """The round of requests that the plan has no more room for, counted from 1, and the share that leaves of it."""
        room, k, share = 1 / self.service / self.rate, 0, 1.0  # requests that leave for each question asked
        longest = max(map(len, self.needs))
        while share == 1.0 and k < longest:
            asked = sum(chance * need[k] for need, chance in self.needs.items() if len(need) > k)
            share, room, k = min(1.0, room / asked), room - asked, k + 1
        return k, share


def users_carried(use, setup, questions, utilisation=0.8):
    """How many users, asking so many questions an hour each, make that much use of the plan."""
    count = before = 1.0
    while True:  # it is all but proportional
        count *= utilisation / Model(use, Users(count, questions), setup).utilisation
        if abs(count - before) < before * 1e-3:
            return count
        before = count


def _where(rising, level, most):
    """Where a function that rises reaches the level, if it does so before `most`."""
    low, high = 0.0, most
    if rising(most) <= level:
        return most
    while high - low > high * 1e-3:
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < level else (low, middle)
    return high


def _sum_of(chances):
    """The chances of 0, 1, 2, ... of independent things to happen."""
    sizes = [1.0]
    for chance in chances:
        sizes = [a * (1 - chance) + b * chance for a, b in zip([*sizes, 0.0], [0.0, *sizes], strict=True)]
    return sizes


if __name__ == "__main__":
    from benchmarks.growth_tables import main

    main(sys.argv[1:])
