"""The pace as data: what follows from it at a given time."""

import itertools
import math

import pytest

from wallet_portfolio.okx.pace import LONGEST_HOLD, Pace, Wait

START = 1_000.0


def leaving(pace, now, count, **options):
    """When so many requests leave that are asked for as soon as they may; all are let through."""
    taken = []
    while len(taken) < count:
        turn = pace.turn(now, **options)
        if isinstance(turn, Wait):
            assert turn.seconds > 0
            now += turn.seconds
            continue
        taken.append(turn)
        pace.accepted(turn)
        pace.answered(turn)
    return taken


def closest(taken, most):
    return min(later - earlier for earlier, later in zip(taken, taken[most:], strict=False))


def test_a_turn_is_taken_ahead_and_comes_when_it_is_due():
    pace = Pace.starting(5, second=1.04)
    first, second = leaving(pace, START, 2, lead=0.04)
    assert first == START
    assert second == pytest.approx(START + 1.04 / 5)
    wait = pace.turn(second, lead=0.04)
    assert wait.seconds == pytest.approx(1.04 / 5 - 0.04)


def test_what_left_late_is_made_up_for_but_not_within_a_second():
    pace = Pace.starting(5, second=1.04, late=0.1)
    taken, now = [], START
    for number in range(200):
        [turn] = leaving(pace, now, 1)
        late = turn + (0.09 if number % 20 == 0 else 0.0)
        pace.left(turn, late)
        taken.append(late)
        now = late
    assert closest(taken, 5) >= 1.0279
    assert 199 / (taken[-1] - taken[0]) >= 0.98 * 5 / 1.04


def test_replicas_on_their_own_leave_one_after_another():
    shares = []
    for number in range(4):
        alone = Pace.starting(1.25, second=1.1)
        alone.phase = number * 1.1 / 5
        alone.next = alone.in_phase(START)
        shares.append(leaving(alone, START, 20))
    for taken in shares:  # once idle, in the same phase again
        assert taken == pytest.approx([taken[0] + 0.88 * count for count in range(20)])
    assert closest(sorted(itertools.chain.from_iterable(shares)), 5) == pytest.approx(1.1)
    assert leaving(alone, START + 40.5, 1)[0] == pytest.approx(alone.in_phase(START + 40.5))


@pytest.mark.parametrize("back", [0.5, 3_600.0])
def test_a_clock_that_is_set_back_stops_nothing(back):
    pace = Pace.starting(5)
    leaving(pace, START, 20)
    now = pace.last - back
    pace.mend(now)
    assert leaving(pace, now, 1)[0] <= now + 1.5


def test_nothing_is_held_for_longer_than_it_should_be():
    pace = Pace.starting(5)
    pace.next = math.inf
    pace.mend(START)
    assert pace.next <= START + LONGEST_HOLD + 1


def test_the_plan_is_what_the_boldest_of_those_seen_lately_allows_and_others_wait_longer_themselves():
    pace = Pace.starting(20)
    pace.join("server", 20, START)
    pace.join("command", 2, START)
    first = leaving(pace, START, 2, replica="command")
    assert pace.allowed == 20
    assert 0.5 <= first[1] - first[0] <= 0.6  # two a second are its own limit
    taken = leaving(pace, START + 10, 21, replica="server")
    assert taken[-1] - taken[0] == pytest.approx(1.02)
    leaving(pace, START + 100, 1, replica="command")  # nobody else was there lately
    assert pace.allowed == 2
    leaving(pace, START + 101, 1, replica="server")
    assert pace.allowed == 20


def test_what_was_learned_outlives_a_lower_limit():
    pace = Pace.starting(20)
    pace.join("server", 20, START)
    pace.join("command", 2, START)
    pace.changed_at, pace.rate, pace.certain = START, 8.0, 4.0
    leaving(pace, START + 40, 1, replica="command")
    assert (pace.allowed, pace.rate) == (2, 8)
    leaving(pace, START + 41, 1, replica="server")
    assert pace.allowed == 8


def test_a_replica_is_reckoned_with_for_a_day_or_until_it_says_goodbye():
    pace = Pace.starting(5)
    for replica in "abc":
        pace.join(replica, 5, START)
    assert pace.forget("c")
    assert not pace.forget("c")
    leaving(pace, START + 3_600, 1, replica="a")
    assert (pace.seen(START + 3_600), pace.known(START + 3_600)) == ({"a"}, {"a", "b"})
    leaving(pace, START + 90_000, 1, replica="a")
    assert pace.known(START + 90_000) == {"a"} == pace.limits.keys()


def test_who_had_no_turn_for_longest_has_waited_most():
    pace = Pace.starting(5)
    for replica in "abc":
        leaving(pace, START, 1, replica=replica)
    pace.join("d", 5, START - 1)
    assert sorted("abcd", key=pace.has_waited) == list("cbad")
    assert (pace.has_waited("d"), pace.has_waited("c")) == (1.0, 0.0)
    assert pace.has_waited("new") == 1.0


def test_a_request_that_is_never_answered_is_not_waited_for_for_ever():
    pace = Pace.starting(5)
    assert pace.turn(START) == START
    assert pace.turn(START + 0.3) == pytest.approx(START + 0.3)  # goes beyond what was let through
    wait = pace.turn(START + 0.6)
    assert wait.for_answer
    assert pace.turn(START + 0.6 + wait.seconds + 12) > START


def test_what_others_learned_lowers_the_pace_and_never_raises_it():
    pace = Pace.starting(5)
    assert not pace.lower_to(6, START)
    assert pace.lower_to(2, START)
    assert (pace.rate, pace.certain) == (2, 2)
    assert leaving(pace, START + 100, 1)
    assert pace.rate == 2
    leaving(pace, START + 500, 1)
    assert pace.rate > 2  # but is tried again after a long time
