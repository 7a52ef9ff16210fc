"""An event loop whose clock jumps to the next thing that is due: waiting is the subject, and costs nothing."""

import asyncio
import selectors

_STUCK_TURNS = 200_000  # of a loop that does something at each of them, while no time passes


class _JumpingSelector(selectors.DefaultSelector):
    """Nothing ever comes from outside, so waiting for it is letting time pass."""

    passed = 0.0
    _turns = 0

    def select(self, timeout=None):
        if timeout is None:
            raise RuntimeError("everybody waits for something that never comes")
        self._turns = 0 if timeout > 0 else self._turns + 1
        if self._turns > _STUCK_TURNS:
            raise RuntimeError("somebody runs in circles")
        self.passed += max(0.0, timeout)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self):
        return 1_000.0 + self._jumping.passed

    def pass_until(self, moment):
        """It is that time now, to the last digit."""
        self._jumping.passed = moment - 1_000.0
        assert self.time() == moment


def run_virtually(main, *arguments):
    """Run a coroutine function to its end; `anyio` and `asyncio` see virtual time only."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main(*arguments))
