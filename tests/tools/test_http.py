"""The real server in a process of its own, over HTTP on loopback."""

import httpx
import pytest
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from support.processes import served_over_http

from .conftest import connected

pytestmark = pytest.mark.anyio

TOKEN = "a-token-for-this-test"
HEADERS = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}


@pytest.fixture(scope="module")
def open_server(tmp_path_factory):
    with served_over_http(tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.fixture(scope="module")
def guarded_server(tmp_path_factory):
    with served_over_http(tmp_path_factory.mktemp("home"), WALLET_PORTFOLIO_HTTP_TOKEN=TOKEN) as address:
        yield address


def knock(address, **headers):
    return httpx.post(f"http://{address}/mcp", json=HELLO, headers=HEADERS | headers, timeout=20, trust_env=False)


async def test_the_demo_answers_and_goes_on_after_errors(mode, open_server):
    async with connected(f"http://{open_server}/mcp", mode) as session:
        assert (await session.ask("get_total_value", wallets=["nobody"]))["error"]["code"] == "unknown_wallet"
        assert (await session.ask("get_total_value", wallets=["main", "sol"]))["status"] == "ok"
        assert (await session.ask("list_supported_chains", query="base"))["chains"][0]["chain_index"] == "8453"
        asked = await session.ask("ask_wallet", request="我在Base上有多少USDC？")
        assert asked["answer"]["holdings"][0]["amount"] == "1820.114233"
        assert asked["notices"] == ["演示数据：这些钱包和数字均为虚构。"]


def test_a_request_that_another_site_makes_a_browser_send_is_refused(open_server):
    port = open_server.rpartition(":")[2]
    assert knock(open_server).status_code == 200
    assert knock(open_server, Host=f"localhost:{port}").status_code == 200
    for host in ("evil.example", f"evil.example:{port}", f"127.0.0.1.evil.example:{port}"):
        assert knock(open_server, Host=host).status_code == 421
    assert knock(open_server, Origin="https://evil.example").status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": TOKEN},
        {"Authorization": "Bearer another-one"},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": f"bearer{TOKEN}"},
    ],
)
def test_without_the_token_nothing_is_served(guarded_server, headers):
    refusal = knock(guarded_server, **headers)
    assert refusal.status_code == 401
    assert refusal.headers["WWW-Authenticate"] == "Bearer"
    assert TOKEN not in refusal.text


async def test_with_the_token_everything_is_served(mode, guarded_server):
    http = create_mcp_http_client(headers={"Authorization": f"Bearer {TOKEN}"})
    async with (
        http,
        connected(streamable_http_client(f"http://{guarded_server}/mcp", http_client=http), mode) as session,
    ):
        assert (await session.ask("get_total_value"))["status"] == "ok"
