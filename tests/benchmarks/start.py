"""How long the program takes to start, measured from outside the process.

`--help` is compared to the bare interpreter, and `serve`, from its spawning to the first list of tools over stdio, to a
server of the same SDK with one tool.

Found by `python -X importtime`: most of a start was spent on loading httpx, the validators of every tool, and the list
of tools made from them, none of which the first list needs. So commands are loaded when they run, tools are announced
from a file, and what answers is loaded at the first call. What remains of `serve` is the SDK itself.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks import clients
from benchmarks.clients import BARE, OURS
from benchmarks.figures import Figure, Goal, Times, WrongAnswer, rotated
from benchmarks.loopback import credentials_in_settings

SUBJECT = "start"
_HELP_MS = 150
_LISTED = 1.25
_ROUNDS = 11
_FEWEST_ROUNDS = 5
_MOST_SECONDS = 30
_COMMAND = OURS[:-1]
_INTERPRETER = (sys.executable, "-c", "pass")
_HANDSHAKE = [
    {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "start", "version": "1"},
        },
    },
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
    {"jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": {}},
]
_FLOORS = {"--help": "interpreter", "--version": "interpreter", "serve": "bare", "serve --demo": "bare"}
_MORE = {"--version", "serve --demo"}
Until = Callable[[Sequence[str], dict[str, str]], float]


def measure(*, quick: bool = False) -> list[Figure]:
    """The figures of a start, for each way to do it."""
    measured: dict[str, tuple[Until, Sequence[str]]] = {
        "interpreter": (_until_done, _INTERPRETER),
        "--help": (_until_done, (*_COMMAND, "--help")),
        "--version": (_until_done, (*_COMMAND, "--version")),
        "bare": (_until_listed, BARE),
        "serve": (_until_listed, OURS),
        "serve --demo": (_until_listed, (*OURS, "--demo")),
    }
    if quick:
        measured = {name: how for name, how in measured.items() if name not in _MORE}
    taken: dict[str, list[float]] = {name: [] for name in measured}
    with clients.clean(credentials_in_settings()) as env:
        began = time.perf_counter()
        for each in range(1 if quick else _ROUNDS + 1):
            if each >= _FEWEST_ROUNDS and time.perf_counter() - began > _MOST_SECONDS:
                break
            for name in rotated(list(measured), each):
                until, command = measured[name]
                seconds = until(command, env)
                if each or quick:  # the first round only fills the caches of the disk
                    taken[name].append(seconds * 1000)
    times = {name: Times(tuple(each)) for name, each in taken.items()}
    own, listed = Goal("over", _HELP_MS), Goal("ratio", _LISTED)
    return [
        _figure(name, times, floor, own if floor == "interpreter" else listed)
        for name, floor in _FLOORS.items()
        if name in times
    ]


def _figure(name: str, times: dict[str, Times], floor: str, goal: Goal) -> Figure:
    ours = times[name]
    floor_is = {"interpreter": "python -c pass", "bare": "bare SDK server"}[floor]
    shown = name if floor == "interpreter" else f"{name} to the first tools/list"
    return Figure(SUBJECT, shown, "ms", ours.p50, times[floor].p50, floor_is, goal=goal, spread=ours.spread)


def _until_done(command: Sequence[str], env: dict[str, str]) -> float:
    """The seconds until the process has ended."""
    began = time.perf_counter()
    if subprocess.run(command, env=env, stdout=subprocess.DEVNULL).returncode:
        raise WrongAnswer(f"{command} failed")
    return time.perf_counter() - began


def _until_listed(command: Sequence[str], env: dict[str, str]) -> float:
    """The seconds until a server has listed its tools to a client that asks in one go."""
    began = time.perf_counter()
    with subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdin
        assert server.stdout
        try:
            server.stdin.write("".join(json.dumps(message) + "\n" for message in _HANDSHAKE))
            server.stdin.flush()
            for line in server.stdout:
                message = json.loads(line)
                if message.get("id") == 2:
                    took = time.perf_counter() - began
                    if not message["result"]["tools"]:
                        raise WrongAnswer(f"{command} lists no tools")
                    return took
        finally:
            server.kill()
    raise WrongAnswer(f"{command} ended before it listed its tools")
