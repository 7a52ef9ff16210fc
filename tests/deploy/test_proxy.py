"""The proxy of deploy/, as it is but for its addresses, in front of two real replicas."""

import ssl
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import anyio
import httpx
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

from support.missing import program
from support.processes import PATIENCE_SECONDS
from trust.balancing import STATE_KEY, restart_each
from trust.http_serving import free_port, serving
from trust.tls import certificate

pytestmark = pytest.mark.anyio

FILE = (Path(__file__).parents[2] / "deploy" / "haproxy.cfg").read_text(encoding="utf-8")
TOKEN = "a-token-for-these-tests"
SITE = "127.0.0.1"
LEAVING = {"leaving": 0.8}


@contextmanager
def proxied(home, replicas):
    """Gives the port for TLS, that without, and what trusts the certificate. Probes come more often, as the replicas
    leave sooner."""
    port, plain, own = free_port(), free_port(), free_port()
    (home / "certificate.pem").write_bytes(certificate())
    replaced = {
        "bind :8080": f"bind 127.0.0.1:{plain}",
        "bind :8443": f"bind 127.0.0.1:{port}",
        "127.0.0.1:8404": f"127.0.0.1:{own}",
        "/run/secrets/certificate.pem": str(home / "certificate.pem"),
        " resolvers docker init-addr libc,none": "",
        "inter 2s": "inter 100ms",
    } | {f" wallet-{n}:8000": f" 127.0.0.1:{replica.port}" for n, replica in enumerate(replicas, start=1)}
    text = FILE
    for there, here in replaced.items():
        assert there in text
        text = text.replace(there, here)
    (home / "haproxy.cfg").write_text(text)
    haproxy = program("haproxy", "the file that it is given")
    with (
        (home / "log").open("wb") as log,
        subprocess.Popen([haproxy, "-db", "-f", home / "haproxy.cfg"], stdout=log, stderr=log) as proxy,
    ):
        try:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while not _ready(own):
                alive = proxy.poll() is None and time.monotonic() < deadline
                assert alive, (home / "log").read_text()
                time.sleep(0.05)
            yield port, plain, ssl.create_default_context(cafile=home / "certificate.pem")
        finally:
            proxy.terminate()
            proxy.wait(PATIENCE_SECONDS)


def _ready(port):
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


@contextmanager
def two_replicas(home):
    settings = {
        "WALLET_PORTFOLIO_DEMO": "1",
        "WALLET_PORTFOLIO_HTTP_TOKEN": TOKEN,
        "WALLET_PORTFOLIO_HTTP_STATE_KEY": STATE_KEY,
    }
    with serving(home, limits=LEAVING, **settings) as a, serving(home, limits=LEAVING, **settings) as b:
        yield [a, b]


async def test_through_it_replicas_are_restarted_without_a_call_lost(tmp_path):
    answers, restarted = [], anyio.Event()

    def client_of(trusted):
        headers = {"Authorization": f"Bearer {TOKEN}"}
        return httpx.AsyncClient(headers=headers, verify=trusted, trust_env=False, timeout=60)

    async def call(url, trusted, mode):
        async with (
            client_of(trusted) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http), mode=mode) as client,
        ):
            while not restarted.is_set():
                result = await client.call_tool("get_total_value", {"wallets": ["main"]})
                answers.append(result.structured_content["status"])
                await anyio.sleep(0.02)

    with two_replicas(tmp_path) as replicas, proxied(tmp_path, replicas) as (port, plain, trusted):
        url = f"https://{SITE}:{port}"
        async with httpx.AsyncClient(verify=trusted, trust_env=False) as stranger:
            assert (await stranger.post(f"{url}/mcp")).status_code == 401
            for path in ("/", "/readyz", "/healthz", "/mcp/x"):
                assert (await stranger.get(f"{url}{path}")).status_code == 404
            sent_on = await stranger.post(f"http://{SITE}:{plain}/mcp")
            assert (sent_on.status_code, sent_on.headers["location"][:8]) == (308, "https://")
        with anyio.fail_after(4 * PATIENCE_SECONDS):
            async with anyio.create_task_group() as group:
                for mode in ("auto", "legacy"):
                    group.start_soon(call, url, trusted, mode)
                await restart_each(replicas, lambda: len(answers))
                restarted.set()
        assert set(answers) == {"ok"}
        for replica in replicas:
            assert "Traceback" not in replica.log
