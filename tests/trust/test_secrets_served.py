"""No part of a secret gets out of a program that runs on: the servers over stdio and HTTP, and the stand-in."""

import json
import subprocess
import threading
from contextlib import contextmanager

import httpx
import pytest

from support.processes import COMMAND, PATIENCE_SECONDS, environment
from trust.canaries import CREDENTIALS, SECRETS, Machine, forms, leaks
from trust.canary_service import ARGUMENTS, SAVED
from trust.http_serving import free_port, modern_call, serving
from trust.issuer import issuing
from wallet_portfolio.simulator import Fault
from wallet_portfolio.simulator.faults import Reset, service_code
from wallet_portfolio.tools.catalog import TOOLS

FAULTS = {
    "none": None,
    "an echo": service_code("50113", f"Invalid {' '.join(CREDENTIALS.values())}", status=401),
    "reset": Reset(),
}
TOKEN = SECRETS["WALLET_PORTFOLIO_HTTP_TOKEN"]
WRONG = "canarywrong6c2b8f04"  # of nobody here, and perhaps of somebody elsewhere


def _message(number, method, **params):
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode() + b"\n"


@contextmanager
def _serving_over_stdio(machine, url):
    settings = {**machine.environment(), "OKX_BASE_URL": url, "WALLET_PORTFOLIO_MAX_RPS": "1000"}
    where = environment(machine.folder, WALLET_PORTFOLIO_WALLETS=SAVED, PYTHONDEVMODE="1", **settings)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*COMMAND, "-v", "serve"], env=where, cwd=machine.work, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("fault", FAULTS)
def test_the_server_in_a_process_of_its_own_lets_none_out(fault, service, machine):
    if FAULTS[fault]:
        service.stand_in.faults.add(Fault(FAULTS[fault]))
    calls = [
        _message(10 + at, "tools/call", name=tool.name, arguments=ARGUMENTS[tool.name]) for at, tool in enumerate(TOOLS)
    ]
    client = {"name": "test", "version": "1"}
    hello = _message(1, "initialize", protocolVersion="2025-11-25", capabilities={}, clientInfo=client)
    ready = b'{"jsonrpc":"2.0","method":"notifications/initialized"}\n'
    with _serving_over_stdio(machine, service.url) as process:
        watch = threading.Timer(PATIENCE_SECONDS * 2, process.kill)
        watch.start()
        process.stdin.write(hello + ready + b"".join(calls))
        process.stdin.flush()
        answered, printed = set(), b""
        while len(answered) <= len(calls):
            line = process.stdout.readline()
            assert line, "the server left"
            printed += line
            answered |= {json.loads(line).get("id")} - {None}
        rest, logged = process.communicate(timeout=PATIENCE_SECONDS)
        watch.cancel()
    assert b"/api/v6/dex" in logged
    assert leaks(printed + rest, service.signing.signatures) == []
    assert leaks(logged, service.signing.signatures) == []
    machine.check_files()


def _settings(machine, service, **others):
    return machine.environment(
        OKX_BASE_URL=service.url, WALLET_PORTFOLIO_MAX_RPS="1000", WALLET_PORTFOLIO_WALLETS=SAVED, **others
    )


