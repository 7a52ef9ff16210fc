"""Servers in processes of their own that start in a tenth of the time: forks of one that has loaded the program.

What a test then talks to is the same program with its own environment, arguments, streams and signals, as in a fresh
interpreter; only the loading of its libraries, which is most of what a start costs, was done before. How the program
loads and starts is the subject of other tests, which start it cold.
"""

import atexit
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from functools import cache
from importlib import import_module
from pathlib import Path

# What the program loads for `serve --http`, for a portfolio at a terminal and for a first answer, made-up wallets
# included. What is lacking here only costs time.
_LOADED = (
    *(f"wallet_portfolio.{name}" for name in ("commands.serve", "commands.tools")),
    *(f"wallet_portfolio.simulator.demo.{name}" for name in ("many", "special", "traders", "wallets")),
    *(f"wallet_portfolio.tools.{name}" for name in ("calling", "catalog", "http", "oauth", "serving")),
    *("anyio._backends._asyncio", "tenacity", "uvicorn.lifespan.on", "uvicorn.protocols.http.h11_impl"),
    *("confusable_homoglyphs.confusables", "eth_hash.backends.pycryptodome", "eth_utils"),
)
_START = "import sys; from support.warm import serve_forks; serve_forks(int(sys.argv[1]))"
_POLL_SECONDS = 0.005


class WarmProcess:
    """As much of `subprocess.Popen` as tests need. Without `streams` its `stdout` is the text of both.

    `streams` are descriptors of its three standard streams; with a `terminal`, that is the one of a session of its own.
    """

    def __init__(self, command, env, cwd=None, streams=None, *, terminal=False):
        self._origin = _origin()
        self.stdout, self.returncode = None, None
        with ExitStack() as given:
            if streams is None:
                read, write = os.pipe()
                given.callback(os.close, write)
                self.stdout = os.fdopen(read, encoding="utf-8", errors="replace")
                streams = (given.enter_context(Path(os.devnull).open()).fileno(), write, write)
            asked = {"command": command[1:], "env": env, "cwd": str(cwd or Path.cwd()), "terminal": terminal}
            self.pid = self._origin.ask(asked, *streams)

    @classmethod
    def talking(cls, command, env):
        """One with pipes, of text, for its three streams."""
        pipes = [os.pipe() for _ in range(3)]
        its = [pipes[0][0], pipes[1][1], pipes[2][1]]
        try:
            process = cls(command, env, streams=its)
        finally:
            for stream in its:
                os.close(stream)
        process.stdin = os.fdopen(pipes[0][1], "w", encoding="utf-8")
        process.stdout, process.stderr = (os.fdopen(pipe[0], encoding="utf-8") for pipe in pipes[1:])
        return process

    def poll(self):
        if self.returncode is None:
            self.returncode = self._origin.ask({"ended": self.pid})
        return self.returncode

    def wait(self, timeout):
        deadline = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
            time.sleep(_POLL_SECONDS)
        return self.returncode

    def send_signal(self, number):
        if self.poll() is None:  # until it is asked for, its number is nobody else's
            os.kill(self.pid, number)

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)


class _Origin:
    """The process that the others are forks of. It has one thread, and no client or event loop was ever in it."""

    def __init__(self):
        self._channel, its = socket.socketpair()
        self._turn = threading.Lock()
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, str(its.fileno())],
            env=kept | {"PYTHONPATH": str(Path(__file__).parents[1])},
            stdin=subprocess.DEVNULL,
            pass_fds=[its.fileno()],
        )
        its.close()

    def ask(self, question, *descriptors):
        with self._turn:
            socket.send_fds(self._channel, [json.dumps(question).encode() + b"\n"], descriptors)
            answer, _ = _line(self._channel)
        assert answer, "the process that makes the others has ended; what it said is on stderr"
        return json.loads(answer)

    def close(self):
        self._channel.close()
        self._process.wait()


@cache
def _origin():
    """One for all tests of a worker, from when it is first needed."""
    origin = _Origin()
    atexit.register(origin.close)
    return origin


def _line(channel):
    text, descriptors = b"", []
    while not text.endswith(b"\n"):
        part, more, _, _ = socket.recv_fds(channel, 65_536, 3)
        if not part:
            return b"", descriptors
        text, descriptors = text + part, descriptors + more
    return text, descriptors


def serve_forks(descriptor):
    """In the origin: a fork for each command, and whether it has ended. Ends with the tests, and the forks with it."""
    channel = socket.socket(fileno=descriptor)
    for name in _LOADED:
        import_module(name)
    running = set()
    while (asked := _line(channel))[0]:
        question, descriptors = json.loads(asked[0]), asked[1]
        if pid := question.get("ended"):
            ended, status = os.waitpid(pid, os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if ended else None
            running -= {ended}
        else:
            answer = os.fork()
            if answer == 0:
                channel.close()
                _become(question, descriptors)
                return
            running.add(answer)
            for stream in descriptors:
                os.close(stream)
        channel.sendall(json.dumps(answer).encode() + b"\n")
    for pid in running:
        os.kill(pid, signal.SIGKILL)


def _become(question, streams):
    """What an interpreter does at its start, and then the command: `-m` a module, or `-c` some code."""
    if question["terminal"]:
        os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", closefd=False)
    sys.path.remove(str(Path(__file__).parents[1]))
    os.environ.clear()
    os.environ.update(question["env"])
    os.chdir(question["cwd"])
    kind, what, *arguments = question["command"]
    sys.argv = [kind if kind == "-c" else what, *arguments]
    if kind == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(what, {"__name__": "__main__"})
