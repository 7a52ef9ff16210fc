"""What one replica carries: `.venv/bin/python tests/benchmarks/sizing.py [--seconds N]`, in about four minutes.

A real `serve --http` in a process of its own, in front of the stand-in in another one that answers after 50 ms without
a limit. Callers ask one question after the other over connections that they keep, each about a wallet of its own with
31 holdings: warm, where every balance is still remembered, and cold, where nothing is. Calls a second and waits depend
on how busy the machine is, with the stand-in too; CPU a call, which is that of the server alone, does so less.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.processes import COMMAND, environment
from trust.http_serving import free_port, modern_call, post
from wallet_portfolio import simulator
from wallet_portfolio.simulator import DEMO_CREDENTIALS, DEMO_WALLETS

LATENCY_SECONDS = 0.05
MOST_CALLERS = 256
OPENING_SECONDS = 40.0  # a replica that starts lets only a few requests be under way, and more with time
WALLETS = [f"0x{number:040x}" for number in range(1, MOST_CALLERS + 1)]
TICK = os.sysconf("SC_CLK_TCK")
SWAP = {"sell": "USDC", "buy": "ETH", "amount": "100", "chain": "Base"}
BY_PAGE = "without picture"  # for a client that shows pages
PAGES = {"extensions": {"io.modelcontextprotocol/ui": {"mimeTypes": ["text/html;profile=mcp-app"]}}}
QUESTIONS = {
    "list_supported_chains": lambda _: {},
    "get_total_value": lambda wallet: {"wallets": [wallet]},
    "list_holdings": lambda wallet: {"wallets": [wallet]},
    "show_portfolio": lambda wallet: {"wallets": [wallet]},
    f"show_portfolio {BY_PAGE}": lambda wallet: {"wallets": [wallet]},
    "check_swap": lambda wallet: {"wallet": wallet, **SWAP},
}
# About what users of docs/growth.md ask, half of it remembered.
MIX = {"show_portfolio": 0.4, "get_total_value": 0.2, "check_swap": 0.4}


def world():
    """The demo's, where as many wallets hold the same as its main one."""
    made_up = simulator.demo_world()
    main = next(wallet for wallet in made_up.wallets if wallet.address == DEMO_WALLETS["main"])
    return replace(made_up, wallets=(*made_up.wallets, *(replace(main, address=wallet) for wallet in WALLETS)))


def stand_in(port):
    """Serve until ended."""
    simulator.serve(port, app=simulator.create_app(world(), latency=LATENCY_SECONDS))


def settings(port, **others):
    keys = zip(("OKX_API_KEY", "OKX_SECRET_KEY", "OKX_PASSPHRASE"), DEMO_CREDENTIALS.values(), strict=True)
    return {
        **dict(keys),
        "OKX_BASE_URL": f"http://127.0.0.1:{port}",
        "WALLET_PORTFOLIO_MAX_RPS": "1000",
        "WALLET_PORTFOLIO_HTTP_STATE_KEY": "a-key-that-only-benchmarks-know-of",
        **others,
    }


@contextmanager
def running(command, port, environ=None):
    with subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while process.poll() is None and not _listens(port):
                time.sleep(0.05)
            yield process
        finally:
            process.kill()


def _listens(port):
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def replica(**others):
    """The process, the stand-in behind it, and its port."""
    service, port = free_port(), free_port()
    with tempfile.TemporaryDirectory() as home:
        environ = environment(home, **settings(service, **others))
        command = [*COMMAND, "serve", "--http", f"127.0.0.1:{port}"]
        with (
            running([sys.executable, __file__, "stand-in", str(service)], service) as behind,
            running(command, port, environ) as process,
        ):
            yield process, behind, port


def cpu_seconds(process):
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_mib(process, what):
    [line] = [line for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if line.startswith(what)]
    return int(line.split()[1]) / 1024


class Caller:
    """Asks, reads the whole answer, asks again."""

    def __init__(self, port, question, wallet):
        headers, body = modern_call(question.split()[0], **QUESTIONS[question](wallet))
        if question.endswith(BY_PAGE):
            body = body.replace(b'Capabilities": {}', f'Capabilities": {json.dumps(PAGES)}'.encode())
        self._sent = post(body=body, headers=headers)
        self._port = port
        self.waits = []
        self.failed = 0

    async def ask_until(self, deadline=0.0):
        """At least once."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        while not self.waits or time.perf_counter() < deadline:
            began = time.perf_counter()
            writer.write(self._sent)
            answer = json.loads(await _answer(reader))
            self.waits.append(time.perf_counter() - began)
            self.failed += answer.get("result", {}).get("structuredContent", {}).get("status") != "ok"
        writer.close()


async def _answer(reader):
    """The message; what takes longer comes as a stream of events, with comments until it is there."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"content-length:" in head:
        return await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n")[0]))
    body = b""
    while length := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(length + 2))[:-2]
    await reader.readexactly(2)
    return [line for line in body.splitlines() if line.startswith(b"data:")][-1].removeprefix(b"data:")


