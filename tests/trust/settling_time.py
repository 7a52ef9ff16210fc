"""An event loop with real sockets whose clock stands still while anything moves, and jumps when nothing does.

Client and service share the loop. So a request that hangs for 10 s, a pause of 30 s that the service asks for and the
45 s of a whole answer are waited for as the program itself counts them, cost nothing, and depend on no machine.
"""

import asyncio
import selectors
import socket

# Loopback delivers at once but for a busy kernel. A jump that no request could time out in needs no such grace.
_GRACE, _HARMLESS = 0.002, 0.02
_STUCK_SECONDS = 30.0
_STUCK_TURNS = 200_000  # of a loop that does something at each of them, while neither time passes nor anything arrives
NOBODY = "service.invalid"


class _SettlingSelector(selectors.DefaultSelector):
    passed = 0.0
    _turns = 0

    def select(self, timeout=None):
        events = self._select(timeout)
        self._turns = 0 if events or timeout is None or timeout > 0 else self._turns + 1
        if self._turns > _STUCK_TURNS:
            raise RuntimeError("somebody runs in circles")
        return events

    def _select(self, timeout):
        if timeout is None:
            if events := super().select(_STUCK_SECONDS):
                return events
            raise RuntimeError("everybody waits for something that never comes")
        events = super().select(0)
        if events or timeout <= 0:
            return events
        if timeout > _HARMLESS and (events := super().select(_GRACE)):
            return events
        self.passed += timeout
        return []


class SettlingLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        self._settling = _SettlingSelector()
        super().__init__(self._settling)

    def time(self):
        return 1_000.0 + self._settling.passed

    async def getaddrinfo(self, host, port, **options):
        """What a resolver says of a name that is not (RFC 6761), without asking the network."""
        if (host.decode() if isinstance(host, bytes) else host) == NOBODY:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return await super().getaddrinfo(host, port, **options)


def run_settling(main, *arguments):
    """Run a coroutine function to its end. An exception that nobody fetched, or a task left behind, is an error."""
    lost = []

    async def watched():
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: lost.append(context))
        return await main(*arguments)

    with asyncio.Runner(loop_factory=SettlingLoop) as runner:
        result = runner.run(watched())
    assert not lost, lost
    return result
