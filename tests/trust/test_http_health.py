"""What a balancer asks, with no token and under no name; and what nobody notices of a server that is told to stop."""

import json
import signal
import socket
import time

import anyio
import httpx
import pytest
from mcp.client import Client

from support.processes import PATIENCE_SECONDS
from support.worlds import ALICE
from trust.balancing import STATE_KEY, balanced, restart_each
from trust.http_serving import SilentService, modern, modern_call, post, read_answer, serving

TOKEN = "a-token-for-these-tests"
NAMED, BODY = modern("tools/list")
KEY = {"OKX_API_KEY": "a", "OKX_SECRET_KEY": "b", "OKX_PASSPHRASE": "c"}
PATHS = ("/healthz", "/readyz")


def ask(server, path, method="GET", **headers):
    url = f"http://127.0.0.1:{server.port}{path}"
    return httpx.request(method, url, headers=headers, timeout=20, trust_env=False)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    with serving(
        tmp_path_factory.mktemp("home"),
        host="0.0.0.0",
        options=["--demo"],
        WALLET_PORTFOLIO_HTTP_TOKEN=TOKEN,
        WALLET_PORTFOLIO_HTTP_HOSTS="wallets.example.com",
    ) as server:
        yield server


@pytest.mark.parametrize("path", PATHS)
def test_a_probe_needs_neither_a_token_nor_a_name(guarded, path):
    for headers in ({}, {"Host": "10.0.0.7:8000"}, {"Host": "wallet-1"}, {"Host": "a\x1b[31mb"}):
        answer = ask(guarded, path, **headers)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert answer.json().keys() == {"status"}
    head = ask(guarded, path, "HEAD")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == answer.headers["content-length"]
    assert guarded.log.replace("\n", "").isprintable()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_it_can_do_no_more_than_ask(guarded, path, method):
    answer = ask(guarded, path, method)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/", "/healthz/", "/readyz/x", "//readyz", "/READYZ", "/metrics", "/mcp"])
def test_nothing_else_is_open(guarded, path):
    assert ask(guarded, path).status_code == 401


def test_without_credentials_it_lives_and_is_not_ready(tmp_path):
    with serving(tmp_path, OKX_API_KEY="canary-of-the-key") as server:
        assert ask(server, "/healthz").status_code == 200
        answer = ask(server, "/readyz")
        assert answer.status_code == 503
        assert answer.json() == {"status": "not ready", "reason": "No credentials of the service are set."}


def test_it_asks_nobody_and_is_answered_when_there_is_no_place_left(tmp_path):
    service = SilentService()
    named, body = modern_call("get_total_value", wallets=[ALICE])
    with serving(tmp_path, limits={"most_requests": 1}, OKX_BASE_URL=service.url, **KEY) as server:
        assert [ask(server, path).status_code for path in PATHS] == [200, 200]
        assert service.connections == 0
        with server.connect(post(body=body, headers=named)):
            assert service.arrived.wait(PATIENCE_SECONDS)
            with server.connect(post(body=BODY, headers=NAMED)) as connection:
                assert read_answer(connection)[0] == 503
            assert [ask(server, path).status_code for path in PATHS] == [200, 200]
    service.close()


def test_one_of_several_takes_calls_until_it_is_noticed_that_it_stops(tmp_path):
    settings = {"WALLET_PORTFOLIO_DEMO": "1", "WALLET_PORTFOLIO_HTTP_STATE_KEY": STATE_KEY}
    with serving(tmp_path, limits={"leaving": PATIENCE_SECONDS}, **settings) as server, server.connect() as kept:
        kept.sendall(post(body=BODY, headers=NAMED))
        status, headers, _ = read_answer(kept)
        assert (status, headers.get("connection")) == (200, None)
        server.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (answer := ask(server, "/readyz")).status_code == 200 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert (answer.status_code, answer.json()["reason"]) == (503, "The server is stopping.")
        assert ask(server, "/healthz").status_code == 200
        kept.sendall(post(body=BODY, headers=NAMED))
        status, headers, body = read_answer(kept)
        assert (status, headers["connection"]) == (200, "close")
        assert json.loads(body)["result"]["tools"]
        assert kept.recv(1) == b""
        server.process.send_signal(signal.SIGTERM)  # and a second signal does not wait
        status, log = server.ended()
    assert status == -signal.SIGTERM
    assert "Traceback" not in log


def test_the_only_one_stops_at_once_and_well(tmp_path):
    with serving(tmp_path, options=["--demo"]) as server, server.connect(post(body=BODY, headers=NAMED)) as kept:
        assert read_answer(kept)[0] == 200
        server.process.send_signal(signal.SIGTERM)
        assert kept.recv(1) == b""  # what is kept open and idle is closed
        status, log = server.ended()
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", server.port), timeout=1)
    assert status == 0
    assert "Traceback" not in log


@pytest.mark.anyio
async def test_one_after_the_other_is_started_anew_and_no_call_is_lost(tmp_path):
    answers, restarted = [], anyio.Event()

    async def call(url, mode):
        async with Client(url, mode=mode) as client:
            while not restarted.is_set():
                result = await client.call_tool("get_total_value", {"wallets": ["main"]})
                answers.append(result.structured_content["status"])
                await anyio.sleep(0.02)

    with balanced(tmp_path, WALLET_PORTFOLIO_DEMO="1") as (balancer, url, replicas):
        with anyio.fail_after(4 * PATIENCE_SECONDS):
            async with anyio.create_task_group() as group:
                for mode in ("auto", "legacy"):
                    group.start_soon(call, url, mode)
                await restart_each(replicas.values(), lambda: len(answers))
                restarted.set()
        assert set(answers) == {"ok"}
        assert balancer.failed == []
        assert min(balancer.sent.values()) > 5
        for replica in replicas.values():
            assert "Traceback" not in replica.log
            assert "ERROR" not in replica.log


def test_those_who_listen_are_let_go_when_it_is_known_that_it_stops(tmp_path):
    """Not before: they would come back here."""
    headers, body = modern("subscriptions/listen", notifications={"resourcesListChanged": True})
    settings = {"WALLET_PORTFOLIO_DEMO": "1", "WALLET_PORTFOLIO_HTTP_STATE_KEY": STATE_KEY}
    with serving(tmp_path, limits={"leaving": 1.0}, **settings) as server:
        with server.connect(post(body=body, headers=headers)) as listening:
            assert read_answer(listening)[0] == 200
            server.process.send_signal(signal.SIGTERM)
            told = time.monotonic()
            while listening.recv(65_536):
                pass
            assert time.monotonic() - told >= 0.9
        assert server.ended()[0] == 0
    assert "Traceback" not in server.log
