"""One server over stdio and one over HTTP, each asked everything once: what they sent to a collector, and logged."""

import json
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from support.collector import collecting
from support.processes import COMMAND, PATIENCE_SECONDS, environment
from trust.canaries import CREDENTIALS, SECRETS
from trust.canary_service import ARGUMENTS
from trust.http_serving import modern, post, read_answer, serving
from wallet_portfolio import simulator
from wallet_portfolio.simulator import DEMO_WALLETS, Fault, demo_world
from wallet_portfolio.simulator.faults import service_code
from wallet_portfolio.tools.catalog import TOOLS

SAVED = ",".join(f"{'canary-wallet' if name == 'main' else name}={address}" for name, address in DEMO_WALLETS.items())
CANARY = "Canary7e1d"
REMOTE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
META = {"traceparent": REMOTE, "tracestate": f"{CANARY.lower()}={CANARY}", "baggage": f"k={CANARY}"}
EVERYTHING = {
    **ARGUMENTS,
    "get_total_value": {"wallets": ["canary-wallet", "sol"]},
    "search_tokens": {"query": CANARY},
}
WRONG = [
    ("tools/call", {"name": CANARY, "arguments": {CANARY: CANARY}}),
    ("tools/call", {"name": "get_total_value", "arguments": {"wallets": [CANARY], CANARY: 1}}),
    ("tools/call", {"name": "show_portfolio", "arguments": {"wallets": [f"0x{CANARY}"]}}),
    ("prompts/get", {"name": CANARY}),
    ("resources/read", {"uri": f"wallet://{CANARY}"}),
    ("resources/list", {}),
    ("tools/list", {}),
    (CANARY, {}),
]


@dataclass
class Heard:
    """`calls` counts the tool calls that were made; `asked` what the service was asked."""

    collector: object
    asked: list
    calls: int = 0
    log: str = ""
    status: int | None = None
    lines: list = field(default_factory=list)

    def read(self, log):
        self.log = log
        self.lines = [json.loads(line) for line in log.splitlines()]


@contextmanager
def _asked_everything(tmp_path_factory):
    stand_in = simulator.create_app(demo_world(), credentials=CREDENTIALS)
    stand_in.faults.add(Fault(service_code("50011", f"{CANARY} too fast"), "/balance/supported/chain", None, 1))
    stand_in.faults.add(Fault(service_code("50113", f"Invalid {CANARY}"), "/candles"))
    with simulator.in_background(stand_in) as url, collecting() as collector:
        settings = {
            **SECRETS,
            "OKX_BASE_URL": url,
            "WALLET_PORTFOLIO_WALLETS": SAVED,
            "WALLET_PORTFOLIO_MAX_RPS": "1000",
            "WALLET_PORTFOLIO_LOG_FORMAT": "json",
            "WALLET_PORTFOLIO_LOG_LEVEL": "info",
            "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
            "OTEL_SERVICE_NAME": "wallets-of-a-team",
        }
        yield tmp_path_factory.mktemp("home"), settings, Heard(collector, stand_in.requests)


@pytest.fixture(scope="module")
def over_stdio(tmp_path_factory):
    with _asked_everything(tmp_path_factory) as (home, settings, heard):
        client = {"name": CANARY, "version": CANARY}
        hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": client}
        asked = [("tools/call", {"name": tool.name, "arguments": EVERYTHING[tool.name]}) for tool in TOOLS] + WRONG
        heard.calls = sum(method == "tools/call" for method, _ in asked)
        with subprocess.Popen(
            [*COMMAND, "-v", "serve"],
            env=environment(home, **settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            try:
                _ask(process, f"{CANARY}-hello", "initialize", hello)
                for number, (method, params) in enumerate(asked):
                    _ask(process, f"{CANARY}-{number}", method, params | {"_meta": META})
                _, log = process.communicate(timeout=PATIENCE_SECONDS)
            finally:
                process.kill()
        heard.status = process.returncode
        heard.read(log.decode())
        yield heard


def _ask(process, number, method, params):
    process.stdin.write(
        json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode() + b"\n"
    )
    process.stdin.flush()
    while True:
        line = process.stdout.readline()
        assert line, process.stderr.read()
        if json.loads(line).get("id") == number:
            break
    if method == "initialize":
        process.stdin.write(b'{"jsonrpc":"2.0","method":"notifications/initialized"}\n')


@pytest.fixture(scope="module")
def over_http(tmp_path_factory):
    with (
        _asked_everything(tmp_path_factory) as (home, settings, heard),
        serving(home, leaving=0.1, **settings) as server,
    ):
        token = f"Authorization: Bearer {SECRETS['WALLET_PORTFOLIO_HTTP_TOKEN']}"
        for tool in TOOLS:
            headers, body = modern("tools/call", tool.name, arguments=EVERYTHING[tool.name])
            answer = _post(server, body, *headers, token)
            assert answer == 200
            heard.calls += 1
        assert _post(server, body, *headers, f"Authorization: Bearer {CANARY}") == 401
        assert _post(server, CANARY.encode(), *headers, token, f"X-Forwarded-For: {CANARY}") == 400
        server.process.terminate()
        heard.status, log = server.ended()
        heard.read(log)
        yield heard


def _post(server, body, *headers):
    with server.connect(post("/mcp", body, headers=headers)) as connection:
        return read_answer(connection)[0]


@pytest.fixture(params=["stdio", "http"])
def heard(request):
    return request.getfixturevalue(f"over_{request.param}")