async def load(process, behind, port, question, callers, seconds):
    """Warms up first, so that what is loaded once and what can be remembered is."""
    asking = [Caller(port, question, WALLETS[number]) for number in range(callers)]
    await asyncio.gather(*(caller.ask_until() for caller in asking))
    for caller in asking:
        caller.waits.clear()
    used, used_behind, began = cpu_seconds(process), cpu_seconds(behind), time.perf_counter()
    await asyncio.gather(*(caller.ask_until(began + seconds) for caller in asking))
    took, used = time.perf_counter() - began, cpu_seconds(process) - used
    waits = sorted(wait for caller in asking for wait in caller.waits)
    cuts = statistics.quantiles(waits, n=100)
    return {
        "calls/s": len(waits) / took,
        "p50 ms": 1000 * cuts[49],
        "p99 ms": 1000 * cuts[98],
        "CPU ms/call": 1000 * used / len(waits),
        "cores": used / took,
        "of the stand-in": (cpu_seconds(behind) - used_behind) / took,
        "MiB": memory_mib(process, "VmRSS"),
        "failed": sum(caller.failed for caller in asking),
    }


def requests_a_question():
    """How many requests each costs: the first call, one about another wallet, and the same again."""
    counted = {}
    for question in QUESTIONS:
        app, port = simulator.create_app(world()), free_port()
        with simulator.in_background(app) as url, tempfile.TemporaryDirectory() as home:
            environ = environment(home, **settings(url.rpartition(":")[2]))
            with running([*COMMAND, "serve", "--http", f"127.0.0.1:{port}"], port, environ):
                counts = []
                for wallet in (WALLETS[0], WALLETS[1], WALLETS[1]):
                    before = len(app.requests)
                    asyncio.run(Caller(port, question, wallet).ask_until())
                    counts.append(len(app.requests) - before)
        counted[question] = counts
    return counted


def show(what, figures):
    print(f"{what:<52}", *(f"{value:>8.1f} {name}" for name, value in figures.items()), flush=True)


def main(seconds):
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {seconds:g} s each")
    print("requests: the first call, one about another wallet, the same again")
    for question, counts in requests_a_question().items():
        print(f"{question:<52}", *counts)
    used = {}
    for name, cached in (("warm", "3600"), ("cold", "0")):
        with replica(WALLET_PORTFOLIO_CACHE_SECONDS=cached) as (process, behind, port):
            print(f"{name}: {memory_mib(process, 'VmRSS'):.0f} MiB when started")

            def measure(question, callers, seconds=seconds, name=name, running=(process, behind, port)):
                figures = asyncio.run(load(*running, question, callers, seconds))
                peak = {"peak MiB": memory_mib(running[0], "VmHWM")}
                show(f"{name} {question}, {callers} callers", figures | peak)
                return figures["CPU ms/call"]

            if name == "cold":
                measure("list_holdings", 64, OPENING_SECONDS)
            for question in QUESTIONS:
                used[name, question] = measure(question, 16)
            for callers in (1, 64, 256):
                measure("list_holdings", callers)
    for what, picture in (("", ""), (f", {BY_PAGE}", f" {BY_PAGE}")):
        asked = {f"{tool}{picture}" if tool == "show_portfolio" else tool: share for tool, share in MIX.items()}
        mixed = sum(share * used[name, tool] / 2 for tool, share in asked.items() for name in ("warm", "cold"))
        print(f"CPU ms of a question of docs/growth.md{what}: {mixed:.1f}")


def _arguments():
    parser = argparse.ArgumentParser(description="Measure what one replica carries, in about four minutes.")
    parser.add_argument("--seconds", type=float, default=10.0, help="to measure each row for; 10 unless said")
    return parser.parse_args()


if __name__ == "__main__":
    if sys.argv[1:2] == ["stand-in"]:
        stand_in(int(sys.argv[2]))
    else:
        main(_arguments().seconds)
