import pytest

from simulator.signed_client import BALANCE, calling
from wallet_portfolio.simulator import create_app
from wallet_portfolio.simulator.limits import SlidingWindow
from wallet_portfolio.simulator.protocol import Refusal


class Time:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def admitted(window):
    try:
        window.admit()
    except Refusal:
        return False
    return True


def test_refused_calls_use_nothing_up():
    time = Time()
    window = SlidingWindow(2, time)
    assert [admitted(window) for _ in range(4)] == [True, True, False, False]
    time.now += 0.999
    assert not admitted(window)
    time.now += 0.002
    assert [admitted(window) for _ in range(3)] == [True, True, False]


def test_the_window_slides():
    time = Time()
    window = SlidingWindow(2, time)
    assert admitted(window)
    time.now += 0.6
    assert admitted(window)
    time.now += 0.5
    assert [admitted(window) for _ in range(2)] == [True, False]


@pytest.mark.parametrize(("rate", "calls", "seconds"), [(2.5, 2, 0.8), (0.5, 1, 2.0), (1, 1, 1.0)])
def test_rates_that_are_not_whole(rate, calls, seconds):
    time = Time()
    window = SlidingWindow(rate, time)
    assert [admitted(window) for _ in range(calls + 1)] == [True] * calls + [False]
    time.now += seconds + 0.001
    assert admitted(window)


def test_no_limit_and_no_nonsense():
    window = SlidingWindow(None, Time())
    assert all(admitted(window) for _ in range(1000))
    with pytest.raises(ValueError, match="above zero"):
        SlidingWindow(0, Time())


@pytest.mark.anyio
async def test_one_call_too_many():
    app = create_app(requests_per_second=1, monotonic=Time())
    async with calling(app) as caller:
        first, second = [await caller.get(f"{BALANCE}/supported/chain") for _ in range(2)]
    assert first.status_code == 200
    assert second.status_code == 429
    assert second.json() == {"code": "50011", "msg": "Too Many Requests"}
    assert "retry-after" not in second.headers
    assert app.violations == [f"50011 Too Many Requests (GET {BALANCE}/supported/chain)"]