def _call(server, tool, headers, *, query="", status=200):
    """All that comes back, its head included."""
    named, body = modern_call(tool, **ARGUMENTS[tool])
    headers |= {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
    headers |= dict(line.split(": ", 1) for line in named)
    url, kept = server.url + query, {name: value.encode("latin-1") for name, value in headers.items()}
    answer = httpx.post(url, content=body, headers=kept, timeout=PATIENCE_SECONDS, trust_env=False)
    assert answer.status_code == status
    return f"{answer.headers}{answer.text}"


def _calls_of_every_tool(server, service, token):
    heard = []
    for fault in FAULTS.values():
        service.stand_in.faults.clear()
        if fault:
            service.stand_in.faults.add(Fault(fault))
        heard += [_call(server, tool.name, {"Authorization": f"Bearer {token}"}) for tool in TOOLS]
    return heard


def _knocks(server, wrong):
    """Whatever is no good for a token, in every place where one may be tried."""
    bearers = (wrong, f"{wrong} {wrong}", f"{wrong}\xe9", f"{TOKEN}{wrong}", f"{TOKEN[:-1]}{wrong}")
    tried = [
        *(({"Authorization": f"Bearer {text}"}, "") for text in bearers),
        *(({"Authorization": text}, "") for text in (f"Basic {wrong}", f"Token {wrong}", wrong, f"Bearer{wrong}")),
        *(({}, query) for query in (f"?token={wrong}", f"?access_token={TOKEN}")),
        *(({header: wrong}, "") for header in ("Cookie", "X-Api-Key", "Mcp-Session-Id")),
    ]
    return [_call(server, "list_supported_chains", headers, query=query, status=401) for headers, query in tried]


def test_over_http_neither_the_token_nor_a_wrong_one_is_told_or_logged(service, machine):
    settings = _settings(machine, service)
    with serving(machine.folder, leaving=0.1, cwd=machine.work, **settings) as server:
        heard = _calls_of_every_tool(server, service, TOKEN)
        heard += _knocks(server, WRONG)
        server.process.terminate()
        _, log = server.ended()
    assert any('"status":"ok"' in text for text in heard)
    assert "/api/v6/dex" in log
    also = service.signing.signatures | forms(WRONG)
    assert leaks(heard, also) == []
    assert leaks(log, also) == []
    machine.check_files()


def test_over_http_no_access_token_is_told_or_logged(service, tmp_path):
    machine, port = Machine(tmp_path / "machine", in_the_file=("OKX_PASSPHRASE",)), free_port()
    audience = f"http://127.0.0.1:{port}/mcp"
    with issuing() as issuer:
        settings = _settings(
            machine,
            service,
            WALLET_PORTFOLIO_OAUTH_ISSUER=issuer.url,
            WALLET_PORTFOLIO_OAUTH_AUDIENCE=audience,
            WALLET_PORTFOLIO_OAUTH_SCOPES="wallets:read",
        )
        good = issuer.token(audience, sub=WRONG)
        bad = [issuer.token(f"{audience}/{WRONG}"), issuer.token(audience, exp=1, sub=WRONG), f"{good}{WRONG}"]
        with serving(machine.folder, leaving=0.1, cwd=machine.work, port=port, **settings) as server:
            heard = _calls_of_every_tool(server, service, good)
            heard += _knocks(server, WRONG)
            for token in bad:
                heard.append(_call(server, "list_supported_chains", {"Authorization": f"Bearer {token}"}, status=401))
            server.process.terminate()
            _, log = server.ended()
    parts = {part for token in (good, *bad) for part in token.split(".")[1:]}
    also = service.signing.signatures | forms(WRONG) | parts
    assert any('"status":"ok"' in text for text in heard)
    assert "/api/v6/dex" in log
    assert leaks(heard, also) == []
    assert leaks(log, also) == []
    machine.check_files()


def test_the_stand_in_tells_its_own_credentials_and_no_others(service, machine):
    settings = environment(machine.folder, **_settings(machine, service))
    with subprocess.Popen(
        [*COMMAND, "-v", "simulate", "--port", "0"],
        env=settings,
        cwd=machine.work,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        printed = "".join(process.stdout.readline() for _ in range(4))
        url = next(word for word in printed.split() if word.startswith("http"))
        refusals = [httpx.get(url, headers={"OK-ACCESS-KEY": WRONG}, trust_env=False).text]
        process.terminate()
        printed += process.communicate(timeout=PATIENCE_SECONDS)[0]
    assert "export OKX_API_KEY=" in printed
    assert leaks([printed, *refusals], forms(WRONG)) == []
    machine.check_files()
