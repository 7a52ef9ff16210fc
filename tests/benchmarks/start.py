"""How long the program takes to start: `python tests/benchmarks/start.py [ROUNDS]`.

`--help` and `--version` are compared to the bare interpreter, and `serve`, from its spawning to the first list of tools
over stdio, to a server of the same SDK with one tool. All are measured in turn within one loop, so that whatever else
the machine does falls on each of them; the figures are medians in milliseconds, measured from outside the process.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

OURS = [sys.executable, "-m", "wallet_portfolio"]
BARE_SERVER = """
from mcp.server import MCPServer
server = MCPServer("bare")
@server.tool()
def echo(text: str) -> str:
    return text
server.run("stdio")
"""
CREDENTIALS = {"OKX_API_KEY": "made-up", "OKX_SECRET_KEY": "made-up", "OKX_PASSPHRASE": "made-up"}
HANDSHAKE = [
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


def until_done(command, environment):
    """The time until the process has ended."""
    began = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def until_listed(command, environment):
    """The time until a server has listed its tools to a client that asks in one go."""
    began = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            server.stdin.write("".join(json.dumps(message) + "\n" for message in HANDSHAKE))
            server.stdin.flush()
            for line in server.stdout:
                message = json.loads(line)
                if message.get("id") == 2:
                    assert message["result"]["tools"]
                    return time.perf_counter() - began
        finally:
            server.kill()
    raise SystemExit(f"{command} ended before it listed its tools")


MEASURED = {
    "python -c pass": (until_done, [sys.executable, "-c", "pass"]),
    "--help": (until_done, [*OURS, "--help"]),
    "--version": (until_done, [*OURS, "--version"]),
    "a bare server": (until_listed, [sys.executable, "-c", BARE_SERVER]),
    "serve": (until_listed, [*OURS, "serve"]),
    "serve --demo": (until_listed, [*OURS, "serve", "--demo"]),
}


def measure(rounds):
    """Medians in milliseconds, by what was measured."""
    took = {name: [] for name in MEASURED}
    with tempfile.TemporaryDirectory() as home:
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "PYTHONPATH") if name in os.environ}
        environment = {**kept, **CREDENTIALS, "HOME": home, "XDG_CONFIG_HOME": home}
        for each in range(rounds + 1):
            for name, (until, command) in MEASURED.items():
                seconds = until(command, environment)
                if each:  # the first round only fills the caches of the disk
                    took[name].append(seconds * 1000)
    return {name: statistics.median(times) for name, times in took.items()}


def main():
    """Print the medians, and what they are to their floors."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 15
    medians = measure(rounds)
    interpreter, bare = medians["python -c pass"], medians["a bare server"]
    print(f"{'medians of ' + str(rounds):16} {'ms':>7}")
    for name, median in medians.items():
        said = ""
        if name.startswith("--"):
            said = f"{median - interpreter:+.0f} ms over the interpreter"
        elif name.startswith("serve"):
            said = f"{median / bare:.2f} x the bare server"
        print(f"{name:16} {median:7.0f}  {said}".rstrip())


if __name__ == "__main__":
    main()
