"""The real program at a terminal of its own: what it writes there, as it comes."""

import fcntl
import os
import pty
import re
import struct
import sys
import termios
import time
from contextlib import contextmanager

from support.processes import PATIENCE_SECONDS, environment
from support.warm import WarmProcess

# Opening it makes it the terminal that a typed Ctrl-C comes from.
_AT_ITS_TERMINAL = (
    "import os; os.close(os.open(os.ttyname(0), os.O_RDWR)); from wallet_portfolio.cli import main; main()"
)
ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[()][A-Z0-9])")


class AtTerminal:
    """A process at a terminal. `written` is everything up to now, escapes included."""

    def __init__(self, process, leader):
        self.process = process
        self._leader = leader
        self.written = ""
        self._bytes = b""

    def wait_for(self, text, *, times=1):
        """Read until the text was written so many times."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while ESCAPES.sub("", self.written).count(text) < times:
            assert self._read(), f"it ended without {text!r}: {self.written}"
            assert time.monotonic() < deadline, self.written

    def type(self, text):
        os.write(self._leader, text.encode())

    def rest(self):
        """Read to the end; the exit status."""
        while self._read():
            pass
        return self.process.wait(PATIENCE_SECONDS)

    def _read(self):
        try:
            read = os.read(self._leader, 65_536)
        except OSError:  # how Linux says that the other end is closed
            return False
        self._bytes += read
        self.written = self._bytes.decode("utf-8", errors="ignore")
        return bool(read)


@contextmanager
def at_terminal(home, *arguments, columns=80, rows=24, **settings):
    """Start the program with these arguments; it is ended, should it still run."""
    leader, follower = pty.openpty()
    fcntl.ioctl(leader, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    told = environment(home, **{"TERM": "xterm-256color", "LANG": "C.UTF-8", **settings})
    command = [sys.executable, "-c", _AT_ITS_TERMINAL, *arguments]
    try:
        process = WarmProcess(command, told, streams=(follower, follower, follower), terminal=True)
        os.close(follower)
        try:
            yield AtTerminal(process, leader)
        finally:
            process.kill()
    finally:
        os.close(leader)
